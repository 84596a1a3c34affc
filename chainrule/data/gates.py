"""The two-input gates as data."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array

# What each answers at (0, 0), (0, 1), (1, 0), (1, 1)
GATES = {
    "AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0),
    "NAND": (1, 1, 1, 0), "NOR": (1, 0, 0, 0), "XNOR": (1, 0, 0, 1),
}  # fmt: skip


def gate(name: str) -> tuple[Array, Array]:
    """The four corners of the unit square, and what a gate answers there.

    Parameters
    ----------
    name : str
        AND, OR, XOR, NAND, NOR or XNOR.

    Returns
    -------
    x : array, shape (4, 2)
    t : array, shape (4, 1)

    Examples
    --------
    >>> x, t = gate("AND")
    >>> np.hstack([x, t]).astype(int).tolist()
    [[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 1]]
    """
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array(GATES[name], float)[:, None]


def xor() -> tuple[Array, Array]:
    """The gate that answers 1 where exactly one input is 1.

    Examples
    --------
    >>> x, t = xor()
    >>> np.hstack([x, t]).astype(int).tolist()
    [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    """
    return gate("XOR")
