"""Optimisers, with PyTorch's names."""

from chainrule.optim.sgd import SGD

__all__ = ["SGD"]
