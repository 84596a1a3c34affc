"""Fresh inputs for unbroadcast."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.shapes import case


def unbroadcast(rng: Rng) -> list[Case]:
    """Every way in which an axis can have been repeated, up to four axes."""
    n, m, k = sizes(rng, 3)
    g = signed(rng, n, m, k)
    shapes = [
        (n, m, k),
        (m, k),
        (k,),
        (),
        (1, m, k),
        (n, 1, k),
        (n, m, 1),
        (1, k),
        (m, 1),
        (1,),
        (1, 1, 1),
        (n, 1, 1),
    ]
    return [
        *(case(g, shape) for shape in shapes),
        case(signed(rng, n, 1, k), (n, 1, k)),
        case(signed(rng, n, 1, k), (1, k)),
        case(signed(rng, 2, n, m, k), (m, 1)),
        case(signed(rng), ()),
        case(every_other(rng, n, m), (m,)),
        case(signed(rng, n, m).astype(np.float32), (1, m), np.float32),
    ]
