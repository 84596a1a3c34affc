"""Layers and losses, with PyTorch's names and shapes."""

from typing import TYPE_CHECKING

from chainrule.nn import functional, init
from chainrule.nn.activations import (
    ELU,
    GELU,
    LAYERS,
    Activation,
    LeakyReLU,
    LogSigmoid,
    LogSoftmax,
    PReLU,
    SiLU,
    Softmax,
)
from chainrule.nn.attention import MultiheadAttention, TransformerBlock
from chainrule.nn.containers import ModuleDict, ModuleList, ParameterDict, ParameterList
from chainrule.nn.convolution import Conv2d
from chainrule.nn.dropout import Dropout
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
from chainrule.nn.pooling import AvgPool2d, MaxPool2d
from chainrule.nn.recurrent import LSTM
from chainrule.nn.reshaping import Flatten, Identity, Unflatten
from chainrule.nn.sequences import Embedding
from chainrule.nn.sequential import Sequential

__all__ = [
    "AvgPool2d",
    "BCELoss",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "CrossEntropyLoss",
    "Dropout",
    "ELU",
    "Embedding",
    "Flatten",
    "GELU",
    "HuberLoss",
    "Identity",
    "KLDivLoss",
    "L1Loss",
    "LSTM",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSigmoid",
    "LogSoftmax",
    "MSELoss",
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
    "Sequential",
    "SiLU",
    "SmoothL1Loss",
    "Softmax",
    "TransformerBlock",
    "Unflatten",
    "functional",
    "init",
    *LAYERS,
]
globals().update(LAYERS)

if TYPE_CHECKING:

    def __getattr__(name: str) -> type[Activation]:
        """One of the layers that the table of derivatives names, such as `Tanh`."""
