"""The derivative by its definition: check and known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.graph import differences
from chainrule.exercises.part import Case, Mistake, Part, remade

Array = np.ndarray[Any, Any]
Function = Callable[[Array], float]


def square_and_line(x: Array) -> float:
    """x[0]² + 3 x[1]"""  # noqa: D400 - it is shown as the function's name
    return float(x[0] ** 2 + 3 * x[1])


def cubes(x: Array) -> float:
    """the sum of x³"""  # noqa: D400, D403
    return float(np.sum(x**3))


def product_of_squares(x: Array) -> float:
    """the product of all x² + 1"""  # noqa: D400, D403
    return float(np.prod(x**2 + 1))


def central(f: Function, x: Array, h: float = 1e-5) -> Array:
    """Central differences, element by element."""
    return by_element(lambda x, step: (f(x + step) - f(x - step)) / (2 * h), x, h)


def by_element(slope: Callable[[Array, Array], float], x: Array, h: float) -> Array:
    """An array of `slope(x, step)`, where each step moves one element by `h`."""
    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        slopes[i] = slope(x, step)
    return slopes


@remade
def case(f: Function, x: Array, *h: float) -> Case:
    """A case; without `h` the function's own default is used."""
    return Case((f, x, *h), central(f, x, *h), np.float64)


def functions() -> list[Case]:
    """The example; a large step, which shows the formula; a matrix; whole numbers; one number."""
    return [
        case(square_and_line, np.array([2.0, 5.0])),
        case(cubes, np.array([1.0, -2.0, 0.5]), 0.1),
        case(product_of_squares, np.array([[1.0, -2.0, 0.5], [0.2, 1.5, -0.7]]), 0.1),
        case(square_and_line, np.array([2, 5])),
        case(cubes, np.array(2.0), 0.01),
    ]


def not_put_back(f: Function, x: Array, h: float = 1e-5) -> Array:
    """Each element stays where the last nudge left it."""
    z, slopes = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        z[i] += h
        above = f(z)
        z[i] -= 2 * h
        slopes[i] = (above - f(z)) / (2 * h)
    return slopes


def in_whole_numbers(f: Function, x: Array, h: float = 1e-5) -> Array:
    """The nudged copy of an integer array forgets the nudge."""

    def moved(i: tuple[int, ...], step: float) -> Array:
        z = x.copy()
        z[i] = x[i] + step
        return z

    slopes = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        slopes[i] = (f(moved(i, h)) - f(moved(i, -h))) / (2 * h)
    return slopes


def up_and_down(f: Any, x: Any, h: Any = 1e-5) -> Any:
    """One element at a time, up and down."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


numerical_gradient = Part(
    "numerical_gradient",
    ("f", "x", "h"),
    judge_arrays("the result"),
    functions,
    (
        Mistake(
            "forward difference",
            lambda f, x, h=1e-5: by_element(lambda x, s: (f(x + s) - f(x)) / h, x, h),
            "Only the step upwards is taken, f(x + h) against f(x). The error is then of the "
            "order of h; look to both sides.",
        ),
        Mistake(
            "backward difference",
            lambda f, x, h=1e-5: by_element(lambda x, s: (f(x) - f(x - s)) / h, x, h),
            "Only the step downwards is taken, f(x) against f(x - h). The error is then of the "
            "order of h; look to both sides.",
        ),
        Mistake(
            "divided by h",
            lambda f, x, h=1e-5: 2 * central(f, x, h),
            "The difference is divided by h. How far apart are the two places at which f is "
            "evaluated?",
        ),
        Mistake(
            "half of the forward difference",
            lambda f, x, h=1e-5: by_element(lambda x, s: (f(x + s) - f(x)) / (2 * h), x, h),
            "The step goes from x to x + h, and the difference is divided by 2h. If an array is "
            "nudged in place, is it nudged down far enough the second time?",
        ),
        Mistake(
            "times h",
            lambda f, x, h=1e-5: central(f, x, h) * h * h,
            "`/ 2 * h` divides by 2 and then multiplies by h. Brackets are missing.",
        ),
        Mistake(
            "all elements at once",
            lambda f, x, h=1e-5: np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)),
            "All elements are nudged together, so that every place gets the sum of all slopes. "
            "Move one at a time.",
        ),
        Mistake(
            "not put back",
            not_put_back,
            "An element that was nudged is not put back before the next one is nudged.",
        ),
        Mistake(
            "default step",
            lambda f, x, h=1e-5: central(f, x),
            "The step is always the same. `h` is an argument: use it.",
        ),
        Mistake(
            "nudge lost in whole numbers",
            in_whole_numbers,
            "x holds whole numbers here, and a copy of it can hold whole numbers only: the nudge "
            "was cut off. Make the copy an array of floats.",
        ),
        Mistake(
            "result in whole numbers",
            lambda f, x, h=1e-5: central(f, x, h).astype(x.dtype),
            "x holds whole numbers here, and the array for the result, made like x, can hold "
            "whole numbers only. A gradient needs floats.",
        ),
        Mistake(
            "opposite sign",
            lambda f, x, h=1e-5: -central(f, x, h),
            "The sign is the opposite one: which of the two values of f is taken from which?",
        ),
        Mistake(
            "difference not divided",
            lambda f, x, h=1e-5: central(f, x, h) * 2 * h,
            "This is the difference of two values of f, not yet divided by the distance.",
        ),
    ),
    words={
        "step": "the step",
        "f(x + step)": "`f(x + step)`",
        "f(x - step)": "`f(x − step)`",
        "2 * h": "`2 * h`",
    },
    models=(up_and_down,),
    override=differences(),
    number=13,
)
