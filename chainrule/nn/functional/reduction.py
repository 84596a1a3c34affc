"""What losses do with their many numbers, and what they ask of a target."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, astype, raw
from chainrule.refusals import check_foreign
from chainrule.whole import as_a_whole

REDUCTIONS: dict[str, Callable[[Any], Any]] = {
    "mean": table.mean,
    "sum": table.sum,
    "none": lambda losses: losses,
}


def reduced(losses: Any, reduction: str) -> Any:
    """The mean or the sum of losses, or all of them.

    >>> reduced(np.array([1.0, 3.0]), "mean"), reduced(np.array([1.0, 3.0]), "none")
    (np.float64(2.0), array([1., 3.]))
    """
    return REDUCTIONS[known_reduction(reduction)](losses)


def known_reduction(reduction: str, *more: str) -> str:
    """`reduction` itself, once it is known to be one."""
    if reduction not in (*REDUCTIONS, *more):
        known = ", ".join(f'"{name}"' for name in (*REDUCTIONS, *more))
        raise ValueError(f"reduction is one of {known}, and this is {reduction!r}")
    return reduction


def same_shape(input: Any, target: Any) -> Any:
    """`target` with the dtype of `input`, once its shape is known to be that of `input`."""
    x = raw(input)
    plain = type(x) is type(target) is np.ndarray
    if plain and x.shape == target.shape and x.dtype == target.dtype:
        return target
    for given in (input, target):
        check_foreign(given)
    target = target if hasattr(target, "shape") else np.asarray(target)
    if target.shape != np.shape(x):
        shape = np.shape(x)
        raise ValueError(
            f"the prediction has shape {shape}, the target {target.shape}: they must be equal, "
            f"{remedy(shape, target.shape)}"
        )
    return same_dtype(input, target)


def remedy(prediction: tuple[int, ...], target: tuple[int, ...]) -> str:
    """How two shapes that ought to be equal may become so.

    >>> remedy((4, 1), (4,)), remedy((4, 2), (4,))
    ('say prediction.squeeze(1) or target.reshape(4, 1)', 'so compare what belongs together')
    """
    if prediction == (*target, 1):
        lengths = ", ".join(map(str, prediction))
        return f"say prediction.squeeze({len(target)}) or target.reshape({lengths})"
    if np.prod(prediction) == np.prod(target):
        return f"say target.reshape({', '.join(map(str, prediction))})"
    return "so compare what belongs together"


def same_dtype(input: Any, values: Any) -> Any:
    """`values` with the dtype of `input`, if that is a floating one."""
    values = values if hasattr(values, "shape") else np.asarray(values)
    dtype = raw(input).dtype if hasattr(input, "dtype") else np.dtype(float)
    return values if values.dtype == dtype or dtype.kind != "f" else astype(values, dtype=dtype)


def shares(input: Any, name: str) -> Any:
    """`input` itself, once its numbers are known to lie between 0 and 1."""
    check_shares(np.asanyarray(raw(input)), name)
    return input


@as_a_whole
def check_shares(values: Array, name: str) -> Array:
    """The numbers themselves; a ValueError if one is no probability."""
    if values.size and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError(
            f"{name}: probabilities lie between 0 and 1, and these from {values.min()} to "
            f"{values.max()}; for logits there is {name}_with_logits"
        )
    return values
