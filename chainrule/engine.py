"""The whole autograd engine, to be read from top to bottom.

A tensor is an array that remembers how it was made, an operation a function of arrays beside its
derivative; `chain_rule` goes back through what tensors remember; a table has the derivatives.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from operator import attrgetter
from typing import Any

import numpy as np

from chainrule import refusals
from chainrule.spelling import in_numpys_words

Array = np.ndarray[Any, np.dtype[Any]]
recording = ContextVar("recording", default=True)  # whether operations record themselves
onlooker: ContextVar[Callable[..., None] | None] = ContextVar("onlooker", default=None)


class Tensor:
    """An array, its gradient, and the operation and inputs that made it.

    `data` (array_like) is copied, its dtype kept; with `requires_grad`, for which it must be a
    floating one, `backward` fills in `grad`. `name` is what pictures and messages call it.

    >>> x, y, z = (Tensor(v, requires_grad=True) for v in (-2.0, 5.0, -4.0))
    >>> f = (x + y) * z
    >>> f.backward()
    >>> f.item(), x.grad.item(), y.grad.item(), z.grad.item()
    (-12.0, -4.0, -4.0, 3.0)
    """

    requires_grad, name = False, ""
    grad: Array | None = None
    operation: Operation | None = None  # what made it; nothing made a leaf
    inputs: tuple[Any, ...] = ()
    arrays: list[Any] = []  # noqa: RUF012  (what the inputs held; never written to)
    edges: list[tuple[int, Tensor]] = []  # noqa: RUF012  (the inputs that want a gradient)
    options: dict[str, Any] = {}  # noqa: RUF012
    birth = changed = 0  # when it was computed (a leaf: before all others), and changed in place

    def __init__(self, data: Any, requires_grad: bool = False, name: str = "") -> None:
        self.data: Array = refusals.copied(data, records=recording.get())
        self.requires_grad, self.name = requires_grad, name
        refusals.check_dtype(self.data.dtype, requires_grad)

    def backward(self, gradient: Any = None) -> None:
        """Add d(self)/d(leaf) to the `grad` of every leaf; many numbers need their `gradient`."""
        chain_rule(self, refusals.upstream(self, gradient))

    # fmt: off
    def __add__(self, other: Any) -> Any: return add(self, other)
    def __radd__(self, other: Any) -> Any: return add(other, self)
    def __sub__(self, other: Any) -> Any: return sub(self, other)
    def __rsub__(self, other: Any) -> Any: return sub(other, self)
    def __mul__(self, other: Any) -> Any: return mul(self, other)
    def __rmul__(self, other: Any) -> Any: return mul(other, self)
    def __truediv__(self, other: Any) -> Any: return div(self, other)
    def __rtruediv__(self, other: Any) -> Any: return div(other, self)
    def __pow__(self, other: Any) -> Any: return pow(self, other)
    def __rpow__(self, other: Any) -> Any: return pow(other, self)
    def __matmul__(self, other: Any) -> Any: return matmul(self, other)
    def __rmatmul__(self, other: Any) -> Any: return matmul(other, self)
    def __neg__(self) -> Any: return neg(self)
    def __getitem__(self, index: Any) -> Any: return getitem(self, index=index)

    shape, ndim = property(lambda self: self.data.shape), property(lambda self: self.data.ndim)
    size, dtype = property(lambda self: self.data.size), property(lambda self: self.data.dtype)
    def __getattr__(self, name: str) -> Any: raise refusals.missing("a tensor", name)
    # fmt: on


class Operation:
    """A function of arrays, ``forward(*inputs, **options)``, beside its derivative.

    For each input, ``rule(g, y, *inputs, **options)`` is its gradient, where ``y`` is the output
    and ``g`` the gradient with respect to it. Called with a tensor an operation returns one and
    records itself; called with arrays it returns an array: so a rule, made of operations, runs on
    arrays (fast) as well as on tensors (when the gradient itself is to be differentiated). Words:
    its `symbol` in a graph, what it `says` of its derivative, and of an activation its `layer`,
    `formula`, and as `example` a number and its value to four digits.

    >>> cube = Operation("cube", lambda x: x**3, lambda g, y, x: g * 3 * x**2)
    >>> x = Tensor(2.0, requires_grad=True)
    >>> cube(x).backward()
    >>> x.grad.item()
    12.0
    """

    def __init__(self, name: str, forward: Callable[..., Any], *rules: Any, symbol: str = "",
        says: str = "", layer: str = "", formula: str = "", example: tuple[float, float] = (0, 0),
    ) -> None:  # fmt: skip
        self.name, self.forward, self.rules, self.symbol = name, forward, rules, symbol or name
        self.says = says or f"{self.symbol} multiplies by its local derivative"
        self.layer, self.formula, self.example = layer, formula, example

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Compute, and record it if an input wants a gradient."""
        arrays, edges, tensors = [], [], False
        for i, x in enumerate(inputs):
            if isinstance(x, Tensor):
                tensors = True
                if x.requires_grad:
                    edges.append((i, x))
                x = x.data
            elif type(x) not in refusals.PLAIN:
                refusals.check_foreign(x)
            arrays.append(x)
        options = options and in_numpys_words(options)
        if not tensors:
            return self.forward(*arrays, **options)
        output = Tensor.__new__(Tensor)
        try:
            array = self.forward(*arrays, **options)
        except (ValueError, IndexError, TypeError) as error:
            raise refusals.explained(error, self.name, inputs, options) from None
        output.data = array if isinstance(array, np.ndarray) else np.asarray(array)
        if edges and recording.get():
            output.requires_grad, output.birth = True, next(refusals.clock)
            output.operation, output.inputs, output.options = self, inputs, options
            output.arrays, output.edges = arrays, edges
        if look := onlooker.get():
            look(output, self, inputs)
        return output

    def rule(self, i: int) -> Any:
        """The rule for input number `i`; a missing one is an error, never a zero."""
        return (i < len(self.rules) and self.rules[i]) or refusals.no_rule(self.name, i)


def chain_rule(output: Tensor, gradient: Any, found: Any = None, graph: bool = False) -> None:
    """Send a gradient from `output` back: to the `grad` of all leaves, or into the dict `found`.

    A computed tensor hands it on when all who used it have had their say, so that its gradient is
    complete. With a `graph` what is found for the tensors of that dict can be differentiated again.
    """
    pending, look, changed = {output: gradient}, onlooker.get(), refusals.last_change
    for node in newest_first(output):
        g, operation, options = pending.pop(node), node.operation, node.options
        if operation is None or found is not None:
            keep(node, g, found)
        y, inputs = (node, node.inputs) if graph else (node.data, node.arrays)
        if 0 < node.birth < changed:
            y, inputs = refusals.unchanged(node, y, inputs)
        for i, x in node.edges:
            share, data = operation.rule(i)(g, y, *inputs, **options), x.data  # type: ignore
            if share.shape != data.shape or share.dtype != data.dtype:
                share = unbroadcast(share, x)
            if look:
                look(share, node, i)
            if not x.birth:
                keep(x, share, found)
            else:
                pending[x] = pending[x] + share if x in pending else share


def keep(x: Tensor, g: Any, found: Any) -> None:
    """Add `g` to what there is for `x`; the array itself may be somebody else's as well."""
    if found is None and x.grad is not None:
        x.grad += g
    elif found is None:
        x.grad = g.copy() if isinstance(g, np.ndarray) else np.array(g)
    elif x in found:
        found[x] = found[x] + g


def newest_first(output: Tensor) -> list[Tensor]:
    """`output` and all computed tensors behind it: whatever uses a tensor was made after it."""
    seen, stack = {output}, [output]
    while stack:
        for _, x in stack.pop().edges:
            if x.birth and x not in seen:
                seen.add(x)
                stack.append(x)
    return sorted(seen, key=attrgetter("birth"), reverse=True)


def unbroadcast(g: Any, x: Tensor) -> Any:
    """Sum `g` over the axes along which broadcasting repeated `x`; keep the dtype of `x`.

    >>> unbroadcast(np.ones((4, 3)), Tensor([1.0, 2.0, 3.0]))
    array([4., 4., 4.])
    """
    if g.shape != x.shape:
        extra = g.ndim - x.ndim
        stretched = (i for i, n in enumerate(x.shape, extra) if n == 1 != g.shape[i])
        g = g.sum((*range(extra), *stretched)).reshape(x.shape)
    return g if g.dtype == x.dtype or x.dtype.kind != "f" else astype(g, dtype=x.dtype)


# The table: name, function of arrays, for each input the rule that makes its gradient of y's
# fmt: off
add = Operation("add", np.add, lambda g, y, a, b: g, lambda g, y, a, b: g,
    symbol="+", says="+ distributes: every input gets the upstream gradient unchanged")
sub = Operation("sub", np.subtract, lambda g, y, a, b: g, lambda g, y, a, b: -g, symbol="−",
    says="− hands the upstream gradient to the first input, and its negative to the second")
mul = Operation("mul", np.multiply, lambda g, y, a, b: g * b, lambda g, y, a, b: g * a,
    symbol="×", says="× swaps: each input gets the upstream gradient times the other input")
div = Operation("div", np.true_divide, lambda g, y, a, b: g / b, lambda g, y, a, b: -g * y / b,
    symbol="÷", says="a/b has the local derivatives 1/b and −a/b²")
neg = Operation("neg", np.negative, lambda g, y, x: -g,
    symbol="· (−1)", says="multiplying by −1 turns the gradient's sign")
pow = Operation("pow", lambda x, n: x**n,
    lambda g, y, x, n: g * n * where((x == 0) & (n == 0), 1, x) ** (n - 1),
    lambda g, y, x, n: g * y * log(where((x == 0) & (n >= 0), 1, x)),
    symbol="xⁿ", says="xⁿ has the local derivative n·xⁿ⁻¹")
matmul = Operation("matmul", np.matmul,
    lambda g, y, a, b: left_of_matmul(g, a, b), lambda g, y, a, b: right_of_matmul(g, a, b),
    symbol="@")
exp = Operation("exp", np.exp, lambda g, y, x: g * y,
    says="eˣ is its own derivative: the local derivative is the output")
log: Operation = Operation("log", np.log, lambda g, y, x: g / x,
    says="log x has the local derivative 1/x")
sqrt = Operation("sqrt", np.sqrt, lambda g, y, x: g / (2 * y),
    symbol="√", says="√x has the local derivative 1/(2√x)")
sigmoid = Operation("sigmoid", lambda x: np.exp(-np.logaddexp(0, -x)),
    lambda g, y, x: g * y * (1 - y),
    symbol="σ", says="σ(x) has the local derivative σ(x)(1 − σ(x))",
    layer="Sigmoid", formula="1 / (1 + e⁻ˣ), from 0 to 1", example=(1.0, 0.7311))
tanh = Operation("tanh", np.tanh, lambda g, y, x: g * (1 - y * y),
    says="tanh x has the local derivative 1 − tanh²x",
    layer="Tanh", formula="tanh x, from −1 to 1", example=(1.0, 0.7616))
relu = Operation("relu", lambda x: np.maximum(x, 0), lambda g, y, x: where(x > 0, g, 0),
    says="ReLU lets the gradient through where its input is positive, else it stops it",
    layer="ReLU", formula="max(0, x)", example=(-3.0, 0.0))
maximum = Operation("maximum", np.maximum,  # on a tie each gets one half
    lambda g, y, a, b: where(a > b, g, where(a == b, g / 2, 0)),
    lambda g, y, a, b: where(b > a, g, where(a == b, g / 2, 0)), symbol="max",
    says="max routes: the larger input gets the whole gradient, the other one nothing")
where: Operation = Operation("where", np.where, None,
    lambda g, y, mask, a, b: where(mask, g, 0), lambda g, y, mask, a, b: where(mask, 0, g))
sum = Operation("sum", lambda x, axis=None, keepdims=False: np.sum(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis), symbol="Σ")
astype = Operation("astype", lambda x, dtype: x.astype(dtype), lambda g, y, x, dtype: g)
reshape: Operation = Operation("reshape", lambda x, shape: x.reshape(shape),
    lambda g, y, x, shape: reshape(g, shape=x.shape))
permute: Operation = Operation("permute", lambda x, axes: x.transpose(axes),
    lambda g, y, x, axes: permute(g, axes=tuple(np.argsort(np.mod(axes, x.ndim)))))
broadcast_to = Operation("broadcast_to", np.broadcast_to, lambda g, y, x, shape: g)
getitem = Operation("getitem", lambda x, index: x[index],
    lambda g, y, x, index: scatter(g, index=index, shape=x.shape))
scatter: Operation = Operation("scatter", lambda x, index, shape: added_at(x, index, shape),
    lambda g, y, x, index, shape: getitem(g, index=index))
# fmt: on


def left_of_matmul(g: Any, a: Any, b: Any) -> Any:
    """The product g @ bᵀ, with a vector read as the row or the column that `@` takes it for."""
    if b.ndim == 1:
        return g[..., None] * b
    return g @ swap(b) if a.ndim > 1 else (g[..., None, :] @ swap(b))[..., 0, :]


def right_of_matmul(g: Any, a: Any, b: Any) -> Any:
    """The product aᵀ @ g, with a vector read as the row or the column that `@` takes it for."""
    if a.ndim == 1:
        return g[..., None] * a if b.ndim == 1 else a[:, None] * g[..., None, :]
    return swap(a) @ g if b.ndim > 1 else (swap(a) @ g[..., None])[..., 0]


def swap(x: Any) -> Any:
    """The matrices of `x`, transposed."""
    return permute(x, axes=(*range(x.ndim - 2), -1, -2))


def spread(g: Any, x: Any, axis: Any) -> Any:
    """The gradient of a sum over `axis`, repeated for every term."""
    return broadcast_to(reshape(g, shape=kept(x, axis)), shape=x.shape)


def kept(x: Any, axis: Any) -> tuple[int, ...]:
    """The shape of `x` reduced over `axis`, had the axis been kept with length 1."""
    axes = range(x.ndim) if axis is None else np.atleast_1d(axis) % x.ndim
    return tuple(1 if i in axes else n for i, n in enumerate(x.shape))


def added_at(x: Array, index: Any, shape: tuple[int, ...]) -> Array:
    """Zeros with `x` added at `index`; an element named twice receives both."""
    whole = np.zeros_like(x, shape=shape)
    np.add.at(whole, index, x)
    return whole


def raw(x: Any) -> Any:
    """The array inside a tensor; anything else as it is."""
    return x.data if isinstance(x, Tensor) else x


def around(array: Any) -> Tensor:
    """A tensor that holds `array` itself, not a copy of it."""
    tensor = Tensor.__new__(Tensor)
    tensor.data = array if isinstance(array, np.ndarray) else np.asarray(array)
    return tensor
