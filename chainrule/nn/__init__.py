"""Layers and losses, with PyTorch's names and shapes."""

from chainrule.nn import functional, init
from chainrule.nn.activations import ELU, GELU, LeakyReLU, PReLU, ReLU, Sigmoid, Softplus, Tanh
from chainrule.nn.dropout import Dropout
from chainrule.nn.linear import Linear
from chainrule.nn.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss
from chainrule.nn.module import Module, Parameter
from chainrule.nn.sequences import Embedding, LayerNorm
from chainrule.nn.sequential import Sequential

__all__ = [
    "ELU",
    "GELU",
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "Dropout",
    "Embedding",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MSELoss",
    "Module",
    "PReLU",
    "Parameter",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Softplus",
    "Tanh",
    "functional",
    "init",
]
