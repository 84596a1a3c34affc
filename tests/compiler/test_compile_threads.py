"""Threads may compile and call steps: each gets what it would get alone, and nothing stays."""

import builtins
import io
import sys
import threading
import time

import numpy as np
import pytest

import chainrule as cr
from chainrule import nn, optim, random
from chainrule.engine import raw

TABLE = np.linspace(0.0, 1.0, 12).reshape(4, 3)  # read by all steps of this file
RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def restless():
    """Threads that take turns often, and whatever they share as it was when they are done."""
    shared = (np.zeros, np.array, np.random.default_rng)
    before, interval = (*shared, print, open, time.time, random._default, TABLE, RNG), 1e-5
    kept = sys.getswitchinterval()
    sys.setswitchinterval(interval)
    yield
    sys.setswitchinterval(kept)
    shared = (np.zeros, np.array, np.random.default_rng)
    after = (*shared, builtins.print, builtins.open, time.time, random._default, TABLE, RNG)
    assert all(a is b for a, b in zip(before, after, strict=True))


def together(*jobs):
    """Run functions in threads that start at once; their results, or the first error."""
    start, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(i):
        start.wait()
        try:
            found[i] = jobs[i]()
        except BaseException as error:
            found[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    for x in found:
        if isinstance(x, BaseException):
            raise x
    return found


def training(seed, optimizer=optim.SGD):
    """A net of its own, and a step that also makes arrays, and reads what others read."""
    net = nn.Sequential(nn.Linear(3, 3, seed=seed), nn.Dropout(0.3, seed=seed))
    optimizer = optimizer(net.parameters(), lr=0.05)

    def step(x):
        optimizer.zero_grad()
        mask = np.zeros(x.shape)
        mask[:2] = TABLE[: len(x)][:2]
        loss = ((net(x) + mask - TABLE[: len(x)]) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss

    return step


def batches(seed, calls=4):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(2 + 2 * (i % 2), 3)) for i in range(calls)]


def losses(step, seed):
    return [float(raw(step(x))) for x in batches(seed)]


@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize("kind", [optim.SGD, optim.Adam])
def test_steps_compiled_in_threads_train_as_alone(kind, attempt):
    seeds = range(6)
    expected = [losses(training(seed, kind), seed) for seed in seeds]
    found = together(*(lambda s=s: losses(cr.compile(training(s, kind)), s) for s in seeds))
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_threads_that_do_not_compile_are_not_disturbed():
    done = threading.Event()

    def bystander():
        step, count = training(9), 0
        while not done.is_set() or not count:
            count += 1
            x, made = np.ones((4, 3)), np.zeros(3)
            made[1] = time.time()
            print(made.sum(), file=io.StringIO())
            assert float(raw(step(x))) >= 0
            assert bool(TABLE[0, 0] == 0)
            assert float(TABLE.sum()) == 6.0
            for generator in (RNG, random.generator()):
                assert type(generator.normal(size=2)) is np.ndarray
        return count

    def compiler():
        try:
            for seed in range(12):
                losses(cr.compile(noisy(seed)), seed)
        finally:
            done.set()

    def noisy(seed):
        step = training(seed)

        def with_noise(x):
            return step(x + 0.1 * RNG.normal(size=x.shape) + 0.1 * random.generator().random(3))

        return with_noise

    assert together(bystander, compiler, bystander)[0] > 0


def test_one_step_called_from_many_threads_is_called_as_often():
    count, sums = np.zeros(()), np.zeros(3)

    @cr.compile
    def step(x):
        count[...] += 1.0
        sums[...] += x.sum(axis=0)
        return x @ TABLE.T + np.tanh(x).sum()

    def job(i):
        for k in range(60):
            x = np.full((1 + k % 3, 3), float(i))
            np.testing.assert_allclose(step(x), x @ TABLE.T + np.tanh(x).sum(), rtol=1e-12)

    together(*(lambda i=i: job(i) for i in range(5)))
    assert count == 5 * 60
    np.testing.assert_allclose(sums, sum(i * (1 + k % 3) for i in range(5) for k in range(60)))
    assert step.recordings == 3


def test_methods_of_one_object_are_one_step_in_all_threads():
    class Counter:
        def __init__(self):
            self.count = np.zeros(())

        @cr.compile
        def step(self, x):
            self.count[...] += x
            return self.count.copy()

    counter, x = Counter(), np.array(1.0)
    found = together(*(lambda: [float(counter.step(x)) for _ in range(20)] for _ in range(6)))
    assert sorted(n for numbers in found for n in numbers) == list(range(1, 121))


def test_steps_that_call_each_other_do_not_wait_for_each_other():
    inner = cr.compile(lambda x: np.tanh(x) + 1.0)
    outer = cr.compile(lambda x: inner(x) * 2.0)
    other = cr.compile(lambda x: inner(x) + outer(x))

    def job(step, factor, n):
        for k in range(8):
            x = np.full(1 + (n + k) % 4, 0.5)
            np.testing.assert_allclose(step(x), factor * (np.tanh(x) + 1))

    pairs = [(inner, 1), (outer, 2), (other, 3)] * 2
    together(*(lambda p=p, n=n: job(*p, n) for n, p in enumerate(pairs)))


def test_an_error_while_recording_lets_the_others_go_on():
    def failing():
        for _ in range(5):
            with pytest.raises(cr.CompileError, match="branch"):
                cr.compile(lambda x: x if x.sum() > 0 else -x)(np.ones(3))

    expected = losses(training(1), 1)
    found = together(failing, lambda: losses(cr.compile(training(1)), 1), failing)
    np.testing.assert_allclose(found[1], expected, rtol=1e-9)
