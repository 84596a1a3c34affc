"""Why an operation could not be computed, told by the operation and its shapes.

NumPy's own sentence is passed on only where nothing better is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Shape = tuple[int, ...]


def explained(
    error: Exception, name: str, inputs: Sequence[Any], options: Mapping[str, Any]
) -> Exception:
    """The error that an operation raised, of its own kind, in words of ours.

    >>> explained(ValueError("…"), "reshape", [np.zeros(6)], {"shape": (4, 2)})
    ValueError('reshape: 6 numbers, of shape (6,), do not fill the shape (4, 2), which takes 8')
    """
    arrays = [getattr(x, "data", x) if hasattr(x, "requires_grad") else x for x in inputs]
    for i, x in enumerate(arrays):
        if told := no_number(x):
            return TypeError(f"{name}: input {i} {told}")
    if isinstance(error, TypeError):
        return error
    try:
        shapes = [np.shape(x) for x in arrays]
    except ValueError:
        return ValueError(f"{name}: a list in its input has rows of different lengths")
    if told := about_axes(shapes, options):
        return type(error)(f"{name}: {told}")
    if name in TELLERS and (told := TELLERS[name](shapes, arrays, options)):
        return type(error)(f"{name}: {told}")
    if len(shapes) > 1 and "broadcast" in str(error) and (told := unlike(shapes)):
        called = ", ".join(map(called_by_name, inputs, shapes))
        return ValueError(f"{name}: shapes {called} do not fit: {told}")
    listed = ", ".join(map(str, shapes))
    return type(error)(f"{name}: {error} (inputs of shape {listed})")


def called_by_name(x: Any, shape: Shape) -> str:
    """The shape of an input, after its name if it has one."""
    name = getattr(x, "name", "")
    return f"{name} {shape}" if name and isinstance(name, str) else str(shape)


def no_number(x: Any) -> str:
    """What to say of something with which nothing can be computed; nothing if it can."""
    if x is None:
        return "is None: perhaps a function, such as a forward method, returns nothing"
    if isinstance(x, str | bytes | Mapping | set) or callable(x):
        return f"is a {type(x).__name__}, and has to be a tensor, an array or a number"
    if isinstance(x, np.ndarray) and x.dtype.kind not in "fiubc":
        return f"is an array of {x.dtype}, and has to hold numbers"
    return ""


def about_axes(shapes: Sequence[Shape], options: Mapping[str, Any]) -> str:
    """What is wrong with the `axis` of an operation, if it has one."""
    axis, shape = options.get("axis"), shapes[0] if shapes else ()
    axes = axis if isinstance(axis, tuple) else (axis,)
    if axis is None or not all(isinstance(i, int | np.integer) for i in axes):
        return ""
    n = len(shape)
    for i in axes:
        if not -n <= i < n:
            run = f"its axes are {-n} to {n - 1}" if n else "one number has no axis"
            return f"there is no axis {i} in the shape {shape}: {run}"
    twice = len({i % n for i in axes}) < len(axes)
    return f"axis {axis} names an axis of the shape {shape} twice" if twice else ""


def unlike(shapes: Sequence[Shape]) -> str:
    """Where shapes cannot be broadcast; nothing if they can.

    >>> unlike([(4, 3), (4,)])
    'counted from the right, axis -1 has 3 and 4, and only a 1 is repeated; x[:, None] is (4, 1)'
    """
    for i in range(1, max(map(len, shapes)) + 1):
        lengths = list(dict.fromkeys(s[-i] for s in shapes if len(s) >= i and s[-i] != 1))
        if len(lengths) > 1:
            told = f"counted from the right, axis {-i} has {' and '.join(map(str, lengths))}, "
            return f"{told}and only a 1 is repeated{column(shapes)}"
    return ""


def column(shapes: Sequence[Shape]) -> str:
    """The remedy where a vector was meant as a column."""
    short, long = sorted(shapes, key=len)[0], sorted(shapes, key=len)[-1]
    meant = len(short) == 1 and len(long) == 2 and short[0] == long[0]
    return f"; x[:, None] is {(*short, 1)}" if meant else ""


def linear(shapes: Sequence[Shape], *_: Any) -> str:
    """Of x wᵀ + b."""
    x, w = shapes[:2]
    if len(w) != 2:
        return f"the weight has the shape (outputs, inputs), and this one {w}"
    if not x:
        return f"the layer takes rows of {w[1]} numbers, and x is one number"
    if x[-1] == w[1] and len(shapes) == 2:
        return ""
    if x[-1] == w[1]:
        return f"the bias has the shape ({w[0]},), one number an output, and this one {shapes[2]}"
    told = f"x has shape {x}: its rows have {x[-1]} numbers, the layer takes {w[1]}"
    if math.prod(x[1:]) == w[1]:
        return f"{told}: put nn.Flatten() before it"
    if len(x) == 2 and x[0] == w[1]:
        return f"{told}: its columns would fit, so perhaps x.T is meant"
    return f"{told}: make it nn.Linear({x[-1]}, {w[0]}), or have what comes before give {w[1]}"


def matmul(shapes: Sequence[Shape], *_: Any) -> str:
    """Of a @ b."""
    a, b = shapes
    if not a or not b:
        return f"shapes {a}, {b} do not fit: a single number is multiplied with *"
    inner = b[-2] if len(b) > 1 else b[0]
    told = f"shapes {a}, {b} do not fit: "
    if a[-1] == inner:
        return f"{told}the matrices do, but {unlike([a[:-2], b[:-2]])}"
    told += f"the rows of the first have {a[-1]} numbers, the columns of the second {inner}"
    if len(b) > 1 and a[-1] == b[-1]:
        return f"{told}; a @ b.{'T' if len(b) == 2 else 'mT'} would fit"
    if len(a) > 1 and a[-2] == inner:
        return f"{told}; a.{'T' if len(a) == 2 else 'mT'} @ b would fit"
    return told


def reshape(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of another shape for the same numbers."""
    n, wanted = math.prod(shapes[0]), tuple(np.atleast_1d(options.get("shape", ())).tolist())
    rest = math.prod(m for m in wanted if m != -1)
    of = f"{n} numbers, of shape {shapes[0]},"
    if wanted.count(-1) > 1:
        return f"the shape {wanted} has two lengths -1, and only one can be found out"
    if -1 in wanted:
        return f"{of} are no multiple of the {rest} that the shape {wanted} takes"
    return f"{of} do not fill the shape {wanted}, which takes {rest}"


def broadcast_to(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of numbers repeated."""
    wanted = options.get("shape", ())
    if len(wanted) < len(shapes[0]):
        return f"shape {shapes[0]} has more axes than {wanted}"
    return f"shape {shapes[0]} cannot be repeated to {wanted}: {unlike([shapes[0], wanted])}"


def permute(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of axes in another order."""
    n, axes = len(shapes[0]), options.get("axes")
    return f"the shape {shapes[0]} has the axes 0 to {n - 1}, each to be named once, not {axes}"


def transpose(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of two axes that change places."""
    pair = tuple(options.get(name, 0) for name in ("axis0", "axis1"))
    return about_axes(shapes, {"axis": tuple(dict.fromkeys(pair))})


def cat(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of arrays end to end."""
    told = f"shapes {', '.join(map(str, shapes))} do not fit: "
    if not all(shapes):
        return f"{told}a single number has no axis, so use stack"
    if len(set(map(len, shapes))) > 1:
        return f"{told}all have to have as many axes; x[None] and x[:, None] have one more"
    axis = options.get("axis", 0)
    return f"{told}only axis {axis} may differ in length"


def getitem(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of an index."""
    shape, parts = shapes[0], index_parts(options.get("index"), len(shapes[0]))
    for part in parts:
        kind = np.asarray(part).dtype.kind if type(part) is not slice else "i"
        if np.size(part) and kind not in "iub":
            return f"an index is made of integers, slices and masks, and here is {part!r}"
    if (used := sum(map(axes_taken, parts))) > len(shape):
        return f"the index has {used} parts, the shape {shape} only {len(shape)}"
    axis = 0
    for part in parts:
        if told := out_of(part, shape, axis):
            return told
        axis += axes_taken(part)
    return ""


def index_parts(index: Any, ndim: int) -> list[Any]:
    """The parts of an index that take axes, with slices in place of an ellipsis."""
    parts = [i for i in (index if isinstance(index, tuple) else (index,)) if i is not None]
    rest = ndim - sum(axes_taken(i) for i in parts if i is not ...)
    return [x for i in parts for x in ([slice(None)] * rest if i is ... else [i])]


def axes_taken(part: Any) -> int:
    """How many axes a part of an index stands for: a mask for as many as it has."""
    array = np.asarray(part)
    return array.ndim if array.dtype == bool else 1


def out_of(part: Any, shape: Shape, axis: int) -> str:
    """What to say of a part of an index that leads out of the shape, nothing if it does not."""
    array = np.asarray(part)
    here = shape[axis : axis + array.ndim]
    if array.dtype == bool and array.shape != here:
        return f"the mask has shape {array.shape}, where the tensor has {here}"
    if array.dtype.kind not in "iu":
        return ""
    n = shape[axis]
    wrong = array[(array < -n) | (array >= n)]
    places = f"the places 0 to {n - 1}" if n else "no places"
    return (
        f"axis {axis} of the shape {shape} has {places}, and {wrong[0]} is none of them"
        if wrong.size
        else ""
    )


def power(shapes: Any, arrays: Sequence[Any], options: Any) -> str:
    """Of integers to a power."""
    if all(np.asarray(x).dtype.kind in "iu" for x in arrays):
        return "integers have no negative powers among them: write 2.0 instead of 2"
    return ""


def of_nothing(shapes: Sequence[Shape], arrays: Any, options: Any) -> str:
    """Of the largest or smallest of no numbers."""
    return "" if math.prod(shapes[0]) else f"there is no number in the shape {shapes[0]}"


def index_put(shapes: Sequence[Shape], arrays: Any, options: Mapping[str, Any]) -> str:
    """Of numbers that take the places of others."""
    if told := getitem(shapes, arrays, options):
        return told
    place = np.zeros(shapes[0], bool)[options["index"]].shape
    return f"values of shape {shapes[1]} do not fit into the place, of shape {place}"


TELLERS = {
    "linear": linear, "matmul": matmul, "reshape": reshape, "broadcast_to": broadcast_to,
    "permute": permute, "transpose": transpose, "cat": cat, "getitem": getitem, "pow": power,
    "max": of_nothing, "min": of_nothing, "index_put": index_put,
}  # fmt: skip
