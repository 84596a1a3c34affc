"""Units with numbers that were set by hand: judged by what they do, and told what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np

from chainrule.exercises.judges import is_numeric, kind, returned_none
from chainrule.exercises.part import Failure
from chainrule.exercises.parts.xor.expected import table

Array = np.ndarray[Any, Any]
Outputs = tuple[int, ...]
Rules = Mapping[str, Callable[..., Any]]
NEAR = 0.1  # how far off its corner each input may be without a change of the answer
TOO_CLOSE = (
    "It is right at the corners, but not when the inputs are off by a tenth: the border runs too "
    "close to a corner."
)


def as_given(x: Array) -> Array:
    """The inputs as the only features."""
    return x


@dataclass(frozen=True, eq=False)
class Unit:
    """A threshold unit that was asked for.

    Parameters
    ----------
    corners : array
        What it is tried on, a row each.
    wanted : tuple of int
        Its answers there.
    weights : tuple of str
        What its weights are called.
    rules : mapping
        The gates that have a name.
    features : callable
        Makes the features that are weighted of the inputs.
    """

    corners: Array
    wanted: Outputs
    weights: tuple[str, ...]
    rules: Rules
    features: Callable[[Array], Array] = as_given

    def answers(self, numbers: Sequence[float], off: float | Array = 0.0) -> Outputs:
        """The answers of a unit with these numbers."""
        *w, b = numbers
        return tuple((self.features(self.corners + off) @ w + b > 0).astype(int).tolist())

    def works(self, numbers: Sequence[float]) -> bool:
        """Whether it is right at the corners, and with inputs that are a little off."""
        return self.answers(numbers) == self.wanted and all(
            self.answers(numbers, step) == self.wanted for step in steps(self.corners.shape[1])
        )


def steps(inputs: int) -> Array:
    """Almost a tenth up and down, in every combination."""
    return np.array([*product((-NEAR, NEAR), repeat=inputs)]) * (1 - 1e-9)


def failure_in_numbers(answer: Any, names: Sequence[str]) -> Failure | None:
    """The failure of what is not so many finite numbers."""
    if answer is None:
        return returned_none()
    row = answer.tolist() if isinstance(answer, np.ndarray) and answer.ndim else answer
    asked = f"the numbers {', '.join(names)} were asked for"
    if not isinstance(row, tuple | list):
        return Failure(f"It returned {kind(answer)}; {asked}.", "not the numbers")
    if len(row) != len(names):
        return Failure(f"It returned {len(row)} things; {asked}.", "not the numbers")
    if not all(is_numeric(v) and np.ndim(v) == 0 for v in row):
        return Failure(f"What it returned are not all numbers; {asked}.", "not the numbers")
    if not np.isfinite(np.array(row, float)).all():
        return Failure("There is a number that is not finite.", "not finite")
    return None


def judge_unit(answer: Any, unit: Unit) -> Failure | None:
    """The failure of the numbers of a unit."""
    wrong = failure_in_numbers(answer, (*unit.weights, "b"))
    if wrong:
        return wrong
    numbers = [float(v) for v in answer]
    if unit.works(numbers):
        return None
    failure = failure_in_outputs(unit.answers(numbers), unit.wanted, unit.corners, unit.rules)
    failure = failure or Failure(TOO_CLOSE, "too close")
    mended = next((said for said, new in repairs(numbers, unit) if unit.works(new)), "")
    deaf = [name for name, v in zip(unit.weights, numbers, strict=False) if not v]
    if deaf and not mended:
        mended = f"With {' and '.join(deaf)} at 0, not all inputs have a say."
    return Failure(f"{failure.sentence} {mended}".strip(), failure.mistake)


def failure_in_outputs(
    found: Outputs, wanted: Outputs, corners: Array, rules: Rules
) -> Failure | None:
    """Another gate, told by its name."""
    if found == wanted:
        return None
    off = [
        f"({', '.join(str(int(v)) for v in corner)})"
        for corner, f, w in zip(corners, found, wanted, strict=True)
        if f != w
    ]
    where = ", ".join(off) if len(off) < 5 else f"{len(off)} of the {len(corners)} corners"
    said = name_of(found, corners, rules)
    if said == "another gate":
        return Failure(f"It is wrong at {where}.", "is another gate")
    return Failure(f"This is {said}: it is wrong at {where}.", f"is {said}")


def name_of(outputs: Outputs, corners: Array, rules: Rules) -> str:
    """What a gate is called."""
    named = (name for name, rule in rules.items() if table(corners, rule) == outputs)
    return next(named, "another gate")


Repairs = Iterator[tuple[str, list[float]]]


def repairs(numbers: list[float], unit: Unit) -> Repairs:
    """Changes of the numbers, the plainest first, each with what it says of them."""
    *w, b = numbers
    yield "The sign of b is the opposite one.", [*w, -b]
    yield "All signs are the opposite ones.", [-v for v in numbers]
    yield "The signs of the weights are the opposite ones.", [*(-v for v in w), b]
    for k, name in enumerate(unit.weights):
        yield f"The sign of {name} is the opposite one.", [*w[:k], -w[k], *w[k + 1 :], b]
    yield "b stands first; it belongs last.", [*w[1:], b, w[0]]
    for k, name in enumerate(unit.weights):
        exchanged = [*w[:k], b, *w[k + 1 :], w[k]]
        yield f"{name} and b have changed places.", exchanged
    yield from other_bias(w, b, unit)
    for k, name in enumerate(unit.weights):
        yield from other_weight(numbers, k, name)


def other_bias(w: list[float], b: float, unit: Unit) -> Repairs:
    """The bias elsewhere, between the sums at two corners or beyond all."""
    sums = sorted({*(unit.features(unit.corners) @ w).tolist()})
    gap = max(sums[-1] - sums[0], 1.0)
    for low, high in pairwise([sums[0] - gap, *sums, sums[-1] + gap]):
        new = -(low + high) / 2
        yield f"With these weights, b must be {'larger' if new > b else 'smaller'}.", [*w, new]


def other_weight(numbers: list[float], k: int, name: str) -> Repairs:
    """One weight at another place of a scale that is as long as the others are large."""
    size = max(abs(v) for i, v in enumerate(numbers) if i != k)
    places = size * np.arange(-4, 4.1, 0.25)
    for new in sorted(places, key=lambda v: abs(v - numbers[k])):
        word = "larger" if new > numbers[k] else "smaller"
        said = f"With the other numbers as they are, {name} must be {word}."
        yield said, [*numbers[:k], float(new), *numbers[k + 1 :]]
