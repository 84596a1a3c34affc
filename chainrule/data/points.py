"""Points of the plane to learn from, drawn as playground.tensorflow.org draws them.

Each function takes how many points, a noise from 0 to 0.5 and a generator, and returns positions
of shape (n, 2) within about ±6 and what belongs to them: -1 or 1 (two classes), a number from
-1 to 1 (regression), or the number of a class (three).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from chainrule.engine import Array

Points = tuple[Array, Array]
Generator = np.random.Generator
RADIUS = 5.0


def circle(n: int = 500, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """A disc of radius 2.5 (1) inside a ring from 3.5 to 5 (-1), labelled where noise puts them.

    >>> x, t = circle(4)
    >>> (np.hypot(*x.T) < 2.5) == (t > 0)
    array([ True,  True,  True,  True])
    """
    rng = rng or np.random.default_rng()
    inner = n // 2
    radius = np.r_[rng.uniform(0, 0.5, inner), rng.uniform(0.7, 1, n - inner)] * RADIUS
    angle = rng.uniform(0, 2 * np.pi, n)
    x = np.c_[radius * np.sin(angle), radius * np.cos(angle)]
    moved = x + noise * rng.uniform(-RADIUS, RADIUS, (n, 2))
    return x, np.where(np.hypot(*moved.T) < 0.5 * RADIUS, 1.0, -1.0)


def quadrants(n: int = 500, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """XOR: 1 where both coordinates have the same sign, pushed 0.3 off the axes."""
    rng = rng or np.random.default_rng()
    x = rng.uniform(-5, 5, (n, 2))
    x += np.where(x > 0, 0.3, -0.3)
    moved = x + noise * rng.uniform(-5, 5, (n, 2))
    return x, np.where(moved.prod(1) >= 0, 1.0, -1.0)


def gauss(n: int = 500, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """Two normal clouds around (2, 2) and (-2, -2), of variance 0.5 + 7 noise."""
    rng = rng or np.random.default_rng()
    t = np.where(np.arange(n) < n // 2, 1.0, -1.0)
    return 2 * t[:, None] + np.sqrt(0.5 + 7 * noise) * rng.normal(size=(n, 2)), t


def spiral(n: int = 500, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """Two arms of a spiral, wound one and three quarters round each other."""
    rng = rng or np.random.default_rng()
    half = n // 2
    share = np.r_[np.arange(half) / max(half, 1), np.arange(n - half) / max(n - half, 1)]
    t = np.where(np.arange(n) < half, 1.0, -1.0)
    angle = 1.75 * 2 * np.pi * share + np.where(t > 0, 0, np.pi)
    x = RADIUS * share[:, None] * np.c_[np.sin(angle), np.cos(angle)]
    return x + noise * rng.uniform(-1, 1, (n, 2)), t


def plane(n: int = 1200, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """Regression: (x₁ + x₂) / 10."""
    rng = rng or np.random.default_rng()
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + noise * rng.uniform(-6, 6, (n, 2))
    return x, moved.sum(1) / 10


CENTRES = np.array([(a, b) for b in (2.5, -2.5) for a in (-4.0, 0.0, 4.0)])
SIGNS = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])


def bumps(n: int = 1200, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """Regression: six bumps of alternating sign, 1 - distance / 2 high, 0 between them."""
    rng = rng or np.random.default_rng()
    x = rng.uniform(-6, 6, (n, 2))
    moved = x + noise * rng.uniform(-6, 6, (n, 2))
    distance = np.linalg.norm(moved[:, None] - CENTRES, axis=2)
    height = SIGNS * np.maximum(0, 1 - distance / 2)
    return x, height[np.arange(n), np.abs(height).argmax(1)]


def blobs(n: int = 500, noise: float = 0.0, rng: Generator | None = None) -> Points:
    """Three normal clouds on a circle of radius 3: classes 0, 1 and 2."""
    rng = rng or np.random.default_rng()
    t = np.arange(n) % 3
    angle = 2 * np.pi * t / 3
    centre = 3 * np.c_[np.sin(angle), np.cos(angle)]
    return centre + (0.8 + 2 * noise) * rng.normal(size=(n, 2)), t.astype(float)


POINTS: dict[str, Callable[..., Points]] = {
    "circle": circle, "xor": quadrants, "gauss": gauss, "spiral": spiral,
    "plane": plane, "multi-gauss": bumps, "blobs": blobs,
}  # fmt: skip
