"""Rules of matrices, steps downhill and their schedule go through a learner's parts."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim, table
from chainrule.exercises.overrides import install, restore
from chainrule.exercises.parts import parts
from chainrule.nn import functional as F
from tests.exercises.answers import right

X = np.array([[0.5, -2.0, 3.0], [-0.4, 1.5, -1.0]])


def gradient(f):
    x = cr.Tensor(X.copy(), requires_grad=True)
    y = f(x)
    (y * y).sum().backward()
    return np.array(x.grad)


def linear(x):
    weight = cr.Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True)
    bias = cr.Tensor([1.0, -2.0], requires_grad=True)
    y = table.linear(x, weight, bias)
    y.sum().backward()
    return y * (weight.grad.sum() + bias.grad.sum())


def steps(optimizer, schedule=None):
    def run(x):
        w = cr.Tensor(X[0].copy(), requires_grad=True)
        descent = optimizer([w])
        follow = schedule(descent) if schedule else None
        for _ in range(3):
            descent.zero_grad()
            (w * w).sum().backward()
            descent.step()
            if follow:
                follow.step()
        return x * w.detach()

    return run


sgd = lambda ps: optim.SGD(ps, lr=0.1)  # noqa: E731
uses = {
    "max.vjp": lambda x: x.max(axis=1),
    "where.vjp": lambda x: cr.where(X > 0, x, 3 * x),
    "mean.vjp": lambda x: x.mean(axis=0),
    "linear.vjp": linear,
    "softmax.vjp": F.softmax,
    "log_softmax.vjp": F.log_softmax,
    "sgd.step": steps(sgd),
    "momentum.step": steps(lambda ps: optim.SGD(ps, lr=0.1, momentum=0.9)),
    "schedule": steps(sgd, lambda descent: optim.CosineAnnealingLR(descent, T_max=2)),
    "sequential": nn.Sequential(nn.Linear(3, 2, seed=0), nn.Tanh()),
}


@pytest.mark.parametrize("name", uses)
def test_the_engine_asks_the_learners_part_and_computes_the_same(name):
    reference, calls = gradient(uses[name]), []

    def counted(*arguments):
        calls.append(name)
        return right[name][0](*arguments)

    install(name, parts[name].override, counted)
    try:
        mine = gradient(uses[name])
    finally:
        restore(name)
    assert calls
    np.testing.assert_allclose(mine, reference, rtol=1e-9)


@pytest.mark.parametrize("name", uses)
def test_the_reference_comes_back_when_the_part_leaves(name):
    reference = gradient(uses[name])
    install(name, parts[name].override, lambda *args: pytest.fail("it was asked after it left"))
    restore(name)
    np.testing.assert_array_equal(gradient(uses[name]), reference)


@pytest.mark.parametrize("name", uses)
def test_a_part_that_stops_gives_its_place_back(name, capsys):
    reference = gradient(uses[name])

    def stops(*arguments):
        raise RuntimeError("no")

    install(name, parts[name].override, stops)
    np.testing.assert_array_equal(gradient(uses[name]), reference)
    assert "the reference takes over" in capsys.readouterr().out


def test_what_a_part_was_not_asked_for_the_reference_answers():
    def never(*arguments):
        return pytest.fail("it was asked")

    others = {
        "max.vjp": lambda x: x.max(axis=0),
        "mean.vjp": lambda x: x.mean(axis=1),
        "softmax.vjp": lambda x: F.softmax(x, axis=0),
        "linear.vjp": lambda x: table.linear(x, cr.Tensor(np.ones((2, 3)))),
        "sgd.step": steps(lambda ps: optim.SGD(ps, lr=0.1, weight_decay=0.1)),
    }
    for name, use in others.items():
        install(name, parts[name].override, never)
        try:
            gradient(use)
        finally:
            restore(name)


def test_leaving_one_of_two_steps_keeps_the_other():
    calls = []

    def counted(w, g, v, lr, mu):
        calls.append(lr)
        return w, v

    install("sgd.step", parts["sgd.step"].override, right["sgd.step"][0])
    install("momentum.step", parts["momentum.step"].override, counted)
    restore("sgd.step")
    try:
        gradient(uses["momentum.step"])
    finally:
        restore("momentum.step")
    assert calls == [0.1] * 3
