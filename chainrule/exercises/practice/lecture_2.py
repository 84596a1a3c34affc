"""The exercises of lecture 2."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.exercises.practice.exercise import Exercise

Pair = tuple[float, float]


def same(mine: Any, right: Any) -> bool:
    """Whether numbers agree as far as rounding allows."""
    return np.shape(mine) == np.shape(right) and bool(np.allclose(mine, right, rtol=1e-6))


def check_three_gears(answer: Any) -> str:
    """The slope of (2w − 5)² at w = 1."""
    if same(answer, -12):
        return ""
    if same(answer, 12):
        return "The size is right. Does L rise or fall when w goes up a little?"
    if same(answer, -6):
        return "One gate is missing: which factor does p = 2w multiply by?"
    return "Go forward first, then multiply the local derivatives of the three gates at w = 1."


def check_who_hears(answer: Any) -> str:
    """The gradients of max(a, b) · b at (4, 5)."""
    if np.shape(answer) != (2,):
        return "Please give a pair of numbers: the gradient of a, then that of b."
    a, b = answer
    if not same(a, 0):
        return "Would f change if a, the smaller one, moved by a little?"
    if same(b, 5):
        return "The gradient of b is only half of it: b leaves on two wires."
    return "" if same(b, 10) else "What do the two wires that leave b bring back?"


def check_tanh_slope(answer: Callable[[float], float]) -> str:
    """The slope of tanh from its output."""
    for x in (0.0, 0.5, -1.2, 2.0):
        t, right = math.tanh(x), 1 / math.cosh(x) ** 2
        got = answer(t)
        if not same(got, right):
            return f"At x = {x:g} the output is {t:.4f} and the slope {right:.4f}, yours {got:.4f}."
    return ""


def check_one_step(answer: Callable[..., Iterable[float]]) -> str:
    """A step of gradient descent on a list."""
    numbers, gradients = [1.0, -2.0, 3.0], [0.5, -1.0, 0.0]
    got = list(answer(numbers, gradients, 0.1))
    if numbers != [1.0, -2.0, 3.0] or gradients != [0.5, -1.0, 0.0]:
        return "The lists that were given have been changed: make a new one."
    if same(got, [1.05, -2.1, 3.0]):
        return "This goes uphill: a gradient points to where the loss rises."
    if not same(got, [0.95, -1.9, 3.0]):
        return f"From {numbers} with the gradients {gradients} and the rate 0.1 came {got}."
    return ""


@dataclass(eq=False)
class Box:
    """What a gate is given in place of a `Value`."""

    data: float


def check_relu(answer: Callable[[Any], Any]) -> str:
    """A gate for `Value`."""
    for x, value, local in ((2.5, 2.5, 1.0), (-1.5, 0.0, 0.0), (0.0, 0.0, 0.0)):
        given = Box(x)
        got = answer(given)
        if not all(hasattr(got, name) for name in ("data", "inputs", "local")):
            return "Please return a `Value`, which remembers inputs and local derivatives."
        if not same(got.data, value):
            return f"relu of {x:g} is {value:g}, yours is {got.data}."
        if tuple(got.inputs) != (given,):
            return "The inputs are a tuple of one: the `Value` that was given."
        if not same(got.local, (local,)):
            return (
                f"At x = {x:g} the local derivatives are {got.local}: how fast does max(0, x) move?"
            )
    return ""


def check_staged(answer: Callable[[float, float], Sequence[float]]) -> str:
    """Value and gradients of (x + σ(y)) / (x² + 1)."""
    for x, y in ((3.0, -4.0), (-0.5, 1.0)):
        s, bottom = 1 / (1 + math.exp(-y)), x * x + 1
        got = answer(x, y)
        if np.shape(got) != (3,):
            return "Please return three numbers: f, its gradient for x, and that for y."
        f, dx, dy = got
        if not same(f, (x + s) / bottom):
            return f"The forward pass is off: f({x:g}, {y:g}) is {(x + s) / bottom:.6f}."
        if not same(dy, s * (1 - s) / bottom):
            return "The gradient for y is off: which gates lie between y and f?"
        if same(dx, 1 / bottom) or same(dx, -(x + s) / bottom**2 * 2 * x):
            return "The gradient for x has one of two shares: x is used above and below."
        if not same(dx, 1 / bottom - (x + s) / bottom**2 * 2 * x):
            return "The gradient for x is off: what do the two wires that leave x bring back?"
    return ""


def check_visits(answer: Callable[[int], int]) -> str:
    """Visits of diamonds with three arms."""
    visits = 1
    for n in range(8):
        got = answer(n)
        if got != visits:
            return f"With n = {n} it is {visits} visits, yours says {got}."
        visits = 5 + 3 * visits
    return ""


def check_longest_rate(answer: Callable[[float], float]) -> str:
    """The largest learning rate that is safe in ½cw²."""
    for c in (1.0, 4.0, 0.5):
        rate = answer(c)
        if abs(1 - 1.0001 * rate * c) <= 1:
            return f"For c = {c:g} the rate {rate:g} is safe, and a somewhat larger one is, too."
        if abs(1 - rate * c) > 1 + 1e-9:
            return f"For c = {c:g} the rate {rate:g} takes w = 1 to {1 - rate * c:g}: L grows."
    return ""


def check_forward(answer: Callable[..., float]) -> str:
    """Slopes by pairs that travel forward."""

    def cube(x: Pair, plus: Callable[..., Pair], times: Callable[..., Pair]) -> Pair:
        return times(x, times(x, x))

    def mixed(x: Pair, plus: Callable[..., Pair], times: Callable[..., Pair]) -> Pair:
        return plus(times(x, plus(x, x)), x)

    def double(x: Pair, plus: Callable[..., Pair], times: Callable[..., Pair]) -> Pair:
        return plus(x, x)

    for f, words, right in (
        (double, "x + x", 2.0), (cube, "x · x · x", 12.0), (mixed, "x · (x + x) + x", 9.0),
    ):  # fmt: skip
        got = answer(f, 2.0)
        if not same(got, right):
            return f"The slope of {words} at x = 2 is {right:g}, yours says {got}."
    return ""


exercises: tuple[Exercise, ...] = (
    Exercise(
        "2.1",
        "Three gears",
        1,
        check_three_gears,
        {
            "slope_at_1 = 12": "rise or fall",
            "slope_at_1 = 2 * -3": "gate is missing",
            "slope_at_1 = 0.5": "Go forward first",
        },
    ),
    Exercise(
        "2.2",
        "Who hears what",
        1,
        check_who_hears,
        {
            "pair = 5": "pair",
            "pair = (5, 5)": "smaller one",
            "pair = (0, 5)": "two wires",
            "pair = (0, 9)": "bring back",
        },
    ),
    Exercise(
        "2.3",
        "The slope of tanh",
        1,
        check_tanh_slope,
        {
            "tanh_slope = lambda t: (1 - t) * t": "At x = 0",
            "tanh_slope = lambda t: 1 - t": "At x = 0.5",
        },
    ),
    Exercise(
        "2.4",
        "One step",
        1,
        check_one_step,
        {
            "one_step = lambda n, g, r: [a + r * b for a, b in zip(n, g)]": "uphill",
            "one_step = lambda n, g, r: [a - b for a, b in zip(n, g)]": "the rate 0.1 came",
            "one_step = lambda n, g, r: [n.__setitem__(0, 0.95), n][1]": "have been changed",
        },
    ),
    Exercise(
        "2.5",
        "A gate of your own",
        2,
        check_relu,
        {
            "relu = lambda v: max(0.0, v.data)": "which remembers inputs",
            "relu = lambda v: Value(max(0.0, v.data), (v,), (1.0,))": "how fast",
            "relu = lambda v: Value(max(0.0, v.data))": "tuple of one",
            "relu = lambda v: Value(v.data, (v,), (1.0,))": "relu of -1.5",
        },
    ),
    Exercise(
        "2.6",
        "In stages",
        2,
        check_staged,
        {
            "staged = lambda x, y: x": "three numbers",
            "staged = lambda x, y: (x, y, x)": "forward pass",
            "staged = lambda x, y: ((x + sigma(y)) / (x * x + 1), 0.0, 0.0)": "for y is off",
            "staged = lambda x, y: ((x + sigma(y)) / (x * x + 1), 1 / (x * x + 1), "
            "sigma(y) * (1 - sigma(y)) / (x * x + 1))": "above and below",
            "staged = lambda x, y: ((x + sigma(y)) / (x * x + 1), 0.0, "
            "sigma(y) * (1 - sigma(y)) / (x * x + 1))": "two wires that leave x",
        },
    ),
    Exercise(
        "2.7",
        "Diamonds with three arms",
        2,
        check_visits,
        {
            "visits_of_three = lambda n: 5 * n + 1": "With n = 1",
            "visits_of_three = lambda n: 3**n": "With n = 1",
        },
    ),
    Exercise(
        "2.8",
        "The longest step that is safe",
        3,
        check_longest_rate,
        {
            "longest_rate = lambda c: 1 / c": "larger one is, too",
            "longest_rate = lambda c: 2.5 / c": "L grows",
        },
    ),
    Exercise(
        "2.9",
        "Nudges that travel forward",
        3,
        check_forward,
        {
            "slope_forward = lambda f, x: x": "x · x · x",
            "slope_forward = lambda f, x: f((x, 1.0), lambda a, b: (a[0] + b[0], a[1] + b[1]), "
            "lambda a, b: (a[0] * b[0], a[1] * b[1]))[1]": "x · x · x",
            "slope_forward = lambda f, x: f((x, 1.0), lambda a, b: (a[0] + b[0], a[1]), "
            "lambda a, b: (a[0] * b[0], a[1] * b[0] + a[0] * b[1]))[1]": "x + x",
        },
    ),
)
