"""Graphs of every form, as large as one likes: chains, networks, sums, nests."""

import numpy as np

import chainrule as cr
from chainrule import Tensor


def leaf(value, name=""):
    return Tensor(value, requires_grad=True, name=name)


def chain(n):
    """One leaf, used in every step."""
    x = y = leaf(1.0, "x")
    for _ in range(n // 3):
        y = cr.tanh(y * 0.5 + x)
    return y


def perceptron(n):
    """A neuron a number, as in micrograd: two layers, one example."""
    xs = [Tensor(float(i), name=f"x{i}") for i in range(4)]
    hidden = [neuron(xs, i) for i in range(max(1, n // 20))]
    return neuron(hidden, 1)


def batch(n):
    """The same small network for several examples."""
    weights = [[leaf(float(i + j)) for i in range(3)] for j in range(3)]
    loss = 0.0
    for example in range(max(2, n // 24)):
        xs = [Tensor(float(example + i)) for i in range(3)]
        for row in weights:
            s = sum((w * x for w, x in zip(row, xs, strict=True)), start=leaf(0.1))
            loss = loss + cr.tanh(s)
    return loss


def neuron(xs, seed):
    s = leaf(0.1)
    for i, x in enumerate(xs):
        s = s + leaf(np.cos(seed + i)) * x
    return cr.tanh(s)


def layers(n):
    """Arrays through layers."""
    h = Tensor(np.ones((2, 3)), name="X")
    for _ in range(n // 5):
        h = cr.tanh(h @ leaf(np.eye(3)) + leaf(np.ones(3)))
    return (h * h).sum()


def nest(n):
    """Each result is used once more, the last one first."""
    made = [leaf(1.0, "x")]
    for _ in range(n // 2):
        made.append(cr.tanh(made[-1]))
    y = made.pop()
    while made:
        y = y + made.pop()
    return y


def dense(n):
    """Each result is the sum of all before it."""
    made = [leaf(1.0, "x")]
    for _ in range(int((2 * n) ** 0.5)):
        made.append(cr.tanh(sum(made[1:], start=made[0])))
    return made[-1]


def wide(n):
    """Many at once."""
    return cr.stack([cr.tanh(leaf(float(i))) for i in range(max(1, n // 3))]).sum()


FORMS = [chain, perceptron, batch, layers, nest, dense, wide]
