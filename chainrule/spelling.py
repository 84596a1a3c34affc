"""PyTorch says `dim` and `keepdim` where NumPy says `axis` and `keepdims`: both are understood."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

import numpy as np

F = TypeVar("F", bound=Callable[..., Any])
NUMPYS = {"dim": "axis", "keepdim": "keepdims"}


def in_numpys_words(options: dict[str, Any]) -> dict[str, Any]:
    """Options with the names that NumPy has for them.

    >>> in_numpys_words({"dim": 1, "keepdim": True})
    {'axis': 1, 'keepdims': True}
    """
    if "dim" not in options and "keepdim" not in options:
        return options
    return {NUMPYS.get(name, name): value for name, value in options.items()}


def either_spelling(function: F) -> F:
    """Have a function understand both spellings of the parameters that it has.

    >>> @either_spelling
    ... def width(x, axis=0):
    ...     return x.shape[axis]
    >>> import numpy as np
    >>> width(np.ones((2, 3)), dim=1)
    3
    """
    own = signature(function).parameters
    pairs = {**NUMPYS, **{numpys: torchs for torchs, numpys in NUMPYS.items()}}
    other = {name: pairs[name] for name in pairs if name not in own and pairs[name] in own}

    @wraps(function)
    def call(*args: Any, **options: Any) -> Any:
        for name in other.keys() & options.keys():
            options[other[name]] = options.pop(name)
        return function(*args, **options)

    return call  # type: ignore[return-value]


def axis_index(axis: int, ndim: int) -> int:
    """Which of the axes is meant, counted from the first one; an AxisError if there is none.

    >>> axis_index(-1, 3)
    2
    """
    if not -ndim <= axis < ndim:
        run = f"of {ndim}, they run from {-ndim} to {ndim - 1}" if ndim else "one number has none"
        raise np.exceptions.AxisError(f"there is no axis {axis}: {run}")
    return axis % ndim


def axis_indices(axes: Any, ndim: int) -> tuple[int, ...]:
    """Which axes are meant, of one or several; a ValueError if one is named twice.

    >>> axis_indices((0, -1), 3)
    (0, 2)
    """
    found = tuple(axis_index(i, ndim) for i in np.atleast_1d(axes).tolist())
    if len(set(found)) < len(found):
        raise ValueError(f"{axes} names one of {ndim} axes twice")
    return found


def known_axes(axes: Any, x: Any) -> Any:
    """`axes` themselves, once `x` is known to have them; None stands for all of them.

    >>> known_axes(-1, np.ones((2, 3)))
    -1
    """
    if axes is not None:
        axis_indices(axes, max(np.ndim(x), 1))
    return axes
