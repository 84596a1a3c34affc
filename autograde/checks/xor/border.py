"""Fresh lines and places for their border."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, signed
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import boundary_case


def boundary(rng: Rng) -> list[Case]:
    """Lines that rise and fall, with w₂ of either sign; one point, many."""
    return [
        boundary_case(np.abs(signed(rng, 2)) * s, float(rng.uniform(0.3, 2)), signed(rng, n))
        for n, s in ((1, (1, -1)), (3, (-1, 1)), (6, (-1, -1)), (4, (1, 1)))
    ]
