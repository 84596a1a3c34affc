"""Every way to change a parameter in place is noticed by a graph that needs it as it was."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, nn, optim
from chainrule.nn import init

OPTIMIZERS = [optim.SGD, optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad]


class Holder(nn.Module):
    def __init__(self, weight):
        self.weight = weight


def of_optimizer(kind, compiled):
    """An update of a parameter, made ready before there is a graph."""

    def ready(w):
        optimizer = kind([w], lr=0.1)

        def step(g):
            w.grad = g * 1.0
            optimizer.step()
            w.grad = None

        run = cr.compile(step) if compiled else step
        g = np.ones(w.shape)
        run(g)
        return lambda: run(g)

    return ready


def by_hand(w):
    """A compiled step that changes the array itself."""

    def step(g):
        w.data -= 0.1 * g

    fast = cr.compile(step)
    fast(np.ones(w.shape))
    return lambda: fast(np.ones(w.shape))


def of_argument(w):
    """A compiled step that changes the tensor that it is given."""

    def step(x):
        x.data[...] = x.data * 0.5

    fast, other = cr.compile(step), Tensor(w.data)
    fast(other)
    return lambda: fast(w.detach())


def loading(w):
    module = Holder(w)
    return lambda: module.load_state_dict({"weight": np.full(w.shape, 7.0)})


def filling(name):
    options = {"constant_": (0.5,)}.get(name, ())
    return lambda w: lambda: getattr(init, name)(w, *options)


FILLERS = [name for name in vars(init) if name.endswith("_") and not name.startswith("_")]
WAYS = {
    **{kind.__name__: of_optimizer(kind, False) for kind in OPTIMIZERS},
    **{f"{kind.__name__}, compiled": of_optimizer(kind, True) for kind in OPTIMIZERS},
    "compiled, by hand": by_hand,
    "compiled, an argument": of_argument,
    "load_state_dict": loading,
    **{name: filling(name) for name in FILLERS},
}
assert len(FILLERS) > 9


def parameter():
    return nn.Parameter(np.array([[1.0, 2.0], [3.0, 4.0]]), name="weight")


@pytest.mark.parametrize("way", WAYS)
def test_a_graph_that_needs_the_values_is_refused(way):
    w = parameter()
    change = WAYS[way](w)
    w.grad = None
    y = (w * w).sum()
    change()
    with pytest.raises(RuntimeError, match=r"input . of mul"):
        y.backward()
    assert w.grad is None


@pytest.mark.parametrize("way", WAYS)
def test_a_graph_that_does_not_need_the_values_goes_on(way):
    w = parameter()
    change = WAYS[way](w)
    w.grad = None
    y = (w + 1.0).sum()
    change()
    w.grad = None
    y.backward()
    np.testing.assert_array_equal(w.grad, np.ones((2, 2)))


@pytest.mark.parametrize("way", WAYS)
def test_a_graph_made_after_the_change_goes_on(way):
    w = parameter()
    WAYS[way](w)()
    w.grad = None
    (w * w).sum().backward()
    np.testing.assert_array_equal(w.grad, 2 * w.data)
