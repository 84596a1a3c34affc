"""Optimisers against their formulas, step by step."""

import numpy as np
import pytest

from chainrule import Tensor, nn, optim


def run(optimizer, x, steps=5):
    """Values of x while it descends x⁴/4 from 1, whose gradient is x³."""
    path = []
    for _ in range(steps):
        optimizer.zero_grad()
        (x**4 / 4).sum().backward()
        optimizer.step()
        path.append(x.data.copy())
    return np.array(path)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize(("decay", "l1"), [(0.0, 0.0), (0.1, 0.0), (0.0, 0.05), (0.1, 0.05)])
def test_sgd_follows_its_formula(momentum, decay, l1):
    x = Tensor([1.0, -2.0], requires_grad=True)
    path = run(optim.SGD([x], lr=0.05, momentum=momentum, weight_decay=decay, l1=l1), x)
    theta, v = np.array([1.0, -2.0]), np.zeros(2)
    for found in path:
        v = momentum * v + theta**3 + decay * theta + l1 * np.sign(theta)
        theta = theta - 0.05 * v
        np.testing.assert_allclose(found, theta, rtol=1e-12)


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_adam_follows_its_formula(decay):
    x = Tensor([1.0, -2.0], requires_grad=True)
    path = run(optim.Adam([x], lr=0.05, betas=(0.8, 0.95), weight_decay=decay), x)
    theta, m, v = np.array([1.0, -2.0]), np.zeros(2), np.zeros(2)
    for t, found in enumerate(path, 1):
        g = theta**3 + decay * theta
        m, v = 0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g
        theta = theta - 0.05 * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.95**t)) + 1e-8)
        np.testing.assert_allclose(found, theta, rtol=1e-9)


@pytest.mark.parametrize("make", [lambda p: optim.SGD(p, lr=0.1, momentum=0.9), optim.Adam])
def test_a_parameter_without_a_gradient_stays_and_dtypes_are_kept(make):
    x, y = Tensor(np.float32(2), requires_grad=True), Tensor(3.0, requires_grad=True)
    optimizer = make([x, y])
    (x * x).backward()
    optimizer.step()
    assert y.item() == 3
    assert x.item() < 2
    assert x.dtype == np.float32


def test_no_parameters_and_negative_rates_are_refused():
    for make in (optim.SGD, optim.Adam):
        with pytest.raises(ValueError, match="no parameters"):
            make([], lr=0.1)
        with pytest.raises(ValueError, match=r"must not be negative, and it is -0\.1"):
            make([Tensor(1.0, requires_grad=True)], lr=-0.1)


def test_adam_learns_what_sgd_learns():
    layer = nn.Linear(3, 1, seed=0)
    optimizer = optim.Adam(layer.parameters(), lr=0.05)
    x = np.random.default_rng().normal(size=(50, 3))
    for _ in range(800):
        optimizer.zero_grad()
        nn.functional.mse_loss(layer(x), x @ [[1.0], [2.0], [3.0]] + 4).backward()
        optimizer.step()
    np.testing.assert_allclose(layer.weight.data, [[1, 2, 3]], atol=1e-3)
    np.testing.assert_allclose(layer.bias.data, [4], atol=1e-3)
