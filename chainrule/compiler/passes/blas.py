"""Matrix products and sums as one call of BLAS, which starts sooner than NumPy's own loops."""

from __future__ import annotations

import ast
import math
import re

import numpy as np

from chainrule.compiler.ir import Constant, Instruction, View
from chainrule.values import Array

SUM = re.compile(r"np\.add\.reduce\(\{0\}, axis=([^=]+?)(, keepdims=True)?, out=\{out\}\)")
MOST = 4096  # terms; beyond them the pairwise sum of NumPy is more exact


def blas_form(call: Instruction) -> Instruction:
    """The same call by `dot`, if it can be had so; else the call itself."""
    if not alike(call):
        return call
    if call.text == "np.matmul({0}, {1}, out={out})":
        return product(call)
    found = SUM.fullmatch(call.text)
    return total(call, ast.literal_eval(found[1])) if found else call


def alike(call: Instruction) -> bool:
    """Whether all arrays have one floating dtype that BLAS knows, and the target has no gaps."""
    arrays = [x.array for x in call.operands if isinstance(x, View)]
    kind = call.out.array.dtype
    known = kind in (np.float32, np.float64) and call.out.array.flags.c_contiguous
    return known and len(arrays) == len(call.operands) and all(a.dtype == kind for a in arrays)


def product(call: Instruction) -> Instruction:
    """A product of matrices; of a stack of them with one matrix, as one tall matrix."""
    a, b = call.operands
    if b.array.ndim != 2 or a.array.ndim < 2 or a.array.size == 0 or b.array.size == 0:
        return call
    if a.array.ndim > 2 and not a.array.flags.c_contiguous:
        return call
    tall, out = (view_as(x, (-1, x.array.shape[-1])) for x in (a, call.out))
    return dot(call, tall, b, out)


def total(call: Instruction, axis: int | tuple[int, ...] | None) -> Instruction:
    """A sum over the first or the last axes, as a product with a vector of ones."""
    (x,), shape = call.operands, call.operands[0].array.shape
    axes = range(len(shape)) if axis is None else sorted(np.atleast_1d(axis) % len(shape))
    count, n = math.prod(shape[i] for i in axes), len(axes)
    if not 0 < count <= MOST or not x.array.flags.c_contiguous or x.array.size == 0:
        return call
    ones = Constant(f"ones_{count}", ones_of(count, x.array.dtype))
    rest = x.array.size // count
    if list(axes) == list(range(len(shape))):
        return dot(call, view_as(x, (-1,)), ones, view_as(call.out, ()))
    if list(axes) == list(range(n)):
        return dot(call, ones, view_as(x, (count, rest)), view_as(call.out, (rest,)))
    if list(axes) == list(range(len(shape) - n, len(shape))):
        return dot(call, view_as(x, (rest, count)), ones, view_as(call.out, (rest,)))
    return call


def dot(call: Instruction, a: View | Constant, b: View | Constant, out: View) -> Instruction:
    """A call of the method `dot`."""
    return Instruction("{0}.dot({1}, out={out})", (a, b), out, label=call.label)


def view_as(view: View, shape: tuple[int, ...]) -> View:
    """A view without gaps, seen in another shape."""
    array = view.array.reshape(shape)
    if array.shape == view.array.shape:
        return view
    return View(array, view.buffer, view, f"{{0}}.reshape({shape})")


_ones: dict[tuple[int, np.dtype], Array] = {}


def ones_of(count: int, dtype: np.dtype) -> Array:
    """A vector of ones, the same one each time."""
    return _ones.setdefault((count, dtype), np.ones(count, dtype))
