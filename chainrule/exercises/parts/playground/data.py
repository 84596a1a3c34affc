"""Points, features, splits and batches: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import (
    failure_in_array,
    is_numeric,
    judge_arrays,
    judge_list,
    same,
)
from chainrule.exercises.messages import join_names
from chainrule.exercises.part import Case, Failure, Mistake, Part
from chainrule.exercises.parts.playground import models, variations
from chainrule.exercises.parts.playground.expected import (
    FEATURES,
    batches_case,
    features_case,
    spiral_case,
    split_case,
    standardise_case,
)


def arms(n: int, noise: Any, turns: float = 1.75, other: float = np.pi) -> Any:
    """Both arms, with numbers that a mistake may change."""
    i = np.arange(n)
    angles = [2 * np.pi * turns * i / n + offset for offset in (0.0, other)]
    r = 5 * i / n
    return np.concatenate([np.stack([r * np.sin(t), r * np.cos(t)], 1) for t in angles]) + noise


def spiral_to_the_end(n: int) -> Any:
    """Both arms, with the end along."""
    s = np.linspace(0, 1, n)
    arm = 5 * s * np.stack([np.sin(3.5 * np.pi * s), np.cos(3.5 * np.pi * s)])
    return np.concatenate([arm.T, -arm.T])


NOISE = np.array([[0.25, -0.1], [0.3, 0.15], [-0.2, 0.05], [0.1, 0.4], [-0.3, 0.2], [0.35, -0.15]])

spiral = Part(
    "spiral",
    ("n", "noise"),
    judge_arrays("the points"),
    lambda: [spiral_case(4, np.zeros((8, 2))), spiral_case(3, NOISE)],
    (
        Mistake(
            "same arm twice",
            lambda n, noise: arms(n, noise, other=0.0),
            "Both arms lie on top of each other: the second begins half a turn further.",
        ),
        Mistake(
            "one turn",
            lambda n, noise: arms(n, noise, turns=1.0),
            "The arms wind once; how often should they?",
        ),
        Mistake(
            "angle in degrees",
            lambda n, noise: arms(n, noise, turns=1.75 / (2 * np.pi)),
            "The angle lacks 2π: a whole turn is 2π for np.sin, not 1.",
        ),
        Mistake(
            "arms in turns",
            lambda n, noise: arms(n, 0).reshape(2, n, 2).swapaxes(0, 1).reshape(-1, 2) + noise,
            "The points of both arms alternate: all of the first arm come first.",
        ),
        Mistake(
            "noise on one arm",
            lambda n, noise: arms(n, noise * (np.arange(2 * n) < n)[:, None]),
            "The noise is added to the first arm only.",
        ),
        Mistake(
            "noise turned",
            lambda n, noise: arms(n, np.concatenate([noise[:n], -noise[:n]])),
            "The second arm has the noise of the first, turned with it: it has noise of its own.",
        ),
        Mistake(
            "up to the end",
            lambda n, noise: spiral_to_the_end(n) + noise,
            "The last point of an arm stands at i = n, the end: i goes from 0 to n − 1 "
            "(`np.linspace` takes the end along).",
        ),
        Mistake("one arm", lambda n, noise: arms(n, 0)[:n] + noise, "There is only one arm."),
        Mistake(
            "second arm first",
            lambda n, noise: np.roll(arms(n, 0), n, axis=0) + noise,
            "The second arm stands before the first.",
        ),
    ),
    models=(models.arms_by_sign, models.arms_by_angle),
    words={
        "r": "the radius", "t": "the angle", "np.pi": "half a turn", "noise": "the noise",
        "r * np.sin(t)": "the column r sin t", "r * np.cos(t)": "the column r cos t",
        "np.arange(n) / n": "the fraction i/n", "s": "the fraction i/n",
        "arm": "the first arm", "-arm": "the second arm",
         "n": "`n`",
        "one": "the first arm", "two": "the second arm",
        "r * np.sin(t + np.pi)": "the column r sin t of the second arm",
        "r * np.cos(t + np.pi)": "the column r cos t of the second arm",
    },
    vary=variations.another_spiral,
    number=1,
    why=(
        "Radius and angle grow with the same s, and the second arm is the first one turned by "
        "180°, which is a minus sign."
    ),
)  # fmt: skip


def columns(x: Any, names: list[str], **other: Any) -> Any:
    """The features, with ways that a mistake may change."""
    ways = {name: models.features_of_columns(x, [name])[:, 0] for name in FEATURES}
    return np.stack([(ways | other)[name] for name in names], axis=1)


def judge_features(answer: Any, case: Case) -> Failure | None:
    """As for any array; where only some columns are wrong, their names are told."""
    failure = failure_in_array(answer, case.expected, case, "the array")
    if failure and is_numeric(answer) and np.shape(answer) == np.shape(case.expected):
        columns = zip(case.inputs[1], np.asarray(answer).T, case.expected.T, strict=True)
        wrong = [f"`{name}`" for name, mine, right in columns if not same(mine, right, case.rtol)]
        if 0 < len(wrong) < len(case.inputs[1]):
            return Failure(
                f"It is wrong only in the column{'s' * (len(wrong) > 1)} of {join_names(wrong)}."
            )
    return failure


features = Part(
    "features",
    ("x", "names"),
    judge_features,
    lambda: [
        features_case(np.array([[1.0, 2.0], [-3.0, 0.5]]), ["x2", "x1_x2", "x1"]),
        features_case(np.array([[0.5, -2.0]]), list(FEATURES)),
        features_case(np.array([[0.5, -2.0], [4.0, 1.5]]), ["sin_x2", "x1_squared"]),
        features_case(np.array([[3.0, 2.0], [-1.5, 0.5], [1.0, -1.0]]), [*FEATURES[:1:-1]]),
    ],
    (
        Mistake(
            "own order",
            lambda x, names: columns(x, [name for name in FEATURES if name in names]),
            "The columns come in an order of their own: they should stand as in `names`.",
        ),
        Mistake(
            "all of them",
            lambda x, names: columns(x, [*FEATURES]),
            "All seven features are there, whatever was asked for.",
        ),
        Mistake(
            "doubled for squared",
            lambda x, names: columns(x, names, x1_squared=2 * x[:, 0], x2_squared=2 * x[:, 1]),
            "A square is a number times itself; here it is twice the number.",
        ),
        Mistake(
            "one for two",
            lambda x, names: columns(x, names, sin_x2=np.sin(x[:, 0]), x2_squared=x[:, 0] ** 2),
            "What belongs to x₂ is computed from x₁.",
        ),
        Mistake(
            "rows of x",
            lambda x, names: of_rows(x[0], x[1], names),
            "The first two rows of `x` are taken for x₁ and x₂, which are its columns.",
        ),
        Mistake(
            "degrees",
            lambda x, names: columns(
                x, names, sin_x1=np.sin(np.radians(x[:, 0])), sin_x2=np.sin(np.radians(x[:, 1]))
            ),
            "The sine is taken of degrees: np.sin has radians, as they are.",
        ),
    ),
    models=(models.features_of_columns, models.features_of_table, models.features_in_turn),
    words={
        "a": "the column x₁", "b": "the column x₂", "x": "`x`", "a * b": "the product",
        "x[:, 0]": "the column x₁", "x[:, 1]": "the column x₂",
        "enumerate(names)": "the names",
        "squares": "the table of squares", "sines": "the table of sines", "x ** 2": "the square",
        "x[:, 0] * x[:, 1]": "the product",
    },
    vary=variations.other_features,
    number=2,
    why=(
        "A dictionary from names to columns; stacking along axis 1 makes a column of each. A "
        "formula that is nobody's name costs nothing to read."
    ),
)  # fmt: skip


def of_rows(a: Any, b: Any, names: list[str]) -> Any:
    """The features of two rows taken for the two columns."""
    return columns(np.stack([a, b], axis=1), names)


def standard_scores(x: Any, mean: Any, spread: Any) -> Any:
    """A mean taken off, and divided by a spread."""
    return (x - mean) / spread


def spread_of(x: Any) -> Any:
    """The standard deviation of each column; 1 where there is none."""
    spread = x.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def between_0_and_1(x: Any, train: Any) -> Any:
    """The smallest of training becomes 0, the largest 1."""
    low, span = train.min(axis=0), np.ptp(train, axis=0)
    return (x - low) / np.where(span > 0, span, 1)


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
                standard_scores(x, train.mean(), train.std() or 1.0) for x in (train, test)
            ),
            "One mean and one spread for all columns: each feature needs its own.",
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
            "small number added",
            lambda train, test: tuple(
                standard_scores(x, train.mean(0), train.std(0) + 1e-8) for x in (train, test)
            ),
            "A small number is added to the spread. Where the spread is 0, it is divided by the "
            "small number alone, and test values become enormous: only centre such a column.",
        ),
        Mistake(
            "constant column lost",
            lambda train, test: tuple(
                standard_scores(x, train.mean(0), spread_of(train)) * (train.std(0) > 0)
                for x in (train, test)
            ),
            "A column that does not vary in training is 0 in the test set, too: only centre it.",
        ),
        Mistake(
            "between 0 and 1",
            lambda train, test: tuple(between_0_and_1(x, train) for x in (train, test)),
            "The columns are brought between 0 and 1, by the smallest and the largest; mean and "
            "standard deviation were asked for.",
        ),
        Mistake(
            "rows for columns",
            lambda train, test: tuple(
                (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True) for x in (train, test)
            ),
            "Each point is scaled by its own mean: features are columns, so use axis 0.",
        ),
    ),
    models=(models.standardised, models.standardised_in_turn),
    words={"mean": "the mean", "spread": "the spread", "spread > 0": "the condition",
           "range(train.shape[1])": "the columns",
           "train - mean": "what is centred", "test - mean": "what is centred"},
    vary=variations.other_columns,
    number=4,
    why=(
        "Mean and spread come from the training set alone: to know those of the test set "
        "would be to have looked at it. A column that never changes is not divided by 0."
    ),
)  # fmt: skip


def together(train: Any, test: Any) -> Any:
    """Both sets scaled by what both have in common."""
    both = np.concatenate([train, test])
    return tuple(standard_scores(x, both.mean(0), spread_of(both)) for x in (train, test))


def cut(x: Any, share: float, order: Any) -> Any:
    """The first part of the rows and the rest."""
    return models.split_by_numbers(x, share, order)


POINTS = np.array([[1.0, 2], [3, 4], [5, 6], [7, 8], [9, 10]])

split = Part(
    "split",
    ("x", "share", "order"),
    judge_arrays("the training set", "the test set"),
    lambda: [
        split_case(POINTS, 0.75, np.array([4, 0, 2, 1, 3])),
        split_case(POINTS[:4], 0.3, np.array([2, 3, 0, 1])),
        split_case(POINTS[:, 1], 0.44, np.array([3, 0, 4, 2, 1])),
        split_case(POINTS[:3], 1.0, np.array([2, 0, 1])),
    ],
    (
        Mistake(
            "not shuffled",
            lambda x, share, order: cut(x, share, np.arange(len(x))),
            "The rows are taken as they come. Often they are sorted: use `order`.",
        ),
        Mistake(
            "overlap",
            lambda x, share, order: (cut(x, share, order)[0], x[order]),
            "Some points are in both sets: a test on what was learned tests memory.",
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
            "mask of the order",
            lambda x, share, order: (
                x[order < round(share * len(x))],
                x[order >= round(share * len(x))],
            ),
            "`order` is compared with the number of training rows. That takes the rows in which "
            "small numbers stand; meant are the first numbers of `order`.",
        ),
        Mistake(
            "counted from the end",
            lambda x, share, order: (
                cut(x, share, order)[0],
                x[order[-(len(x) - round(share * len(x))) :]],
            ),
            "The test set is counted from the end. With `share = 1` it has 0 rows, and `[-0:]` is "
            "everything.",
        ),
        Mistake(
            "numbers for rows",
            lambda x, share, order: cut(order, share, np.arange(len(x))),
            "These are the numbers of the rows; the rows themselves were asked for.",
        ),
    ),
    models=(models.split_by_numbers, models.split_by_rows),
    words={"kept": "the number of training rows", "x[order]": "`x[order]`", "order": "`order`"},
    vary=variations.another_split,
    number=3,
    why=(
        "One order for x and y, and the first part of it to train on. round, and not int, "
        "since 0.29 · 100 is 28.999… to a computer."
    ),
)


minibatches = Part(
    "minibatches",
    ("order", "size"),
    judge_list("a batch", "batches"),
    lambda: [
        batches_case(np.array([4, 0, 6, 2, 1, 3, 5]), 3),
        batches_case(np.array([1, 3, 0, 2]), 2),
        batches_case(np.array([2, 0, 1]), 5),
    ],
    (
        Mistake(
            "last one dropped",
            lambda order, size: [b for b in models.batches(order, size) if len(b) == size],
            "The last batch is shorter, and it is missing: some points are never learned from.",
        ),
        Mistake(
            "empty batch",
            lambda order, size: [order[k * size : (k + 1) * size]
                                 for k in range(len(order) // size + 1)],
            "Where `size` divides the number of points, an empty batch stands at the end.",
        ),
        Mistake(
            "not shuffled",
            lambda order, size: models.batches(np.arange(len(order)), size),
            "The numbers come in their natural order: take them from `order`.",
        ),
        Mistake(
            "overlap",
            lambda order, size: [order[k : k + size] for k in range(len(order))],
            "The batches overlap: each number belongs into one batch only.",
        ),
        Mistake(
            "batches counted",
            lambda order, size: [np.array(b) for b in np.array_split(order, size)],
            "There are as many batches as one batch should have numbers.",
        ),
        Mistake(
            "evenly",
            lambda order, size: np.array_split(order, -(-len(order) // size)),
            "The numbers are spread evenly over the batches; all but the last should be full.",
        ),
        Mistake(
            "every so many",
            lambda order, size: [order[k :: -(-len(order) // size)]
                                 for k in range(-(-len(order) // size))],
            "The numbers are dealt out in turns, like cards: take neighbours in `order`.",
        ),
        Mistake(
            "last one filled up",
            lambda order, size: [np.resize(order[k : k + size], size)
                                 for k in range(0, len(order), size)],
            "The last batch repeats numbers to become full: those points count twice.",
        ),
        Mistake(
            "filled up from the beginning",
            lambda order, size: [np.take(order, range(k, k + size), mode="wrap")
                                 for k in range(0, len(order), size)],
            "The last batch is filled up from the beginning: those points count twice.",
        ),
    ),
    models=(models.batches, models.batches_by_number),
    words={"i": "the beginning of the batch", "size": "`size`", "i + size": "its end",
           "k": "its number", "len(order) / size": "the number of batches",
           "range(0, len(order), size)": "the batches"},
    vary=variations.another_order,
    number=5,
    why="Slices of the order; the last one is as short as it comes out, and nothing is lost.",
)  # fmt: skip
