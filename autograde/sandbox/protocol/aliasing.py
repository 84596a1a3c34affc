"""Containers of which both sides have a copy, and that are one and the same in a notebook."""

from __future__ import annotations

import sys
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Any

import numpy as np

from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())

MAPPINGS = {dict, defaultdict, Counter, OrderedDict}
SHARED = frozenset({list, *MAPPINGS, set, deque, bytearray, np.ndarray})
LARGEST_SHARED = 2**16  # bytes


def is_frame(value: Any) -> bool:
    """Whether this is a table or a column of pandas, which functions may change in place.

    >>> is_frame([1])
    False
    """
    pandas = sys.modules.get("pandas")
    return pandas is not None and type(value) in (pandas.DataFrame, pandas.Series)


def is_same(mine: Any, after: Any) -> bool:
    """Whether an array was left as it was, bit by bit.

    >>> is_same(np.array([np.nan]), np.array([np.nan])), is_same(np.zeros(1), np.zeros(2))
    (True, False)
    """
    alike = mine.shape == after.shape and mine.dtype == after.dtype
    return bool(alike and mine.tobytes() == after.tobytes())


def write_back(mine: Any, after: Any) -> bool:
    """Make an argument what the student's function made of it; False where it does not fit.

    >>> weights = np.zeros(2)
    >>> write_back([weights, 1], [np.ones(2), 2]), weights
    (True, array([1., 1.]))
    >>> waiting = deque("ab")
    >>> write_back(waiting, deque("bc")), waiting
    (True, deque(['b', 'c']))
    """
    if isinstance(mine, np.ndarray) and isinstance(after, np.ndarray):
        if mine.shape != after.shape or mine.dtype != after.dtype or not mine.flags.writeable:
            return False
        mine[...] = after
        return True
    if type(mine) is type(after) and is_frame(mine):
        mine._update_inplace(after)
        if mine.ndim == 1:
            mine.name = after.name
        return True
    if type(mine) is not type(after) or type(mine) not in SHARED:
        return mine is after
    if isinstance(mine, dict):
        kept = {k: mine[k] if k in mine and write_back(mine[k], v) else v for k, v in after.items()}
        mine.clear()
        mine.update(kept)
    elif isinstance(mine, set):
        mine.clear()
        mine.update(after)
    elif isinstance(mine, deque):
        mine.clear()
        mine.extend(after)
    else:
        pairs = zip(mine, after, strict=False)
        rest = after[len(mine) :]
        mine[:] = [one if write_back(one, other) else other for one, other in pairs]
        mine.extend(rest)
    return True
