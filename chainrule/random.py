"""Where random numbers come from: one seeded generator, or one's own."""

from __future__ import annotations

import numpy as np

Seed = int | np.random.Generator | None

_default = np.random.default_rng()


def manual_seed(seed: int) -> None:
    """Start the default generator anew, so that what follows can be repeated.

    >>> manual_seed(7); a = generator().random()
    >>> manual_seed(7); a == generator().random()
    True
    """
    # The same object goes on: layers and compiled steps that draw from it need not look again.
    _default.bit_generator.state = np.random.default_rng(seed).bit_generator.state


def generator(seed: Seed = None) -> np.random.Generator:
    """The generator that `seed` stands for; the default one for None."""
    if seed is None:
        return _default
    return seed if isinstance(seed, np.random.Generator) else np.random.default_rng(seed)
