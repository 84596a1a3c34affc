"""The two-input gates as data."""

from __future__ import annotations

import numpy as np

from chainrule.values import Array


def xor() -> tuple[Array, Array]:
    """The four corners of the unit square, and 1 where exactly one coordinate is 1.

    Returns
    -------
    x : array, shape (4, 2)
    t : array, shape (4, 1)

    Examples
    --------
    >>> x, t = xor()
    >>> np.hstack([x, t]).astype(int).tolist()
    [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    """
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, (x[:, :1] != x[:, 1:]).astype(float)
