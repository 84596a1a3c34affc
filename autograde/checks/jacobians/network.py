"""Fresh networks and targets for a backward pass."""

from __future__ import annotations

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.network import network_case


def network_vjp(rng: Rng) -> list[Case]:
    """Different widths, all alike, one example, views."""
    n, k, h, m = sizes(rng, 4)

    def weights(k: int, h: int, m: int) -> list[object]:
        return [signed(rng, h, k), signed(rng, h), signed(rng, m, h), signed(rng, m)]

    return [
        network_case(signed(rng, n, k), signed(rng, n, m), *weights(k, h, m)),
        network_case(signed(rng, 3, 3), signed(rng, 3, 3), *weights(3, 3, 3)),
        network_case(signed(rng, 1, k), signed(rng, 1, m), *weights(k, h, m)),
        network_case(every_other(rng, n, k), every_other(rng, n, m), *weights(k, h, m)),
    ]
