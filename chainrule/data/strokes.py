"""Films of a pen: each frame shows only where the pen is, so that the stroke is in the order."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array

STROKES = (
    "circle, clockwise", "circle, counterclockwise", "line, to the right", "line, to the left",
    "zigzag", "zigzag, backwards", "eight", "rest",
)  # fmt: skip
BACKWARDS = ("circle, clockwise", "line, to the left", "zigzag, backwards")


def way(stroke: str, s: Array) -> Array:
    """Where the pen is at times s from 0 to 1: rows x and y, between −1 and 1."""
    turn = 2 * np.pi * s
    ways = {
        "circle": (np.cos(turn), np.sin(turn)),
        "line": (2 * s - 1, 0 * s),
        "zigzag": (2 * s - 1, 2 * np.abs((3 * s) % 2 - 1) - 1),
        "eight": (np.sin(turn), np.sin(2 * turn)),
        "rest": (0 * s, 0 * s),
    }
    return np.stack(ways[stroke.split(",")[0]])


def film(stroke: str, rng: np.random.Generator, frames: int = 12, side: int = 10) -> Array:
    """A pen that draws a stroke, by somebody who is never quite the same.

    Parameters
    ----------
    stroke : str
        One of `STROKES`.
    rng : numpy.random.Generator
        Makes size, place, tilt, pace and noise.
    frames, side : int
        How many frames of how many pixels each way.

    Returns
    -------
    array, shape (frames, side, side)

    Examples
    --------
    >>> film("eight", np.random.default_rng(0)).shape
    (12, 10, 10)
    """
    s = np.sort(np.linspace(0, 1, frames) + rng.normal(0, 0.02, frames))
    s = s[::-1] if stroke in BACKWARDS else s
    closed = stroke.startswith(("circle", "eight"))  # may begin anywhere
    x, y = way(stroke, (s + rng.random()) % 1 if closed else np.clip(s, 0, 1))
    tilt, size = rng.normal(0, 0.25), rng.uniform(2.2, 3.6)
    right = size * (np.cos(tilt) * x - np.sin(tilt) * y)
    up = size * (np.sin(tilt) * x + np.cos(tilt) * y)
    middle = side / 2 - 0.5 + rng.normal(0, 0.4, 2)
    rows, columns = np.mgrid[:side, :side]
    across = columns - middle[0] - right[:, None, None]
    down = rows - middle[1] + up[:, None, None]
    spots: Array = np.exp(-(across**2 + down**2) / 0.8) + 0.08 * rng.random((frames, side, side))
    return spots
