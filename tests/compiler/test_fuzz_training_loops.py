"""Random training loops do the same compiled, whatever happens between their steps.

FUZZ=20 in the environment tries twenty times as many.
"""

import copy
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule import nn, optim
from chainrule.engine import raw
from chainrule.nn import functional as F

MORE = int(os.environ.get("FUZZ", "1"))  # times as many loops
WIDTH = 4


class Residual(nn.Module):
    def __init__(self):
        self.norm, self.inner = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WIDTH, seed=1)

    def forward(self, x):
        return x + cr.tanh(self.inner(self.norm(x)))


class Image(nn.Module):
    def __init__(self):
        self.conv, self.norm = nn.Conv2d(1, 2, 2, bias=False, seed=1), nn.BatchNorm2d(2)

    def forward(self, x):
        h = self.norm(self.conv(x.reshape(-1, 1, 2, 2)))
        return cr.relu(cr.cat([h, -h], axis=1)).reshape(-1, WIDTH)


class Recurrent(nn.Module):
    def __init__(self):
        self.lstm = nn.LSTM(2, WIDTH, batch_first=True, seed=1)

    def forward(self, x):
        return self.lstm(x.reshape(-1, 2, 2))[1][0][0]


class Transformer(nn.Module):
    def __init__(self):
        self.block = nn.TransformerBlock(2, 1, seed=1)

    def forward(self, x):
        return self.block(x.reshape(-1, 2, 2), is_causal=True).reshape(-1, WIDTH)


class Noise(nn.Module):
    """Dropout from the default generator, whose seed is set before each step."""

    def forward(self, x):
        return nn.Dropout(0.3)(x) if self.training else x


LAYERS = {
    "linear": lambda: nn.Linear(WIDTH, WIDTH, seed=2),
    "layer norm": lambda: nn.LayerNorm(WIDTH),
    "batch norm": lambda: nn.BatchNorm1d(WIDTH),
    "dropout": lambda: nn.Dropout(0.3, seed=4),
    "noise": Noise,
    "relu": nn.ReLU,
    "gelu": nn.GELU,
    "prelu": nn.PReLU,
    "softmax": nn.Softmax,
    "residual": Residual,
    "convolution": Image,
    "lstm": Recurrent,
    "transformer": Transformer,
}
OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.05),
    "momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, l1=0.001),
    "adam": lambda p: optim.Adam(p, lr=0.01),
}


def absolute(y, t):
    return (cr.abs(y - t) + cr.softplus(y)).mean()


class Loop:
    """A network, its optimiser and what else a training step reads and changes."""

    def __init__(self, layers, optimizer, dtype):
        self.net = nn.Sequential(nn.Linear(3, WIDTH, seed=0), *(LAYERS[x]() for x in layers))
        self.net.to(dtype)
        self.make_optimizer = OPTIMIZERS[optimizer]
        self.optimizer = self.make_optimizer(self.net.parameters())
        self.schedule = optim.StepLR(self.optimizer, 1, gamma=0.5)
        self.scale = np.ones(WIDTH, dtype)  # arrays and numbers that the step reads
        self.factor, self.loss, self.accumulate, self.most = 1.0, F.mse_loss, False, None
        self.mean = np.zeros(WIDTH, dtype)  # and an array that it changes
        self.rows, self.seed, self.saved = 6, 0, self.net.state_dict()
        self.take = self.step

    def compiled(self):
        """From now on the step is compiled."""
        self.take = cr.compile(lambda x, t: self.step(x, t))
        return self

    def step(self, x, t):
        if not self.accumulate:
            self.optimizer.zero_grad()
        y = self.net(x * self.factor) * self.scale
        loss = self.loss(y, t)
        loss.backward()
        if self.most is not None:
            for p in self.net.parameters():
                if p.grad is not None:
                    p.grad[...] = np.clip(p.grad, -self.most, self.most)
        self.optimizer.step()
        self.mean *= 0.9
        self.mean += 0.1 * y.data.mean(axis=0)
        return loss, y

    def batch(self, number, rows=None):
        rng, dtype = np.random.default_rng(number), self.net[0].weight.dtype
        rows = rows or self.rows
        return [rng.normal(size=(rows, n)).astype(dtype) for n in (3, WIDTH)]

    def run(self, number):
        """One step; returns what it says, as arrays."""
        cr.manual_seed(self.seed)
        return [raw(x) for x in self.take(*self.batch(number))]

    def state(self):
        """All that a step may change, by name."""
        found = dict(self.net.state_dict(), mean=self.mean)
        for name, p in self.net.named_parameters():
            found[f"{name}.grad"] = p.grad
        return found


# What may happen between two steps, to a loop `w`


def halve_the_rate(w):
    w.optimizer.lr *= 0.5


def schedule(w):
    w.schedule.step()


def other_betas(w):
    if hasattr(w.optimizer, "betas"):
        w.optimizer.betas = (0.8, 0.99)


def other_eps(w):
    if hasattr(w.optimizer, "eps"):
        w.optimizer.eps = 1e-6


def other_momentum(w):
    if getattr(w.optimizer, "momentum", 0):
        w.optimizer.momentum = 0.5


def weight_decay(w):
    w.optimizer.weight_decay = 0.02


def no_weight_decay(w):
    w.optimizer.weight_decay = 0.0


def evaluate(w):
    w.net.eval()


def train(w):
    w.net.train()


def change_an_array(w):
    w.scale *= 0.9


def replace_an_array(w):
    w.scale = w.scale + 0.1


def change_a_number(w):
    w.factor += 0.25


def another_loss(w):
    w.loss = absolute if w.loss is F.mse_loss else F.mse_loss


def freeze(w):
    w.net[0].weight.requires_grad = False


def thaw(w):
    w.net[0].weight.requires_grad = True


def set_parameters(w):
    for p in w.net.parameters():
        p.data = p.data * 0.9


def change_parameters(w):
    for p in w.net.parameters():
        p.data *= 0.9


def gradients_from_outside(w):
    w.accumulate = True
    for p in w.net.parameters():
        p.grad = np.full_like(p.data, 0.1)


def accumulate(w):
    w.accumulate = True


def start_afresh(w):
    w.accumulate = False


def forget_gradients(w):
    w.net.zero_grad()


def clip(w):
    w.most = 0.05 if w.most is None else w.most / 2


def save(w):
    w.saved = w.net.state_dict()


def load(w):
    w.net.load_state_dict(w.saved)


def new_optimizer(w):
    w.optimizer = w.make_optimizer(w.net.parameters())


def another_net(w):
    w.net = copy.deepcopy(w.net)
    new_optimizer(w)


def failing_step(w):
    with pytest.raises((ValueError, IndexError)):
        w.take(w.batch(0)[0], np.ones((5, WIDTH + 1)))


def eager_step(w):
    cr.manual_seed(w.seed)
    w.step(*w.batch(1000))


def fewer_rows(w):
    w.rows = 3


def more_rows(w):
    w.rows = 8


def another_seed(w):
    w.seed += 1


def drop_more(w):
    for _, layer in w.net.named_children():
        if hasattr(layer, "p"):
            layer.p = 0.5


def nothing(w):
    pass


EVENTS = [
    *(halve_the_rate, schedule, other_betas, other_eps, other_momentum, weight_decay),
    *(no_weight_decay, evaluate, train, change_an_array, replace_an_array, change_a_number),
    *(another_loss, freeze, thaw, set_parameters, change_parameters, gradients_from_outside),
    *(accumulate, start_afresh, forget_gradients, clip, save, load, new_optimizer, another_net),
    *(failing_step, eager_step, fewer_rows, more_rows, another_seed, drop_more, nothing),
]


def assert_same(found, expected, dtype, what):
    """As near as rounding allows, which Adam makes larger where a gradient is nothing else."""
    if expected is None:
        assert found is None, what
        return
    assert found.dtype == expected.dtype, what
    near = {"rtol": 1e-6, "atol": 1e-5} if dtype == "f8" else {"rtol": 1e-2, "atol": 3e-2}
    np.testing.assert_allclose(found, expected, **near, err_msg=what)


def assert_same_loops(layers, optimizer, dtype, events):
    loops = [Loop(layers, optimizer, dtype), Loop(layers, optimizer, dtype).compiled()]
    for number, event in enumerate([nothing, *events, nothing]):
        for loop in loops:
            event(loop)
        expected, found = (loop.run(number) for loop in loops)
        for a, b in zip(expected, found, strict=True):
            assert_same(b, a, dtype, f"step {number}: what it returns")
        states = [loop.state() for loop in loops]
        for name, value in states[0].items():
            assert_same(states[1][name], value, dtype, f"step {number}: {name}")


layers = st.lists(st.sampled_from(list(LAYERS)), min_size=1, max_size=3)


@given(
    layers=layers,
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    dtype=st.sampled_from(["f8", "f8", "f4"]),
    events=st.lists(st.sampled_from(EVENTS), min_size=2, max_size=8),
)
@settings(max_examples=15 * MORE)
def test_random_training_loops_do_the_same_compiled(layers, optimizer, dtype, events):
    assert_same_loops(layers, optimizer, dtype, events)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_trains_the_same_compiled_through_events(layer):
    events = [fewer_rows, halve_the_rate, evaluate, train, set_parameters]
    assert_same_loops([layer], "adam", "f8", events)


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_is_seen_by_a_compiled_step(event):
    for optimizer in ("momentum", "adam"):
        assert_same_loops(["dropout"], optimizer, "f8", [event, nothing])


QUIET = {nothing, train, thaw, start_afresh, forget_gradients, save}  # what changes no number


@pytest.mark.parametrize("event", [event for event in EVENTS if event not in QUIET])
def test_every_event_has_an_effect(event):
    def ends_elsewhere(optimizer):
        ends = []
        for happens in (nothing, event):
            loop = Loop(["dropout", "noise"], optimizer, "f8")
            for number, what in enumerate([nothing, happens, nothing]):
                what(loop)
                loop.run(number)
            ends.append(loop.net[0].bias.data)
        return not np.array_equal(*ends)

    assert any(map(ends_elsewhere, OPTIMIZERS))
