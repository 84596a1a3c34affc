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
    """The example; large steps, which show the formula; whole numbers; a number; nothing."""
    return [
        case(square_and_line, np.array([2.0, 5.0])),
        case(cubes, np.array([1.0, -2.0, 0.5]), 0.1),
        case(product_of_squares, np.array([[1.0, -2.0, 0.5], [0.2, 1.5, -0.7]]), 0.1),
        case(square_and_line, np.array([2, 5])),
        case(cubes, np.array(2.0), 0.01),
        case(cubes, np.zeros(0)),
    ]


def other_places(made_of: Any, rng: np.random.Generator) -> Any:
    """The same function elsewhere, whole numbers where there were such, with another step."""
    f, x, *h = made_of
    whole = x.dtype.kind == "i"
    new = rng.integers(-4, 5, x.shape) if whole else rng.uniform(-2.0, 2.0, x.shape)
    return f, np.asarray(new, x.dtype), *(float(step * rng.uniform(0.5, 2.0)) for step in h)


def step_kept(f: Function, x: Array, h: float = 1e-5) -> Array:
    """The step of an element that was looked at before is still there."""
    step, slopes = np.zeros(x.shape), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step[i] = h
        slopes[i] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


def along_the_first_axis(f: Function, x: Array, h: float = 1e-5) -> Array:
    """What lies along the first axis is moved as a whole."""
    slopes = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        slopes[i] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


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


def step_in_whole_numbers(f: Function, x: Array, h: float = 1e-5) -> Array:
    """A step made like an integer array is 0."""
    return by_element(lambda x, s: f(x + s.astype(x.dtype)) - f(x - s.astype(x.dtype)), x, h) / (
        2 * h
    )


def alone(f: Function, x: Array, h: float = 1e-5) -> Array:
    """The element is moved, and all others are 0."""
    return by_element(lambda x, s: (f(x * (s != 0) + s) - f(x * (s != 0) - s)) / (2 * h), x, h)


def relative(f: Function, x: Array, h: float = 1e-5) -> Array:
    """The step is h times the element."""
    return by_element(lambda x, s: (f(x + s * x) - f(x - s * x)) / np.sum(2 * s * x), x, h)


def up_and_down(f: Any, x: Any, h: Any = 1e-5) -> Any:
    """One element at a time, up and down."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def in_a_copy(f: Any, x: Any, h: Any = 1e-5) -> Any:
    """The same in a copy, whose element is put back."""
    moved, gradient = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved[i] = x[i] + h
        above = f(moved)
        moved[i] = x[i] - h
        below = f(moved)
        gradient[i] = (above - below) / (2 * h)
        moved[i] = x[i]
    return gradient


NUDGE_LOST = (
    "x holds whole numbers here, and an array made like it can hold whole numbers only: the nudge "
    "was cut off. Make an array of floats."
)
NOT_BACK = "An element that was nudged is not put back before the next one is nudged."

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
            "first axis only",
            along_the_first_axis,
            "`range(len(x))` goes along the first axis only: in a matrix whole rows are moved at "
            "once, and an x of shape () has no length.",
        ),
        Mistake("not put back", not_put_back, NOT_BACK),
        Mistake("not put back", step_kept, NOT_BACK),
        Mistake(
            "default step",
            lambda f, x, h=1e-5: central(f, x),
            "The step is always the same. `h` is an argument: use it.",
        ),
        Mistake(
            "relative step",
            relative,
            "The step is h times the element. It must be h itself, the same for all; and an "
            "element that is 0 would not move at all.",
        ),
        Mistake(
            "others are 0",
            alone,
            "While one element is moved, f gets 0 in place of all others. They stay where x has "
            "them.",
        ),
        Mistake("nudge lost in whole numbers", in_whole_numbers, NUDGE_LOST),
        Mistake("nudge lost in whole numbers", step_in_whole_numbers, NUDGE_LOST),
        Mistake(
            "result in whole numbers",
            lambda f, x, h=1e-5: central(f, x, h).astype(x.dtype),
            "x holds whole numbers here, and the array for the result, made like x, can hold "
            "whole numbers only. A gradient needs floats.",
        ),
        Mistake(
            "difference not divided",
            lambda f, x, h=1e-5: central(f, x, h) * 2 * h,
            "This is the difference of two values of f, not yet divided by the distance.",
        ),
    ),
    words={
        "np.ndindex(x.shape)": "the elements",
        "step": "the step",
        "f(x + step)": "`f(x + step)`",
        "f(x - step)": "`f(x − step)`",
        "f(x + step) - f(x - step)": "the difference",
        "2 * h": "`2 * h`",
        "above": "the value above",
        "below": "the value below",
        "above - below": "the difference",
        "moved": "the copy",
        "x[i]": "the element",
    },
    models=(up_and_down, in_a_copy),
    vary=other_places,
    override=differences(),
    number=13,
    why=(
        "The central difference has an error of the order h², the one-sided one of the order "
        "h. One entry is moved at a time, on a copy."
    ),
)
