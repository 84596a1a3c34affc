"""Two rings, one around the other: no line separates them."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array


def rings(n: int, rng: np.random.Generator, noise: float = 0.15) -> tuple[Array, Array]:
    """Points on a circle of radius 1, target 0, and on one of radius 2, target 1.

    Parameters
    ----------
    n : int
        How many, half on each.
    rng : numpy.random.Generator
        Where they come from.
    noise : float
        How far they scatter from their ring.

    Returns
    -------
    x : array, shape (n, 2)
    t : array, shape (n, 1)

    Examples
    --------
    >>> x, t = rings(100, np.random.default_rng(0))
    >>> bool(np.linalg.norm(x[t[:, 0] == 0], axis=1).mean() < 1.5), float(t.mean())
    (True, 0.5)
    """
    t = (np.arange(n) % 2).astype(float)
    radius, angle = 1 + t + noise * rng.normal(size=n), rng.uniform(0, 2 * np.pi, n)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), t[:, None]
