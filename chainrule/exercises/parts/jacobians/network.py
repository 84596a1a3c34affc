"""A whole network backward: check and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Case, Mistake, Part, remade


def loss(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    """Half the squared error, a sum over outputs and a mean over examples."""
    hidden = np.maximum(np.einsum("ni,hi->nh", x, w1) + b1, 0)
    output = np.einsum("nh,oh->no", hidden, w2) + b2
    return ((output - t) ** 2).sum() / 2 / len(x)


@remade
def network_case(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Case:
    """By nudging each parameter of the loss."""
    inputs = x, t, w1, b1, w2, b2
    one = np.array(1.0)
    expected = tuple(numerical_vjp(loss, one, inputs, i, elementwise=False) for i in range(2, 6))
    return Case(inputs, expected)


X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]])
T = np.array([[1.0, 0.0, -1.0], [0.5, 2.0, 0.0], [-1.0, 1.0, 1.5]])
W1, B1 = (
    np.array([[0.5, -1.0], [1.5, 0.7], [-0.4, 0.9], [1.1, -0.6]]),
    np.array([0.3, -0.2, 0.1, 0]),
)
W2 = np.array([[1.0, -0.5, 2.0, 0.4], [0.3, 0.8, -1.0, 1.2], [-0.7, 0.6, 0.9, -1.5]])
B2 = np.array([0.1, -0.3, 0.5])
SQUARE = np.array([[0.6, -1.2], [0.9, 0.4]])


def cases() -> list[Case]:
    """Different widths, square weights, one example."""
    return [network_case(X, T, W1, B1, W2, B2),
            network_case(X[:2], T[:2, :2], SQUARE, B1[:2], SQUARE.T + 1, B2[:2]),
            network_case(X[:1], T[:1], W1, B1, W2, B2)]  # fmt: skip


def backward(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any, slope: Any, out: Any) -> Any:
    """The way back with one line given: the slope of the hidden units, and what comes from L."""
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    g = out(h @ w2.T + b2 - t)
    da = g @ w2 * slope(a)
    return da.T @ x, da.sum(0), g.T @ h, g.sum(0)


def wrong(slope: Any = lambda a: a > 0, out: Any = lambda e: e / len(e)) -> Any:
    """A mistake in one of the two lines."""

    def answer(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        return backward(x, t, w1, b1, w2, b2, slope, out)

    return answer


def relu_of_the_gradient(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    """ReLU once more, on the way back."""
    h = np.maximum(x @ w1.T + b1, 0)
    g = (h @ w2.T + b2 - t) / len(x)
    da = np.maximum(g @ w2, 0)
    return da.T @ x, da.sum(0), g.T @ h, g.sum(0)


def line_by_line(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    """Forward, then back."""
    a = x @ w1.T + b1
    h = np.maximum(a, 0)
    output = h @ w2.T + b2
    doutput = (output - t) / len(x)
    dh = doutput @ w2
    da = dh * (a > 0)
    return da.T @ x, da.sum(axis=0), doutput.T @ h, doutput.sum(axis=0)


def example_by_example(x: Any, t: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
    """The shares of the examples, added up."""
    g1, c1, g2, c2 = np.zeros_like(w1), np.zeros_like(b1), np.zeros_like(w2), np.zeros_like(b2)
    for row, target in zip(x, t, strict=True):
        h = np.maximum(w1 @ row + b1, 0)
        doutput = (w2 @ h + b2 - target) / len(x)
        da = doutput @ w2 * (h > 0)
        g1, c1 = g1 + np.outer(da, row), c1 + da
        g2, c2 = g2 + np.outer(doutput, h), c2 + doutput
    return g1, c1, g2, c2


def means_of_biases(*inputs: Any) -> Any:
    """The biases get means."""
    g1, c1, g2, c2 = wrong()(*inputs)
    n = len(inputs[0])
    return g1, c1 / n, g2, c2 / n


network_vjp = Part(
    "network.vjp",
    ("x", "t", "w1", "b1", "w2", "b2"),
    judge_arrays("the gradient for w1", "the gradient for b1", "the gradient for w2",
                 "the gradient for b2"),
    cases,
    (
        Mistake("sum for mean", wrong(out=lambda e: e),
                "All gradients are n times too large: the loss is a mean over the examples."),
        Mistake("mean of all numbers", wrong(out=lambda e: e / e.size),
                "It is divided by the number of all outputs; the mean is over the examples alone."),
        Mistake("uphill", wrong(out=lambda e: -e / len(e)),
                "All gradients have the opposite sign: prediction minus truth, in this order."),
        Mistake("no half", wrong(out=lambda e: 2 * e / len(e)),
                "All gradients are twice too large: the loss has a factor ½."),
        Mistake("relu left out", wrong(slope=lambda a: 1),
                "On the way back nothing happens at the hidden units: those that were cut off "
                "hand on nothing."),
        Mistake("tanh", wrong(slope=lambda a: 1 - np.maximum(a, 0) ** 2),
                "The slope of the hidden units is that of tanh; here they are ReLUs."),
        Mistake("relu again", wrong(slope=lambda a: np.maximum(a, 0)),
                "The gradient is multiplied by what ReLU returns; its slope belongs there."),
        Mistake("gates the gradient", relu_of_the_gradient,
                "ReLU is applied to the gradient. It is the sign of A that decides what passes, "
                "not the sign of the gradient."),
        Mistake("means for biases", means_of_biases,
                "The biases get means over the examples: the factor 1/n comes in twice."),
    ),
    models=(line_by_line, example_by_example),
    words={
        "doutput": "the gradient for the output",
        "output - t": "prediction minus truth",
        "dh": "the gradient for the hidden units",
        "a > 0": "the slope of ReLU",
        "h > 0": "the slope of ReLU",
    },
    number=15,
    why=(
        "Each line of the forward pass, from the last to the first, has its line backwards. "
        "It begins with the gradient of the loss at the output; the ReLU's gate is a > 0."
    ),
)  # fmt: skip
