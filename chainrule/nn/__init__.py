"""Layers and losses, with PyTorch's names and shapes."""

from chainrule.nn import functional, init
from chainrule.nn.activations import (
    ELU,
    GELU,
    LeakyReLU,
    LogSoftmax,
    PReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Softplus,
    Tanh,
)
from chainrule.nn.attention import MultiheadAttention, TransformerBlock
from chainrule.nn.convolution import Conv2d
from chainrule.nn.dropout import Dropout
from chainrule.nn.linear import Linear
from chainrule.nn.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss
from chainrule.nn.module import Module, Parameter
from chainrule.nn.normalisation import BatchNorm1d, BatchNorm2d, LayerNorm
from chainrule.nn.pooling import AvgPool2d, Flatten, MaxPool2d
from chainrule.nn.recurrent import LSTM
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
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSoftmax",
    "MSELoss",
    "MaxPool2d",
    "Module",
    "MultiheadAttention",
    "PReLU",
    "Parameter",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Tanh",
    "TransformerBlock",
    "functional",
    "init",
]
