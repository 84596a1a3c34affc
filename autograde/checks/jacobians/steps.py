"""Fresh parameters and gradients for steps downhill."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.expected import (
    clip_case,
    cosine_case,
    momentum_case,
    sgd_case,
)


def sgd_step(rng: Rng) -> list[Case]:
    """One array and several, of different shapes."""
    n, k = sizes(rng, 2)
    cases = []
    for shapes in ([(n, k), (k,), (), (2, 2, 2)], [(k,), (n, k)], [(n,)]):
        parameters, gradients = ([signed(rng, *s) for s in shapes] for _ in range(2))
        cases.append(sgd_case(parameters, gradients, float(rng.uniform(0.05, 0.8))))
    return cases


def momentum_step(rng: Rng) -> list[Case]:
    """Vectors and matrices."""
    n, k = sizes(rng, 2)
    cases = []
    for shape in ((n,), (n, k), (1,)):
        w, g, v = (signed(rng, *shape) for _ in range(3))
        lr, mu = (float(x) for x in rng.uniform(0.1, 0.9, 2))
        cases.append(momentum_case(w, g, v, lr, mu))
    return cases


def schedule(rng: Rng) -> list[Case]:
    """The beginning, the end, places between; one step in all."""
    n, lr = int(rng.integers(20, 90)), float(rng.uniform(0.1, 2))
    cases = [cosine_case(s, n, lr) for s in (0, n, n // 3, int(rng.integers(1, n)))]
    return [*cases, cosine_case(0, 1, lr)]


def clip_by_norm(rng: Rng) -> list[Case]:
    """Too long, short enough, one array, several, zeros alone."""
    g = [signed(rng, 3, 2), signed(rng, 4), signed(rng)]
    size = float(np.sqrt(sum(np.sum(v * v) for v in g)))
    return [
        *(clip_case(g, size * factor) for factor in (0.3, 0.8, 2.0)),
        clip_case([signed(rng, 5)], 0.5),
        clip_case([np.zeros_like(v) for v in g], float(rng.uniform(0.5, 2))),
    ]
