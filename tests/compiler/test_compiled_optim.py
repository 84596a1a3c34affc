"""Optimisers, schedules and clipping in compiled steps do what they do in plain ones."""

import copy
import pickle

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim
from chainrule.nn import functional as F

OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.1),
    "dampening": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.5, maximize=True),
    "nesterov": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda p: optim.Adam(p, lr=0.01),
    "adamw": lambda p: optim.AdamW(p, lr=0.01),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01, momentum=0.5, centered=True),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.1),
}
SCHEDULES = {
    "step": lambda o: optim.StepLR(o, 2, gamma=0.5),
    "multi": lambda o: optim.MultiStepLR(o, [1, 4], gamma=0.5),
    "cosine": lambda o: optim.CosineAnnealingLR(o, T_max=3, eta_min=0.01),
    "linear": lambda o: optim.LinearLR(o, total_iters=4),
    "exponential": lambda o: optim.ExponentialLR(o, gamma=0.9),
    "lambda": lambda o: optim.LambdaLR(o, lambda t: 1 / (1 + t)),
    "sequential": lambda o: optim.SequentialLR(
        o, [optim.LinearLR(o, total_iters=3), optim.ExponentialLR(o, 0.5)], milestones=[3]
    ),
}


def step_of(net, optimizer, after, schedule):
    """A step that can reach nothing but what it needs."""

    def step(x, t):
        optimizer.zero_grad()
        loss = F.mse_loss(net(x), t)
        loss.backward()
        after(net)
        optimizer.step()
        if schedule:
            schedule.step()
        return loss

    return step


class Run:
    """A net, two groups of its parameters, and a step that is compiled or not."""

    def __init__(self, make, compiled, after=lambda net: None, schedule=None):
        self.net = nn.Sequential(nn.Linear(2, 4, seed=0), nn.Tanh(), nn.Linear(4, 1, seed=1))
        first, last = (list(self.net.layers[i].parameters()) for i in (0, 2))
        self.optimizer = make([{"params": first}, {"params": last, "lr": 0.02}])
        self.schedule = schedule(self.optimizer) if schedule else None
        self.after, self.losses = after, []
        self.choose(compiled)

    def choose(self, compiled):
        step = step_of(self.net, self.optimizer, self.after, self.schedule)
        self.step = cr.compile(step) if compiled else step

    def go(self, steps, event=None):
        rng = np.random.default_rng(3)
        for k in range(steps):
            if event:
                event(self, k)
            loss = self.step(rng.normal(size=(5, 2)), rng.normal(size=(5, 1)))
            self.losses.append(loss.item() if isinstance(loss, cr.Tensor) else float(loss))
        return self.losses + [x for g in self.optimizer.param_groups for x in (g["lr"],)]


def assert_same(make, event=None, **more):
    plain, compiled = (Run(make, is_compiled, **more) for is_compiled in (False, True))
    expected, found = plain.go(8, event), compiled.go(8, event)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    return compiled.step


optimizers = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)


@optimizers
def test_every_optimiser_compiles_to_one_program(make):
    assert assert_same(make).recordings == 1


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_a_schedule_may_be_part_of_the_step(schedule):
    assert assert_same(OPTIMIZERS["adam"], schedule=schedule).recordings == 1


CLIPS = {
    "norm": lambda net: optim.clip_grad_norm_(net.parameters(), 0.1),
    "largest": lambda net: optim.clip_grad_norm_(net.parameters(), 0.1, float("inf")),
    "value": lambda net: optim.clip_grad_value_(net.parameters(), 0.05),
}


@pytest.mark.parametrize("clip", CLIPS.values(), ids=CLIPS)
@pytest.mark.parametrize("name", ["sgd", "adam"])
def test_clipping_may_be_part_of_the_step(clip, name):
    assert assert_same(OPTIMIZERS[name], after=clip).recordings == 1


@optimizers
def test_learning_rates_set_in_any_way_are_read_at_every_step(make):
    def event(run, k):
        if k == 2:
            run.optimizer.param_groups[0]["lr"] = 0.03
        if k == 4:
            run.optimizer.param_groups[1]["lr"] *= 0.5
        if k == 6:
            run.optimizer.lr = 0.05

    assert assert_same(make, event).recordings == 1


def test_the_learning_rate_may_be_read_and_set_within_the_step():
    runs = []
    for compiled in (False, True):
        run = Run(OPTIMIZERS["adam"], compiled)
        optimizer = run.optimizer

        def lower(net, optimizer=optimizer):
            optimizer.param_groups[0]["lr"] *= 0.9
            optimizer.param_groups[1]["lr"] = optimizer.lr / 2

        run.after = lower
        run.choose(compiled)
        runs.append(run)
    expected, found = (run.go(6) for run in runs)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    assert runs[1].step.recordings == 1
    assert runs[1].optimizer.lr == pytest.approx(0.01 * 0.9**6)


OPTIONS = [
    ("sgd", {"momentum": 0.9, "weight_decay": 0.1, "maximize": True}),
    ("adam", {"betas": (0.5, 0.6), "eps": 0.1, "weight_decay": 0.3}),
    ("rmsprop", {"alpha": 0.5, "centered": False}),
]


@pytest.mark.parametrize(("kind", "options"), OPTIONS)
def test_other_options_set_later_take_effect(kind, options):
    for name, value in options.items():

        def event(run, k, name=name, value=value):
            if k == 3:
                run.optimizer.param_groups[1][name] = value

        assert_same(OPTIMIZERS[kind], event)


def load_own_state(run, k):
    if k == 4:
        run.optimizer.load_state_dict(pickle.loads(pickle.dumps(run.optimizer.state_dict())))


def go_back(run, k):
    if k == 2:
        run.kept = copy.deepcopy((run.net.state_dict(), run.optimizer.state_dict()))
    if k == 5:
        run.net.load_state_dict(run.kept[0])
        run.optimizer.load_state_dict(run.kept[1])


def train_one_layer_in_between(run, k):
    if k == 3:  # so that the block of the last layer falls apart
        run.optimizer.zero_grad()
        run.net.layers[2].bias.grad = np.ones(1)
        run.optimizer.step()


def new_values(run, k):
    if k == 3:
        run.net.layers[0].bias.data = np.ones(4)


def another_optimiser_in_between(run, k):
    if k == 3:
        optim.SGD(run.net.parameters(), lr=0.1).step()


EVENTS = [load_own_state, go_back, train_one_layer_in_between, new_values]
EVENTS += [another_optimiser_in_between]


@optimizers
@pytest.mark.parametrize("event", EVENTS, ids=lambda f: f.__name__)
def test_what_happens_in_between_is_noticed(make, event):
    assert_same(make, event)


@optimizers
def test_a_copy_of_a_run_compiles_and_goes_on_as_the_original(make):
    original = Run(make, compiled=False)
    original.go(2)
    copied = copy.deepcopy(original)
    copied.choose(compiled=True)
    original.losses, copied.losses = [], []
    np.testing.assert_allclose(copied.go(4), original.go(4), rtol=1e-9)
