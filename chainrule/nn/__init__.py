"""Layers and losses, with PyTorch's names and shapes."""

from chainrule.nn import functional
from chainrule.nn.activations import ReLU, Sigmoid, Tanh
from chainrule.nn.linear import Linear
from chainrule.nn.losses import BCEWithLogitsLoss, MSELoss
from chainrule.nn.module import Module, Parameter
from chainrule.nn.sequential import Sequential

__all__ = [
    "BCEWithLogitsLoss",
    "Linear",
    "MSELoss",
    "Module",
    "Parameter",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Tanh",
    "functional",
]
