"""Gradients against the complex step: f′(x) = Im f(x + ih) / h, free of cancellation.

Nothing is subtracted, so h may be as small as 10⁻²⁰ and the quotient has all its digits; central
differences lose half of them. It needs f to be analytic and its forward to take complex numbers.
Source: Squire & Trapp, SIAM Review 40:110, 1998.
"""

import numpy as np
import pytest

from chainrule import Tensor, cat, engine, gradients, table
from chainrule.nn import functional as F

h = 1e-20
rng = np.random.default_rng()
T, CLASSES = rng.normal(size=(3, 4)), rng.integers(0, 4, 3)


def normal(*shape):
    return rng.normal(size=shape)


def positive(*shape):
    return rng.uniform(0.5, 2, shape)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softplus(z):
    return np.log(1 + np.exp(z))


# Name -> our function and its arguments. On complex arrays the same function is its own forward.
ANALYTIC = {
    "add": (table.add, normal(3, 2), normal(2)),
    "sub": (table.sub, normal(3, 1), normal(1, 2)),
    "mul": (table.mul, normal(3, 2), normal(2)),
    "div": (table.div, normal(3, 2), positive(2)),
    "neg": (table.neg, normal(3)),
    "pow": (table.pow, positive(3, 2), normal(2)),
    "matmul": (table.matmul, normal(2, 3, 4), normal(4, 2)),
    "linear": (table.linear, normal(5, 3), normal(2, 3), normal(2)),
    "exp": (table.exp, normal(5)),
    "log": (table.log, positive(5)),
    "sqrt": (table.sqrt, positive(5)),
    "sin": (table.sin, normal(5)),
    "cos": (table.cos, normal(5)),
    "tanh": (table.tanh, normal(5)),
    "sum": (lambda x: table.sum(x, axis=0), normal(3, 2)),
    "mean": (lambda x: table.mean(x, axis=(0, 2)), normal(3, 2, 2)),
    "getitem": (lambda x: engine.getitem(x, index=[0, 0, 2]), normal(3, 2)),
    "cat": (lambda a, b: cat([a, b], axis=1), normal(2, 3), normal(2, 1)),
    "softmax": (F.softmax, normal(3, 4)),
    "log_softmax": (F.log_softmax, normal(3, 4)),
    "gelu": (F.gelu, normal(5)),
    "mse_loss": (lambda p: F.mse_loss(p, T), normal(3, 4)),
    "cross_entropy": (lambda z: F.cross_entropy(z, CLASSES), normal(3, 4)),
    "layer_norm": (F.layer_norm, normal(3, 4), normal(4), normal(4)),
    "attention": (F.scaled_dot_product_attention, normal(3, 2), normal(4, 2), normal(4, 2)),
    "conv2d": (F.conv2d, normal(2, 2, 4, 3), normal(3, 2, 2, 2), normal(3)),
    "avg_pool2d": (lambda x: F.avg_pool2d(x, 2), normal(1, 2, 4, 4)),
}
# Name -> ours, whose stable form takes an absolute value, the formula it stands for, arguments.
BY_FORMULA = {
    "sigmoid": (table.sigmoid, sigmoid, normal(5)),
    "softplus": (table.softplus, softplus, normal(5)),
    "binary_cross_entropy_with_logits": (
        lambda z: F.binary_cross_entropy_with_logits(z, sigmoid(T)),
        lambda z: (softplus(z) - sigmoid(T) * z).mean(),
        normal(3, 4),
    ),
}
CASES = BY_FORMULA | {name: (f, f, *inputs) for name, (f, *inputs) in ANALYTIC.items()}


def complex_step(f, inputs, i, covector):
    """For each element of input `i` the terms whose sum is the gradient of Σ covector · f."""
    for element in np.ndindex(inputs[i].shape):
        moved = [x.astype(complex) for x in inputs]
        moved[i][element] += 1j * h
        yield np.ravel(covector * np.imag(f(*moved)) / h)


@pytest.mark.parametrize("name", CASES)
def test_the_complex_step_confirms_fourteen_digits(name):
    f, formula, *inputs = CASES[name]
    tensors = [Tensor(x, requires_grad=True) for x in inputs]
    y = f(*tensors)
    covector = rng.normal(size=y.shape)
    for i, slope in enumerate(gradients(y, tensors, seed=covector)):
        terms = np.array(list(complex_step(formula, inputs, i, covector)))
        error = np.abs(slope.data.ravel() - terms.sum(axis=1))
        assert error.max() <= 1e-14 * np.abs(terms).sum(axis=1).max()
