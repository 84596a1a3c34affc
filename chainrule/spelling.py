"""PyTorch says `dim` and `keepdim` where NumPy says `axis` and `keepdims`: both are understood."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

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
