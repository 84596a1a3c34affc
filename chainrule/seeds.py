"""The gradient that a backward pass starts from."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.tensor import Tensor
from chainrule.values import raw


def upstream(output: Tensor, gradient: Any = None) -> Any:
    """The gradient to start from: the one that was given, checked, or 1 for a single number.

    Raises
    ------
    RuntimeError
        If there is no graph behind `output`, or many numbers and no gradient is given.
    ValueError
        If the gradient's shape is not that of `output`.

    Examples
    --------
    >>> upstream(Tensor(2.0, requires_grad=True)).item()
    1.0
    """
    if not output.requires_grad:
        raise RuntimeError(
            "nothing to differentiate: no input of this tensor has requires_grad=True "
            "(or it was computed under no_grad)"
        )
    if gradient is None:
        if output.size != 1:
            raise RuntimeError(
                f"the gradient of a tensor of shape {output.shape} needs an upstream gradient: "
                "make one number of it with .sum() or .mean(), or call backward(g)"
            )
        return np.ones_like(output.data)
    if np.shape(raw(gradient)) != output.shape:
        raise ValueError(
            f"the upstream gradient has shape {np.shape(raw(gradient))}, "
            f"the tensor has {output.shape}: they must be equal"
        )
    if isinstance(gradient, Tensor):
        return gradient
    if isinstance(gradient, np.ndarray):
        return gradient.astype(output.dtype, copy=False)
    return np.asarray(gradient, output.dtype)
