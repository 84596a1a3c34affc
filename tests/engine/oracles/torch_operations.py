"""Which of PyTorch's operations each of ours is, as a table.

A function here takes what PyTorch's sample gives to its own operation, with our tensors in place
of its tensors, and calls ours. What ours cannot do it refuses by `Unsupported`, with the reason;
any other failure is a failure of the test.
"""

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule import Operation, Tensor, engine, shapes, table
from chainrule.engine import raw
from chainrule.functions import (
    einsum,
    elementwise,
    linalg,
    movement,
    ordering,
    pieces,
    reductions,
    selection,
)
from chainrule.nn import functional as F

PLACES = {"argmax", "argmin", "argsort", "unique"}  # without a derivative
# Beside the table: modules of functions that are in `__all__`.
COMPOSED = (elementwise, reductions, movement, pieces, selection, ordering, linalg, einsum)


class Unsupported(Exception):
    """Why a sample is left out."""


def need(condition, reason):
    if not condition:
        raise Unsupported(reason)


@dataclasses.dataclass(frozen=True)
class Row:
    """One of PyTorch's operations, and how to do the same with ours.

    `name` is that of ours, unless it is the same. Of its samples at least `least` can be
    compared. With `first` only the gradient of its first tensor is: ours takes the others as
    constants.
    """

    torch: str
    ours: Callable[..., Any]
    least: int
    name: str = ""
    first: bool = False
    variant: str = ""

    @property
    def our_name(self):
        return self.name or self.torch.rpartition(".")[2]

    def __repr__(self):
        return f"{self.torch} {self.variant}".strip()


def add(a, b, alpha=1):
    return table.add(a, b if alpha == 1 else table.mul(b, alpha))


def sub(a, b, alpha=1):
    return table.sub(a, b if alpha == 1 else table.mul(b, alpha))


def index_put(x, indices, values, accumulate):
    need(accumulate, "nothing of ours overwrites an element")
    return x + engine.scatter(values, index=indices, shape=x.shape)


def clip(x, min=None, max=None):
    return table.clip(x, low=bound(min, -np.inf), high=bound(max, np.inf))


def bound(given, unlimited):
    need(given is None or given.dtype.kind == "f", "NumPy makes float64 of float32 and int64")
    return unlimited if given is None else raw(given)


def clamp(x, min=None, max=None):
    bounds = [x for x in (min, max) if x is not None]
    need(all(x.dtype.kind == "f" for x in bounds), "NumPy makes float64 of float32 and int64")
    return elementwise.clamp(x, min, max)


def reduction(operation):
    def reduced(x, dim=None, keepdim=False):
        need(x.ndim or dim in (None, ()), "a single number has no axis 0")
        return operation(x, axis=None if dim == () else dim, keepdims=keepdim)

    return reduced


def cat(tensors, dim=0):
    need(len({x.ndim for x in tensors}) == 1, "PyTorch overlooks an empty vector among matrices")
    return shapes.cat(tensors, axis=dim)


def softmax(x, dim):
    need(x.ndim, "a single number has no axis 0")
    return F.softmax(x, axis=dim)


def log_softmax(x, dim):
    need(x.ndim, "a single number has no axis 0")
    return F.log_softmax(x, axis=dim)


def softplus(x, beta=1, threshold=20):
    need(beta == 1 and threshold == 20, "ours has neither beta nor threshold")
    return table.softplus(x)


def prelu(x, weight):
    axes = (weight.size,) + (1,) * (x.ndim - 2) if x.ndim > 1 else (1,) * x.ndim
    return F.prelu(x, weight.reshape(axes))


def gelu(kind):
    def of_this_kind(x, approximate="none"):
        need(approximate == kind, "the other of the two GELUs")
        return F.gelu(x, approximate)

    return of_this_kind


def cross_entropy(z, t, **options):
    need(t.shape != z.shape or t.dtype.kind == "f" or not t.shape, "no target in this shape")
    return F.cross_entropy(z, t, **options)


def bce_with_logits(z, t, **options):
    return F.binary_cross_entropy_with_logits(z, t, **options)


def of_one_shape(loss):
    def applied(p, t, **options):
        need(p.shape == t.shape, "ours broadcasts no target")
        return loss(p, t, **options)

    return applied


def normalize(x, p=2.0, dim=1, eps=1e-12, out=None):
    need(x.ndim and p > 0, "ours is no count, and a single number has no axis")
    return F.normalize(x, p, dim, eps)


def cosine_similarity(a, b, dim=1, eps=1e-8):
    need(a.ndim or b.ndim, "a single number has no axis 0")
    return F.cosine_similarity(a, b, dim, eps)


def layer_norm(x, normalized_shape, weight=None, bias=None, eps=1e-5):
    n = int(np.prod(normalized_shape))  # ours has one last axis, PyTorch several
    weight = np.ones(n, x.dtype) if weight is None else weight.reshape(n)
    bias = np.zeros(n, x.dtype) if bias is None else bias.reshape(n)
    rows = x.reshape(*x.shape[: x.ndim - len(normalized_shape)], n)
    return F.layer_norm(rows, weight, bias, eps).reshape(x.shape)


def attention(q, k, v, attn_mask=None, dropout_p=0.0, is_causal=False, enable_gqa=False, **scale):
    need(dropout_p == 0, "what is dropped is another generator's choice")
    need(not enable_gqa, "ours has a key for each head")
    return F.scaled_dot_product_attention(q, k, v, attn_mask, is_causal=is_causal, **scale)


def embedding(weight, index, padding_idx=None, max_norm=None, scale_grad_by_freq=False):
    need(padding_idx is None and max_norm is None and not scale_grad_by_freq, "ours is plain")
    return F.embedding(index, weight)


def batch_norm(x, mean, var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    need(x.ndim > 1 and mean is not None, "our running values are one for each channel")
    return F.batch_norm(x, mean.copy(), var.copy(), weight, bias, training, momentum, eps)


def max_pool(ours):
    def pooled(x, kernel_size, stride=None, return_indices=False, **options):
        need(not return_indices, "ours does not tell where the maximum was")
        return ours(x, kernel_size, stride or None, **options)

    return pooled


def avg_pool(ours):
    def pooled(x, kernel_size, stride=None, *options, **more):
        return ours(x, kernel_size, stride or None, *options, **more)

    return pooled


def norm(x, p=2, dim=None, keepdim=False):
    need(p != 0, "PyTorch gives a count no gradient, and ours is 0")
    return reductions.norm(x, p, dim, keepdim)


def repeat_interleave(x, repeats, dim=None, output_size=None):
    need(output_size is None, "ours counts by itself")
    return pieces.repeat_interleave(x, repeats, dim)


def gather(x, dim, index):
    need(x.ndim == index.ndim or not x.ndim, "PyTorch overlooks the axes of no index")
    return selection.gather(x, dim, index)


ROWS = [
    Row("add", add, 11),
    Row("sub", sub, 11),
    Row("__rsub__", lambda x, other: other - x, 9, "sub"),
    Row("mul", table.mul, 9),
    Row("div", table.div, 9, variant="no_rounding_mode"),
    Row("__rdiv__", lambda x, other: other / x, 9, "div"),
    Row("neg", table.neg, 1),
    Row("pow", table.pow, 9),
    Row("matmul", table.matmul, 15),
    Row("exp", table.exp, 3),
    Row("log", table.log, 3),
    Row("sqrt", table.sqrt, 1),
    Row("sin", table.sin, 1),
    Row("cos", table.cos, 3),
    Row("abs", table.abs, 1),
    Row("sigmoid", table.sigmoid, 3),
    Row("tanh", table.tanh, 1),
    Row("nn.functional.relu", table.relu, 4),
    Row("maximum", table.maximum, 9),
    Row("minimum", table.minimum, 9),
    Row("where", lambda x, condition, other: table.where(condition, x, other), 6),
    Row("clamp", clip, 5, "clip", first=True),
    Row("clamp", clamp, 5),
    Row("sum", reduction(table.sum), 18),
    Row("mean", reduction(table.mean), 18),
    Row("amax", reduction(table.max), 18, "max"),
    Row("amin", reduction(table.min), 18, "min"),
    Row("float", lambda x, memory_format=None: engine.astype(x, dtype=np.float32), 5, "astype"),
    Row("double", lambda x, memory_format=None: engine.astype(x, dtype=np.float64), 5, "astype"),
    Row("__getitem__", lambda x, index: x[index], 16, "getitem"),
    Row("index_put", index_put, 2, "scatter"),
    Row("cat", cat, 8),
    Row("stack", lambda tensors, dim=0: shapes.stack(tensors, axis=dim), 9),
    Row("softmax", softmax, 6),
    Row("log_softmax", log_softmax, 6),
    Row("nn.functional.linear", F.linear, 18),
    Row("nn.functional.leaky_relu", F.leaky_relu, 9),
    Row("nn.functional.prelu", prelu, 25),
    Row("nn.functional.elu", F.elu, 3),
    Row("nn.functional.gelu", gelu("tanh"), 4),
    Row("nn.functional.gelu", gelu("none"), 4),
    Row("nn.functional.silu", F.silu, 3),
    Row("nn.functional.logsigmoid", F.logsigmoid, 3),
    Row("nn.functional.mse_loss", of_one_shape(F.mse_loss), 6),
    Row("nn.functional.l1_loss", of_one_shape(F.l1_loss), 6),
    Row("nn.functional.huber_loss", of_one_shape(F.huber_loss), 9),
    Row("nn.functional.smooth_l1_loss", of_one_shape(F.smooth_l1_loss), 8),
    Row("nn.functional.kl_div", of_one_shape(F.kl_div), 16),
    Row("nn.functional.cross_entropy", cross_entropy, 21),
    Row("nn.functional.nll_loss", F.nll_loss, 61),
    Row("nn.functional.binary_cross_entropy", F.binary_cross_entropy, 11),
    Row("nn.functional.binary_cross_entropy_with_logits", bce_with_logits, 26),
    Row("nn.functional.normalize", normalize, 5),
    Row("nn.functional.cosine_similarity", cosine_similarity, 8),
    Row("nn.functional.pad", F.pad, 51, variant="constant"),
    Row("nn.functional.layer_norm", layer_norm, 6),
    Row("nn.functional.scaled_dot_product_attention", attention, 13),
    Row("nn.functional.embedding", embedding, 3),
    Row("nn.functional.conv2d", F.conv2d, 30),
    Row("nn.functional.conv1d", F.conv1d, 10),
    Row("nn.functional.conv_transpose2d", F.conv_transpose2d, 12),
    Row("nn.functional.conv_transpose1d", F.conv_transpose1d, 10),
    Row("nn.functional.batch_norm", batch_norm, 9),
    Row("nn.functional.max_pool1d", max_pool(F.max_pool1d), 432),
    Row("nn.functional.max_pool2d", max_pool(F.max_pool2d), 720),
    Row("nn.functional.avg_pool1d", avg_pool(F.avg_pool1d), 9),
    Row("nn.functional.avg_pool2d", avg_pool(F.avg_pool2d), 7),
    Row("nn.functional.adaptive_avg_pool2d", F.adaptive_avg_pool2d, 10),
    Row("acos", elementwise.acos, 3),
    Row("acosh", elementwise.acosh, 3),
    Row("asin", elementwise.asin, 1),
    Row("asinh", elementwise.asinh, 1),
    Row("atan", elementwise.atan, 1),
    Row("atanh", elementwise.atanh, 1),
    Row("ceil", elementwise.ceil, 1),
    Row("clone", elementwise.clone, 2),
    Row("cosh", elementwise.cosh, 3),
    Row("expm1", elementwise.expm1, 1),
    Row("floor", elementwise.floor, 1),
    Row("lerp", elementwise.lerp, 14),
    Row("log1p", elementwise.log1p, 1),
    Row("log2", elementwise.log2, 3),
    Row("log10", elementwise.log10, 3),
    Row("reciprocal", elementwise.reciprocal, 3),
    Row("round", elementwise.round, 1),
    Row("round", elementwise.round, 3, variant="decimals_0"),
    Row("round", elementwise.round, 3, variant="decimals_3"),
    Row("round", elementwise.round, 3, variant="decimals_neg_3"),
    Row("rsqrt", elementwise.rsqrt, 3),
    Row("sign", elementwise.sign, 1),
    Row("sinh", elementwise.sinh, 1),
    Row("square", elementwise.square, 3),
    Row("tan", elementwise.tan, 1),
    Row("trunc", elementwise.trunc, 1),
    Row("cumprod", reductions.cumprod, 10),
    Row("cumsum", reductions.cumsum, 4),
    Row("logsumexp", reductions.logsumexp, 15),
    Row("prod", reductions.prod, 39),
    Row("std", reductions.std, 14),
    Row("std", reductions.std, 2, variant="unbiased"),
    Row("var", reductions.var, 14),
    Row("var", reductions.var, 2, variant="unbiased"),
    Row("broadcast_to", movement.broadcast_to, 7),
    Row("expand", movement.expand, 9),
    Row("expand_as", movement.expand_as, 3),
    Row("flatten", movement.flatten, 6),
    Row("movedim", movement.movedim, 2),
    Row("permute", movement.permute, 4),
    Row("ravel", movement.ravel, 3),
    Row("repeat", movement.repeat, 24),
    Row("reshape", movement.reshape, 7),
    Row("squeeze", movement.squeeze, 8),
    Row("squeeze", movement.squeeze, 6, variant="multiple"),
    Row("t", movement.t, 3),
    Row("tile", movement.tile, 28),
    Row("transpose", movement.transpose, 8),
    Row("unflatten", movement.unflatten, 10),
    Row("unsqueeze", movement.unsqueeze, 9),
    Row("view", movement.view, 7),
    Row("view_as", movement.view_as, 4),
    Row("chunk", pieces.chunk, 3),
    Row("flip", pieces.flip, 10),
    Row("roll", pieces.roll, 17),
    Row("unbind", pieces.unbind, 6),
    Row("diag", selection.diag, 16),
    Row("diagonal", selection.diagonal, 15),
    Row("index_select", selection.index_select, 3),
    Row("masked_fill", selection.masked_fill, 8),
    Row("masked_select", selection.masked_select, 7),
    Row("sort", ordering.sort, 58),
    Row("take_along_dim", selection.take_along_dim, 5),
    Row("topk", ordering.topk, 14),
    Row("trace", selection.trace, 5),
    Row("tril", selection.tril, 8),
    Row("triu", selection.triu, 8),
    Row("addmm", linalg.addmm, 6),
    Row("bmm", linalg.bmm, 1),
    Row("dot", linalg.dot, 1),
    Row("mm", linalg.mm, 3),
    Row("mv", linalg.mv, 1),
    Row("outer", linalg.outer, 1),
    Row("tensordot", einsum.tensordot, 3),
    Row("norm", norm, 39),
    Row("norm", norm, 3, variant="fro"),
    Row("norm", norm, 4, variant="inf"),
    Row("repeat_interleave", repeat_interleave, 4),
    Row("split", pieces.split, 2),
    Row("split", pieces.split, 3, variant="list_args"),
    Row("gather", gather, 6),
    Row("einsum", lambda operands, equation: einsum.einsum(equation, *operands), 11),
]

# Which of ours no sample of PyTorch's compares, and why.
WITHOUT_SAMPLES = {
    "softplus": "PyTorch's samples all have another beta: it has its own test",
    "one_hot": "it has no derivative",
    "dropout": "what is dropped is another generator's choice",
}

# A function of one number that has no row is PyTorch's of the same name.
named = {row.our_name for row in ROWS} | set(WITHOUT_SAMPLES)
ROWS += [
    Row(f"nn.functional.{name}", operation, 1)
    for name, operation in table.FUNCTIONS.items()
    if name not in named
]


def public_names():
    """What the engine and `chainrule.nn.functional` offer that has a derivative."""
    entries = {**vars(table), **vars(shapes)}
    own = {name for name, entry in entries.items() if isinstance(entry, Operation)}
    composed = {name for module in COMPOSED for name in module.__all__} - {
        "argmax",
        "argmin",
        "argsort",
        "unique",
    }
    return {name for name in own if name[0] != "_"} | {"cat", "stack", *composed, *F.__all__}


def operations():
    """The names of all operations, also of those inside `chainrule.nn.functional`."""
    found = [entry for module in (table, shapes, *COMPOSED) for entry in vars(module).values()]
    for module in pkgutil.iter_modules(F.__path__, F.__name__ + "."):
        found += vars(importlib.import_module(module.name)).values()
    return {entry.name for entry in found if isinstance(entry, Operation)}


def ran(*outputs):
    """The names of the operations behind these tensors."""
    names, seen, stack = set(), set(outputs), list(outputs)
    while stack:
        node = stack.pop()
        names |= {node.operation.name} if node.operation else set()
        new = {x for x in node.inputs if isinstance(x, Tensor)} - seen
        seen |= new
        stack += new
    return names
