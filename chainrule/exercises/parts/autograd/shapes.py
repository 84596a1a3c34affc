"""Undoing a broadcast: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.graph import sums_over_repetitions
from chainrule.exercises.part import Case, Mistake, Part, remade


def sum_of_uses(g: Any, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """The sum over all uses of each element, one after another: slow, and hard to get wrong.

    >>> sum_of_uses(np.ones((4, 3)), (3,))
    array([4., 4., 4.])
    """
    places = np.arange(int(np.prod(shape))).reshape(shape)
    total = np.zeros(places.size)
    np.add.at(total, np.broadcast_to(places, g.shape).ravel(), np.ravel(g))
    return total.reshape(shape)


@remade
def case(g: Any, shape: tuple[int, ...], dtype: Any = None) -> Case:
    """A case for unbroadcast."""
    rtol = 1e-4 if np.asarray(g).dtype == np.float32 else 1e-6
    return Case((g, shape), sum_of_uses(g, shape), dtype, rtol)


def repetitions() -> list[Case]:
    """Leading axes, axes of length 1, both, a single number, nothing to do, float32."""
    g = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
    return [
        case(g, (2, 3)),
        case(g, (3,)),
        case(g, (2, 1)),
        case(g, (1, 1)),
        case(g, ()),
        case(np.stack([g, 2 * g]), (1, 3)),
        case(np.stack([g, -g, 0.5 * g])[None], (2, 1)),
        case(g.astype(np.float32), (1, 3), np.float32),
    ]


def other_shapes(made_of: Any, rng: np.random.Generator) -> Any:
    """Other lengths, and other axes that were repeated."""
    g, _, *dtype = made_of
    lengths = [int(n) for n in rng.integers(1, 5, g.ndim)]
    kept = lengths[int(rng.integers(g.ndim + 1)) :]
    shape = tuple(n if rng.integers(2) else 1 for n in kept)
    return rng.uniform(-2.0, 2.0, lengths).astype(g.dtype), shape, *dtype


def repeated_axes(g: Any, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The axes of `g` along which an array of this shape was repeated."""
    extra = g.ndim - len(shape)
    ones = (i + extra for i, n in enumerate(shape) if n == 1)
    return (*range(extra), *ones)


def first_taken(g: Any, shape: tuple[int, ...]) -> Any:
    """The first of the repetitions in place of their sum."""
    index = tuple(0 if i in repeated_axes(g, shape) else slice(None) for i in range(g.ndim))
    return g[index].reshape(shape)


def last_taken(g: Any, shape: tuple[int, ...]) -> Any:
    """The last of the repetitions in place of their sum."""
    index = tuple(-1 if i in repeated_axes(g, shape) else slice(None) for i in range(g.ndim))
    return g[index].reshape(shape)


def ones_while_extra_axes_stand(g: Any, shape: tuple[int, ...]) -> Any:
    """Axes of length 1 at their number in `shape`, before the extra axes are gone."""
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    return g.sum(axis=tuple(range(g.ndim - len(shape))))


def removed_one_by_one(g: Any, shape: tuple[int, ...]) -> Any:
    """Axes of length 1 are removed as they are met, and the axes behind them move up."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    for i, n in enumerate(shape):
        if n == 1 and i < g.ndim:
            g = g.sum(axis=i)
    return g.reshape(shape)


def one_extra_axis(g: Any, shape: tuple[int, ...]) -> Any:
    """One axis in front is summed, if there are any, and then those of length 1."""
    g = g.sum(axis=0) if g.ndim > len(shape) else g
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    return g


def first_axis_only(g: Any, shape: tuple[int, ...]) -> Any:
    """Of the axes of length 1 only the first axis is looked at."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=0, keepdims=True) if shape[:1] == (1,) else g


def ones_unless_extra(g: Any, shape: tuple[int, ...]) -> Any:
    """Axes of length 1 where there are no extra axes; else nothing is done."""
    if g.ndim > len(shape):
        return g
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def unbroadcast_sums(g: Any, shape: Any) -> Any:
    """Extra axes in front are summed away, then those of length 1 with their axis kept."""
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def unbroadcast_loops(g: Any, shape: Any) -> Any:
    """The same, an axis at a time."""
    for _ in range(g.ndim - len(shape)):
        g = g.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=i, keepdims=True)
    return g


unbroadcast = Part(
    "unbroadcast",
    ("g", "shape"),
    judge_arrays("the result"),
    repetitions,
    (
        Mistake(
            "returns g as it is",
            lambda g, shape: g,
            "This returns g as it came. Its shape must become `shape`: what has been repeated "
            "must be summed.",
        ),
        Mistake(
            "leading axes only",
            lambda g, shape: g.sum(axis=tuple(range(g.ndim - len(shape)))),
            "The extra axes in front are summed, but an axis of length 1 in `shape` has been "
            "repeated as well.",
        ),
        Mistake(
            "axes of length 1 only",
            lambda g, shape: g.sum(
                axis=tuple(i for i in repeated_axes(g, shape) if i >= g.ndim - len(shape)),
                keepdims=True,
            ),
            "The axes of length 1 are summed, but `g` may also have more axes in front than "
            "`shape` has.",
        ),
        Mistake(
            "axes of length 1 only",
            ones_unless_extra,
            "Where `g` has more axes in front than `shape` has, nothing is summed; else the axes "
            "of length 1 are.",
        ),
        Mistake(
            "first axis only",
            first_axis_only,
            "The first axis is summed if its length in `shape` is 1; others may have length 1, "
            "too.",
        ),
        Mistake(
            "one extra axis",
            one_extra_axis,
            "One extra axis in front is removed. There may be more than one.",
        ),
        Mistake(
            "axes counted before they are gone",
            ones_while_extra_axes_stand,
            "The axes of length 1 are summed at their number in `shape` while g still has extra "
            "axes in front: there, these numbers mean other axes.",
        ),
        Mistake(
            "axes move up",
            removed_one_by_one,
            "An axis that is summed disappears, and those behind it move up: with two axes of "
            "length 1 the second number means another axis.",
        ),
        Mistake(
            "axes not kept",
            lambda g, shape: g.sum(axis=repeated_axes(g, shape)),
            "The right axes are summed, but one of length 1 disappeared: `shape` has it, so it "
            "must stay (keepdims).",
        ),
        Mistake(
            "extra axes kept",
            lambda g, shape: g.sum(axis=repeated_axes(g, shape), keepdims=True),
            "The right numbers, but the axes in front should be gone, and they are still there "
            "with length 1.",
        ),
        Mistake(
            "mean for sum",
            lambda g, shape: g.mean(axis=repeated_axes(g, shape)).reshape(shape),
            "This takes the mean over the repeated axes. A value used twice moves the result "
            "twice: its gradients add up.",
        ),
        Mistake(
            "first for sum",
            first_taken,
            "Only the first of the repetitions is taken, the others are lost.",
        ),
        Mistake(
            "last for sum",
            last_taken,
            "Only the last of the repetitions is left, those before it are lost. They add up.",
        ),
        Mistake(
            "maximum for sum",
            lambda g, shape: g.max(axis=repeated_axes(g, shape)).reshape(shape),
            "This takes the largest of the repetitions. All of them count.",
        ),
        Mistake(
            "everything summed",
            lambda g, shape: g if g.shape == shape else np.full(shape, g.sum(), dtype=g.dtype),
            "All elements of g are summed into every place. Sum only over the axes that were "
            "repeated.",
        ),
        Mistake(
            "trailing axes",
            lambda g, shape: g.sum(axis=tuple(range(len(shape), g.ndim))),
            "The last axes are summed. Shapes are lined up from the right, so those that are "
            "lacking are in front.",
        ),
        Mistake(
            "reshaped",
            lambda g, shape: np.resize(g, shape),
            "The numbers are only put into a new shape, and some are cut off. Nothing is summed.",
        ),
    ),
    words={
        "range(g.ndim - len(shape))": "the extra axes in front",
        "enumerate(shape)": "the axes of `shape`",
        "n == 1": "that an axis has length 1",
        "i": "the axis",
        "n": "the length",
        "g.ndim - len(shape)": "the number of extra axes",
        "g.ndim": "the number of axes of `g`",
        "len(shape)": "the length of `shape`",
    },
    models=(unbroadcast_sums, unbroadcast_loops),
    vary=other_shapes,
    override=sums_over_repetitions(),
    number=9,
    why=(
        "Whatever was repeated forwards is summed backwards: first axes that broadcasting put "
        "in front, then those that it stretched from 1."
    ),
)
