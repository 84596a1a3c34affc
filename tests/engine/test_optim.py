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


def test_parameters_that_get_gradients_at_different_times_each_follow_their_own_formula():
    x, y = Tensor([1.0, -2.0], requires_grad=True), Tensor([[3.0]], requires_grad=True)
    alone_x, alone_y = Tensor([1.0, -2.0], requires_grad=True), Tensor([[3.0]], requires_grad=True)
    together = optim.Adam([x, y], lr=0.1)
    apart = {alone_x: optim.Adam([alone_x], lr=0.1), alone_y: optim.Adam([alone_y], lr=0.1)}
    for who in [(x, y), (x,), (y,), (x, y), (y,)]:
        together.zero_grad()
        for twin, p in [(alone_x, x), (alone_y, y)]:
            if any(p is q for q in who):
                (p**3).sum().backward()
                twin.grad = p.grad.copy()
                apart[twin].step()
        together.step()
    np.testing.assert_allclose(x.data, alone_x.data, rtol=1e-12)
    np.testing.assert_allclose(y.data, alone_y.data, rtol=1e-12)


def test_new_values_given_to_a_parameter_are_the_ones_that_move():
    x, y = Tensor([1.0, 2.0], requires_grad=True), Tensor(3.0, requires_grad=True)
    optimizer = optim.SGD([x, y], lr=0.5)
    x.data = np.array([10.0, 20.0])
    (x.sum() + y).backward()
    optimizer.step()
    assert x.data.tolist() == [9.5, 19.5]
    assert y.item() == 2.5


def test_a_gradient_kept_from_an_earlier_step_stays_what_it_was():
    x, y = Tensor(1.0, requires_grad=True), Tensor(3.0, requires_grad=True)
    optimizer = optim.SGD([x, y], lr=0.5)
    (x * 2 + y).backward()
    optimizer.step()
    kept = x.grad
    optimizer.zero_grad()
    (x * 5 + y).backward()
    optimizer.step()
    assert kept.item() == 2


def test_the_learning_rate_may_change_between_steps():
    x = Tensor(1.0, requires_grad=True)
    optimizer = optim.SGD([x], lr=0.5)
    optimizer.lr = 0.25
    x.backward()
    optimizer.step()
    assert (x.item(), optimizer.lr) == (0.75, 0.25)
