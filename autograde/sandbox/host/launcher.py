"""The launcher of students' processes, which a fork server in a sandbox makes for it."""

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

from autograde.sandbox.host import bubblewrap, seccomp
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.protocol.channel import Channel, ChannelError
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import pack

CONFINED = SandboxOptions()
START_TIMEOUT = 60.0  # seconds that the sandbox may take
SPAWN_TIMEOUT = 20.0  # seconds that one student's process may take
KILL_TIMEOUT = 10.0  # seconds in which all that a student started has to be dead


class LauncherError(Exception):
    """A student's process that cannot be made; the message says why."""


class Launcher:
    """Makes students' processes, one after the other; each worker has one of its own.

    Parameters
    ----------
    limits : Limits
        What each may use.
    options : SandboxOptions
        What the course wants of the sandbox.

    Raises
    ------
    LauncherError
        When it is entered: if there is no sandbox here.
    """

    def __init__(self, limits: Limits, options: SandboxOptions = CONFINED) -> None:
        self._limits, self._options = limits, options
        self._lock = Lock()
        self._server: _ForkServer | None = None

    def __enter__(self) -> Launcher:
        missing = bubblewrap.why_not() if self._options.confined else None
        if missing:
            raise LauncherError(f"Submissions cannot be run safely here: {missing}")
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the fork server, and all students' processes with it."""
        with self._lock:
            self._end_server()

    def warm(self) -> None:
        """Start the fork server, unless it runs.

        Raises
        ------
        LauncherError
            If it does not start.
        """
        with self._lock:
            if self._server is None:
                try:
                    self._server = _ForkServer(self._options)
                except OSError as error:
                    raise LauncherError(f"The sandbox does not start: {error}") from None

    def spawn(self, files: dict[str, bytes] | None = None) -> StudentProcess:
        """A new process, with these files beside its notebook.

        Raises
        ------
        LauncherError
            If none can be made.
        """
        with self._lock:
            try:
                return self._spawn(files or {})
            except (OSError, ChannelError):
                self._end_server()  # the fork server has died: start anew
            try:
                return self._spawn(files or {})
            except (OSError, ChannelError) as error:
                said = self._end_server() or error
                raise LauncherError(f"The sandbox does not start: {said}") from None

    def _spawn(self, files: dict[str, bytes]) -> StudentProcess:
        if self._server is None:
            self._server = _ForkServer(self._options)
        channel, control = self._server.spawn()
        system_calls = seccomp.program() if self._options.confined else b""
        limits = asdict(self._limits)
        request = pack({"limits": limits, "files": files, "system_calls": system_calls})
        Channel(control).send(request, monotonic() + SPAWN_TIMEOUT)
        return StudentProcess(Channel(channel, self._limits.message_bytes), control, self.close)

    def _end_server(self) -> str:
        server, self._server = self._server, None
        return server.end() if server else ""


class StudentProcess:
    """A student's process as the host holds it.

    Parameters
    ----------
    channel : Channel
        For requests and replies.
    control : socket.socket
        To its supervisor, which kills it when the socket is let go and says how it ended.
    close_launcher : callable
        Ends whatever does not end by itself.

    Attributes
    ----------
    channel : Channel
        Leads to `autograde.sandbox.guest.main.serve`.
    """

    def __init__(
        self, channel: Channel, control: socket.socket, close_launcher: Callable[[], None]
    ) -> None:
        self.channel = channel
        self._control, self._close_launcher = control, close_launcher
        self._reports = b""
        self._alive = True
        self._wait_for(b"ready\n")

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it and everything that it has started; returns when all of that is dead."""
        if self._alive:
            self._alive = False
            with suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
            self.channel.close()
            if not self._read_reports(b"", KILL_TIMEOUT):
                self._close_launcher()
            self._control.close()

    def exit_reason(self) -> str | None:
        """The way it ended, after "The code" in a sentence; None if that is not known."""
        if self._alive:
            self._read_reports(b"exit", 1.0)
        for line in self._reports.decode("utf-8", "replace").splitlines():
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
        self._read_reports(sign, SPAWN_TIMEOUT)
        if sign not in self._reports:
            self.kill()
            said = self._reports.decode("utf-8", "replace").strip().removeprefix("failed ")
            raise LauncherError(f"No process could be made for a student: {said or 'it is silent'}")

    def _read_reports(self, sign: bytes, seconds: float) -> bool:
        """Read what the supervisor sends, until a sign or its end; False if that is not in time."""
        end = monotonic() + seconds
        while not sign or sign not in self._reports:
            try:
                self._control.settimeout(max(0.001, end - monotonic()))
                heard = self._control.recv(4096)
            except TimeoutError:
                return False
            except OSError:
                return True
            if not heard:
                return True
            self._reports += heard[: 4096 - len(self._reports)]
        return True


class _ForkServer:
    """The fork server's process, in a sandbox or not."""

    def __init__(self, options: SandboxOptions) -> None:
        ours, theirs = socket.socketpair()
        self._requests = ours
        self._home = tempfile.TemporaryDirectory()  # in a sandbox it has another
        environment = {} if options.confined else bubblewrap.environment(self._home.name)
        with theirs:
            self._process = subprocess.Popen(
                bubblewrap.command(theirs.fileno(), options),
                pass_fds=[theirs.fileno()],
                env=environment,
                start_new_session=True,  # Ctrl-C is for the grader
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        try:
            ours.settimeout(START_TIMEOUT)
            ready = ours.recv(1)
        except OSError:
            ready = b""
        if not ready:
            raise OSError(self.end() or "it does not answer")

    def spawn(self) -> tuple[socket.socket, socket.socket]:
        """The sockets to a new student's process and to its supervisor, which waits for more."""
        self._requests.settimeout(SPAWN_TIMEOUT)
        self._requests.sendall(b".", socket.MSG_NOSIGNAL)
        _, numbers, *_ = socket.recv_fds(self._requests, 1, 2)
        if len(numbers) != 2:
            raise OSError("it has ended")
        channel, control = (socket.socket(fileno=number) for number in numbers)
        return channel, control

    def end(self) -> str:
        """End it, and return what it complained of."""
        self._requests.close()
        self._home.cleanup()
        try:
            self._process.wait(KILL_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        errors: IO[bytes] | None = self._process.stderr
        said = errors.read() if errors else b""
        if errors:
            errors.close()
        return said.decode("utf-8", "replace").strip().rpartition("\n")[2]


@cache
def shared_launcher(limits: Limits, options: SandboxOptions) -> Launcher:
    """The launcher of this process with these limits and options, until the process ends."""
    launcher = Launcher(limits, options)
    launcher.__enter__()
    atexit.register(launcher.__exit__, None, None, None)
    gc.collect()
    gc.freeze()  # nbgrader alone makes a million objects, which each full collection went through
    return launcher
