"""A look inside: what layers say, how gradients are spread, which neurons are dead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.engine import Array, raw
from chainrule.nn import Dropout
from chainrule.transforms import gradients
from chainrule.widgets.playground.network import (
    activations_of,
    feature_columns,
    linears,
    without,
)
from chainrule.widgets.playground.training import Trainer

BINS = 21
MOST_POINTS = 200


def dead(trainer: Trainer) -> list[list[int]]:
    """Of each hidden layer the neurons that say the same for every training point.

    A ReLU neuron that is 0 everywhere gets no gradient and cannot come back.
    """
    if len(trainer.x) < 2:
        return [[] for _ in trainer.settings.hidden]
    with np.errstate(all="ignore"):
        hidden = activations_of(trainer.model, trainer.x)[:-1]
        return [np.flatnonzero(np.ptp(layer, axis=0) < 1e-6).tolist() for layer in hidden]


def diagnostics(trainer: Trainer) -> dict[str, Any]:
    """Histograms of activations and gradients, the confusion matrix, two-wide layers."""
    if not len(trainer.x):
        return {"activations": [], "gradients": [], "sizes": [], "confusion": [], "spaces": {}}
    with np.errstate(all="ignore"):
        *hidden, z = activations_of(trainer.model, trainer.x)
        slopes = weight_gradients(trainer)
        return {
            "activations": [histogram(layer) for layer in (*hidden, trainer.objective.shown(z))],
            "gradients": [histogram(g) for g in slopes],
            "sizes": [float(np.nan_to_num(abs(g).mean())) for g in slopes],
            "confusion": confusion(trainer),
            "spaces": {str(i): space(trainer, h) for i, h in enumerate(hidden) if h.shape[1] == 2},
        }


def weight_gradients(trainer: Trainer) -> list[Array]:
    """The gradient of the training loss for the weights of each layer."""
    return parameter_gradients(trainer, trainer.x, trainer.targets)[::2]


def parameter_gradients(trainer: Trainer, x: Array, targets: Array) -> list[Array]:
    """The gradient of the loss at some points, for weights and biases layer by layer.

    Nothing is dropped out, and nothing is drawn: training goes on as if it had not been asked.
    """
    if not len(x):
        return []
    layers = linears(trainer.model)
    parameters = [p for layer in layers for p in (layer.weight, layer.bias) if p is not None]
    z: Any = x
    with np.errstate(all="ignore"):
        for layer in trainer.model.layers:
            z = z if isinstance(layer, Dropout) else layer(z)
        found = gradients(trainer.objective.loss(z, targets), parameters)
    return [np.nan_to_num(np.asarray(g, np.float32)) for g in found]


def what_matters(trainer: Trainer) -> list[list[float]]:
    """Of each hidden neuron, by how much the training loss grows if it says its mean of all points.

    A neuron that says the same anyway does not matter: it is 0.
    """
    if not len(trainer.x):
        return [[0.0] * size for size in trainer.settings.hidden]

    def loss(z: Array) -> float:
        with np.errstate(all="ignore"):
            return float(np.nan_to_num(raw(trainer.objective.loss(z, trainer.targets))))

    now = loss(activations_of(trainer.model, trainer.x)[-1])
    return [
        [loss(without(trainer.model, trainer.x, layer, row)) - now for row in range(size)]
        for layer, size in enumerate(trainer.settings.hidden)
    ]


@dataclass(frozen=True)
class Followed:
    """A point that is followed through the network: where it is, and its label."""

    x: float
    y: float
    t: float

    def column(self, trainer: Trainer) -> tuple[Array, Array]:
        """The point as the network and the loss take it."""
        x = feature_columns(np.array([[self.x, self.y]]), trainer.settings.features)
        return x, trainer.objective.targets(np.array([self.t]))

    def told(self, trainer: Trainer) -> dict[str, Any]:
        """What each layer says of it, features first and output last, and its loss."""
        x, targets = self.column(trainer)
        with np.errstate(all="ignore"):
            *hidden, z = activations_of(trainer.model, x)
            loss = float(raw(trainer.objective.loss(z, targets)))
            values = [layer[0] for layer in (x, *hidden, trainer.objective.shown(z))]
        tame = [[float(f"{n:.6g}") for n in np.nan_to_num(layer)] for layer in values]
        place = [self.x, self.y, self.t]
        return {"point": place, "values": tame, "loss": float(np.nan_to_num(loss))}


def histogram(values: Array) -> dict[str, Any]:
    """Counts in equal bins between the smallest and the largest value."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return {"low": 0.0, "high": 0.0, "counts": []}
    low, high = float(finite.min()), float(finite.max())
    counts, _ = np.histogram(finite, BINS, (low, high if high > low else low + 1e-6))
    return {"low": low, "high": high, "counts": counts.tolist()}


def confusion(trainer: Trainer) -> list[list[int]]:
    """How many test points of each class (rows) are taken for each class (columns)."""
    data = trainer.datasets
    if not data.classes or not len(data.x_test):
        return []
    z = activations_of(trainer.model, trainer.x_test)[-1]
    predicted = (z[:, 0] > 0).astype(int) if data.classes == 2 else z.argmax(1)
    true = (data.t_test > 0).astype(int) if data.classes == 2 else data.t_test.astype(int)
    table = np.zeros((data.classes, data.classes), int)
    np.add.at(table, (true, predicted), 1)
    return [[int(n) for n in row] for row in table]


def space(trainer: Trainer, layer: Array) -> list[list[float]]:
    """Where a layer of two neurons puts the first training points, with their labels."""
    rows = np.c_[layer, trainer.datasets.t][:MOST_POINTS]
    return [[round(float(n), 3) for n in row] for row in rows if np.isfinite(row).all()]
