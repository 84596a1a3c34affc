"""NumPy's own functions on tensors: ``np.exp(t)`` is ``chainrule.exp(t)``.

What has a derivative here is recorded; what has none by nature (`np.argmax`) looks at the values;
what would cut the graph silently is refused, with the name of what to use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np

from chainrule import refusals, shapes, table
from chainrule.engine import Operation, Tensor, around, raw
from chainrule.fused import plain_forward
from chainrule.in_place import note_writing
from chainrule.methods import records

UFUNCS: dict[str, Callable[..., Any]] = {
    forward.__name__: table.OPERATIONS[name]
    for name, forward in ((name, plain_forward(op)) for name, op in table.OPERATIONS.items())
    if isinstance(forward, np.ufunc)
} | {"power": table.pow, "square": lambda x: x * x, "reciprocal": lambda x: 1 / x}
REDUCTIONS = {"add": table.sum, "maximum": table.max, "minimum": table.min}
WRITING = {"at", "copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"}
WITHOUT_DERIVATIVE = frozenset(
    [
        "greater",
        "greater_equal",
        "less",
        "less_equal",
        "equal",
        "not_equal",
        "logical_and",
        "logical_or",
        "logical_not",
        "logical_xor",
        "bitwise_and",
        "bitwise_or",
        "invert",
        "isfinite",
        "isinf",
        "isnan",
        "sign",
        "signbit",
        "argmax",
        "argmin",
        "argsort",
        "allclose",
        "isclose",
        "array_equal",
        "array_equiv",
        "any",
        "all",
        "shape",
        "ndim",
        "size",
        "count_nonzero",
        "nonzero",
        "argwhere",
        "flatnonzero",
        "array2string",
        "array_repr",
        "array_str",
        "searchsorted",
        "zeros_like",
        "ones_like",
        "empty_like",
        "full_like",
        "result_type",
        "can_cast",
        "shares_memory",
        "may_share_memory",
        "iscomplexobj",
        "isrealobj",
        "isreal",
        "iscomplex",
        "unique",
        "bincount",
        "digitize",
        "histogram",
        "lexsort",
    ]
)


def array_ufunc(self: Any, ufunc: np.ufunc, kind: str, *inputs: Any, **options: Any) -> Any:
    """What NumPy calls when a tensor comes into one of its functions of numbers."""
    name = ufunc.__name__
    if any(not isinstance(x, Tensor) for x in options.get("out", ())):
        raise TypeError(
            f"an array cannot take in a tensor in place (np.{name}): write a = a + t in place of "
            "a += t, or use t.data or t.detach() where no gradient is wanted"
        )
    if kind == "__call__" and not options and (operation := operation_of(ufunc)):
        return operation(*inputs)
    if kind == "reduce" and name in REDUCTIONS and options.keys() <= {"axis", "keepdims"}:
        return REDUCTIONS[name](inputs[0], **{"axis": 0, **options})
    known = "at" if kind == "at" else name
    return on_values(getattr(ufunc, kind), f"np.{name}", known, inputs, options)


def operation_of(ufunc: np.ufunc) -> Callable[..., Any] | None:
    """The operation that differentiates a function of NumPy's, ours or one that was registered."""
    if found := UFUNCS.get(ufunc.__name__):
        return found
    return next((x for x in table.OPERATIONS.values() if x.forward is ufunc), None)


def array_function(self: Any, function: Any, types: Any, args: Any, options: Any) -> Any:
    """What NumPy calls when a tensor comes into one of its other functions."""
    name = function.__name__
    if name not in FUNCTIONS:
        return on_values(function, f"np.{name}", name, args, options)
    ours = FUNCTIONS[name]
    try:
        signature(ours).bind(*args, **options)
    except TypeError:
        asked = " and ".join(options) or "so many arguments"
        return on_values(function, f"np.{name} with {asked}", name, args, options)
    return ours(*args, **options)


def on_values(function: Any, spelled: str, name: str, args: Any, options: Any) -> Any:
    """A function of the values alone, where no gradient gets lost by it."""
    found = list(tensors((args, options)))
    changed = changed_by(name, args, options)
    if records(*changed if name in WITHOUT_DERIVATIVE else found):
        raise TypeError(
            f"{spelled} has no derivative here, and would forget the tensor's graph: "
            f"{remedy(name)}, or give it t.data or t.detach() where no gradient is wanted"
        )
    answer = function(*values(args), **values(options))
    for x in changed:
        note_writing(x)
    wrapped = isinstance(answer, np.ndarray | np.generic) and name not in WITHOUT_DERIVATIVE
    return around(answer) if wrapped else answer


def changed_by(name: str, args: Any, options: Any) -> list[Tensor]:
    """The tensors that a function of NumPy's writes into, or whose graph it would not keep."""
    changed = list(tensors(options.get("out")))
    if name in WRITING:
        changed += tensors(args[:1])
    if name == "full_like":
        changed += tensors((args[1:], options))
    return changed


def remedy(name: str) -> str:
    """What to use in place of a function of NumPy's."""
    if hasattr(import_module("chainrule"), name):
        return f"use chainrule.{name}"
    return "make it of functions that chainrule has"


def tensors(x: Any) -> Iterator[Tensor]:
    """All tensors in nested arguments."""
    if isinstance(x, Tensor):
        yield x
    elif isinstance(x, list | tuple | dict):
        for part in x.values() if isinstance(x, dict) else x:
            yield from tensors(part)


def values(x: Any) -> Any:
    """Nested arguments with arrays in place of tensors."""
    if isinstance(x, dict):
        return {key: values(part) for key, part in x.items()}
    if isinstance(x, list | tuple):
        return type(x)(map(values, x))
    return refusals.check_foreign(raw(x))


def reduction(operation: Operation) -> Callable[..., Any]:
    """A reduction with NumPy's signature."""

    def call(a: Any, axis: Any = None, *, keepdims: Any = False) -> Any:
        return operation(a, axis=axis, keepdims=bool(keepdims))

    return call


def variance(a: Any, axis: Any = None, *, ddof: float = 0, keepdims: bool = False) -> Any:
    """The mean square distance from the mean."""
    centred = a - table.mean(a, axis=axis, keepdims=True)
    total = table.sum(centred * centred, axis=axis, keepdims=keepdims)
    return total / (a.size // max(total.size, 1) - ddof)


def expand_dims(a: Any, axis: Any) -> Any:
    """The same numbers with axes of length 1 more."""
    return table.reshape(a, shape=np.expand_dims(a.data, axis).shape)


def dot(a: Any, b: Any) -> Any:
    """A product over the last axis of `a` and the last but one of `b`."""
    dims = np.ndim(raw(a)), np.ndim(raw(b))
    if 0 in dims:
        return table.mul(a, b)
    if dims[1] <= 2:
        return table.matmul(a, b)
    tensordot = import_module("chainrule.functions.einsum").tensordot
    return tensordot(a, b, ([dims[0] - 1], [dims[1] - 2]))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: reduction(getattr(table, name)) for name in ("sum", "mean", "max", "min")},
    "amax": reduction(table.max),
    "amin": reduction(table.min),
    "var": variance,
    "std": lambda *args, **options: table.sqrt(variance(*args, **options)),
    "where": lambda condition, x, y: table.where(condition, x, y),
    "clip": lambda a, a_min=None, a_max=None, **bounds: table.clip(
        a,
        low=bounds.get("min", -np.inf if a_min is None else a_min),
        high=bounds.get("max", np.inf if a_max is None else a_max),
    ),
    "concatenate": lambda arrays, axis=0: shapes.cat(arrays, axis),
    "stack": lambda arrays, axis=0: shapes.stack(arrays, axis),
    "reshape": lambda a, shape: table.reshape(a, shape=shapes.flat((shape,))),
    "ravel": lambda a: table.reshape(a, shape=(-1,)),
    "transpose": lambda a, axes=None: a.T if axes is None else table.permute(a, axes=tuple(axes)),
    "swapaxes": lambda a, axis1, axis2: a.transpose(axis1, axis2),
    "squeeze": lambda a, axis=None: table.reshape(a, shape=np.squeeze(a.data, axis).shape),
    "expand_dims": expand_dims,
    "broadcast_to": lambda array, shape: table.broadcast_to(array, shape=shapes.flat((shape,))),
    "round": lambda a, decimals=0: a.round(decimals=decimals),
    "dot": dot,
    "copy": lambda a: a * 1.0,
}
Tensor.__array_ufunc__ = array_ufunc  # type: ignore[attr-defined]
Tensor.__array_function__ = array_function  # type: ignore[attr-defined]
