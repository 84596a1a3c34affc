"""A step on a learner's parts is compiled, and computes what it does when it is not."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim
from chainrule.compiler import CompiledStep
from chainrule.exercises import reset
from chainrule.exercises.overrides import install, overrides
from chainrule.exercises.parts import parts
from chainrule.nn import functional as F
from chainrule.widgets import Playground
from tests.exercises.answers import right

places = [name for name, part in parts.items() if part.override]
X = np.random.default_rng(0).normal(size=(6, 3))
LABELS, BITS = np.array([0, 1, 0, 1, 1, 0]), np.array([[0.0, 1.0]] * 6)
LOSSES = {
    "cross_entropy": lambda h: F.cross_entropy(h, LABELS),
    "bce_with_logits": lambda h: F.binary_cross_entropy_with_logits(h, BITS),
}


@pytest.fixture(autouse=True)
def clean_engine():
    reset()
    yield
    reset()


def join(name, function):
    install(name, parts[name].override, function)


def training(loss, activation):
    """A step that uses most places of the engine, and the weights that it changes."""
    model = nn.Sequential(nn.Linear(3, 4, seed=0), activation, nn.Linear(4, 2, seed=1))
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    others = optim.SGD([model[0].weight], lr=0.1)

    def step(x):
        optimizer.zero_grad()
        h = model(x)
        more = cr.exp(-h) * cr.log(h * h + 2) + F.softmax(h) * F.log_softmax(h) + h**3
        (LOSSES[loss](h) + more.mean() + h.max(axis=-1).sum()).backward()
        optimizer.step()
        others.step()

    return step, model


def trained(loss, activation, compiled):
    step, model = training(loss, activation)
    step = cr.compile(step) if compiled else step
    for i in range(4):
        step(X + i)
    return [np.array(p.data) for p in model.parameters()]


ACTIVATIONS = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "elu": nn.ELU,
    "leaky_relu": nn.LeakyReLU,
    "prelu": nn.PReLU,
    "softplus": nn.Softplus,
}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("which", range(3))
def test_a_compiled_step_on_the_learners_parts_learns_what_the_reference_does(
    which, loss, activation
):
    expected = trained(loss, ACTIVATIONS[activation](), compiled=False)
    for name in places:
        join(name, right[name][which % len(right[name])])
    found = trained(loss, ACTIVATIONS[activation](), compiled=True)
    for mine, reference in zip(found, expected, strict=True):
        np.testing.assert_allclose(mine, reference, rtol=1e-6)


def loops(g, y, x):
    out = np.zeros_like(g)
    for i in np.ndindex(g.shape):
        out[i] = g[i] * (1 - y[i] ** 2)
    return out


def branches(g, y, x):
    return g * (1 - y * y) if (x > 0).any() else g - g * y * y


def reads_numbers(g, y, x):
    return np.array(
        [a * (1 - b * b) for a, b in zip(g.ravel().tolist(), y.flat, strict=True)]
    ).reshape(g.shape)


@pytest.mark.parametrize("function", [loops, branches, reads_numbers])
def test_a_part_that_no_recording_can_follow_is_called_anew_in_every_step(function):
    expected, calls = trained("cross_entropy", nn.Tanh(), compiled=False), []

    def counted(*arguments):
        calls.append(0)
        return function(*arguments)

    join("tanh.vjp", counted)
    step, model = training("cross_entropy", nn.Tanh())
    step = cr.compile(step)
    for i in range(4):
        before = len(calls)
        step(X + i)
        assert len(calls) > before
    for mine, reference in zip(model.parameters(), expected, strict=True):
        np.testing.assert_allclose(mine.data, reference, rtol=1e-6)


def test_one_that_stops_in_a_compiled_step_is_told_once_and_the_reference_takes_over(capsys):
    expected, broken = trained("cross_entropy", nn.Tanh(), compiled=False), []

    def stops(g, y, x):
        if float(x.max()) > 0 and broken:
            raise ValueError("too much")
        return g * (1 - y * y)

    join("tanh.vjp", stops)
    step, model = training("cross_entropy", nn.Tanh())
    step = cr.compile(step)
    for i in range(4):
        step(X + i)
        broken.append(i)
    assert capsys.readouterr().out.count("Your tanh.vjp stopped (too much)") == 1
    assert "tanh.vjp" not in overrides
    for mine, reference in zip(model.parameters(), expected, strict=True):
        np.testing.assert_allclose(mine.data, reference, rtol=1e-6)


def test_a_part_with_several_answers_is_asked_once_for_each_node():
    calls = []

    def linear_vjp(g, y, x, w, b):
        calls.append(0)
        return g @ w, g.T @ x, g.sum(axis=0)

    join("linear.vjp", linear_vjp)
    step, _ = training("cross_entropy", nn.Tanh())
    step(X)
    assert len(calls) == 2  # layers
    step(X)
    assert len(calls) == 4


def test_the_playground_trains_on_compiled_parts_as_on_the_reference():
    reference = Playground("circle")
    reference.train(3)
    for name in places:
        join(name, right[name][1])
    own = Playground("circle")
    own.train(3)
    assert type(own.trainer.step) is CompiledStep
    assert own.trainer.train_loss == pytest.approx(reference.trainer.train_loss, rel=1e-5)


def by_numbers(x, layers):
    for layer in layers:
        x = layer(x)
        float(x.data.sum())
    return x


def with_words(g, y, x):
    print("here I am")
    return g * (1 - y * y)


@pytest.mark.parametrize(
    ("name", "function"), [("sequential", by_numbers), ("tanh.vjp", with_words)]
)
def test_where_nothing_can_be_compiled_the_playground_goes_on_as_it_is(name, function):
    reference = Playground("circle")
    reference.train(2)
    join(name, function)
    own = Playground("circle")
    own.train(2)
    assert own.trainer.step == own.trainer.eager_step
    assert own.trainer.train_loss == pytest.approx(reference.trainer.train_loss)
    reset()
    own.train(1)
    assert type(own.trainer.step) is CompiledStep
