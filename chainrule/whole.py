"""Functions that a recorded step takes as a whole, since they look at values."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

WHOLE: set[Any] = set()


def as_a_whole(function: Callable[..., Any]) -> Any:
    """A function of arrays, to an array, that branches on values or raises because of them.

    A recording writes down what was done with one batch, and the next one may need the other
    branch. So it does not look into such a function, and calls it anew in every step.

    >>> @as_a_whole
    ... def positive(x):
    ...     if (x <= 0).any():
    ...         raise ValueError("not positive")
    ...     return x
    >>> positive(np.array([1.0, 2.0]))
    array([1., 2.])
    """

    @wraps(function)
    def called(*args: Any) -> Any:
        for x in args:
            if type(x) is not np.ndarray and isinstance(x, np.ndarray):  # such as a recorded one
                return x.__array_function__(called, (type(x),), args, {})
        return function(*args)

    called._implementation = function  # type: ignore[attr-defined]  # where NumPy looks for it
    WHOLE.add(called)
    return called
