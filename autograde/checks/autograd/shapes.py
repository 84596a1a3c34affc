"""Fresh inputs for unbroadcast and for the numerical gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.checks.arrays import every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd import definition
from chainrule.exercises.parts.autograd.shapes import case

Array = np.ndarray[Any, Any]


def repetitions(rng: np.random.Generator) -> list[Case]:
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
        case(rng.integers(-9, 9, (n, m)), (n, 1)),
        case(signed(rng, n, m).astype(np.float32), (1, m), np.float32),
        case(np.ones((0, m)), (m,)),
        case(np.ones((n, 0)), (n, 1)),
    ]


def functions(rng: np.random.Generator) -> list[Case]:
    """Curved functions of any shape, large steps that show the formula, whole numbers, views."""
    n, m = sizes(rng, 2)
    weights = rng.uniform(0.5, 2.0, 60)

    def waves(x: Array) -> float:
        """a weighted sum of sin(x) and x³"""  # noqa: D400, D403
        w = weights[: np.size(x)]
        return float(np.sum(w * np.sin(np.ravel(x)) + w[::-1] * np.ravel(x) ** 3))

    def product(x: Array) -> float:
        """the product of all elements"""  # noqa: D400, D403
        return float(np.prod(x))

    return [
        definition.case(waves, signed(rng, n)),
        definition.case(waves, signed(rng, n, m), 0.1),
        definition.case(product, signed(rng, 2, 3)),
        definition.case(waves, signed(rng), 0.05),
        definition.case(waves, rng.integers(1, 6, n)),
        definition.case(product, rng.integers(1, 6, n), 0.25),
        definition.case(waves, every_other(rng, n, m)),
        definition.case(waves, signed(rng, 1, 1), 1e-4),
        definition.case(waves, np.ones((0,))),
        definition.case(waves, np.ones((n, 0))),
    ]
