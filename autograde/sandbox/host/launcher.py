"""Students' processes, made by a warm process in a sandbox; one workshop for each worker."""

from __future__ import annotations

import atexit
import gc
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from threading import Lock
from time import monotonic
from typing import IO

from autograde.sandbox.host import bubblewrap
from autograde.sandbox.protocol.channel import Channel, ChannelError
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import pack

STARTING = 60.0  # seconds that the sandbox may take
MAKING = 20.0  # seconds that one student's process may take
ENDING = 10.0  # seconds in which all that a student started has to be dead


class WorkshopError(Exception):
    """No process can be made for a student; the message says why."""


class Workshop:
    """Makes a process for each student, one after the other.

    Parameters
    ----------
    limits : Limits
        What each may use.
    sandbox : bool
        Whether they are confined, and not only limited.

    Raises
    ------
    WorkshopError
        When it is entered: if there is no sandbox here.
    """

    def __init__(self, limits: Limits, sandbox: bool = True) -> None:
        self._limits, self._sandbox = limits, sandbox
        self._turn = Lock()
        self._zygote: _Zygote | None = None

    def __enter__(self) -> Workshop:
        missing = bubblewrap.why_not() if self._sandbox else None
        if missing:
            raise WorkshopError(f"Submissions cannot be run safely here: {missing}")
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process, and all students' with it."""
        with self._turn:
            self._drop()

    def student(self, files: dict[str, bytes] | None = None) -> Student:
        """A new process, with these files beside its notebook.

        Raises
        ------
        WorkshopError
            If none can be made.
        """
        with self._turn:
            try:
                return self._made(files or {})
            except (OSError, ChannelError):
                self._drop()  # the warm process has died: start anew
            try:
                return self._made(files or {})
            except (OSError, ChannelError) as error:
                said = self._drop() or error
                raise WorkshopError(f"The sandbox does not start: {said}") from None

    def _made(self, files: dict[str, bytes]) -> Student:
        if self._zygote is None:
            self._zygote = _Zygote(self._sandbox)
        channel, leash = self._zygote.make()
        request = pack({"limits": asdict(self._limits), "files": files})
        Channel(leash).send(request, monotonic() + MAKING)
        return Student(Channel(channel, self._limits.message_bytes), leash, self.close)

    def _drop(self) -> str:
        zygote, self._zygote = self._zygote, None
        return zygote.end() if zygote else ""


class Student:
    """A student's process.

    Attributes
    ----------
    channel : Channel
        Leads to `autograde.sandbox.guest.main.serve`.
    """

    def __init__(self, channel: Channel, leash: socket.socket, close: Callable[[], None]) -> None:
        self.channel = channel
        self._leash, self._close_workshop = leash, close
        self._said = b""
        self._alive = True
        self._wait_for(b"ready\n")

    def __enter__(self) -> Student:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it and everything that it has started; returns when all of that is dead."""
        if self._alive:
            self._alive = False
            with suppress(OSError):
                self._leash.shutdown(socket.SHUT_WR)
            self.channel.close()
            if not self._listen(b"", ENDING):
                self._close_workshop()
            self._leash.close()

    def fate(self) -> str | None:
        """How it ended, for a sentence that begins with "The code"; None if that is not known."""
        if self._alive:
            self._listen(b"exit", 1.0)
        for line in self._said.decode("utf-8", "replace").splitlines():
            what, _, which = line.partition(" ")
            if what == "memory":
                return "used more memory than it may"
            if what == "signal" and which == str(int(signal.SIGXCPU)):
                return "used more processor time than it may"
            if what == "signal":
                return f"was ended by signal {which}"
            if what == "exit":
                return f"ended its own process (exit code {which})"
        return None

    def _wait_for(self, sign: bytes) -> None:
        self._listen(sign, MAKING)
        if sign not in self._said:
            self.kill()
            said = self._said.decode("utf-8", "replace").strip().removeprefix("failed ")
            raise WorkshopError(f"No process could be made for a student: {said or 'it is silent'}")

    def _listen(self, sign: bytes, seconds: float) -> bool:
        """Hear what the guard says, until a sign or its end; whether that came in time."""
        end = monotonic() + seconds
        while not sign or sign not in self._said:
            try:
                self._leash.settimeout(max(0.001, end - monotonic()))
                heard = self._leash.recv(4096)
            except TimeoutError:
                return False
            except OSError:
                return True
            if not heard:
                return True
            self._said += heard[: 4096 - len(self._said)]
        return True


class _Zygote:
    """The warm process."""

    def __init__(self, sandbox: bool) -> None:
        ours, theirs = socket.socketpair()
        self._control = ours
        build = bubblewrap.command if sandbox else bubblewrap.bare_command
        self._home = tempfile.TemporaryDirectory()  # in a sandbox it has another
        environment = {} if sandbox else bubblewrap.environment(self._home.name)
        with theirs:
            self._process = subprocess.Popen(
                build(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                env=environment,
                start_new_session=True,  # Ctrl-C is for the grader
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        try:
            ours.settimeout(STARTING)
            ready = ours.recv(1)
        except OSError:
            ready = b""
        if not ready:
            raise OSError(self.end() or "it does not answer")

    def make(self) -> tuple[socket.socket, socket.socket]:
        """The sockets to a new student's process and to its guard, which waits to be told more."""
        self._control.settimeout(MAKING)
        self._control.sendall(b".", socket.MSG_NOSIGNAL)
        _, numbers, *_ = socket.recv_fds(self._control, 1, 2)
        if len(numbers) != 2:
            raise OSError("it has ended")
        channel, leash = (socket.socket(fileno=number) for number in numbers)
        return channel, leash

    def end(self) -> str:
        """Let it go; what it complained of."""
        self._control.close()
        self._home.cleanup()
        try:
            self._process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        errors: IO[bytes] | None = self._process.stderr
        said = errors.read() if errors else b""
        if errors:
            errors.close()
        return said.decode("utf-8", "replace").strip().rpartition("\n")[2]


@cache
def shared_workshop(limits: Limits, sandbox: bool) -> Workshop:
    """The workshop with these limits."""
    workshop = Workshop(limits, sandbox=sandbox)
    workshop.__enter__()
    atexit.register(workshop.__exit__, None, None, None)
    gc.collect()
    gc.freeze()  # nbgrader alone makes a million objects, which each full collection went through
    return workshop
