"""A linear layer, layers in a row, and training: checks and known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.judges import (
    failure_in_array,
    failure_in_form,
    judge_arrays,
    kind,
    returned_none,
)
from chainrule.exercises.overrides.training import layers_in_turn
from chainrule.exercises.part import Case, Failure, Mistake, Part
from chainrule.exercises.parts.layers.squashing import s_curve

Arrays = tuple[Any, ...]


def linear_case(x: Any, w: Any, b: Any, dtype: Any = None) -> Case:
    """Neuron by neuron, example by example."""
    rows = [[sum(a * c for a, c in zip(r, o, strict=True)) for o in w.tolist()] for r in x.tolist()]
    y = np.array(rows, float).reshape(len(x), len(w))
    return Case((x, w, b), y + b, dtype, 1e-4 if dtype == np.float32 else 1e-6)


def linear_cases() -> list[Case]:
    """Two examples and three neurons; a square; float32."""
    x, w = np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([[2.0, 1.0], [0.5, -1.0], [4.0, 3.0]])
    b = np.array([0.5, -2.0, 1.0])
    small = [a.astype(np.float32) for a in (x, w, b)]
    square = linear_case(x, w[:2], b[:2])
    return [linear_case(x, w, b), square, linear_case(small[0], small[1], small[2], np.float32)]


linear = Part(
    "linear",
    ("x", "w", "b"),
    judge_arrays("y"),
    linear_cases,
    (
        Mistake("no bias", lambda x, w, b: x @ w.T, "The bias b is not added."),
        Mistake(
            "not transposed",
            lambda x, w, b: x @ w + b,
            "w has a row for each output. Here its columns are taken for the neurons.",
        ),
        Mistake("minus the bias", lambda x, w, b: x @ w.T - b, "The bias is taken off."),
        Mistake(
            "bias by example",
            lambda x, w, b: x @ w.T + b[:, None],
            "The bias belongs to the neurons (columns of y); here each example has its own.",
        ),
        Mistake(
            "transposed result",
            lambda x, w, b: (x @ w.T + b).T,
            "The result lies on its side: a row for each example, please.",
        ),
        Mistake(
            "activation added",
            lambda x, w, b: np.maximum(x @ w.T + b, 0),
            "Negative results are cut off. The activation is a layer of its own.",
        ),
        Mistake(
            "bias summed",
            lambda x, w, b: x @ w.T + b.sum(),
            "All neurons get the same bias, the sum of b.",
        ),
        Mistake(
            "bias inside",
            lambda x, w, b: (x @ w.T) * b,
            "The bias is multiplied; it should be added.",
        ),
    ),
    number=1,
)


def double(x: Any) -> Any:
    """Twice x."""
    return 2 * x


def add_one(x: Any) -> Any:
    """One more than x."""
    return x + 1


def square(x: Any) -> Any:
    """The square of x."""
    return x * x


def in_a_row(x: Any, layers: Any) -> Case:
    """The output of the last layer."""
    y = x.copy()
    for layer in layers:
        y = layer(y)
    return Case((x, layers), y)


def rows() -> list[Case]:
    """Three layers, other orders, one layer, none."""
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    orders = [(double, add_one, square), (add_one, square, double), (double,), ()]
    return [in_a_row((i + 1) * x, order) for i, order in enumerate(orders)]


def through(x: Any, layers: Any) -> Any:
    """The values after the layers."""
    return in_a_row(x, layers).expected


sequential = Part(
    "sequential",
    ("x", "layers"),
    judge_arrays("y"),
    rows,
    (
        Mistake(
            "last first",
            lambda x, layers: through(x, layers[::-1]),
            "The layers are applied from the last to the first.",
        ),
        Mistake(
            "first layer only",
            lambda x, layers: through(x, layers[:1]),
            "Only the first layer is applied. Does the `return` stand inside of the loop?",
        ),
        Mistake(
            "each layer from x",
            lambda x, layers: through(x, layers[-1:]),
            "Only the last layer counts: each layer is given x in place of what the one before "
            "it returned.",
        ),
        Mistake(
            "last layer left out",
            lambda x, layers: through(x, layers[:-1]),
            "The last layer is left out.",
        ),
        Mistake(
            "first layer left out",
            lambda x, layers: through(x, layers[1:]),
            "The first layer is left out.",
        ),
        Mistake(
            "side by side",
            lambda x, layers: sum(layer(x) for layer in layers),
            "The layers stand side by side and are added up; they should follow one another.",
        ),
        Mistake("not applied", lambda x, layers: x, "No layer is applied: this is x itself."),
        Mistake(
            "all outputs",
            lambda x, layers: [through(x, layers[:i]) for i in range(1, len(layers) + 1)],
            "All outputs are returned, and asked for is the last.",
        ),
    ),
    override=layers_in_turn(),
    number=15,
)


def bowl(bottom: Arrays) -> Callable[[Arrays], Arrays]:
    """Gradients of half the squared distance to the bottom."""

    def gradients(parameters: Arrays) -> Arrays:
        """The gradients of a bowl."""
        return tuple(p - c for p, c in zip(parameters, bottom, strict=True))

    return gradients


def bowl_case(start: Arrays, bottom: Arrays, rate: float, steps: int) -> Case:
    """Each step shrinks the distance to the bottom by the same factor."""
    left = (1 - rate) ** steps
    end = tuple(c + left * (p - c) for p, c in zip(start, bottom, strict=True))
    return Case((start, bowl(bottom), rate, steps), end)


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0.0, 1.0, 1.0, 0.0])


def logits(parameters: Arrays, x: Any) -> tuple[Any, Any]:
    """The hidden layer and the logits of a small net."""
    w, b, v, c = parameters
    h = np.tanh(x @ w.T + b)
    return h, h @ v + c


def xor_gradients(parameters: Arrays) -> Arrays:
    """The gradients of a net on XOR."""
    h, z = logits(parameters, CORNERS)
    g = (s_curve(z) - XOR) / 4
    inner = np.outer(g, parameters[2]) * (1 - h * h)
    return inner.T @ CORNERS, inner.sum(axis=0), h.T @ g, g.sum()


def xor_case(noise: float = 0.0) -> Case:
    """A net that is near enough to learn XOR surely."""
    w = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]]) + noise
    b, v = np.array([-0.5, -1.5, 0.0, 0.0]), np.array([0.5, -0.5, 0.1, 0.1])
    return Case(((w, b, v, np.array(0.0)), xor_gradients, 1.0, 300), remark="XOR")


def judge_training(answer: Any, case: Case) -> Failure | None:
    """The end of the way down a bowl; on XOR, whether the net knows all four corners."""
    if answer is None:
        return returned_none()
    start = case.inputs[0]
    if not isinstance(answer, tuple | list) or len(answer) != len(start):
        wanted = f"{len(start)} {'array' if len(start) == 1 else 'arrays'}"
        return Failure(f"It returned {kind(answer)} in place of {wanted}.", "wrong tuple")
    for i, (mine, right) in enumerate(zip(answer, case.expected or start, strict=True)):
        name = f"parameter {i}"
        wrong = failure_in_form(mine, right, name)
        if case.expected and not wrong:
            wrong = failure_in_array(mine, right, case, name)
        if wrong:
            return wrong
    if case.expected is None and np.any((logits(tuple(answer), CORNERS)[1] > 0) != (XOR > 0)):
        return Failure("The trained net does not tell the four corners of XOR apart.")
    return None


def training_cases() -> list[Case]:
    """Two bowls and XOR."""
    start, bottom = (np.array([2.0, -1.0]), np.array(3.0)), (np.array([1.0, 1.0]), np.array(-1.0))
    return [
        bowl_case(start, bottom, 0.1, 5),
        bowl_case(start[:1], bottom[:1], 0.25, 3),
        bowl_case(start, bottom, 0.3, 0),
        xor_case(),
    ]


def descent(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Parameters after so many steps."""
    for _ in range(steps):
        p = tuple(a - rate * g for a, g in zip(p, gradients(p), strict=True))
    return p


def one_gradient(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Steps that all use the first gradient."""
    return tuple(a - rate * steps * g for a, g in zip(p, gradients(p), strict=True))


train = Part(
    "train",
    ("parameters", "gradients", "learning_rate", "steps"),
    judge_training,
    training_cases,
    (
        Mistake(
            "uphill",
            lambda p, f, rate, n: descent(p, f, -rate, n),
            "The parameters go uphill. The gradient points to where the loss grows.",
        ),
        Mistake(
            "one step",
            lambda p, f, rate, n: descent(p, f, rate, min(n, 1)),
            "Only one step is done. Does the `return` stand inside of the loop?",
        ),
        Mistake(
            "one step too many",
            lambda p, f, rate, n: descent(p, f, rate, n + 1),
            "There is one step too many.",
        ),
        Mistake(
            "one step too few",
            lambda p, f, rate, n: descent(p, f, rate, n - 1),
            "There is one step too few.",
        ),
        Mistake(
            "no learning rate",
            lambda p, f, rate, n: descent(p, f, 1.0, n),
            "The whole gradient is taken off: the learning rate is lacking.",
        ),
        Mistake(
            "gradient of the start",
            one_gradient,
            "All steps use the gradient of the start. It changes with the parameters: ask for it "
            "in each step.",
        ),
        Mistake(
            "gradient for parameters",
            lambda p, f, rate, n: tuple(-rate * g for g in f(p)),
            "The step is returned, not the parameters after it.",
        ),
        Mistake("not trained", lambda p, f, rate, n: p, "The parameters are as they were."),
    ),
    number=16,
)
