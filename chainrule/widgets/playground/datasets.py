"""The points to train on and those to test on."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import Any

import numpy as np

from chainrule.data.points import POINTS
from chainrule.engine import Array
from chainrule.widgets.playground.settings import REGRESSION, Settings
from chainrule.widgets.playground.traits import SettingError, finite

MOST_CLASSES = 5
REACH = 6.0
FIRST = 8  # of the points by hand, which all train


class Datasets:
    """Points and what belongs to them, for training and for testing.

    Attributes
    ----------
    x, x_test : array, shape (n, 2)
    t, t_test : array, shape (n,)
        -1 or 1; or class numbers where there are three or more; or numbers.
    classes : int
        0 for regression.
    """

    def __init__(self, train: tuple[Array, Array], test: tuple[Array, Array], classes: int) -> None:
        (self.x, self.t), (self.x_test, self.t_test) = train, test
        self.classes = classes

    @property
    def outputs(self) -> int:
        """How many outputs a network for them has."""
        return self.classes if self.classes > 2 else 1

    def __iter__(self) -> Any:
        return iter((self.x, self.t, self.x_test, self.t_test))

    def __repr__(self) -> str:
        kind = f"{self.classes} classes" if self.classes else "regression"
        return f"Datasets({len(self.x)} training points, {len(self.x_test)} test points, {kind})"


def datasets_of(settings: Settings, own: tuple[Array, Array] | None) -> Datasets:
    """The points that the settings stand for."""
    rng = np.random.default_rng(settings.data_seed)
    x, t = draw(settings, own, rng)
    classes = classes_of(settings.dataset, t)
    order = rng.permutation(len(x))
    train = round(len(x) * settings.train_share / 100)
    clicked = np.array(settings.points, float).reshape(-1, 3)
    kept = kept_for_testing(settings, own, len(clicked))
    mine, test = clicked[~kept], clicked[kept]
    both = [
        (np.r_[x[order[:train]], mine[:, :2]], np.r_[t[order[:train]], mine[:, 2]]),
        (np.r_[x[order[train:]], test[:, :2]], np.r_[t[order[train:]], test[:, 2]]),
    ]
    return Datasets(both[0], both[1], classes)


def kept_for_testing(settings: Settings, own: tuple[Array, Array] | None, n: int) -> Array:
    """Which of n points by hand are for testing: where there are no others, their share.

    A point stays on its side when others come; the first eight are all for training.
    """
    if settings.dataset != "own" or own is not None:
        return np.zeros(n, bool)
    share = 1 - settings.train_share / 100
    whole = np.floor(np.arange(n + 1) * share + 1e-9)
    return np.asarray((np.diff(whole) > 0) & (np.arange(n) >= FIRST), bool)


def draw(
    settings: Settings, own: tuple[Array, Array] | None, rng: np.random.Generator
) -> tuple[Array, Array]:
    """The points of a data set, before they are shared out."""
    if settings.dataset != "own":
        return POINTS[settings.dataset](noise=settings.noise / 100, rng=rng)
    if own is None:
        return np.zeros((0, 2)), np.zeros(0)
    return own[0] + settings.noise / 100 * rng.uniform(-1, 1, own[0].shape), own[1]


def classes_of(dataset: str, t: Array) -> int:
    """How many classes there are; 0 for regression."""
    if dataset in REGRESSION:
        return 0
    if dataset != "own" or not len(t):
        return 3 if dataset == "blobs" else 2
    values = np.unique(t)
    if np.isin(values, (-1, 1)).all():
        return 2
    whole = np.array_equal(values, np.arange(len(values))) and len(values) <= MOST_CLASSES
    return len(values) if whole else 0


def own_points(given: Any) -> tuple[Array, Array]:
    """Arrays (x, t), rows (x₁, x₂, t), or a CSV file of such rows, as points of the plane.

    Two labels become -1 and 1, three to five become 0, 1, 2, …, other numbers are scaled into
    -1 … 1. Positions outside ±6 are centred and scaled to ±5.

    >>> own_points([(0, 0, 7), (1, 2, 9)])[1].tolist()
    [-1.0, 1.0]
    """
    x, t = columns(given)
    if x.ndim != 2 or x.shape[1] != 2 or t.shape != x.shape[:1] or not len(x):
        raise SettingError("Own points are positions of shape (n, 2) and n labels or values.")
    t = codes(t)
    if not (np.isfinite(x).all() and np.isfinite(t).all()):
        raise SettingError("Own points are finite numbers, and some of these are not.")
    return within(x), labels(t)


def columns(given: Any) -> tuple[Array, Array]:
    """Positions and labels of whatever was given; labels may be words."""
    if isinstance(given, str | Path):
        given = rows_of_file(Path(given))
    if isinstance(given, tuple) and len(given) == 2:
        return numbers(given[0]), np.asarray(given[1]).ravel()
    rows = np.asarray(given, object)
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise SettingError("Own points are (x, t), or rows of three: x₁, x₂, t.")
    return numbers(rows[:, :2]), np.array(rows[:, 2].tolist())


def numbers(values: Any) -> Array:
    """Positions as numbers, or a sentence that says that some are none."""
    try:
        return np.asarray(values, float)
    except (TypeError, ValueError):
        raise SettingError(
            "Own points have numbers as positions, and some of these are none."
        ) from None


def rows_of_file(path: Path) -> list[list[Any]]:
    """The rows of a CSV file, as whatever program has written it; a first row of names is left out.

    Between columns there are semicolons, tabs or commas; beside the first two a decimal comma
    is one.
    """
    if not path.exists():
        raise SettingError(f"There is no file {path}.")
    return rows_of_text(path.read_text(encoding="utf-8-sig", errors="replace"), path.name)


def rows_of_text(text: str, name: str) -> list[list[Any]]:
    r"""The same of a text, which has that name.

    >>> rows_of_text("x;y;label\n1,5;2;cat", "The table")
    [[1.5, 2.0, 'cat']]
    """
    mark = next((mark for mark in ";\t" if mark in text), ",")
    if mark != ",":
        text = text.replace(",", ".")
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=mark)]
    rows = [row for row in rows if any(row)]
    if rows and not all(map(is_number, rows[0][:2])):
        rows = rows[1:]
    if not rows:
        raise SettingError(f"{name} holds no rows of x₁, x₂ and a label.")
    for number, row in enumerate(rows, 1):
        if len(row) != 3 or not all(map(is_number, row[:2])):
            said = f"{mark} ".replace("\t", " ").join(row)
            raise SettingError(
                f"{name} holds rows of x₁, x₂ and a label, and row {number} is “{said}”."
            )
    words = not all(is_number(row[2]) for row in rows)
    return [[float(row[0]), float(row[1]), row[2] if words else float(row[2])] for row in rows]


def is_number(text: str) -> bool:
    """Whether it can be read as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def within(x: Array) -> Array:
    """Positions inside ±6."""
    if np.abs(x).max() <= REACH:
        return x
    middle = (x.max(0) + x.min(0)) / 2
    return np.asarray((x - middle) / np.maximum(np.abs(x - middle).max(0), 1e-12) * 5)


def codes(t: Any) -> Array:
    """Labels as numbers; words are numbered in the order of the alphabet.

    >>> codes(np.array(["dog", "cat", "dog"])).tolist()
    [1.0, 0.0, 1.0]
    """
    try:
        return np.asarray(t, float)
    except (TypeError, ValueError):
        words, places = np.unique(np.asarray(t, str), return_inverse=True)
    if not 2 <= len(words) <= MOST_CLASSES:
        raise SettingError(f"Labels are two to {MOST_CLASSES} words, and here are {len(words)}.")
    return places.reshape(-1).astype(float)


def labels(t: Array) -> Array:
    """Labels as the playground has them."""
    values, numbers = np.unique(t, return_inverse=True)
    if len(values) <= 2 and not np.isin(values, (-1, 1)).all():
        return np.where(numbers.reshape(t.shape) == len(values) - 1, 1.0, -1.0)
    if 2 < len(values) <= MOST_CLASSES:
        return numbers.reshape(t.shape).astype(float)
    return t / max(1.0, float(np.abs(t).max()))


def points_of(points: Any, classes: int) -> tuple[tuple[float, float, float], ...]:
    """Points by hand, each inside the picture and with a label that the data set has."""
    if not np.iterable(points):
        raise SettingError(f"points are rows (x₁, x₂, label), and this is {points!r}.")
    return tuple(point_of(point, classes) for point in points)


def point_of(point: Any, classes: int) -> tuple[float, float, float]:
    """One of them."""
    if not isinstance(point, list | tuple) or len(point) != 3:
        raise SettingError(f"A point is (x₁, x₂, label), and this is {point!r}.")
    x, y, label = (finite("A point's coordinate", n) for n in point)
    if max(abs(x), abs(y)) > REACH:
        raise SettingError(f"A point lies within ±{REACH:g}, and this is ({x:g}, {y:g}).")
    allowed = (-1, 1) if classes == 2 else tuple(range(classes))
    if (classes and label not in allowed) or abs(label) > max(1, classes):
        raise SettingError(f"A point's label is one of {allowed or 'the numbers -1 … 1'}.")
    return x, y, label


@functools.lru_cache(maxsize=len(POINTS))
def thumbnail(dataset: str, n: int = 120) -> list[list[float]]:
    """A few points of a data set, rounded, for its little picture."""
    x, t = POINTS[dataset](n, rng=np.random.default_rng(1))
    return [[round(float(v), 2) for v in row] for row in np.c_[x, t]]
