"""What the hidden checks are tried on, by part."""

from __future__ import annotations

from autograde.checks import autograd, jacobians, layers, playground, xor
from autograde.checks.arrays import Draw

draws: dict[str, Draw] = {
    **xor.DRAWS,
    **autograd.DRAWS,
    **jacobians.DRAWS,
    **layers.DRAWS,
    **playground.DRAWS,
}
