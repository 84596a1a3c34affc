"""Clipping and schedules inside a compiled step do what they do outside."""

import copy

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim
from chainrule.engine import raw

OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
    "adam": lambda p: optim.Adam(p, lr=0.1),
}
SCHEDULES = {
    "step": lambda o: optim.StepLR(o, step_size=2, gamma=0.5),
    "cosine": lambda o: optim.CosineAnnealingLR(o, T_max=6),
    "none": lambda o: None,
}


def halve(optimizer):
    optimizer.lr *= 0.5


def set_anew(optimizer):
    optimizer.lr = 0.02


def decay_with_the_loss(optimizer, loss):
    optimizer.lr = 0.1 * np.minimum(1.0, loss.data)


def training(net, optimizer, schedule, max_norm, change=None):
    """A step with everything in it; it returns the loss, the norm and the learning rate."""

    def step(x, t):
        optimizer.zero_grad()
        loss = ((net(x) - t) ** 2).mean()
        loss.backward()
        norm = optim.clip_grad_norm_(net.parameters(), max_norm)
        optimizer.step()
        if schedule is not None:
            schedule.step()
        if change is decay_with_the_loss:
            change(optimizer, loss)
        elif change is not None:
            change(optimizer)
        return loss, norm, optimizer.lr * 1.0

    return step


def twins(dtype, make_optimizer, make_schedule, max_norm, change):
    nets = [nn.Sequential(nn.Linear(3, 5, seed=1), nn.Tanh(), nn.Linear(5, 2, seed=2)).to(dtype)]
    nets.append(copy.deepcopy(nets[0]))
    optimizers = [make_optimizer(net.parameters()) for net in nets]
    schedules = [make_schedule(optimizer) for optimizer in optimizers]
    parts = zip(nets, optimizers, schedules, strict=True)
    step, fast = (training(*given, max_norm, change) for given in parts)
    return nets, optimizers, schedules, step, cr.compile(fast)


def assert_alike(parts, calls=7, between=lambda optimizers, schedules: None):
    nets, optimizers, schedules, step, fast = parts
    rng, dtype = np.random.default_rng(0), nets[0][0].weight.dtype
    rtol = 1e-8 if dtype == np.float64 else 1e-3
    for _ in range(calls):
        x, t = rng.normal(size=(6, 3)).astype(dtype), 3 * rng.normal(size=(6, 2)).astype(dtype)
        expected = [float(raw(value)) for value in step(x, t)]
        np.testing.assert_allclose([float(value) for value in fast(x, t)], expected, rtol=rtol)
        np.testing.assert_allclose(optimizers[1].lr, optimizers[0].lr, rtol=rtol)
        between(optimizers, schedules)
    for a, b in zip(nets[0].parameters(), nets[1].parameters(), strict=True):
        np.testing.assert_allclose(b.data, a.data, rtol=rtol, atol=rtol)
    assert fast.recordings == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("max_norm", [0.05, 1e6])
@pytest.mark.parametrize("make_schedule", SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.parametrize("make_optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_clipping_and_schedules_in_a_step(make_optimizer, make_schedule, max_norm, dtype):
    parts = twins(dtype, make_optimizer, make_schedule, max_norm, None)
    assert_alike(parts)
    if parts[2][0] is not None:
        assert [schedule.last_epoch for schedule in parts[2]] == [7, 7]


@pytest.mark.parametrize("change", [halve, set_anew, decay_with_the_loss])
def test_the_learning_rate_changes_within_a_step(change):
    assert_alike(twins(float, OPTIMIZERS["sgd"], SCHEDULES["none"], 1.0, change))


@pytest.mark.parametrize("make_schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_the_learning_rate_changes_between_steps(make_schedule):
    def between(optimizers, schedules):
        for optimizer, schedule in zip(optimizers, schedules, strict=True):
            optimizer.lr *= 0.9
            if schedule is not None:
                schedule.step()

    assert_alike(twins(float, OPTIMIZERS["adam"], make_schedule, 1.0, None), 5, between)


def test_gradients_of_zero_stay_zero():
    w = cr.Tensor([0.0, 0.0], requires_grad=True)

    def step(x):
        w.grad = None
        (w * w * x).sum().backward()
        return optim.clip_grad_norm_([w], 1.0), w.grad.copy()

    with np.errstate(all="raise"):
        for f in (step, cr.compile(step)):
            for _ in range(3):
                norm, gradient = f(np.ones(2))
                assert float(norm) == 0
                assert gradient.tolist() == [0, 0]
