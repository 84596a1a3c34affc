"""Layers and losses, with PyTorch's names and shapes."""

from chainrule.nn import functional, init
from chainrule.nn.activations import (
    ELU,
    GELU,
    Activation,
    LeakyReLU,
    LogSigmoid,
    LogSoftmax,
    PReLU,
    SiLU,
    Softmax,
    layers,
)
from chainrule.nn.attention import MultiheadAttention, TransformerBlock
from chainrule.nn.cells import GRUCell, LSTMCell, RNNCell
from chainrule.nn.containers import ModuleDict, ModuleList, ParameterDict, ParameterList
from chainrule.nn.convolution import Conv1d, Conv2d, ConvTranspose2d
from chainrule.nn.dropout import Dropout
from chainrule.nn.flatten import Flatten, Identity, Unflatten
from chainrule.nn.linear import Linear
from chainrule.nn.losses import (
    BCELoss,
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HuberLoss,
    KLDivLoss,
    L1Loss,
    MSELoss,
    NLLLoss,
    SmoothL1Loss,
)
from chainrule.nn.module import Module, Parameter
from chainrule.nn.normalisation import BatchNorm1d, BatchNorm2d, LayerNorm
from chainrule.nn.pooling import (
    AdaptiveAvgPool2d,
    AvgPool1d,
    AvgPool2d,
    MaxPool1d,
    MaxPool2d,
)
from chainrule.nn.recurrent import GRU, LSTM, RNN
from chainrule.nn.sequences import Embedding
from chainrule.nn.sequential import Sequential
from chainrule.refusals import missing

__all__ = [
    "AdaptiveAvgPool2d",
    "AvgPool1d",
    "AvgPool2d",
    "BCELoss",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv1d",
    "Conv2d",
    "ConvTranspose2d",
    "CrossEntropyLoss",
    "Dropout",
    "ELU",
    "Embedding",
    "Flatten",
    "GELU",
    "GRU",
    "GRUCell",
    "HuberLoss",
    "Identity",
    "KLDivLoss",
    "L1Loss",
    "LSTM",
    "LSTMCell",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSigmoid",
    "LogSoftmax",
    "MSELoss",
    "MaxPool1d",
    "MaxPool2d",
    "Module",
    "ModuleDict",
    "ModuleList",
    "MultiheadAttention",
    "NLLLoss",
    "PReLU",
    "Parameter",
    "ParameterDict",
    "ParameterList",
    "RNN",
    "RNNCell",
    "Sequential",
    "SiLU",
    "SmoothL1Loss",
    "Softmax",
    "TransformerBlock",
    "Unflatten",
    "functional",
    "init",
    *layers(),
]
globals().update(layers())


def __getattr__(name: str) -> type[Activation]:
    """One of the layers that the table of derivatives names, such as `Tanh`."""
    if layer := layers().get(name):
        return layer
    raise missing("chainrule.nn", name)


def __dir__() -> list[str]:
    return sorted({*globals(), *layers()})
