"""Fresh tapes for the three engines."""

from __future__ import annotations

from autograde.checks.arrays import Rng, signed
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.broken_engines import Inputs
from chainrule.exercises.parts.autograd.bug_hunts import (
    case,
    late_sum,
    line,
    random_tape,
    sum_between,
)


def drawn(rng: Rng, names: list[str]) -> Inputs:
    """A vector for each input; all of one length."""
    n = int(rng.integers(2, 5))
    return {name: signed(rng, n) / 1.5 for name in names}


def tapes(rng: Rng) -> list[Case]:
    """Tapes that each of the three mistakes gets wrong, random ones, and one with matrices."""
    again = [line("q", "add", "x", "y"), line("f", "add", "q", "x")]
    products = [line("p", "mul", "x", "y"), line("f", "mul", "p", "z")]
    twice = [line("q", "mul", "x", "y"), line("r", "add", "q", "q"), line("f", "mul", "r", "y")]
    late = [line("p", "mul", "x", "y"), line("q", "mul", "y", "z"), line("f", "add", "p", "q")]
    names = list("xyz")
    matrix = {name: signed(rng, 2, 3) for name in "xy"}
    return [
        case(again, drawn(rng, names[:2])),
        case(products, drawn(rng, names)),
        case(twice, drawn(rng, names[:2])),
        case(late, drawn(rng, names)),
        case(late_sum(), drawn(rng, names)),
        case(sum_between(), drawn(rng, names)),
        *(case(random_tape(rng, names, lines), drawn(rng, names)) for lines in (4, 5, 6, 7)),
        case(again, matrix),
        case([line("f", "mul", "x", "x")], drawn(rng, names[:1])),
    ]


bug_hunt_1 = bug_hunt_2 = bug_hunt_3 = tapes
