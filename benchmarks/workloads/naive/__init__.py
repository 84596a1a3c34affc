"""Naive NumPy by hand: the formulas, one after another, as a person writes them.

No buffer is kept from step to step and nothing is written with ``out=``: every line makes a new
array. This is what an engine has to stand beside, for it is what its user would write without it.
"""

from __future__ import annotations

from benchmarks.workloads.naive.gpt import gpt
from benchmarks.workloads.naive.layers import perceptron
from benchmarks.workloads.naive.lenet import lenet
from benchmarks.workloads.naive.parts import adam, sgd
from benchmarks.workloads.work import Run, Work, repeated


def eager(work: Work) -> Run:
    """The steps of `work`, written without a thought of speed."""
    loss_and_gradients = {"mlp": perceptron, "lenet": lenet, "gpt": gpt}[work.kind]
    parameters = work.parameters()
    update = {"sgd": sgd, "adam": adam}[work.optimizer](parameters, work.lr)
    x, t = work.data()

    def step() -> float:
        loss, gradients = loss_and_gradients(work, parameters, x, t)
        update(gradients)
        return loss

    return repeated(step)
