"""What a network is given of a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.values import Array

# Of the coordinates, be they arrays or symbols.
FEATURES: dict[str, Callable[[Any, Any], Any]] = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1_squared": lambda a, b: a * a,
    "x2_squared": lambda a, b: b * b,
    "x1_x2": lambda a, b: a * b,
    "sin_x1": lambda a, b: np.sin(a),
    "sin_x2": lambda a, b: np.sin(b),
}


def featured(x: Array, names: Sequence[str]) -> Array:
    """The features of points as columns, in single precision.

    >>> featured(np.array([[2.0, 3.0]]), ["x2", "x1_x2"]).tolist()
    [[3.0, 6.0]]
    """
    columns = [FEATURES[name](x[:, 0], x[:, 1]) for name in names]
    return np.stack(columns, axis=1).astype(np.float32)
