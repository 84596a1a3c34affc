"""A network, its parameters, its penalty and its dead units: checks and known mistakes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.playground import models, variations
from chainrule.exercises.parts.playground.expected import (
    count_case,
    dead_case,
    forward_case,
    penalty_case,
)


def weights(sizes: list[int]) -> int:
    """The number of weights."""
    return sum(a * b for a, b in pairwise(sizes))


parameter_count = Part(
    "parameter_count",
    ("sizes",),
    judge_arrays("the count"),
    lambda: [count_case([2, 3, 1]), count_case([4, 5]), count_case([2, 8, 6, 3])],
    (
        Mistake(
            "no biases", weights, "The biases are not counted: each neuron has one.",
        ),
        Mistake(
            "input has biases", lambda sizes: weights(sizes) + sum(sizes),
            "The inputs were given biases: they are no neurons.",
        ),
        Mistake("units", sum, "These are the neurons, not their parameters."),
        Mistake(
            "neurons",
            lambda sizes: sum(sizes[1:]),
            "These are the neurons, not their parameters.",
        ),
        Mistake(
            "one bias a layer", lambda sizes: weights(sizes) + len(sizes) - 1,
            "There is one bias for each layer; each neuron has its own.",
        ),
        Mistake(
            "biases of the inputs", lambda sizes: weights(sizes) + sum(sizes[:-1]),
            "There are as many biases as inputs: they belong to the neurons, the outputs.",
        ),
        Mistake(
            "everything with everything", lambda sizes: int(np.prod(sizes)),
            "All sizes are multiplied: only neighbouring layers are connected.",
        ),
        Mistake(
            "everything with everything, and biases",
            lambda sizes: int(np.prod(sizes)) + sum(sizes[1:]),
            "All sizes are multiplied: only neighbouring layers are connected.",
        ),
        Mistake(
            "one hidden layer",
            lambda sizes: (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[-1],
            "It is right for exactly one hidden layer; there may be none or several.",
        ),
    ),
    models=(models.parameters_by_layer, models.parameters_by_kind),
    words={
        "a": "the number of inputs of a layer", "b": "the number of its neurons",
        "a * b": "the number of its weights", "weights": "the number of weights",
        "a * b + b": "the number of parameters of a layer",
        "sum(sizes[1:])": "the number of biases", "zip(sizes, sizes[1:])": "the layers",
    },
    vary=variations.other_sizes,
    number=6,
    why="A layer from a to b units has a·b weights and b biases.",
)  # fmt: skip


def run(x: Any, layers: Any, f: Any) -> Any:
    """A network with another function between its layers."""
    for k, (w, b) in enumerate(layers):
        x = x @ w.T + b
        x = f(x) if k < len(layers) - 1 else x
    return x


def tanh_once(x: Any, layers: Any) -> Any:
    """A tanh after the first layer, and no other."""
    return run(np.tanh(run(x, layers[:1], np.tanh)), layers[1:], lambda a: a)


def tanh_of_exp(z: Any) -> Any:
    """The formula, which is inf / inf for large z."""
    e = np.exp(2 * z)
    return (e - 1) / (e + 1)


def tanh_everywhere(x: Any, layers: Any) -> Any:
    """A network with tanh behind each layer."""
    for w, b in layers:
        x = np.tanh(x @ w.T + b)
    return x


def tanh_in_front(x: Any, layers: Any) -> Any:
    """A network with tanh in front of each layer."""
    for w, b in layers:
        x = np.tanh(x) @ w.T + b
    return x


def bias_behind(x: Any, layers: Any) -> Any:
    """A network that adds the bias after tanh."""
    for w, b in layers[:-1]:
        x = np.tanh(x @ w.T) + b
    return x @ layers[-1][0].T + layers[-1][1]


def two_layers(x: Any, layers: Any) -> Any:
    """The first layer and the second."""
    (v, a), (w, b) = layers[0], layers[1]
    return np.tanh(x @ v.T + a) @ w.T + b


def small_nets() -> list[Case]:
    """Two layers; three; one; large inputs."""
    one = [np.array([[1.0, -2.0], [0.5, 0.3]]), np.array([0.1, -0.4])]
    two, three = [np.array([[2.0, -1.0]]), np.array([0.5])], [np.array([[0.7]]), np.array([0.2])]
    x = np.array([[0.5, 1.0], [-1.0, 0.2], [2.0, 0.4]])
    return [
        forward_case(x, [one, two]),
        forward_case(x, [one, two, three]),
        forward_case(2 * x, [one]),
        forward_case(1000 * x[1:], [one, two]),
    ]


forward = Part(
    "forward",
    ("x", "layers"),
    judge_arrays("the array of scores"),
    small_nets,
    (
        Mistake(
            "tanh at the end", tanh_everywhere,
            "The last layer went through tanh as well: scores may be of any size.",
        ),
        Mistake(
            "no tanh", lambda x, layers: run(x, layers, lambda a: a),
            "There is no tanh between the layers: so they are all one linear layer.",
        ),
        Mistake(
            "one tanh", tanh_once,
            "Only the first layer has a tanh: there is one after each layer but the last.",
        ),
        Mistake(
            "one tanh",
            lambda x, layers: tanh_once(x, layers) if layers[1:] else run(x, layers, np.tanh),
            "Only the first layer has a tanh: there is one after each layer but the last.",
        ),
        Mistake(
            "ReLU for tanh", lambda x, layers: run(x, layers, lambda a: np.maximum(a, 0)),
            "Between the layers there is a ReLU; tanh was asked for.",
        ),
        Mistake(
            "tanh by exp", lambda x, layers: run(x, layers, tanh_of_exp),
            "It is nan for large numbers: e²ᶻ becomes inf, and inf / inf is nan. np.tanh is safe.",
        ),
        Mistake(
            "bias after tanh", bias_behind,
            "The bias is added after tanh: it belongs inside, to the weighted sum.",
        ),
        Mistake(
            "last layer missing", lambda x, layers: tanh_everywhere(x, layers[:-1]),
            "The last layer is not applied.",
        ),
        Mistake("first layer only", lambda x, layers: run(x, layers[:1], np.tanh),
                "Only the first layer was applied."),
        Mistake(
            "two layers", two_layers, "It is written for two layers: there may be one, or more.",
        ),
        Mistake(
            "tanh before the layer", tanh_in_front,
            "tanh is applied to the inputs: it belongs behind each layer but the last.",
        ),
    ),
    models=(models.scores_of, models.scores_by_counting),
    words={
        "w.T": "the weight", "b": "the bias", "x @ w.T": "the weighted sum",
        "v.T": "the weight of a hidden layer", "a": "the bias of a hidden layer",
        "x @ v.T": "the weighted sum of a hidden layer",
        "last.T": "the weight of the last layer", "c": "the bias of the last layer",
        "x @ last.T": "the weighted sum of the last layer", "k": "the number of the layer",
        "w": "the weight", "v": "the weight of a hidden layer",
        "last": "the weight of the last layer", "enumerate(layers)": "the layers",
        "layers[:-1]": "the hidden layers",
    },
    vary=variations.another_net,
    number=7,
    why="tanh after every layer but the last, whose scores are to be of any size.",
)  # fmt: skip

l2_penalty = Part(
    "l2_penalty",
    ("w", "rate"),
    judge_arrays("the penalty", "the gradient"),
    lambda: [
        penalty_case(np.array([[1.0, -2.0], [3.0, 0.5]]), 0.1),
        penalty_case(np.array([2.0, -4.0, 0.0]), 0.5),
    ],
    (
        Mistake(
            "no half", lambda w, rate: (rate * np.sum(w * w), 2 * rate * w),
            "The factor ½ is missing.",
        ),
        Mistake(
            "L1", lambda w, rate: (rate * np.sum(np.abs(w)), rate * np.sign(w)),
            "This is L1, the sum of the sizes; L2 has squares.",
        ),
        Mistake(
            "square of the sum", lambda w, rate: (rate / 2 * np.sum(w) ** 2, rate * w),
            "The sum is squared; the squares must be summed.",
        ),
        Mistake(
            "root", lambda w, rate: (rate / 2 * np.sqrt(np.sum(w * w)), rate * w),
            "A square root was taken: L2 has the sum of squares, not the length.",
        ),
    ),
    models=(models.penalty_and_gradient, models.penalty_halved),
    words={"w": "`w`", "rate": "`rate`", "w * w": "the square",
           "np.sum(w * w)": "the sum of squares", "rate / 2": "half of `rate`"},
    number=10,
    why=(
        "The ½ is there so that the gradient is rate · w, which shrinks every weight by the "
        "same share: hence weight decay."
    ),
)  # fmt: skip

dead_units = Part(
    "dead_units",
    ("h",),
    judge_arrays("the share"),
    lambda: [
        dead_case(np.array([[0.0, 1, 0, 2], [0, 0, 0, 1], [0, 3, 0, 0]])),
        dead_case(np.array([[0.0, 1, 0], [2, 0, 0], [1, 0, 0]])),
        dead_case(np.array([[0.5, 0, 1e-12, 0], [0.5, 0, 0, 2]])),
    ],
    (
        Mistake(
            "zeros counted", lambda h: np.mean(h == 0),
            "This is the share of zeros. A unit is dead if it is 0 for every point.",
        ),
        Mistake(
            "dead for one point", lambda h: np.mean((h == 0).any(axis=0)),
            "A unit that is 0 for a single point is counted as dead: it must be 0 for all.",
        ),
        Mistake(
            "points for units", lambda h: np.mean((h == 0).all(axis=1)),
            "This counts points for which all units are silent; units are columns.",
        ),
        Mistake(
            "first point", lambda h: np.mean(h[0] == 0),
            "Only the first point is looked at: a unit is dead if it is 0 for every point.",
        ),
        Mistake(
            "divided by points", lambda h: np.sum((h == 0).all(axis=0)) / len(h),
            "It is divided by the number of points: divide by the number of units.",
        ),
        Mistake(
            "nearly dead", lambda h: np.mean(h.max(axis=0) < 0.01),
            "Units with small outputs count as dead: dead is what is exactly 0 for every point.",
        ),
        Mistake(
            "nearly dead", lambda h: np.mean(np.isclose(h, 0).all(axis=0)),
            "Units with tiny outputs count as dead: dead is what is exactly 0 for every point.",
        ),
        Mistake(
            "no spread", lambda h: np.mean(h.max(axis=0) == h.min(axis=0)),
            "A unit counts as dead if all its outputs are the same: they must be 0.",
        ),
    ),
    models=(models.share_of_the_dead, models.share_unit_by_unit),
    words={
        "h": "the output", "dead": "the number of the dead", "h > 0": "the condition",
        "(h > 0).any(axis=0)": "that the unit fires", "h.shape[1]": "the number of units",
        "(unit > 0).any()": "that the unit fires", "unit": "the output",
        "h.T": "the units",
    },
    vary=variations.other_units,
    number=12,
    why=(
        "A unit is dead if it is on for no example: any over the examples, then the share of "
        "those that are not."
    ),
)  # fmt: skip
