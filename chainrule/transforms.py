"""Functions of functions: from f to its gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.backward import sweep
from chainrule.grad_mode import enable_grad
from chainrule.seeds import upstream
from chainrule.tensor import Tensor


def grad(f: Callable[..., Any], argnums: int | Sequence[int] = 0) -> Callable[..., Any]:
    """The function that computes the gradient of `f`, itself differentiable.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor holding one number.
    argnums : int or sequence of int
        Which arguments to differentiate with respect to.

    Returns
    -------
    callable
        Called as `f` is. Arrays and numbers in, arrays out, each of its argument's shape;
        tensors in, tensors out. A sequence of `argnums` gives a tuple.

    Examples
    --------
    >>> cube = lambda x: x ** 3
    >>> grad(cube)(2.0), grad(grad(cube))(2.0), grad(grad(grad(cube)))(2.0)
    (array(12.), array(12.), array(6.))
    """
    positions = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    def gradient(*args: Any) -> Any:
        y, tracked, nested = traced_call(f, args, positions)
        found = gradients(y, tracked, create_graph=nested)
        answer = found if nested else [x.data for x in found]
        return answer[0] if isinstance(argnums, int) else tuple(answer)

    return gradient


def traced_call(
    f: Callable[..., Any], args: Sequence[Any], positions: Sequence[int]
) -> tuple[Tensor, list[Tensor], bool]:
    """f(*args) with a graph, the arguments at `positions`, and whether tensors came in."""
    tracked = list(args)
    for i in positions:
        if not (isinstance(args[i], Tensor) and args[i].requires_grad):
            tracked[i] = Tensor(args[i], requires_grad=True)
    with enable_grad():
        y = f(*tracked)
    y = y if isinstance(y, Tensor) else Tensor(y)
    return y, [tracked[i] for i in positions], any(isinstance(x, Tensor) for x in args)


def gradients(
    output: Tensor, inputs: Sequence[Tensor], create_graph: bool = False, seed: Any = None
) -> list[Tensor]:
    """The gradients of `output` with respect to `inputs`; leaves' `grad` stays untouched.

    With `create_graph` they can be differentiated again. An input that `output` does not
    depend on has gradient zero. `seed` is the upstream gradient, of the output's shape; an
    output of one number needs none.

    >>> x = Tensor(3.0, requires_grad=True)
    >>> (slope,) = gradients(x * x, [x], create_graph=True)
    >>> slope.backward()
    >>> slope.item(), x.grad.item()
    (6.0, 2.0)
    """
    found: dict[Tensor, Any] = {x: np.zeros_like(x.data) for x in inputs}
    if output.requires_grad:
        start = upstream(output, seed)
        if create_graph and not isinstance(start, Tensor):
            start = Tensor(start)
        with enable_grad():
            for node, g in sweep(output, start, create_graph):
                if node in found:
                    found[node] = found[node] + g
    return [g if isinstance(g, Tensor) else Tensor(g) for g in (found[x] for x in inputs)]
