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
    """Leading axes, an axis of length 1, both, a single number, nothing to do, float32."""
    g = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
    return [
        case(g, (2, 3)),
        case(g, (3,)),
        case(g, (2, 1)),
        case(g, ()),
        case(np.stack([g, 2 * g]), (1, 3)),
        case(g.astype(np.float32), (1, 3), np.float32),
    ]


def repeated_axes(g: Any, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The axes of `g` along which an array of this shape was repeated."""
    extra = g.ndim - len(shape)
    ones = (i + extra for i, n in enumerate(shape) if n == 1)
    return (*range(extra), *ones)


def first_taken(g: Any, shape: tuple[int, ...]) -> Any:
    """The first of the repetitions in place of their sum."""
    index = tuple(0 if i in repeated_axes(g, shape) else slice(None) for i in range(g.ndim))
    return g[index].reshape(shape)


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
            "maximum for sum",
            lambda g, shape: g.max(axis=repeated_axes(g, shape)).reshape(shape),
            "This takes the largest of the repetitions. All of them count.",
        ),
        Mistake(
            "everything summed",
            lambda g, shape: np.full(shape, g.sum(), dtype=g.dtype),
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
    words={"n == 1": "that an axis has length 1", "i": "the axis", "n": "the length"},
    models=(
        unbroadcast_sums,
        unbroadcast_loops,
    ),
    override=sums_over_repetitions(),
    number=9,
)
