"""Jacobians, whole or only multiplied with a vector.

Numerator layout: J[i, j] = ∂yᵢ/∂xⱼ. For y of shape s and x of shape r, J has shape s + r.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.engine import Tensor, raw
from chainrule.grad_mode import enable_grad
from chainrule.shapes import stack
from chainrule.transforms import Traced, grad, gradients


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """f(x) and the function v ↦ vᵀJ: one backward pass a call, J is never built.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor of any shape.
    *primals : array_like
        Where.

    Returns
    -------
    y : array
        ``f(*primals)``.
    pullback : callable
        Takes v of the shape of y, returns a tuple with a gradient for each primal.

    Examples
    --------
    >>> y, pullback = vjp(lambda x: x * x, np.array([1.0, 2.0, 3.0]))
    >>> pullback(np.array([1.0, 0.0, 10.0]))[0]
    array([ 2.,  0., 60.])
    """
    call = Traced(f, primals, range(len(primals)))
    (y,) = call.answer([call.output])
    return y, lambda v: tuple(call.answer(call.gradients(seed=v)))


def jvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """f(x) and J t: how f changes when x moves along t. J is never built.

    Since v ↦ vᵀJ is linear in v, its own vector-Jacobian product with t is J t: two backward
    passes in place of a forward mode.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor of any shape.
    primals, tangents : sequence of array_like
        Where, and in which direction; of equal shapes.

    Returns
    -------
    y, Jt : array
        Both of the shape of ``f(*primals)``.

    Raises
    ------
    ValueError
        If a tangent has not its primal's shape.

    Examples
    --------
    >>> jvp(lambda x: x * x, [np.array([1.0, 2.0])], [np.array([10.0, 1.0])])[1]
    array([20.,  4.])
    """
    call = Traced(f, primals, range(len(primals)))
    for x, t in zip(call.inputs, tangents, strict=True):
        if np.shape(raw(t)) != x.shape:
            raise ValueError(f"a tangent has shape {np.shape(raw(t))}, its primal {x.shape}")
    call.nested |= any(isinstance(t, Tensor) for t in tangents)
    y = call.output
    v = Tensor(np.zeros_like(y.data), requires_grad=True)
    products = gradients(y, call.inputs, create_graph=True, seed=v)
    with enable_grad():
        along = [(g * t).sum() for g, t in zip(products, tangents, strict=True)]
        total = sum(along[1:], start=along[0])
    (Jt,) = gradients(total, [v], create_graph=call.nested and call.wanted)
    y, Jt = call.answer([y, Jt])
    return y, Jt


def jacobian(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """The function that computes the Jacobian of `f`, a backward pass for each output number.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor of any shape.
    argnums : int
        Which argument to differentiate with respect to.

    Returns
    -------
    callable
        Called as `f` is; its result has the shape of f's output, then that of the argument.
        Arrays in, array out; tensors in, tensor out, which can be differentiated again.

    Examples
    --------
    >>> jacobian(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    def rows(*args: Any) -> Any:
        call = Traced(f, args, (argnums,))
        y, (x,) = call.output, call.inputs
        if y.size == 0:
            return np.zeros(y.shape + x.shape, y.dtype)
        units = np.eye(y.size, dtype=y.dtype).reshape(-1, *y.shape)
        found = [call.gradients(seed=unit)[0] for unit in units]
        return call.answer([stack(found).reshape(*y.shape, *x.shape)])[0]

    return rows


def hessian(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """The function that computes the second derivatives of `f`: the Jacobian of its gradient.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor holding one number.
    argnums : int
        Which argument to differentiate with respect to, twice.

    Examples
    --------
    >>> hessian(lambda x: (x * x * x).sum())(np.array([1.0, 2.0]))
    array([[ 6.,  0.],
           [ 0., 12.]])
    """
    return jacobian(grad(f, argnums), argnums)
