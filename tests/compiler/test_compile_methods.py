"""A compiled method has programs for every object, which are its own and go with it."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

import chainrule as cr
from chainrule import CompileError, nn, optim

rng = np.random.default_rng(0)


class Trainer:
    """Trains a layer."""

    def __init__(self, seed=0):
        self.net = nn.Linear(3, 2, seed=seed)
        self.optimizer = optim.Adam(self.net.parameters(), lr=0.05)

    def eager(self, x, t=0.0):
        """One step."""
        self.optimizer.zero_grad()
        loss = ((self.net(x) - t) ** 2).mean()
        loss.backward()
        self.optimizer.step()
        return loss

    step = cr.compile(eager)


class Layer(nn.Module):
    def __init__(self, seed=0):
        self.net = nn.Linear(3, 2, seed=seed)
        self.optimizer = optim.SGD(self.net.parameters(), lr=0.05)

    def forward(self, x):
        return self.net(x)

    eager, step = Trainer.eager, cr.compile(Trainer.eager)


KINDS = [Trainer, Layer]


def assert_trains_alike(eager, fast, calls=3):
    for _ in range(calls):
        x = rng.normal(size=(4, 3))
        np.testing.assert_allclose(fast.step(x), eager.eager(x).data, rtol=1e-9)
    np.testing.assert_allclose(fast.net.weight.data, eager.net.weight.data, rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_compiled_method_trains_its_own_object(kind):
    objects = [(kind(seed), kind(seed)) for seed in range(3)]
    for _ in range(2):
        for eager, fast in objects:
            assert_trains_alike(eager, fast)
    assert [fast.step.recordings for _, fast in objects] == [1, 1, 1]


COPIES = {
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "pickle": lambda x: pickle.loads(pickle.dumps(x)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", COPIES.values(), ids=COPIES)
def test_a_copy_of_an_object_has_programs_of_its_own(kind, make):
    first = kind()
    first.step(np.ones((4, 3)))
    other = make(first)
    other.net = copy.deepcopy(first.net)
    other.optimizer = optim.SGD(other.net.parameters(), lr=0.5)
    untouched = first.net.weight.data.copy()
    other.step(np.ones((4, 3)))
    assert other.step is not first.step
    np.testing.assert_array_equal(first.net.weight.data, untouched)
    assert first.step.recordings == 1


@pytest.mark.parametrize("kind", KINDS)
def test_programs_go_with_their_object(kind):
    thing = kind()
    thing.step(np.ones((4, 3))), thing.step(np.ones((4, 3)))
    gone = weakref.ref(thing)
    del thing
    gc.collect()
    assert gone() is None


def test_a_compiled_method_looks_like_the_method():
    trainer = Trainer()
    assert trainer.step is trainer.step
    for step in (Trainer.step, trainer.step):
        assert (step.__name__, step.__doc__) == ("eager", "One step.")
        assert step.__qualname__ == "Trainer.eager"
    trainer.step(np.ones((4, 3)), t=1.0)
    assert "d_net_weight" in trainer.step.source


def test_the_programs_are_not_among_the_parameters_of_a_module():
    layer = Layer()
    names, state = [n for n, _ in layer.named_parameters()], list(layer.state_dict())
    layer.step(np.ones((4, 3)))
    assert [n for n, _ in layer.named_parameters()] == names
    assert list(layer.state_dict()) == state


def test_a_compiled_method_may_be_inherited_overridden_and_called_from_another():
    class Twice(Trainer):
        @cr.compile
        def step(self, x):
            return Trainer.step.__get__(self)(x) + super().step(x)

    eager, fast = Trainer(), Twice()
    for _ in range(3):
        x = rng.normal(size=(4, 3))
        expected = eager.eager(x).data + eager.eager(x).data
        np.testing.assert_allclose(fast.step(x), expected, rtol=1e-9)


def decorated(*decorators):
    """A class with a function of this kind, and the same function as it is."""

    def scaled(*args):
        return args[-1] * 2.0 + 1.0

    made = scaled
    for decorate in decorators:
        made = decorate(made)
    return type("Holder", (), {"f": made}), scaled


ORDERS = {
    "static outside": (cr.compile, staticmethod),
    "static inside": (staticmethod, cr.compile),
    "class outside": (cr.compile, classmethod),
    "class inside": (classmethod, cr.compile),
}


@pytest.mark.parametrize("decorators", ORDERS.values(), ids=ORDERS)
def test_class_methods_and_static_methods_compile(decorators):
    holder, f = decorated(*decorators)
    x = rng.normal(size=3)
    for place in (holder, holder(), type("Inner", (holder,), {})):
        for _ in range(3):
            np.testing.assert_array_equal(place.f(x), f(x))


def test_a_class_may_be_an_argument():
    f = cr.compile(lambda kind, x: kind.factor * x)
    for factor in (2.0, 3.0, 2.0):
        kind = type("Kind", (), {"factor": factor})
        assert [f(kind, np.array(1.5)), f(kind, np.array(1.0))] == [1.5 * factor, factor]


@pytest.mark.parametrize("step", [nn.Linear(2, 1, seed=0), np.tanh, Trainer().eager])
def test_what_is_no_function_is_no_method(step):
    holder = type("Holder", (), {"f": cr.compile(step)})
    assert holder().f is holder.f


def test_an_object_without_a_place_for_programs_is_told_so():
    class Narrow:
        __slots__ = ("w",)

        @cr.compile
        def step(self, x):
            return x

    with pytest.raises(CompileError, match=r"Narrow, which has __slots__.*add '__dict__'"):
        Narrow().step(np.ones(2))


def test_what_a_method_may_not_do_is_said_with_its_place():
    class Counter:
        calls = 0

        @cr.compile
        def step(self, x):
            self.calls += 1
            return x * self.calls

    with pytest.raises(CompileError, match=r"self\.calls from 1 to 2"):
        Counter().step(np.ones(2))
