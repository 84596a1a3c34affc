"""NumPy by hand: buffers allocated once, parameters and gradients in one flat array each.

This is the yardstick: what a good NumPy programmer writes when speed matters more than looks.
Forward and backward are spelled out; a step allocates next to nothing.
"""

from __future__ import annotations

import numpy as np

from benchmarks.workloads.by_hand.gpt import GPT
from benchmarks.workloads.by_hand.layers import Layers
from benchmarks.workloads.by_hand.lenet import LeNet
from benchmarks.workloads.by_hand.parts import Arrays, adam, sgd
from benchmarks.workloads.work import Run, Work, repeated


def eager(work: Work) -> Run:
    """The steps of `work`, written by hand."""
    first = work.parameters()
    theta, parameters = flat_copy(first)
    grad, gradients = flat_copy({name: np.zeros_like(p) for name, p in first.items()})
    loss = {"mlp": Layers, "lenet": LeNet, "gpt": GPT}[work.kind](work, parameters, gradients)
    update = {"sgd": sgd, "adam": adam}[work.optimizer](theta, grad, work.lr)
    x, t = work.data()

    def step() -> float:
        value = loss(x, t)
        update()
        return value

    return repeated(step)


def flat_copy(arrays: Arrays) -> tuple[np.ndarray, Arrays]:
    """All values in one array, and each of them as a view of it."""
    flat = np.concatenate([a.ravel() for a in arrays.values()])
    ends = np.cumsum([a.size for a in arrays.values()])
    parts = np.split(flat, ends[:-1])
    return flat, {k: p.reshape(a.shape) for (k, a), p in zip(arrays.items(), parts, strict=True)}
