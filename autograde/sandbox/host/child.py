"""Work in a child of this process, which can be killed from outside at any moment."""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import os
import random
import resource
import select
import signal
import struct
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, NoReturn

from autograde.sandbox.protocol.values import pack, unpack

PR_SET_PDEATHSIG = 1
INTERVAL = 0.1  # seconds between looks at whether the child lives
HEADER = struct.Struct("!cQ")  # of a message: its kind and its length
TOLD, WAIT, ENDED, FAILED = b"T", b"W", b"E", b"F"
CHUNK = 2**20  # bytes

Tell = Callable[[object], None]


class ChildError(Exception):
    """Work that a child did not bring to its end; the message is a sentence."""


class TimedOut(ChildError):
    """The child was silent for too long, and was killed."""


class Died(ChildError):
    """The child's process ended before its work did."""


class Failed(ChildError):
    """The work raised an exception."""


@dataclass(frozen=True)
class Wait:
    """Told by a child: the next message may take this many seconds."""

    seconds: float


def run_in_child(
    work: Callable[[Tell], None], *, seconds: float, memory_bytes: int | None = None
) -> Iterator[Any]:
    """Run work in a fork of this process; yields what it tells, as it comes.

    Parameters
    ----------
    work : callable
        Gets a function by which it tells plain data, and `Wait`.
    seconds : float
        How long the child may be silent while it is listened to.
    memory_bytes : int, optional
        Its address space; beyond it the work gets a `MemoryError`.

    Raises
    ------
    TimedOut
        If the child was silent for longer.
    Died
        If its process ended, by a signal or by itself.
    Failed
        If the work raised an exception.

    Notes
    -----
    However this ends, also by being closed early, the child and its process group are killed and
    reaped. On Linux they also end with the thread that began to iterate.

    Examples
    --------
    >>> list(run_in_child(lambda tell: tell(6 * 7), seconds=60))
    [42]
    """
    child = _Child(seconds)
    try:
        child.start(work, memory_bytes)
        yield from child.told()
    finally:
        child.end()


class _Child:
    """A forked child, as its parent holds it.

    Parameters
    ----------
    seconds : float
        How long it may be silent.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._pid, self._code, self._is_reaped = 0, 0, False
        self._reading, self._writing = self._open = list(os.pipe())
        self._poll = select.poll()
        self._poll.register(self._reading, select.POLLIN)
        self._deadline = 0.0

    def start(self, work: Callable[[Tell], None], memory_bytes: int | None) -> None:
        """Fork; no signal finds the child on its way, or it would go on as the parent."""
        parent = os.getpid()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            with warnings.catch_warnings():
                # Of forks beside threads: a child that waits for a lock of theirs times out.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._pid = os.fork()
            if self._pid == 0:
                _be_child(work, self._writing, parent, mask, memory_bytes)
            os.close(self._open.pop())
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def told(self) -> Iterator[Any]:
        """What is told until the end; each message has the time that the last one gave it."""
        seconds = self._seconds
        while True:
            kind, content = self._message(seconds)
            seconds = self._seconds
            if kind == ENDED:
                return
            message: Any = unpack(content)
            if kind == FAILED:
                raise Failed(message)
            if kind == WAIT:
                seconds = float(message)
            else:
                yield message

    def end(self) -> None:
        """Kill it with its group, and reap it."""
        if self._pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)
            if not self._is_reaped:
                os.kill(self._pid, signal.SIGKILL)  # it may have no group of its own yet
                self._reap(0)
            self._pid = 0
        while self._open:
            os.close(self._open.pop())

    def _message(self, seconds: float) -> tuple[bytes, bytes]:
        self._deadline = monotonic() + seconds
        try:
            kind, length = HEADER.unpack(self._read(HEADER.size))
            return kind, self._read(length)
        except TimeoutError:
            raise TimedOut(f"It was silent for {seconds:g} seconds.") from None
        except EOFError:
            self.end()
            raise Died(self._reason()) from None

    def _read(self, count: int) -> bytes:
        """Exactly so many bytes by the deadline."""
        found = bytearray()
        while len(found) < count:
            self._wait()
            piece = os.read(self._reading, min(count - len(found), CHUNK))
            if not piece:
                raise EOFError
            found += piece
        return bytes(found)

    def _wait(self) -> None:
        """Return when there is something to read.

        What a child leaves behind may hold its pipe open, so its life is looked at too.
        """
        while not self._has_input(min(INTERVAL, self._deadline - monotonic())):
            if not self._is_alive():
                if self._has_input(0):
                    return
                raise EOFError
            if monotonic() > self._deadline:
                raise TimeoutError

    def _has_input(self, seconds: float) -> bool:
        return bool(self._poll.poll(max(0.0, 1000 * seconds)))

    def _is_alive(self) -> bool:
        self._reap(os.WNOHANG)
        return not self._is_reaped

    def _reap(self, options: int) -> None:
        """Learn its exit code, if it has ended."""
        if not self._is_reaped:
            try:
                pid, status = os.waitpid(self._pid, options)
            except ChildProcessError:  # where children are not waited for
                pid, status = self._pid, 0
            self._is_reaped = pid == self._pid
            self._code = os.waitstatus_to_exitcode(status)

    def _reason(self) -> str:
        if self._code < 0:
            return f"The process was ended by signal {-self._code}."
        return f"The process ended itself (exit code {self._code})."


def _be_child(
    work: Callable[[Tell], None],
    writing: int,
    parent: int,
    mask: set[Any],
    memory_bytes: int | None,
) -> NoReturn:
    """Run work in this process, which was forked for it, and end."""
    try:
        _settle_in(parent, mask)

        def tell(message: object) -> None:
            wait = isinstance(message, Wait)
            content = message.seconds if isinstance(message, Wait) else message
            _send(writing, WAIT if wait else TOLD, pack(content))

        try:
            _limit_memory(memory_bytes)
            work(tell)
            _limit_memory(None)
            _send(writing, ENDED, b"")
        except BaseException as error:
            _limit_memory(None)
            _send(writing, FAILED, pack(_text(error)))
    finally:
        os._exit(1)


def _settle_in(parent: int, mask: set[Any]) -> None:
    """Be a process of its own: no signal, buffer, garbage or random number of the parent's."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before it could take this one along
        os._exit(1)
    gc.freeze()  # what the parent threw away is for the parent to finalise
    _silence()
    random.seed()
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _silence() -> None:
    """Write to nowhere; what the parent had not yet written stays the parent's to write."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _limit_memory(most: int | None) -> None:
    """Set the soft limit of the address space, where there is one; None takes it away."""
    if sys.platform != "linux":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard if most is None else most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _send(writing: int, kind: bytes, content: bytes) -> None:
    for piece in (HEADER.pack(kind, len(content)), content):
        left = memoryview(piece)
        while left:
            left = left[os.write(writing, left) :]


def _text(error: BaseException) -> str:
    """An exception's name and message, if it can say one."""
    name = type(error).__name__
    try:
        said = str(error)
    except Exception:
        said = ""
    return f"{name}: {said}" if said else name
