"""Is this gradient right? Ask the definition of the derivative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Array, Tensor
from chainrule.transforms import gradients


class GradcheckError(AssertionError):
    """A gradient that central differences do not confirm."""


def gradcheck(
    f: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-5,
    atol: float = 1e-6,
    rtol: float = 1e-4,
    seed: int | None = None,
) -> bool:
    """Compare the gradients of `f` with central differences.

    (f(x + ε) - f(x - ε)) / 2ε is off by O(ε²) from the truncation and by O(10⁻¹⁶ / ε) from
    rounding; ε = 10⁻⁵ keeps both below 10⁻⁹ in float64. An output of many numbers is first
    multiplied by a random covector and summed: a wrong Jacobian escapes with probability 0.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor of any shape.
    inputs : Tensor or sequence of Tensor
        Those with ``requires_grad=True`` are checked; they must be float64.
    eps : float
        The step ε.
    atol, rtol : float
        How far the two may be apart: ``atol + rtol · |numerical|``.
    seed : int, optional
        Of the covector; drawn afresh unless given.

    Returns
    -------
    bool
        True; there is no other return.

    Raises
    ------
    GradcheckError
        Naming the input, the element, both numbers.
    TypeError
        If an input to be checked is not float64.

    Examples
    --------
    >>> from chainrule import tanh
    >>> x = Tensor([0.5, -2.0], requires_grad=True)
    >>> gradcheck(tanh, x)
    True
    """
    tensors = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    checked = [x for x in tensors if isinstance(x, Tensor) and x.requires_grad]
    if not checked:
        raise ValueError("nothing to check: no input has requires_grad=True")
    for x in checked:
        if x.dtype != np.float64:
            raise TypeError(f"gradcheck needs float64 to see anything, an input is {x.dtype}")
    covector = np.random.default_rng(seed).normal(size=f(*tensors).shape)

    def number(*arguments: Any) -> Tensor:
        total: Tensor = (f(*arguments) * covector).sum()
        return total

    slopes = gradients(number(*tensors), checked)
    for i, (x, slope) in enumerate(zip(checked, slopes, strict=True)):
        numerical = central_differences(lambda: number(*tensors).item(), x.data, eps)
        compare(i, slope.data, numerical, atol, rtol)
    return True


def central_differences(value: Callable[[], float], x: Array, eps: float) -> Array:
    """The gradient of `value()` with respect to `x`, each element of which is nudged in turn."""
    slopes = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + eps
        above = value()
        x[index] = kept - eps
        below = value()
        x[index] = kept
        slopes[index] = (above - below) / (2 * eps)
    return slopes


def compare(i: int, analytic: Array, numerical: Array, atol: float, rtol: float) -> None:
    """Raise on the element that is furthest off, if any is off."""
    excess = np.abs(analytic - numerical) - (atol + rtol * np.abs(numerical))
    wrong = ~(excess <= 0)  # a nan is wrong too
    if wrong.any():
        worst = np.unravel_index(
            np.argmax(np.where(wrong, np.nan_to_num(excess, nan=np.inf), -1)),
            wrong.shape,
        )
        where = f"[{', '.join(map(str, worst))}]" if worst else ""
        raise GradcheckError(
            f"input {i}: at element {where or '(the only one)'} the backward pass says "
            f"{analytic[worst]:.9g}, central differences say {numerical[worst]:.9g}; "
            f"{wrong.sum()} of {wrong.size} elements differ"
        )
