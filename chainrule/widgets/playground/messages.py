"""A view's files, and what it is sent: one message a frame, numbers in binary."""

from __future__ import annotations

import json
import math
import zlib
from typing import Any

import numpy as np

from chainrule.data.points import POINTS
from chainrule.engine import Array
from chainrule.widgets.javascript import joined, source
from chainrule.widgets.playground.datasets import thumbnail
from chainrule.widgets.playground.diagnostics import (
    Followed,
    dead,
    diagnostics,
    parameter_gradients,
)
from chainrule.widgets.playground.guess import Guess, agreement
from chainrule.widgets.playground.heatmaps import SIDE, TILE, feature_tiles, heatmaps
from chainrule.widgets.playground.network import (
    FEATURES,
    INITIALISATIONS,
    activation_layers,
    activations_of,
    feature_columns,
    linears,
    slopes,
)
from chainrule.widgets.playground.settings import PENALTIES, RATES, REGRESSION
from chainrule.widgets.playground.training import Trainer

Message = tuple[dict[str, Any], list[bytes]]
FOLDER = "playground/view"
STYLES = ("playground", "data", "board", "output", "panels", "screens")  # a later one wins


def script() -> str:
    """The view as one module, with the choices that there are."""
    choices = {
        "rates": RATES,
        "penalties": PENALTIES,
        "activations": list(activation_layers()),
        "initialisations": list(INITIALISATIONS),
    }
    known = f"export const CHOICES = {json.dumps(choices)};\n"
    return joined(f"{FOLDER}/playground.js", {f"{FOLDER}/choices.js": known})


def style() -> str:
    """The style sheets as one."""
    return "".join(source(f"{FOLDER}/{name}.css") for name in STYLES)


def opening() -> Message:
    """What a view needs once: thumbnails and tiles of the features."""
    content = {
        "kind": "opening",
        "side": SIDE,
        "tile": TILE,
        "features": list(FEATURES),
        "activations": list(activation_layers()),
        "datasets": [
            {"name": name, "regression": name in REGRESSION, "points": thumbnail(name)}
            for name in POINTS
        ],
    }
    return content, [feature_tiles().tobytes()]


def frame(
    trainer: Trainer,
    anew: bool = True,
    followed: Followed | None = None,
    guess: Guess | None = None,
) -> Message:
    """All that a training step changes; of the history what is new, or all of it `anew`.

    The buffers hold the large maps and the tiles (int8, packed), weights and biases layer by layer
    (float32), of the history epoch, training and test loss (float32), and, if the backward pass is
    shown, the gradient as weights and biases are: of the training loss, or of the point that is
    `followed`.
    """
    large, tiles = heatmaps(trainer, trainer.settings.features)
    _, train, test, *accuracies = trainer.history.last
    content = {
        "kind": "frame",
        "epoch": trainer.epoch,
        "reach": trainer.reach,
        "features": trainer.settings.features,
        "hidden": trainer.settings.hidden,
        "activations": trainer.settings.activations,
        "squash": trainer.objective.squash,
        "losses": [number(train), number(test)],
        "accuracies": [number(n) for n in accuracies],
        "rate": trainer.optimizer.lr,
        "outputs": len(large),
        "dead": dead(trainer),
        "slopes": slopes(trainer.model),
        "fixed": trainer.settings.fixed,
    }
    if trainer.settings.inside:
        content["inside"] = diagnostics(trainer)
    content["known"], rows = trainer.history.news(anew)
    history = rows[:, :3].astype(np.float32)
    fine = -4 if len(tiles) < 20 else -8  # of a tile nobody misses the last bits
    maps = packed((large, SIDE), (tiles & fine, TILE))
    if guess:
        content["agreement"] = agreement(guess.labels, large, trainer.datasets)
    if followed:
        content["followed"] = followed.told(trainer)
    return content, [maps, parameters(trainer), history.tobytes(), backward(trainer, followed)]


def backward(trainer: Trainer, followed: Followed | None) -> bytes:
    """The gradient as weights and biases are, if the backward pass is shown."""
    if not trainer.settings.backward:
        return b""
    x, targets = followed.column(trainer) if followed else (trainer.x, trainer.targets)
    return b"".join(g.tobytes() for g in parameter_gradients(trainer, x, targets))


def packed(*maps: tuple[Array, int]) -> bytes:
    """Maps with their sides in few bytes: as the steps from row to row and column to column.

    >>> len(packed((np.zeros((3, 10_000), np.int8), 100))) < 300
    True
    """
    zero = np.int8(0)
    steps = []
    for values, side in maps:
        rows = np.diff(values.reshape(-1, side, side), axis=1, prepend=zero)
        steps.append(np.diff(rows, axis=2, prepend=zero).tobytes())
    return zlib.compress(b"".join(steps), 1)


def parameters(trainer: Trainer) -> bytes:
    """Each layer's weights, row by row, and then its biases."""
    layers = linears(trainer.model)
    values = [x.data for layer in layers for x in (layer.weight, layer.bias) if x is not None]
    return b"".join(x.astype(np.float32, copy=False).tobytes() for x in values)


def points(trainer: Trainer) -> Message:
    """The points, sent when they change: rows (x₁, x₂, label), training points first."""
    datasets = trainer.datasets
    train, test = np.c_[datasets.x, datasets.t], np.c_[datasets.x_test, datasets.t_test]
    content = {"kind": "points", "train": len(train), "classes": datasets.classes}
    return content, [np.concatenate([train, test]).astype(np.float32).tobytes()]


def guessed(guess: Guess | None) -> Message:
    """The label of each square of the picture, sent when it changes; nothing without a guess."""
    return {"kind": "guess"}, [guess.labels.tobytes()] if guess else []


def predictions(trainer: Trainer, x: Array) -> Array:
    """What the network says of points, from -1 to 1 or as probabilities of the classes."""
    z = activations_of(trainer.model, feature_columns(x, trainer.settings.features))[-1]
    return trainer.objective.shown(z)


def number(x: float) -> float | None:
    """A number as JSON can say it."""
    return float(x) if math.isfinite(x) else None
