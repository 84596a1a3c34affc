"""Fresh chains of Jacobians, and their widths."""

from __future__ import annotations

from itertools import pairwise

from autograde.checks.arrays import Array, Rng, signed
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.chains import HUGE, TINY
from chainrule.exercises.parts.jacobians.expected import (
    chain_jvp_case,
    chain_vjp_case,
    cost_case,
)


def chain(rng: Rng, widths: list[int], scale: float = 1.0) -> list[Array]:
    """Jacobians of a chain with these widths."""
    return [scale * signed(rng, b, a) for a, b in pairwise(widths)]


WIDTHS = [2, 3, 4, 5], [3, 3, 3, 3], [5, 2], [4, 1, 3]
LARGE = [3, 2, 4]  # between tables of large numbers


def chain_vjp(rng: Rng) -> list[Case]:
    """Different widths, equal ones, one table, a bottleneck, large numbers."""
    cases = [chain_vjp_case(signed(rng, w[-1]), chain(rng, w)) for w in WIDTHS]
    return [*cases, chain_vjp_case(TINY * signed(rng, 4), chain(rng, LARGE, HUGE))]


def chain_jvp(rng: Rng) -> list[Case]:
    """Different widths, equal ones, one table, a bottleneck, large numbers."""
    cases = [chain_jvp_case(chain(rng, w), signed(rng, w[0])) for w in WIDTHS]
    return [*cases, chain_jvp_case(chain(rng, LARGE, HUGE), TINY * signed(rng, 3))]


def chain_cost(rng: Rng) -> list[Case]:
    """Two tables and more."""
    return [cost_case([int(k) for k in rng.integers(2, 40, n)]) for n in (3, 4, 5, 6)]
