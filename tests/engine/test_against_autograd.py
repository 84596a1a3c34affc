"""Gradients and Hessians of small networks against HIPS autograd's, to ten digits.

Ours is written with our layers and losses, the other with NumPy's functions alone, so that
neither can share the other's mistake.
"""

import warnings

import numpy as np
import pytest

import chainrule as cr
from chainrule import table
from chainrule.nn import functional as F

rng = np.random.default_rng()
X, T = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
CLASSES, BITS = rng.integers(0, 2, 5), rng.integers(0, 2, (5, 2)).astype(float)
IMAGES = rng.normal(size=(2, 2, 4, 5))


@pytest.fixture(scope="module")
def autograd():
    return pytest.importorskip("autograd")


@pytest.fixture(scope="module")
def anp(autograd):
    return pytest.importorskip("autograd.numpy")


def parts(p, *shapes):
    """A vector of parameters, cut up into arrays of these shapes."""
    start = 0
    for shape in shapes:
        size = int(np.prod(shape))
        yield p[start : start + size].reshape(shape)
        start += size


def arithmetic(p):
    a, b, c = p[0], p[1], p[2]
    return (a * b - c / (a * a + 1) + 2 ** (-b)) ** 3 / (1 + c * c) - 3 * a


def elementary(m, p):
    q = p * p + 0.5
    return m.sum(m.exp(m.sin(p)) * m.sqrt(q) + m.log(q) * m.cos(p) - m.tanh(p) * abs_(m, p))


def abs_(m, p):
    return m.abs(p)


def hidden(m, p):
    w, b, v, c = parts(p, (4, 3), (4,), (2, 4), (2,))
    return m.tanh(X @ w.T + b) @ v.T + c


def hidden_of_ours(p):
    w, b, v, c = parts(p, (4, 3), (4,), (2, 4), (2,))
    return table.linear(cr.tanh(table.linear(X, w, b)), v, c)


def recurrent(m, p):
    w, u, state = *parts(p, (3, 3), (3, 3)), np.zeros(3)
    for x in X:
        state = m.tanh(state @ w + x @ u)
    return m.sum(state * state)


def log_softmax(m, z):
    return z - m.log(m.sum(m.exp(z), axis=-1, keepdims=True))


def attention_of_ours(p):
    q, k, v = parts(p, (3, 2), (4, 2), (4, 2))
    return (F.scaled_dot_product_attention(q, k, v) * X[:3, :2]).sum()


def attention(m, p):
    q, k, v = parts(p, (3, 2), (4, 2), (4, 2))
    return m.sum(m.exp(log_softmax(m, q @ k.T / np.sqrt(2))) @ v * X[:3, :2])


def normed_of_ours(p):
    x, w, b = parts(p, (4, 3), (3,), (3,))
    return (F.layer_norm(x, w, b) * X[:4]).sum()


def normed(m, p):
    x, w, b = parts(p, (4, 3), (3,), (3,))
    centred = x - m.mean(x, axis=-1, keepdims=True)
    variance = m.mean(centred * centred, axis=-1, keepdims=True)
    return m.sum((centred / m.sqrt(variance + 1e-5) * w + b) * X[:4])


def batch_normed_of_ours(p):
    x, w, b = parts(p, (4, 3), (3,), (3,))
    return (F.batch_norm(x, np.zeros(3), np.ones(3), w, b, training=True) * X[:4]).sum()


def batch_normed(m, p):
    x, w, b = parts(p, (4, 3), (3,), (3,))
    centred = x - m.mean(x, axis=0)
    return m.sum((centred / m.sqrt(m.mean(centred * centred, axis=0) + 1e-5) * w + b) * X[:4])


def gelu(m, p):
    return m.sum(0.5 * p * (1 + m.tanh(np.sqrt(2 / np.pi) * (p + 0.044715 * p**3))) * p)


def joined(m, p, concatenate):
    rows = m.where(p > 0, p * p, 3 * p).reshape((4, 5))
    both = concatenate([rows, rows[::-1, [0, 0, 3, 2, 1]] * rows])
    return m.sum(m.max(both, axis=0) * both[2] * m.minimum(both[1], 0.3))


def convolved_of_ours(p):
    w, b = parts(p, (3, 2, 2, 3), (3,))
    return (F.avg_pool2d(F.conv2d(IMAGES, w, b) ** 2, (3, 1))).sum()


def convolved(m, p):
    w, b = parts(p, (3, 2, 2, 3), (3,))
    pixels = [
        m.einsum("nchw,oc->nohw", IMAGES[:, :, i : i + 3, j : j + 3], w[:, :, i, j])
        for i in range(2)
        for j in range(3)
    ]
    return m.sum(m.mean((sum(pixels) + b[:, None, None]) ** 2, axis=2))


# Name -> ours, theirs (with their NumPy as its first argument), the number of parameters.
CASES = {
    "arithmetic": (arithmetic, lambda m, p: arithmetic(p), 3),
    "elementary functions": (lambda p: elementary(table, p), elementary, 6),
    "hidden layer, squared error": (
        lambda p: F.mse_loss(hidden_of_ours(p), T),
        lambda m, p: m.mean((hidden(m, p) - T) ** 2),
        26,
    ),
    "hidden layer, cross-entropy": (
        lambda p: F.cross_entropy(hidden_of_ours(p), CLASSES),
        lambda m, p: -m.mean(log_softmax(m, hidden(m, p))[np.arange(5), CLASSES]),
        26,
    ),
    "hidden layer, cross-entropy of bits": (
        lambda p: F.binary_cross_entropy_with_logits(hidden_of_ours(p), BITS),
        lambda m, p: m.mean(m.logaddexp(0, hidden(m, p)) - BITS * hidden(m, p)),
        26,
    ),
    "sigmoid and softplus": (
        lambda p: (cr.sigmoid(p) * cr.softplus(p * p)).sum(),
        lambda m, p: m.sum(m.log(1 + m.exp(p * p)) / (1 + m.exp(-p))),
        5,
    ),
    "the same weights at each of five steps": (lambda p: recurrent(table, p), recurrent, 18),
    "attention": (attention_of_ours, attention, 22),
    "layer norm": (normed_of_ours, normed, 18),
    "batch norm": (batch_normed_of_ours, batch_normed, 18),
    "GELU": (lambda p: (F.gelu(p) * p).sum(), gelu, 6),
    "choices and pieces": (
        lambda p: joined(table, p, cr.cat),
        lambda m, p: joined(m, p, m.concatenate),
        20,
    ),
    "convolution and pooling": (convolved_of_ours, convolved, 39),
}


@pytest.mark.oracle
@pytest.mark.parametrize("name", CASES)
def test_gradient_and_hessian_agree_to_ten_digits(autograd, anp, name):
    ours, theirs, n = CASES[name]
    p = rng.normal(size=n)
    assert_equal(ours(cr.Tensor(p)).data, theirs(anp, p))
    assert_equal(cr.grad(ours)(p), autograd.grad(lambda p: theirs(anp, p))(p))
    with warnings.catch_warnings():  # autograd warns of a Hessian that is zero
        warnings.simplefilter("ignore")
        curvature = autograd.hessian(lambda p: theirs(anp, p))(p)
    assert_equal(cr.hessian(ours)(p), curvature)


@pytest.mark.oracle
def test_jacobian_and_its_two_products_agree_to_ten_digits(autograd, anp):
    p, v, t = rng.normal(size=26), rng.normal(size=(5, 2)), rng.normal(size=26)
    jacobian = autograd.jacobian(lambda p: hidden(anp, p))(p)
    assert_equal(cr.jacobian(hidden_of_ours)(p), jacobian)
    assert_equal(cr.vjp(hidden_of_ours, p)[1](v)[0], np.tensordot(v, jacobian))
    assert_equal(cr.jvp(hidden_of_ours, [p], [t])[1], jacobian @ t)


@pytest.mark.oracle
def test_third_derivative_agrees_to_ten_digits(autograd, anp):
    ours = cr.grad(cr.grad(cr.grad(lambda x: cr.tanh(x) * cr.exp(-x * x))))
    theirs = autograd.grad(autograd.grad(autograd.grad(lambda x: anp.tanh(x) * anp.exp(-x * x))))
    assert_equal(ours(0.7), theirs(0.7))


def assert_equal(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)
