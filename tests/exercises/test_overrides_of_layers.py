"""Activations and losses of the engine go through a learner's parts."""

import numpy as np
import pytest

import chainrule as cr
from chainrule.exercises.overrides import install, overrides, restore
from chainrule.exercises.parts import parts
from chainrule.nn import functional as F
from tests.exercises.answers import right

X = np.array([[0.5, -2.0, 3.0], [-0.4, 1.5, -1.0]])
uses = {
    "sigmoid": cr.sigmoid,
    "sigmoid.vjp": cr.sigmoid,
    "tanh.vjp": cr.tanh,
    "softplus": cr.softplus,
    "softplus.vjp": cr.softplus,
    "relu": cr.relu,
    "leaky_relu": lambda x: F.leaky_relu(x, 2.0),
    "elu": lambda x: F.elu(x, 0.5),
    "prelu.vjp": lambda x: F.prelu(x, cr.Tensor([0.25], requires_grad=True)),
    "bce_with_logits": lambda x: F.binary_cross_entropy_with_logits(x, (X > 0) * 1.0),
    "cross_entropy": lambda x: F.cross_entropy(x, np.array([2, 0])),
}


def computed(f):
    """The value and the gradient."""
    x = cr.Tensor(X.copy(), requires_grad=True)
    y = f(x)
    (y * y).sum().backward()
    return np.array(y.data), np.array(x.grad.data)


@pytest.mark.parametrize("name", uses)
def test_the_engine_asks_the_learners_part_and_computes_the_same(name):
    reference, calls = computed(uses[name]), []

    def counted(*arguments):
        calls.append(name)
        return right[name][0](*arguments)

    install(name, parts[name].override, counted)
    try:
        mine = computed(uses[name])
    finally:
        restore(name)
    assert calls
    for one, other in zip(mine, reference, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)


@pytest.mark.parametrize("name", uses)
def test_the_reference_comes_back_when_the_part_leaves(name):
    reference = computed(uses[name])
    install(name, parts[name].override, lambda *args: pytest.fail("it was asked after it left"))
    restore(name)
    assert all(map(np.array_equal, computed(uses[name]), reference))


def test_one_alpha_for_all_elements_gets_the_learners_sum():
    def prelu_vjp(g, y, x, alpha):
        return g * np.where(x > 0, 1.0, alpha), np.array(7.0)

    alpha = cr.Tensor([0.25], requires_grad=True)
    install("prelu.vjp", parts["prelu.vjp"].override, prelu_vjp)
    try:
        F.prelu(cr.Tensor(X), alpha).sum().backward()
    finally:
        restore("prelu.vjp")
    assert alpha.grad.data.tolist() == [7.0]


def test_a_part_that_stops_gives_its_place_back(capsys):
    def stops(g, x):
        raise RuntimeError("no")

    reference = computed(cr.relu)
    install("relu", parts["relu"].override, stops)
    assert all(map(np.array_equal, computed(cr.relu), reference))
    assert "Your relu stopped (no); the reference takes over." in capsys.readouterr().out
    assert "relu" not in overrides
