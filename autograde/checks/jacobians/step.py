"""Fresh layers and classes for one step."""

from __future__ import annotations

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.step import step_case


def step_by_hand(rng: Rng) -> list[Case]:
    """Different lengths, a square, a view, the first class and the last."""
    k, m = sizes(rng, 2)
    cases = []
    for inputs, classes, t in ((k, m, int(rng.integers(m))), (3, 3, 0), (m, k, k - 1)):
        w = every_other(rng, classes, inputs) if classes == k else signed(rng, classes, inputs)
        x, b, lr = signed(rng, inputs), signed(rng, classes), float(rng.uniform(0.1, 2))
        cases.append(step_case(x, t, w, b, lr))
    return cases
