"""Optimisers and learning-rate schedules, with PyTorch's names."""

from typing import Any

from chainrule.optim.adam import Adam, AdamW
from chainrule.optim.check import check
from chainrule.optim.clipping import clip_grad_norm_, clip_grad_value_
from chainrule.optim.one_cycle import OneCycleLR
from chainrule.optim.optimizer import Optimizer
from chainrule.optim.plateau import ReduceLROnPlateau
from chainrule.optim.rmsprop import Adagrad, RMSprop
from chainrule.optim.schedules import (
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    LRScheduler,
    MultiStepLR,
    StepLR,
)
from chainrule.optim.sequential_schedules import LambdaLR, SequentialLR
from chainrule.optim.sgd import SGD
from chainrule.refusals import missing

__all__ = [
    "SGD",
    "Adagrad",
    "Adam",
    "AdamW",
    "CosineAnnealingLR",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "OneCycleLR",
    "Optimizer",
    "RMSprop",
    "ReduceLROnPlateau",
    "SequentialLR",
    "StepLR",
    "check",
    "clip_grad_norm_",
    "clip_grad_value_",
]


def __getattr__(name: str) -> Any:
    raise missing(__name__, name)
