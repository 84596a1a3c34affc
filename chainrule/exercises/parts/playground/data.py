"""Points, features, splits and batches: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays, judge_list
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.playground.expected import (
    batches_case,
    features_case,
    spiral_case,
    split_case,
    standardise_case,
)


def arms(n: int, noise: Any, turns: float = 1.75, reach: float = 5, other: float = np.pi) -> Any:
    """Both arms, with numbers that a mistake may change."""
    i = np.arange(n)
    angles = [2 * np.pi * turns * i / n + offset for offset in (0.0, other)]
    r = reach * i / n
    return np.concatenate([np.stack([r * np.sin(t), r * np.cos(t)], 1) for t in angles]) + noise


spiral = Part(
    "spiral",
    ("n", "noise"),
    judge_arrays("the points"),
    lambda: [spiral_case(4, np.zeros((8, 2))), spiral_case(3, np.full((6, 2), 0.25))],
    (
        Mistake("no noise", lambda n, noise: arms(n, 0 * noise), "The noise is not added."),
        Mistake(
            "same arm twice",
            lambda n, noise: arms(n, noise, other=0.0),
            "Both arms lie on top of each other: the second begins half a turn further.",
        ),
        Mistake(
            "sine and cosine exchanged",
            lambda n, noise: arms(n, 0 * noise)[:, ::-1] + noise,
            "x₁ and x₂ have changed places: which of them has the sine?",
        ),
        Mistake(
            "one turn",
            lambda n, noise: arms(n, noise, turns=1.0),
            "The arms wind once; how often should they?",
        ),
        Mistake(
            "angle in degrees",
            lambda n, noise: arms(n, noise, turns=1.75 / (2 * np.pi), other=0.5),
            "The angle lacks 2π: a whole turn is 2π for np.sin, not 1.",
        ),
        Mistake(
            "radius not scaled",
            lambda n, noise: arms(n, noise, reach=1),
            "The radius goes up to 1. It should go up to 5.",
        ),
        Mistake(
            "noise taken off",
            lambda n, noise: arms(n, -noise),
            "The noise is taken off instead of added.",
        ),
    ),
    number=1,
)


def columns(x: Any, names: list[str], **other: Any) -> Any:
    """The features, with ways that a mistake may change."""
    ways = {
        "x1": x[:, 0], "x2": x[:, 1], "x1_squared": x[:, 0] ** 2, "x2_squared": x[:, 1] ** 2,
        "x1_x2": x[:, 0] * x[:, 1], "sin_x1": np.sin(x[:, 0]), "sin_x2": np.sin(x[:, 1]),
    } | other  # fmt: skip
    return np.stack([ways[name] for name in names], axis=1)


ALL = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]

features = Part(
    "features",
    ("x", "names"),
    judge_arrays("the features"),
    lambda: [
        features_case(np.array([[1.0, 2.0], [-3.0, 0.5]]), ["x2", "x1_x2", "x1"]),
        features_case(np.array([[0.5, -2.0]]), ALL),
        features_case(np.array([[0.5, -2.0], [4.0, 1.5]]), ["sin_x2", "x1_squared"]),
    ],
    (
        Mistake(
            "own order",
            lambda x, names: columns(x, [name for name in ALL if name in names]),
            "The columns come in an order of their own: they should stand as in `names`.",
        ),
        Mistake(
            "all of them",
            lambda x, names: columns(x, ALL),
            "All seven features are there, whatever was asked for.",
        ),
        Mistake(
            "sum for product",
            lambda x, names: columns(x, names, x1_x2=x[:, 0] + x[:, 1]),
            "x1_x2 is the product of both, not their sum.",
        ),
        Mistake(
            "doubled for squared",
            lambda x, names: columns(x, names, x1_squared=2 * x[:, 0], x2_squared=2 * x[:, 1]),
            "A square is a number times itself; here it is twice the number.",
        ),
        Mistake(
            "rows for columns",
            lambda x, names: columns(x, names).T,
            "The features lie on their side: a row for each point, a column for each feature.",
        ),
        Mistake(
            "one for two",
            lambda x, names: columns(x, names, sin_x2=np.sin(x[:, 0]), x2_squared=x[:, 0] ** 2),
            "What belongs to x₂ is computed from x₁.",
        ),
        Mistake(
            "cosine for sine",
            lambda x, names: columns(x, names, sin_x1=np.cos(x[:, 0]), sin_x2=np.cos(x[:, 1])),
            "There is a cosine where a sine was asked for.",
        ),
    ),
    number=2,
)


def standard_scores(x: Any, mean: Any, spread: Any) -> Any:
    """A mean taken off, and divided by a spread."""
    return (x - mean) / spread


def spread_of(x: Any) -> Any:
    """The standard deviation of each column; 1 where there is none."""
    spread = x.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def plain() -> list[Case]:
    """Two columns of different size; one that does not vary."""
    train = np.array([[1.0, 10.0], [3.0, 30.0], [5.0, -10.0], [3.0, 50.0]])
    test = np.array([[2.0, 0.0], [8.0, 30.0]])
    constant = np.array([[1.0, 4.0], [2.0, 4.0], [6.0, 4.0]])
    return [standardise_case(train, test), standardise_case(constant, test)]


standardise = Part(
    "standardise",
    ("train", "test"),
    judge_arrays("the training set", "the test set"),
    plain,
    (
        Mistake(
            "test by itself",
            lambda train, test: tuple(
                standard_scores(x, x.mean(0), spread_of(x)) for x in (train, test)
            ),
            "The test set is scaled by its own mean and spread. Then the same point has another "
            "place in it than in training; and a single new point could not be scaled at all.",
        ),
        Mistake(
            "both together",
            lambda train, test: together(train, test),
            "Mean and spread are those of both sets: the test set has leaked into training.",
        ),
        Mistake(
            "whole array",
            lambda train, test: tuple(
                standard_scores(x, train.mean(), train.std()) for x in (train, test)
            ),
            "One mean and one spread for all columns: each feature needs its own.",
        ),
        Mistake(
            "variance for spread",
            lambda train, test: tuple(
                standard_scores(x, train.mean(0), spread_of(train) ** 2) for x in (train, test)
            ),
            "It is divided by the variance: the square root is missing.",
        ),
        Mistake(
            "not centred",
            lambda train, test: tuple(x / spread_of(train) for x in (train, test)),
            "The mean is not taken off.",
        ),
        Mistake(
            "not scaled",
            lambda train, test: (train - train.mean(0), test - train.mean(0)),
            "It is centred and not scaled: divide by the spread of the training set.",
        ),
        Mistake(
            "divided by zero",
            lambda train, test: tuple(
                standard_scores(x, train.mean(0), train.std(0)) for x in (train, test)
            ),
            "A column that does not vary has a spread of 0, and 0 / 0 is nan: only centre it.",
        ),
        Mistake(
            "rows for columns",
            lambda train, test: tuple(
                (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True) for x in (train, test)
            ),
            "Each point is scaled by its own mean: features are columns, so use axis 0.",
        ),
    ),
    number=4,
)


def together(train: Any, test: Any) -> Any:
    """Both sets scaled by what both have in common."""
    both = np.concatenate([train, test])
    return tuple(standard_scores(x, both.mean(0), spread_of(both)) for x in (train, test))


def cut(x: Any, share: float, order: Any) -> Any:
    """The first part of the rows and the rest."""
    kept = round(share * len(order))
    return x[order[:kept]], x[order[kept:]]


POINTS = np.array([[1.0, 2], [3, 4], [5, 6], [7, 8], [9, 10]])

split = Part(
    "split",
    ("x", "share", "order"),
    judge_arrays("the training set", "the test set"),
    lambda: [
        split_case(POINTS, 0.6, np.array([4, 0, 2, 1, 3])),
        split_case(POINTS[:4], 0.25, np.array([2, 3, 0, 1])),
    ],
    (
        Mistake(
            "not shuffled",
            lambda x, share, order: cut(x, share, np.arange(len(x))),
            "The rows are taken as they come. Often they are sorted: use `order`.",
        ),
        Mistake(
            "exchanged",
            lambda x, share, order: cut(x, share, order)[::-1],
            "The training set is the first of the two, and the share is its share.",
        ),
        Mistake(
            "overlap",
            lambda x, share, order: (cut(x, share, order)[0], x[order]),
            "Some points are in both sets: a test on what was learned tests memory.",
        ),
        Mistake(
            "order sorted",
            lambda x, share, order: cut(x[order], share, np.arange(len(x))[::-1]),
            "The rows come in another order than `order` says.",
        ),
        Mistake(
            "share of the test set",
            lambda x, share, order: cut(x, 1 - share, order),
            "`share` is the training set's share; here the test set got it.",
        ),
        Mistake(
            "inverse order",
            lambda x, share, order: cut(x, share, np.argsort(order)),
            "`order` says which row comes first, not where each row goes.",
        ),
        Mistake(
            "numbers for rows",
            lambda x, share, order: cut(order, share, np.arange(len(x))),
            "These are the numbers of the rows; the rows themselves were asked for.",
        ),
    ),
    number=3,
)


def pieces(order: Any, size: int) -> list[Any]:
    """The batches."""
    return [order[k : k + size] for k in range(0, len(order), size)]


minibatches = Part(
    "minibatches",
    ("order", "size"),
    judge_list("a batch", "batches"),
    lambda: [
        batches_case(np.array([4, 0, 6, 2, 1, 3, 5]), 3),
        batches_case(np.array([1, 3, 0, 2]), 2),
    ],
    (
        Mistake(
            "last one dropped",
            lambda order, size: [b for b in pieces(order, size) if len(b) == size],
            "The last batch is shorter, and it is missing: some points are never learned from.",
        ),
        Mistake(
            "not shuffled",
            lambda order, size: pieces(np.arange(len(order)), size),
            "The numbers come in their natural order: take them from `order`.",
        ),
        Mistake(
            "batches counted",
            lambda order, size: [np.array(b) for b in np.array_split(order, size)],
            "There are as many batches as one batch should have numbers.",
        ),
        Mistake(
            "overlap",
            lambda order, size: [order[k : k + size] for k in range(len(order))],
            "The batches overlap: each number belongs into one batch only.",
        ),
        Mistake(
            "every so many",
            lambda order, size: [order[k :: -(-len(order) // size)]
                                 for k in range(-(-len(order) // size))],
            "Each batch takes every so-manieth number; take neighbours in `order`.",
        ),
        Mistake(
            "last one filled up",
            lambda order, size: [np.resize(order[k : k + size], size)
                                 for k in range(0, len(order), size)],
            "The last batch repeats numbers to become full: those points count twice.",
        ),
        Mistake(
            "one too few",
            lambda order, size: [order[k : k + size - 1] for k in range(0, len(order), size)],
            "Each batch lacks its last number. A slice ends before its second number.",
        ),
    ),
    number=5,
)  # fmt: skip
