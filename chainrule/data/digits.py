"""Handwritten digits, real ones: 1,797 images of 8 × 8 pixels from 43 people."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from chainrule.engine import Array


class Digits(NamedTuple):
    """Images and labels, those to learn from and those to be tested on."""

    x: Array
    t: Array
    x_test: Array
    t_test: Array


def digits(test: float = 0.25, seed: int = 0) -> Digits:
    """The digits that come with scikit-learn, shuffled and split.

    Parameters
    ----------
    test : float
        Which share is kept for testing.
    seed : int
        Of the shuffling.

    Returns
    -------
    Digits
        Images of shape (n, 64) with values in [0, 1] and mean over all about 0.3, labels 0-9 of
        shape (n,).

    Notes
    -----
    E. Alpaydin & C. Kaynak, *Optical recognition of handwritten digits*, UCI, 1998.

    Examples
    --------
    >>> x, t, x_test, t_test = digits()
    >>> x.shape, t_test.shape, float(x.max())
    ((1348, 64), (449,), 1.0)
    """
    images, labels = stored()
    order = np.random.default_rng(seed).permutation(len(labels))
    kept = round(test * len(labels))
    x, t = images[order] / 16.0, labels[order]
    return Digits(x[kept:], t[kept:], x[:kept], t[:kept])


def stored() -> tuple[Array, Array]:
    """Images and labels as scikit-learn keeps them; its import would take seconds."""
    found = find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the digits come with scikit-learn", name="sklearn")
    file = Path(found.submodule_search_locations[0]) / "datasets" / "data" / "digits.csv.gz"
    if not file.is_file():
        from sklearn.datasets import load_digits

        images, labels = load_digits(return_X_y=True)
        return images, labels
    table = np.loadtxt(file, delimiter=",")
    return table[:, :-1], table[:, -1].astype(int)
