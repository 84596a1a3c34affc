"""Recording a step and verifying its program take little more memory than the step does."""

import gc
import tracemalloc

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim
from chainrule.compiler.ir import Layout
from chainrule.nn import functional as F

rng = np.random.default_rng(0)


def deep(activation, depth=8, width=64, batch=1024):
    layers = [layer for _ in range(depth) for layer in (nn.Linear(width, width), activation())]
    return nn.Sequential(*layers), rng.normal(size=(batch, width))


class Convolutions(nn.Module):
    def __init__(self):
        self.first, self.norm = nn.Conv2d(1, 6, 3, padding=1), nn.BatchNorm2d(6)
        self.second = nn.Linear(6 * 10 * 10, 2)

    def forward(self, x):
        h = F.max_pool2d(F.relu(self.norm(self.first(x))), 2)
        return self.second(h.reshape(x.shape[0], -1))


NETS = {
    "tanh": lambda: deep(nn.Tanh),
    "softplus": lambda: deep(nn.Softplus),
    "dropout": lambda: deep(lambda: nn.Dropout(0.5, seed=1)),
    "norm": lambda: deep(lambda: nn.LayerNorm(64)),
    "convolutions": lambda: (Convolutions(), rng.normal(size=(64, 1, 20, 20))),
    "transformer": lambda: (nn.TransformerBlock(32, 4), rng.normal(size=(16, 64, 32))),
}


def peak(f, *args):
    """The most bytes that a call takes at once, besides what was there."""
    gc.collect()
    tracemalloc.start()
    try:
        f(*args)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", NETS.values(), ids=NETS)
def test_the_first_call_takes_at_most_half_as_much_again_as_the_step(make):
    net, x = make()
    optimizer = optim.SGD(net.parameters(), lr=0.01)

    def step(x):
        optimizer.zero_grad()
        loss = (net(x) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss

    step(x)
    fast = cr.compile(step)
    eager, first, later = peak(step, x), peak(fast, x), peak(fast, x)
    assert first <= 1.5 * eager + 2**19  # what is written down is not small beside these nets
    assert later < eager / 8


def test_what_a_step_lets_go_is_gone_while_it_is_recorded():
    def step(x):
        for _ in range(100):
            x = np.tanh(x) + 0.1
        return x.sum()

    x = rng.normal(size=2**17)
    assert peak(cr.compile(step), x) < 12 * x.nbytes


LAYOUTS = {
    "rows": lambda a: a[1:3],
    "columns": lambda a: a[:, 1:2],
    "reversed": lambda a: a[::-1, ::2],
    "transposed": lambda a: a.T,
    "spread": lambda a: np.broadcast_to(a[0], (5, 4)),
    "none": lambda a: a[:0],
    "single": lambda a: a[1, 2, ...],
}


@pytest.mark.parametrize("look", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_tells_what_the_array_would(look):
    whole = np.arange(12, dtype=np.float32).reshape(3, 4)
    array = look(whole)
    found = Layout.of(array, whole.ctypes.data)
    for name in ("shape", "strides", "dtype", "ndim", "size", "nbytes"):
        assert getattr(found, name) == getattr(array, name)
    assert found.is_contiguous == array.flags.c_contiguous
    low, high = np.lib.array_utils.byte_bounds(array)
    assert (found.low, found.high) == (low - whole.ctypes.data, high - whole.ctypes.data)
    if array.flags.c_contiguous and array.size > 1:
        flat = array.reshape(-1)
        assert found.reshaped(flat.shape).form == (flat.shape, flat.strides, flat.dtype)
