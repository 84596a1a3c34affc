"""The right answers to the parts of assignment 3: by definition, a number at a time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.part import Case, remade


def curve(x: Any) -> Any:
    """(x₁², x₁ x₂, x₂ - x₁)"""  # noqa: D400
    return np.array([x[0] ** 2, x[0] * x[1], x[1] - x[0]])


def waves(x: Any) -> Any:
    """sine of each number, and their product"""  # noqa: D400, D403
    return np.append(np.sin(x), np.prod(x))


def sums(x: Any) -> Any:
    """the sum and the sum of squares"""  # noqa: D400, D403
    return np.array([np.sum(x), np.sum(x * x)])


def bowls(x: Any) -> Any:
    """100 times the square of each number, and their sum"""  # noqa: D400
    return np.append(100.0 * x * x, np.sum(x))


@remade
def jacobian_case(f: Callable[[Any], Any], x: Any) -> Case:
    """A column for each input, by nudging."""
    steps = 1e-5 * np.eye(len(x))
    columns = [(f(x + step) - f(x - step)) / 2e-5 for step in steps]
    return Case((f, x), np.stack(columns, axis=1), rtol=1e-5)


@remade
def diagonal_case(slopes: Any) -> Case:
    """Field by field."""
    n = len(slopes)
    table = [[float(slopes[i]) if i == j else 0.0 for j in range(n)] for i in range(n)]
    return Case((slopes,), np.array(table))


def linear(x: Any, w: Any, b: Any) -> Any:
    """A linear layer, from sums."""
    return np.einsum("ni,oi->no", x, w) + b


@remade
def linear_case(g: Any, x: Any, w: Any, b: Any) -> Case:
    """By nudging x, w and b; float32 is to be kept."""
    inputs = x, w, b
    expected = tuple(numerical_vjp(linear, g, inputs, i, elementwise=False) for i in range(3))
    single = g.dtype == np.float32
    y = linear(x, w, b).astype(g.dtype)
    return Case((g, y, *inputs), expected, g.dtype if single else None, 1e-4 if single else 1e-6)


def softmax(x: Any) -> Any:
    """Probabilities from scores, row by row."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(x: Any) -> Any:
    """Their logarithms."""
    x = x - x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


@remade
def table_case(x: Any) -> Case:
    """The Jacobian of softmax, by nudging the scores."""
    steps = 1e-5 * np.eye(len(x))
    columns = [(softmax(x + step) - softmax(x - step)) / 2e-5 for step in steps]
    return Case((softmax(x),), np.stack(columns, axis=1))


@remade
def rows_case(f: Callable[[Any], Any], g: Any, x: Any, shift: float = 0.0) -> Case:
    """The vector-Jacobian product of a function of rows, by nudging, whatever x is shifted by."""
    expected = numerical_vjp(f, g, (x,), 0, elementwise=False)
    return Case((g, f(x), x + shift), expected)


def mean_of_rows(x: Any) -> Any:
    """The mean of all rows."""
    return x.mean(axis=0)


@remade
def chain_vjp_case(g: Any, tables: list[Any]) -> Case:
    """Sums over the places of each table, from the last to the first."""
    row = g
    for table in tables[::-1]:
        row = np.array([math.fsum(row * column) for column in table.T])
    return Case((g, tables), row)


@remade
def chain_jvp_case(tables: list[Any], dx: Any) -> Case:
    """Sums over the places of each table, from the first to the last."""
    column = dx
    for table in tables:
        column = np.array([math.fsum(row * column) for row in table])
    return Case((tables, dx), column)


@remade
def cost_case(widths: list[int]) -> Case:
    """Product by product, from either end."""
    forward = reverse = 0
    for k in range(1, len(widths) - 1):
        forward += widths[0] * widths[k] * widths[k + 1]
        reverse += widths[-1] * widths[k] * widths[k - 1]
    return Case((widths,), (np.array(forward), np.array(reverse)))


@remade
def sgd_case(parameters: list[Any], gradients: list[Any], lr: float) -> Case:
    """Array by array."""
    pairs = zip(parameters, gradients, strict=True)
    return Case((parameters, gradients, lr), [np.subtract(p, np.multiply(lr, g)) for p, g in pairs])


@remade
def momentum_case(w: Any, g: Any, v: Any, lr: float, mu: float) -> Case:
    """Number by number, as PyTorch does it."""
    new_v = np.array([mu * a + c for a, c in zip(v.ravel(), g.ravel(), strict=True)])
    new_v = new_v.reshape(w.shape)
    return Case((w, g, v, lr, mu), (w - lr * new_v, new_v))


@remade
def cosine_case(step: int, total: int, lr: float) -> Case:
    """From the double angle: (1 + cos 2a) / 2 = cos² a."""
    value = 0.0 if step == total else lr * math.cos(math.pi * step / total / 2) ** 2
    return Case((step, total, lr), np.array(value))


@remade
def clip_case(gradients: list[Any], most: float) -> Case:
    """All shortened by the same factor, if they are too long together."""
    if most <= 0:
        raise ValueError("a length is positive")
    length = math.sqrt(math.fsum(float(v) ** 2 for g in gradients for v in np.ravel(g)))
    factor = most / length if length > most else 1.0
    return Case((gradients, most), [g * factor for g in gradients])
