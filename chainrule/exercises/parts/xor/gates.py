"""Gates of three inputs: made by hand, and those that a plane can cut off."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations_with_replacement, product
from typing import Any

import numpy as np

from chainrule.exercises.judges import kind, returned_none
from chainrule.exercises.part import Case, Failure, Mistake, Part
from chainrule.exercises.parts.xor.expected import (
    CORNERS_3,
    RULES_3,
    separable_case,
    table,
)
from chainrule.exercises.parts.xor.threshold import Unit, judge_unit

GATES = {name.lower(): table(CORNERS_3, RULES_3[name]) for name in
         ("AND", "OR", "NAND", "NOR", "MOST")}  # fmt: skip


def judge_gate(answer: Any, case: Case) -> Failure | None:
    """Four numbers that make the gate, also a little off the corners."""
    unit = Unit(CORNERS_3, GATES[case.inputs[0]], ("w₁", "w₂", "w₃"), RULES_3)
    return judge_unit(answer, unit)


def by_counting(name: str) -> Any:
    """Equal weights count what is on."""
    border = {"and": 2.5, "nand": 2.5, "most": 1.5}.get(name, 0.5)
    sign = -1 if name in ("nand", "nor") else 1
    return sign, sign, sign, -sign * border


gate = Part(
    "gate",
    ("name",),
    judge_gate,
    lambda: [Case((name,)) for name in GATES],
    solution=by_counting,
    number=6,
    why=(
        "AND, OR and MOST ask whether at least 3, 1 or 2 inputs are on, so that equal weights "
        "count them and the bias lies half way between two counts. NAND and NOR are the same "
        "planes with the signs turned."
    ),
)


def judge_separable(answer: Any, case: Case) -> Failure | None:
    """True or False."""
    if answer is None:
        return returned_none()
    if not isinstance(answer, bool | np.bool_ | int | np.integer) or answer not in (0, 1):
        return Failure(f"It returned {kind(answer)} instead of True or False.", "not a truth")
    if bool(answer) == case.expected:
        return None
    said = "a plane" if case.expected else "no plane"
    name = "a plane overlooked" if case.expected else "a plane invented"
    return Failure(f"For these outputs there is {said}.", name)


SMALL, HALVES = range(-2, 3), np.arange(-5.5, 6)


def by_middles(outputs: Any) -> bool:
    """No two ones have the middle that two zeros have."""
    ones = [corner for corner, out in zip(CORNERS_3, outputs, strict=True) if out]
    zeros = [corner for corner, out in zip(CORNERS_3, outputs, strict=True) if not out]
    of_ones = {tuple(a + b) for a, b in combinations_with_replacement(ones, 2)}
    of_zeros = {tuple(a + b) for a, b in combinations_with_replacement(zeros, 2)}
    return not of_ones & of_zeros


def planes(weights: Any, biases: Any) -> Callable[[Any], bool]:
    """Whether one of these planes makes a gate, looked up."""
    tries = np.array([*product(weights, weights, weights, biases)])
    made = {*map(tuple, (tries[:, :3] @ CORNERS_3.T + tries[:, 3:] > 0).astype(int))}
    return lambda outputs: tuple(map(int, outputs)) in made


def vary(made_of: Any, rng: np.random.Generator) -> Any:
    """Another gate: any, or one that a plane makes."""
    if rng.random() < 0.4:
        return (tuple(map(int, rng.integers(0, 2, 8))),)
    scores = CORNERS_3 @ rng.integers(-2, 3, 3) + rng.integers(-3, 4) + 0.5
    return (tuple(map(int, scores > 0)),)


def only(*gates: Any) -> Callable[[Any], bool]:
    """True but for these gates."""
    return lambda outputs: tuple(outputs) not in gates


PARITY = table(CORNERS_3, RULES_3["PARITY"])
OPPOSITE = tuple(1 - out for out in PARITY)
separable = Part(
    "separable",
    ("outputs",),
    judge_separable,
    lambda: [separable_case(outputs) for outputs in (
        GATES["and"], (0, 0, 0, 0, 0, 1, 1, 1), (0, 0, 1, 1, 1, 1, 0, 0), PARITY, GATES["nor"],
        (0, 1, 1, 0, 0, 0, 0, 0), (0, 0, 0, 1, 0, 1, 1, 0), OPPOSITE, (0,) * 8, (1,) * 8)],
    (
        Mistake("always", lambda outputs: True, "It says True for all; most gates are not."),
        Mistake("never", lambda outputs: False, "It says False for all; 104 gates are separable."),
        Mistake("parity only", only(PARITY, OPPOSITE),
                "Parity and its opposite are not the only ones: one face of the cube that is XOR "
                "is enough."),
        Mistake("one of two", only(PARITY), "Parity is not the only one."),
        Mistake("constants forgotten",
                lambda outputs: by_middles(outputs) and 0 < sum(outputs) < 8,
                "Gates that are always 0 or always 1 are separable: put the plane beside all corners."),  # noqa: E501
        Mistake("positive weights only", planes(range(3), HALVES),
                "Only planes with positive weights were tried."),
        Mistake("weights of 1 only", planes(range(-1, 2), HALVES),
                "Weights of −1, 0 and 1 are not enough: some gates need one twice as large."),
        Mistake("no bias", planes(SMALL, [0]), "Only planes through (0, 0, 0) were tried."),
        Mistake("first plane only", planes([-2], [-5.5]),
                "Only the first plane was tried: is `return False` inside of the loop?"),
        Mistake("by the number of ones", lambda outputs: sum(outputs) != 4,
                "The number of ones does not decide: it matters where they lie."),
    ),
    models=(by_middles,),
    vary=vary,
    number=7,
    why=(
        "If two ones and two zeros have the same middle, the plane would have to have that "
        "point on both sides. With three inputs the converse holds as well, which one finds "
        "by trying all 256."
    ),
)  # fmt: skip
