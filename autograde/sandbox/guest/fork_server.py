"""The fork server inside the sandbox, and the processes that it makes for each student.

fork server ─► supervisor ─► init of a namespace ─► student
           (watches, kills)   (reaps)
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import signal
import site
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any, NoReturn

import numpy as np

from autograde.sandbox.guest import confinement
from autograde.sandbox.guest.main import Guard, serve, warm_up
from autograde.sandbox.guest.supervisor import enter_proc, supervise
from autograde.sandbox.protocol.channel import Channel
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import unpack

SCRATCH = "/scratch"
REQUEST_TIMEOUT = 20.0  # seconds until the host has said what a student is to have


@dataclass(frozen=True)
class Spawn:
    """A wanted process: its limits, its files, a filter, the folder of its own, and its user."""

    limits: Limits
    files: dict[str, bytes]
    system_calls: bytes
    scratch: str
    user: int


class ForkServer:
    """Makes a process for each student.

    Parameters
    ----------
    requests : socket.socket
        Brings a byte for each process that is wanted, and takes its sockets back.
    confined : bool
        Whether this runs in a sandbox; if not, students are only limited.
    guard : callable, optional
        As for `serve`.
    """

    def __init__(self, requests: socket.socket, confined: bool, guard: Guard | None) -> None:
        self._requests, self._confined, self._guard = requests, confined, guard

    def serve(self) -> None:
        """Make processes until the other side hangs up."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors need not be waited for
        with suppress(ConnectionError):
            self._requests.sendall(b".")
            while self._requests.recv(1):
                self._spawn()

    def _spawn(self) -> None:
        """Fork a supervisor, which reads the rest: nothing of one student is seen in the next."""
        ours, channel = socket.socketpair()
        theirs, control = socket.socketpair()
        if os.fork() == 0:
            for other in (self._requests, ours, theirs):
                other.close()
            self._supervise(channel, control)
        channel.close()
        control.close()
        socket.send_fds(self._requests, [b"."], [ours.fileno(), theirs.fileno()])
        ours.close()
        theirs.close()

    def _supervise(self, channel: socket.socket, control: socket.socket) -> NoReturn:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        scratch = SCRATCH if self._confined else tempfile.mkdtemp()
        try:
            spawn = requested(control, scratch)
            if self._confined:
                confinement.enter_own_namespaces()
                confinement.mount_scratch(scratch, spawn.limits.scratch_bytes, spawn.user)
            enter_proc()
            init = os.fork()
            if init == 0:
                self._init(channel, control, spawn)
            channel.close()
            supervise(init, control, spawn.limits.memory_bytes)
        except BaseException as error:
            send(control, f"failed {type(error).__name__}: {error}")
        finally:
            if not self._confined:
                shutil.rmtree(scratch, ignore_errors=True)
            os._exit(0)

    def _init(self, channel: socket.socket, control: socket.socket, spawn: Spawn) -> NoReturn:
        """Be the process with which all others of a student end."""
        try:
            os.setsid()
            confinement.limit(spawn.limits)
            if self._confined:
                confinement.be_killed_first()
                confinement.mount_processes()
                confinement.limit_processes(spawn.limits.processes)
                confinement.become(spawn.user, spawn.system_calls)
            move_to(spawn)
            pid = os.fork()
            if pid == 0:
                control.close()
                self._student(channel, spawn.limits)
            channel.close()
            send(control, "ready")
            send(control, exit_status(pid))
        except BaseException as error:
            send(control, f"failed {type(error).__name__}: {error}")
        finally:
            os._exit(0)

    def _student(self, channel: socket.socket, limits: Limits) -> NoReturn:
        try:
            if self._confined:
                confinement.let_itself_be_seen()
            random.seed()
            np.random.seed()  # noqa: NPY002  (students may use the old generator)
            serve(channel, limits, self._guard)
        finally:
            os._exit(0)


def requested(control: socket.socket, scratch: str) -> Spawn:
    """The process that the host asks for over a control socket."""
    request = unpack(Channel(control).receive(monotonic() + REQUEST_TIMEOUT))
    control.settimeout(None)
    limits, files = Limits(**request["limits"]), request["files"]
    return Spawn(limits, files, request["system_calls"], scratch, confinement.nobody())


def move_to(spawn: Spawn) -> None:
    """Go to the folder of a student, and put the files there."""
    os.chdir(spawn.scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = spawn.scratch
    tempfile.tempdir = None
    for name, content in spawn.files.items():
        path = os.path.join(spawn.scratch, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def exit_status(pid: int) -> str:
    """The exit code or signal of a process; waits for it, and reaps what it leaves behind."""
    while True:
        dead, status = os.wait()
        if dead == pid:
            code = os.waitstatus_to_exitcode(status)
            return f"exit {code}" if code >= 0 else f"signal {-code}"


def send(control: socket.socket, report: str) -> None:
    """Send a line to the host."""
    with suppress(OSError):
        control.sendall(f"{report}\n".encode("utf-8", "replace"))


def main(requests: int, confined: bool, preload: tuple[str, ...], guard: str) -> None:
    """Import all that students may need, then serve.

    Parameters
    ----------
    requests : int
        The descriptor of the socket.
    confined : bool
        As for `ForkServer`.
    preload : tuple of str
        Modules that each student's process would otherwise import anew.
    guard : str
        The function of that name, with its module's, for `ForkServer`.
    """
    for name in preload:
        import_module(name)
    site.sethelper()  # Python was started without what makes `help`
    warm_up()
    guarded = imported(guard) if guard else None
    gc.collect()
    gc.freeze()  # a collection in a student's process copies no page of it
    os.set_inheritable(requests, False)
    ForkServer(socket.socket(fileno=requests), confined, guarded).serve()


def imported(name: str) -> Any:
    """An object of a module, by both names.

    >>> imported("os.path.join") is os.path.join
    True
    """
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute)
