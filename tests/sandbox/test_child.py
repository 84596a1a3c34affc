"""A child may end in any way: its parent learns how, in time, and nothing stays behind."""

import ctypes
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import numpy as np
import psutil
import pytest

from autograde.sandbox.host.child import ChildError, Died, Failed, TimedOut, Wait, run_in_child

MiB = 2**20
SOON = 20.0  # seconds, of which nothing here takes more than a few


def all_of(work, seconds=SOON, **limits):
    return list(run_in_child(work, seconds=seconds, **limits))


def left():
    here = psutil.Process()
    return here.num_fds(), {child.pid for child in here.children(recursive=True)}


@pytest.fixture(autouse=True)
def nothing_left():
    """After each test there are as many open files and processes as before."""
    before = left()
    yield
    assert left() == before


def returns(tell):
    tell("begun")


def raises(tell):
    tell("begun")
    raise ValueError("no such thing")


def raises_what_is_no_exception(tell):
    tell("begun")
    raise SystemExit(3)


class Speechless(Exception):
    def __str__(self):
        raise RuntimeError


def raises_what_cannot_be_said(tell):
    tell("begun")
    raise Speechless


def tells_what_cannot_be_sent(tell):
    tell("begun")
    tell(threading.Lock())


def ends_itself(tell):
    tell("begun")
    os._exit(0)


def kills_itself(tell):
    tell("begun")
    os.kill(os.getpid(), signal.SIGKILL)


def reads_where_nothing_is(tell):
    tell("begun")
    ctypes.string_at(0)


def counts_for_ever_in_c(tell):
    tell("begun")
    sum(range(10**18))


def sleeps(tell):
    tell("begun")
    time.sleep(1000)


def ignores_signals(tell):
    tell("begun")
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    sum(range(10**18))


def ends_with_a_grandchild_at_work(tell):
    tell("begun")
    if os.fork() == 0:
        sum(range(10**18))


def dies_with_a_grandchild_at_work(tell):
    tell("begun")
    if os.fork() == 0:
        sum(range(10**18))
    os._exit(7)


def takes_memory_in_python(tell):
    tell("begun")
    bytearray(10**11)


def takes_memory_in_numpy(tell):
    tell("begun")
    np.ones((2**20, 2**20))


@pytest.mark.parametrize(
    ("work", "error", "said"),
    [
        (returns, None, ""),
        (raises, Failed, "ValueError: no such thing"),
        (raises_what_is_no_exception, Failed, "SystemExit: 3"),
        (raises_what_cannot_be_said, Failed, "Speechless"),
        (tells_what_cannot_be_sent, Failed, "NotPlain: a lock object"),
        (ends_itself, Died, "exit code 0"),
        (kills_itself, Died, "signal 9"),
        (reads_where_nothing_is, Died, "signal 11"),
        (counts_for_ever_in_c, TimedOut, "silent for 0.5 seconds"),
        (sleeps, TimedOut, "silent for 0.5 seconds"),
        (ignores_signals, TimedOut, "silent for 0.5 seconds"),
        (ends_with_a_grandchild_at_work, None, ""),
        (dies_with_a_grandchild_at_work, Died, "exit code 7"),
        (takes_memory_in_python, Failed, "MemoryError"),
        (takes_memory_in_numpy, Failed, "ArrayMemoryError|MemoryError"),
    ],
)
def test_the_parent_learns_how_a_child_ended_and_what_it_told_before(work, error, said):
    children = run_in_child(work, seconds=SOON, memory_bytes=virtual_size() + 512 * MiB)
    if error is TimedOut:
        children = run_in_child(work, seconds=0.5)
    start = time.monotonic()
    assert next(children) == "begun"
    if error is None:
        assert list(children) == []
    else:
        with pytest.raises(error, match=said) as caught:
            next(children)
        assert isinstance(caught.value, ChildError)
    assert time.monotonic() - start < SOON / 2


def virtual_size():
    return psutil.Process().memory_info().vms


@pytest.mark.parametrize("size", [0, 1, 2**16 - 9, 2**16, 20 * MiB])
def test_messages_of_any_size_arrive_whole_and_in_order(size):
    content = random.randbytes(size)
    assert all_of(lambda tell: [tell((i, content)) for i in range(3)]) == [
        (0, content), (1, content), (2, content),
    ]  # fmt: skip


def test_the_silence_between_messages_counts_and_not_the_whole():
    def works_on(tell):
        for i in range(8):
            time.sleep(0.1)
            tell(i)

    assert all_of(works_on, seconds=0.6) == list(range(8))


def test_a_wait_lengthens_or_shortens_the_next_silence_alone():
    def asks_for_more(tell):
        tell(Wait(SOON))
        time.sleep(0.6)
        tell("late")
        time.sleep(SOON)

    told = run_in_child(asks_for_more, seconds=0.3)
    assert next(told) == "late"
    with pytest.raises(TimedOut, match=r"0\.3 seconds"):
        next(told)
    with pytest.raises(TimedOut, match=r"0\.2 seconds"):
        all_of(lambda tell: (tell(Wait(0.2)), time.sleep(SOON)))


def test_a_parent_that_is_slow_to_listen_loses_nothing():
    told = run_in_child(lambda tell: [tell(bytes(MiB)) for _ in range(4)], seconds=0.3)
    for _ in range(4):
        assert next(told) == bytes(MiB)
        time.sleep(0.4)
    assert list(told) == []


@pytest.mark.parametrize("work", [sleeps, counts_for_ever_in_c, dies_with_a_grandchild_at_work])
def test_a_child_that_is_no_longer_listened_to_is_ended(work):
    told = run_in_child(work, seconds=SOON)
    assert next(told) == "begun"
    told.close()  # the fixture sees that nothing is left


def test_one_that_was_never_begun_leaves_nothing():
    run_in_child(sleeps, seconds=SOON).close()


@pytest.fixture
def interrupts():
    """Interrupts arrive, also where whoever started the tests ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupted_parent_ends_its_child(interrupts):
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    told = run_in_child(sleeps, seconds=SOON)
    assert next(told) == "begun"
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        next(told)
    timer.join()


def test_it_does_not_hear_of_an_interrupt_itself():
    def goes_on(tell):
        os.kill(os.getpid(), signal.SIGINT)
        tell("still here")

    assert all_of(goes_on) == ["still here"]


@contextmanager
def threads_at_work():
    """Threads of the parent which allocate and take locks all the time."""
    stop, lock = threading.Event(), threading.Lock()

    def work():
        while not stop.is_set():
            with lock:
                [str(i) for i in range(100)]

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_threads_of_the_parent_are_no_hindrance():
    with threads_at_work():
        assert [all_of(lambda tell: tell(1)) for _ in range(20)] == [[1]] * 20


def test_threads_may_each_have_children():
    found = []
    threads = [
        threading.Thread(target=lambda i=i: found.extend(all_of(lambda tell: tell(i))))
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(8))


def draws(tell):
    tell(random.random())
    tell(np.random.rand())  # noqa: NPY002


def test_random_numbers_are_other_ones_in_each_child():
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    assert len({*all_of(draws), *all_of(draws)}) == 4


def test_what_a_child_writes_and_forgets_is_not_the_parent_s(capfd):
    print("before", end="")

    def writes(tell):
        print("of the child", flush=True)
        os.write(1, b"of the child")
        os.write(2, b"of the child")

    all_of(writes)
    print(" after", flush=True)
    assert capfd.readouterr() == ("before after\n", "")


ORPHAN = """import os, sys, time
from autograde.sandbox.host.child import run_in_child
def work(tell):
    tell(os.getpid())
    sum(range(10**18))
import atexit; atexit.register(print, "at exit")
for pid in run_in_child(work, seconds=100):
    print(pid, flush=True)
    {then}
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux's kernel ends children")
@pytest.mark.parametrize("then", ["time.sleep(100)", "os._exit(0)"])
def test_a_child_dies_with_its_parent(then):
    source = ORPHAN.format(then=then)
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    with suppress(psutil.NoSuchProcess):
        psutil.Process(child).wait(10)


def test_exit_handlers_are_the_parent_s():
    source = ORPHAN.format(then="raise SystemExit")
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, check=False)
    assert done.stdout.count(b"at exit") == 1


def test_a_child_has_children_of_its_own():
    def doubles(tell):
        for number in run_in_child(lambda tell: tell(21), seconds=SOON):
            tell(2 * number)

    assert all_of(doubles) == [42]


def test_where_no_process_can_be_made_nothing_stays_open(monkeypatch):
    def full():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    with pytest.raises(BlockingIOError):
        all_of(returns)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()
