"""micrograd: one node a number, in Python floats."""

from __future__ import annotations

import math
import sys

from micrograd.engine import Value

from benchmarks.workloads.work import NotSupportedError, Run, Work, repeated


def eager(work: Work) -> Run:
    """As in its demo, with tanh and softplus added in its own manner."""
    if work.kind != "mlp" or work.loss != "bce":
        raise NotSupportedError("a node a number: millions of nodes a step")
    sys.setrecursionlimit(100_000)  # its topological sort is recursive
    arrays = [p.tolist() for p in work.parameters().values()]
    biases = [[Value(b) for b in row] for row in arrays[1::2]]
    weights = [[[Value(w) for w in row] for row in matrix] for matrix in arrays[::2]]
    parameters = [v for row in biases for v in row]
    parameters += [v for matrix in weights for row in matrix for v in row]
    x, t = (array.tolist() for array in work.data())

    def logit(h: list[float]) -> Value:
        for i, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
            h = [sum((w * v for w, v in zip(row, h, strict=True)), b)
                 for row, b in zip(matrix, bias, strict=True)]  # fmt: skip
            h = h if i == len(weights) - 1 else [tanh(v) for v in h]
        return h[0]

    def step() -> float:
        for p in parameters:
            p.grad = 0
        terms = []
        for row, (target,) in zip(x, t, strict=True):
            z = logit(row)
            terms.append(softplus(z) - z * target)
        loss = sum(terms) * (1 / len(x))
        loss.backward()
        for p in parameters:
            p.data -= work.lr * p.grad
        return loss.data

    return repeated(step)


def tanh(x: Value) -> Value:
    """The hyperbolic tangent, which micrograd lacks."""
    y = math.tanh(x.data)
    return added(x, y, 1 - y * y)


def softplus(x: Value) -> Value:
    """log(1 + eˣ), which micrograd lacks."""
    small = math.exp(-abs(x.data))
    slope = (1 if x.data >= 0 else small) / (1 + small)
    return added(x, max(x.data, 0) + math.log1p(small), slope)


def added(x: Value, y: float, slope: float) -> Value:
    """A node of value `y` whose derivative with respect to `x` is `slope`."""
    out = Value(y, (x,))

    def backward() -> None:
        x.grad += slope * out.grad

    out._backward = backward
    return out
