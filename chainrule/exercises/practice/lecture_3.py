"""The exercises of lecture 3."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

import chainrule as cr
from chainrule.exercises.practice.exercise import Exercise
from chainrule.nn.functional import cross_entropy

Array = np.ndarray[Any, Any]


def compared(name: str, mine: Any, right: Array) -> str:
    """What is wrong with one gradient; empty if nothing is."""
    found = np.shape(mine)
    if found != right.shape:
        return f"The gradient for {name} has shape {found}, and {name} has {right.shape}."
    if np.allclose(mine, right, rtol=1e-6, atol=1e-9):
        return ""
    for times, said in (
        (-1.0, "the opposite sign"),
        (2.0, "twice the size"),
        (0.5, "half the size"),
    ):
        if np.allclose(mine, times * right, rtol=1e-6, atol=1e-9):
            return f"The gradient for {name} has {said}."
    return f"The gradient for {name} has the right shape, and wrong numbers in it."


def check_table(answer: Any) -> str:
    """The Jacobian of (x₁ + x₂, x₁ x₂, 3)."""
    right = np.array([[1, 1], [5, 2], [0, 0]])
    if np.shape(answer) == (2, 3):
        return "It lies on its side: a row for each output, a column for each input."
    if np.shape(answer) != (3, 2):
        return "Three outputs and two inputs: please give three rows of two numbers."
    wrong = [k for k in range(3) if not np.allclose(answer[k], right[k])]
    return f"Row {wrong[0] + 1} is not right: nudge one input, then the other." if wrong else ""


def check_shapes(answer: Any) -> str:
    """Shapes of a linear layer."""
    right = [("the output", (20, 3)), ("G", (20, 3)), ("the gradient for X", (20, 7)),
             ("the gradient for W", (3, 7)), ("the gradient for b", (3,))]  # fmt: skip
    if len(answer) != len(right):
        return "Please give five shapes in a list."
    for given, (name, shape) in zip(answer, right, strict=True):
        if given == 3 and shape == (3,):
            return "The shape of a row of three is written (3,), with a comma."
        if tuple(given) != shape:
            return f"The shape of {name} is another one: whose slopes are they?"
    return ""


def check_pushes(answer: Any) -> str:
    """Prediction minus truth."""
    if np.shape(answer) != (3,):
        return "Please give three numbers, one for each score."
    if np.allclose(answer, [-0.7, -0.2, 0.9]):
        return "These are the ways the scores move. The gradient points the other way."
    if not np.isclose(np.sum(answer), 0):
        return f"They add up to {np.sum(answer):.3g}: all pushes together make 0."
    return "" if np.allclose(answer, [0.7, 0.2, -0.9]) else "Which class is the right one?"


def check_last_layer(answer: Callable[..., Sequence[Any]]) -> str:
    """A linear layer with squared errors."""
    rng = np.random.default_rng()
    h, w, b, t = (rng.normal(size=shape) for shape in ((7, 4), (3, 4), (3,), (7, 3)))

    def loss(w: Any, b: Any, h: Any) -> Any:
        return ((h @ w.permute(1, 0) + b - t) ** 2).sum(axis=1).mean()

    tensors = [cr.Tensor(one, requires_grad=True) for one in (w, b, h)]
    loss(*tensors).backward()
    got = answer(h, w, b, t)
    if len(got) != 3:
        return "Please return three gradients: for W, for b and for h."
    for name, mine, tensor in zip(("W", "b", "h"), got, tensors, strict=True):
        assert tensor.grad is not None
        if np.shape(mine) == tensor.grad.shape and np.allclose(mine, 7 * tensor.grad):
            return f"The gradient for {name} is n times too large: the loss is a mean of n rows."
        if wrong := compared(name, mine, tensor.grad):
            return wrong
    return ""


def check_scaled(answer: Callable[..., Sequence[Any]]) -> str:
    """X times a column."""
    rng = np.random.default_rng()
    g, x, c = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), rng.normal(size=(5, 1))
    got = answer(g, x, c)
    if len(got) != 2:
        return "Please return two gradients: for X, then for c."
    if np.shape(got[1]) == (5, 3):
        return "The gradient for c has shape (5, 3): what was repeated is to be summed back."
    right = g * c, np.einsum("ij,ij->i", g, x)[:, None]
    return compared("X", got[0], right[0]) or compared("c", got[1], right[1])


def check_unsort(answer: Callable[..., Any]) -> str:
    """The way back through a sort."""
    rng = np.random.default_rng()
    x, g = rng.permutation(7) + rng.random(), rng.normal(size=7)
    right = g @ (np.sort(x)[:, None] == x)
    got = answer(g, x)
    if np.shape(got) == (7,) and np.allclose(got, g[np.argsort(x)]) and not np.allclose(got, right):
        return "Output i comes from input argsort(x)[i]: is g to be read there, or written there?"
    return compared("x", got, right)


def check_residual(answer: Callable[..., Any]) -> str:
    """The way back through x + W₂ tanh(W₁ x)."""
    rng = np.random.default_rng()
    g, x, w1, w2 = (rng.normal(size=shape) for shape in ((4,), (4,), (6, 4), (4, 6)))
    _, pull_back = cr.vjp(lambda x: x + w2 @ cr.tanh(w1 @ x), x)
    (right,) = pull_back(g)
    got = answer(g, x, w1, w2)
    if np.shape(got) == right.shape and np.allclose(got, right - g):
        return "This is what comes back through the layers. x is used a second time."
    return compared("x", got, right)


def check_centred(answer: Callable[..., Any]) -> str:
    """Each row less its mean."""
    g = np.random.default_rng().normal(size=(4, 5))
    table = np.eye(5) - np.full((5, 5), 0.2)
    got = answer(g)
    if np.shape(got) == g.shape and np.allclose(got, g):
        return "The gradient is handed on as it is: what comes back through the mean?"
    return compared("X", got, g @ table)


def check_deep(answer: Callable[..., Sequence[Any]]) -> str:
    """Networks of several depths."""
    rng = np.random.default_rng()
    for widths in ([6, 3], [6, 5, 3], [6, 4, 5, 7, 3]):
        weights = [rng.normal(size=(b, a)) for a, b in pairwise(widths)]
        x, t = rng.normal(size=(8, 6)), rng.integers(3, size=8)
        tensors = [cr.Tensor(w, requires_grad=True) for w in weights]
        h = cr.Tensor(x)
        for k, w in enumerate(tensors):
            h = (h if k == 0 else cr.tanh(h)) @ w.permute(1, 0)
        cross_entropy(h, t).backward()
        got = answer(x, t, weights)
        if len(got) != len(weights):
            return f"There are {len(weights)} weights, and {len(got)} gradients came back."
        for k, (mine, tensor) in enumerate(zip(got, tensors, strict=True), 1):
            assert tensor.grad is not None
            if wrong := compared(f"weight {k} of {len(weights)}", mine, tensor.grad):
                return wrong
    return ""


OF_D = "last_layer = lambda h, W, b, t: (lambda d: "

exercises: tuple[Exercise, ...] = (
    Exercise(
        "3.1",
        "A table by hand",
        1,
        check_table,
        {
            "table = [[1, 5, 0], [1, 2, 0]]": "on its side",
            "table = [[1, 1], [2, 5], [0, 0]]": "Row 2",
            "table = [[1, 1], [5, 2], [3, 3]]": "Row 3",
            "table = [1, 1]": "three rows",
        },
    ),
    Exercise(
        "3.2",
        "Shapes only",
        1,
        check_shapes,
        {
            "five = [(20, 3), (20, 3), (20, 7), (7, 3), (3,)]": "the gradient for W",
            "five = [(20, 3), (20, 3), (20, 7), (3, 7), (20, 3)]": "the gradient for b",
            "five = [(20, 3), (20, 3), (20, 7), (3, 7), (3)]": "with a comma",
            "five = [(20, 3)]": "five shapes",
        },
    ),
    Exercise(
        "3.3",
        "Three pushes",
        1,
        check_pushes,
        {
            "pushes = [-0.7, -0.2, 0.9]": "other way",
            "pushes = [0.7, 0.2, 0.1]": "make 0",
            "pushes = [-0.3, 0.2, 0.1]": "Which class",
            "pushes = 0.7": "three numbers",
        },
    ),
    Exercise(
        "3.4",
        "Squares instead of softmax",
        2,
        check_last_layer,
        {
            OF_D + "(d.T @ h, d.sum(axis=0), d @ W))(2 * (h @ W.T + b - t))": ("n times too large"),
            OF_D + "(d.T @ h, d.sum(axis=0), d @ W))((h @ W.T + b - t) / len(h))": (
                "half the size"
            ),
            OF_D + "(h.T @ d, d.sum(axis=0), d @ W))(2 * (h @ W.T + b - t) / len(h))": (
                "shape (4, 3)"
            ),
            OF_D + "(d.T @ h, d, d @ W))(2 * (h @ W.T + b - t) / len(h))": ("shape (7, 3)"),
            "last_layer = lambda h, W, b, t: (W, b)": "three gradients",
        },
    ),
    Exercise(
        "3.5",
        "A column that was repeated",
        2,
        check_scaled,
        {
            "scaled = lambda G, X, c: (G * c, G * X)": "summed back",
            "scaled = lambda G, X, c: (G * c, (G * X).sum(axis=1))": "shape (5,)",
            "scaled = lambda G, X, c: (G, (G * X).sum(axis=1, keepdims=True))": "wrong numbers",
            "scaled = lambda G, X, c: (G * c, G.sum(axis=1, keepdims=True))": "for c has the",
        },
    ),
    Exercise(
        "3.6",
        "Sorting",
        2,
        check_unsort,
        {
            "unsort = lambda g, x: g[np.argsort(x)]": "read there, or written",
            "unsort = lambda g, x: g": "wrong numbers",
            "unsort = lambda g, x: np.sort(g)": "wrong numbers",
        },
    ),
    Exercise(
        "3.7",
        "A network with two ways",
        2,
        check_residual,
        {
            "residual = lambda g, x, V, W: (g @ W * (1 - np.tanh(V @ x) ** 2)) @ V": "a second",
            "residual = lambda g, x, W1, W2: g": "wrong numbers",
            "residual = lambda g, x, W1, W2: g + (g @ W2) @ W1": "wrong numbers",
            "residual = lambda g, x, W1, W2: g @ W2": "shape (6,)",
        },
    ),
    Exercise(
        "3.8",
        "Off with the mean",
        3,
        check_centred,
        {
            "centred = lambda G: G": "through the mean",
            "centred = lambda G: G - G.sum(axis=1, keepdims=True)": "wrong numbers",
            "centred = lambda G: G - G.mean(axis=0)": "wrong numbers",
            "centred = lambda G: G.mean(axis=1)": "shape (4,)",
        },
    ),
    Exercise(
        "3.9",
        "A hundred layers deep",
        3,
        check_deep,
        {
            "deep = lambda X, t, weights: []": "gradients came back",
            "deep = lambda X, t, weights: weights": "wrong numbers",
            "deep = lambda X, t, weights: [w.T for w in weights]": "has shape",
        },
    ),
)
