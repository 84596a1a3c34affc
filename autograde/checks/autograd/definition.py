"""Fresh functions for the numerical gradient.

Small steps ask for the derivative, large ones for the formula: with a step of 0.1 a forward
difference is far from a central one.
"""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Array, Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd import definition


def numerical_gradient(rng: Rng) -> list[Case]:
    """Curved functions of any shape, large steps that show the formula, whole numbers, views."""
    [n] = sizes(rng, 1)
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
        definition.case(waves, signed(rng, 3, 2), 0.1),
        definition.case(product, signed(rng, 2, 3)),
        definition.case(waves, signed(rng), 0.05),
        definition.case(waves, rng.integers(1, 6, n)),
        definition.case(product, rng.integers(1, 6, n), 0.25),
        definition.case(waves, every_other(rng, 2, 3)),
        definition.case(waves, signed(rng, 1, 1), 1e-4),
        definition.case(waves, np.ones((0,))),
        definition.case(waves, np.ones((n, 0))),
    ]
