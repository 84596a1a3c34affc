"""What somebody thinks that a network will say, and how far the two agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import Array
from chainrule.widgets.playground.datasets import REACH, Datasets
from chainrule.widgets.playground.heatmaps import SIDE, grid, heatmaps
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import SettingError, finite

BRUSH = 1.5  # wide, where nothing else is said
LONGEST = 2000  # points of a stroke


class Agreement(NamedTuple):
    """The shares of the picture and of the points on which a guess and the network agree."""

    picture: float
    points: float

    def __str__(self) -> str:
        shares = f"{self.picture:.0%} of the picture and on {self.points:.0%} of the points"
        return f"You and the network agree on {shares}.".replace("%", " %")


@dataclass(frozen=True)
class Stroke:
    """A path of the brush, its label, and its width in units of the plane."""

    path: Array
    label: int
    width: float

    def covers(self, x: Array) -> Array:
        """Which points it runs over."""
        ends = list(pairwise(self.path)) or [(self.path[0], self.path[0])]
        near = np.zeros(len(x), bool)
        for a, b in ends:
            along = b - a
            t = np.clip((x - a) @ along / max(along @ along, 1e-12), 0, 1)
            near |= np.hypot(*(x - a - t[:, None] * along).T) <= self.width / 2
        return near


class Guess:
    """A label for each square of the large picture: the first class, and what is painted on it.

    Parameters
    ----------
    classes : int
        How many there are.
    says : callable, optional
        The label of points of shape (n, 2), in place of the first class everywhere.
    """

    def __init__(self, classes: int, says: Callable[[Array], Any] | None = None) -> None:
        if classes < 2:
            raise SettingError("A regression has no border to guess: take data with classes.")
        self.known = (-1, 1) if classes == 2 else tuple(range(classes))
        ground = np.full(SIDE * SIDE, self.known[0]) if says is None else np.asarray(says(grid()))
        if ground.dtype == bool and classes == 2:
            ground = np.where(ground, 1, -1)
        if ground.shape != (SIDE * SIDE,) or not np.isin(ground, self.known).all():
            raise SettingError(f"A guess gives each of n points one of the labels {self.known}.")
        self.kept = [ground.astype(np.int8)]  # before each stroke, and now

    @property
    def labels(self) -> Array:
        """The label of each square, row by row from the top."""
        return self.kept[-1]

    def paint(self, path: Any, label: float, width: float = BRUSH) -> None:
        """Draw the brush along a path."""
        places = np.asarray(path, float)
        if places.ndim != 2 or places.shape[1] != 2 or not 0 < len(places) <= LONGEST:
            raise SettingError(f"A stroke is 1 to {LONGEST} positions (x₁, x₂).")
        if not np.isfinite(places).all() or label not in self.known:
            raise SettingError(f"A stroke has finite positions and one of the labels {self.known}.")
        if not 0 < finite("The width", width) <= 2 * REACH:
            raise SettingError(f"The width of a brush is at most {2 * REACH:g}.")
        stroke = Stroke(places, int(label), width)
        self.kept.append(np.where(stroke.covers(grid()), np.int8(label), self.labels))

    def undo(self) -> None:
        """Take the last stroke back."""
        if len(self.kept) > 1:
            self.kept.pop()

    def agreement(self, trainer: Trainer) -> Agreement:
        """Where it says what the network says, as the picture shows it."""
        large, _ = heatmaps(trainer, trainer.settings.features)
        return agreement(self.labels, large, trainer.datasets)


def agreement(labels: Array, large: Array, data: Datasets) -> Agreement:
    """The shares of the squares, and of those that hold a point, where labels and maps agree.

    >>> one = np.ones((1, SIDE * SIDE), np.int8)
    >>> none = (np.zeros((0, 2)), np.zeros(0))
    >>> agreement(one[0], one, Datasets((np.zeros((1, 2)), np.ones(1)), none, 2))
    Agreement(picture=1.0, points=1.0)
    """
    said = np.where(large[0] > 0, 1, -1) if len(large) == 1 else large.argmax(0)
    same = said == labels
    at = same[squares_of(np.r_[data.x, data.x_test])]
    return Agreement(float(same.mean()), float(at.mean()) if len(at) else 1.0)


def squares_of(x: Array) -> Array:
    """In which squares of the large picture points lie."""
    column, row = np.clip((x * [1, -1] + REACH) / (2 * REACH) * SIDE, 0, SIDE - 1).astype(int).T
    return np.asarray(row * SIDE + column)
