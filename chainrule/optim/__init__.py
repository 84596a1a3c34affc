"""Optimisers and learning-rate schedules, with PyTorch's names."""

from chainrule.optim.adam import Adam
from chainrule.optim.optimizer import Optimizer
from chainrule.optim.schedules import CosineAnnealingLR, LRScheduler, StepLR, clip_grad_norm_
from chainrule.optim.sgd import SGD

__all__ = [
    "SGD",
    "Adam",
    "CosineAnnealingLR",
    "LRScheduler",
    "Optimizer",
    "StepLR",
    "clip_grad_norm_",
]
