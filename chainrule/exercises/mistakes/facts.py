"""What can be said of an answer that no single mistake gives: on what it depends, and where.

Each fact is seen by calling the function again, on inputs that differ in one thing only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from chainrule.exercises.attempt import Attempt
from chainrule.exercises.judges import is_numeric, same
from chainrule.exercises.mistakes.inputs import PLACES, aligned, arrays_in
from chainrule.exercises.mistakes.neighbours import mapped, wild
from chainrule.exercises.part import Case, Part

Answers = Callable[[Case], Any]  # the answer of the function, on a case; an exception if none
Pick = Callable[[Any], Any]  # one output of an answer
TRIES = 5
MOST = 4  # cases that are tried in this way
MULTIPLES = {0: "stays the same", 1: "doubles", 2: "becomes 4 times as large",
             3: "becomes 8 times as large", -1: "is halved", -2: "becomes a quarter"}  # fmt: skip


def facts(part: Part, answers: Answers, tried: Sequence[Attempt], pick: Pick) -> Iterator[str]:
    """Sentences that are true of one output of the function, the most telling first."""
    remade = [one.case for one in tried if one.case.again is not None][:MOST]
    for name in part.arguments:
        places = [(case, i) for case in remade for i in of_name(part, case, name)]
        yield from on_dependence(answers, places, f"`{name}`", pick)
    yield from on_places(part, tried, pick)


def of_name(part: Part, case: Case, name: str) -> list[int]:
    """Where in what a case was made of this argument is, if it is handed on as it is."""
    given = dict(zip(part.arguments, case.inputs, strict=False)).get(name)
    return [i for i, value in enumerate(case.made_of) if value is given]


def on_dependence(
    answers: Answers, places: list[tuple[Case, int]], name: str, pick: Pick
) -> Iterator[str]:
    """Whether the output changes with this input, and how much when it is doubled."""
    rng = np.random.default_rng(0)
    pairs = [
        other(case, i, partial(wild, rng=rng), answers, pick)
        for case, i in places
        for _ in range(TRIES)
    ]
    changes = [tuple(not same(a, b, 1e-9) for a, b in pair) for pair in pairs if pair]
    mine, right = (sum(one[k] for one in changes) for k in (0, 1))
    if right > 1 and not mine:
        yield f"It does not depend on {name}, and should."
    elif mine > 1 and not right and len(changes) >= TRIES:
        yield f"It depends on {name}, and should not."
    else:
        yield from on_doubling(answers, places, name, pick)


def on_doubling(
    answers: Answers, places: list[tuple[Case, int]], name: str, pick: Pick
) -> Iterator[str]:
    """What becomes of the output when this input is doubled, if that is plain."""
    pairs = [other(case, i, doubled, answers, pick) for case, i in places]
    degrees = {tuple(degree(*two) for two in pair) for pair in pairs if pair}
    if len(degrees) == 1:
        mine, right = degrees.pop()
        if mine != right and mine in MULTIPLES and right in MULTIPLES:
            yield (
                f"When {name} is doubled, it {MULTIPLES[mine]}; what is right {MULTIPLES[right]}."
            )


def other(case: Case, i: int, change: Callable[[Any], Any], answers: Answers, pick: Pick) -> Any:
    """For the answer and what is right: before and after a change of one thing."""
    assert case.again is not None
    made_of = list(case.made_of)
    made_of[i] = change(made_of[i])
    if made_of[i] is case.made_of[i] or same(in_order(made_of[i]), in_order(case.made_of[i]), 1e-9):
        return None
    try:
        with np.errstate(all="ignore"):
            new = case.again(*made_of)
            return (
                (pick(answers(case)), pick(answers(new))),
                (pick(case.expected), pick(new.expected)),
            )
    except Exception:
        return None


def in_order(value: Any) -> Any:
    """Whole numbers sorted: to put them in another order is not enough of a change."""
    is_whole = getattr(value, "dtype", np.dtype(float)).kind in "iu"
    return np.sort(value, axis=None) if is_whole else value


def doubled(made_of: Any) -> Any:
    """All floats twice as large."""

    def change(value: Any) -> Any:
        is_float = isinstance(value, float) or getattr(value, "dtype", np.dtype(int)).kind == "f"
        return 2 * value if is_float else value

    return mapped(made_of, change)


def degree(before: Any, after: Any) -> int | None:
    """The power of 2 by which an output grew, if it is the same everywhere."""
    if not (is_numeric(before) and is_numeric(after)) or np.shape(before) != np.shape(after):
        return None
    old, new = np.asarray(before, float), np.asarray(after, float)
    if not np.any(old):
        return None
    for power in MULTIPLES:
        if np.allclose(new, old * 2.0**power, rtol=1e-6, atol=1e-12):
            return power
    return None


def on_places(part: Part, tried: Sequence[Attempt], pick: Pick) -> Iterator[str]:
    """Where the output is wrong, if that is wherever some input has some sign and nowhere else."""
    found = []
    for one in tried:
        try:
            mine, right = np.asarray(pick(one.copy)), np.asarray(pick(one.case.expected))
            if mine.shape == right.shape and right.ndim:
                found.append((one.case, ~np.isclose(mine, right, rtol=1e-4, atol=1e-7)))
        except Exception:
            continue
    if not found:
        return
    for i, name in arrays_in(found[0][0], part.arguments):
        for place, where in PLACES:
            if explains(found, i, where):
                yield f"It is right except where {name} {place}."
    edges: tuple[tuple[str, Any], ...] = (
        ("in the first row", np.s_[0]), ("in the last row", np.s_[-1]),
        ("in the first column", np.s_[..., 0]), ("in the last column", np.s_[..., -1]),
    )  # fmt: skip
    for words, index in edges:
        if all(
            wrong.size > 1 and wrong.any() and not without(wrong, index).any() for _, wrong in found
        ):
            yield f"It is wrong only {words}."


def explains(found: Any, i: int, where: Callable[[Any], Any]) -> bool:
    """Whether outputs are wrong where an input fulfils a condition, and right elsewhere."""
    seen = right_ones = there = 0
    for case, wrong in found:
        try:
            here = where(aligned(case.inputs[i], wrong))
        except (ValueError, TypeError):
            return False
        if np.any(wrong & ~here):
            return False
        there += int(np.sum(here))
        seen += int(np.sum(wrong))
        right_ones += int(np.sum(~here & ~wrong))
    return seen > 2 and right_ones > 2 and seen > 0.7 * there


def without(wrong: Any, index: Any) -> Any:
    """The entries outside of an edge."""
    rest = wrong.copy()
    rest[index] = False
    return rest
