"""Layers and losses, with PyTorch's names and shapes."""

from typing import TYPE_CHECKING

from chainrule.nn import functional, init
from chainrule.nn.activations import (
    ELU,
    GELU,
    LAYERS,
    Activation,
    LeakyReLU,
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
from chainrule.nn.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss
from chainrule.nn.module import Module, Parameter
from chainrule.nn.normalisation import BatchNorm1d, BatchNorm2d, LayerNorm
from chainrule.nn.pooling import AvgPool2d, MaxPool2d
from chainrule.nn.recurrent import LSTM
from chainrule.nn.reshaping import Flatten, Identity, Unflatten
from chainrule.nn.sequences import Embedding
from chainrule.nn.sequential import Sequential

__all__ = [
    "ELU",
    "GELU",
    "LSTM",
    "AvgPool2d",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "CrossEntropyLoss",
    "Dropout",
    "Embedding",
    "Flatten",
    "Identity",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSoftmax",
    "MSELoss",
    "MaxPool2d",
    "Module",
    "ModuleDict",
    "ModuleList",
    "MultiheadAttention",
    "PReLU",
    "Parameter",
    "ParameterDict",
    "ParameterList",
    "Sequential",
    "SiLU",
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
