"""The warm process inside the sandbox, and the processes that it makes for each student.

zygote ─► guard ─► first process of a namespace ─► student
(watches and kills)   (collects the dead)
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
from time import monotonic
from typing import NoReturn

import numpy as np

from autograde.sandbox.guest import confinement
from autograde.sandbox.guest import main as student
from autograde.sandbox.guest.supervisor import guard, stay_with_processes
from autograde.sandbox.protocol.channel import Channel
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import unpack

SCRATCH = "/scratch"
ASKING = 20.0  # seconds that it may take to say what a student is to have


@dataclass(frozen=True)
class Place:
    """What a student is to have, and where."""

    limits: Limits
    files: dict[str, bytes]
    scratch: str
    user: int


class Zygote:
    """Makes a process for each student.

    Parameters
    ----------
    control : socket.socket
        By which students are asked for.
    sandbox : bool
        Whether this runs in one; if not, students are only limited and not confined.
    """

    def __init__(self, control: socket.socket, sandbox: bool) -> None:
        self._control, self._sandbox = control, sandbox

    def serve(self) -> None:
        """Make students until the other side hangs up."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guards need not be waited for
        with suppress(ConnectionError):
            self._control.sendall(b".")
            while self._control.recv(1):
                self._make()

    def _make(self) -> None:
        """Fork a guard, which is told the rest: nothing of one student is seen in the next."""
        ours, channel = socket.socketpair()
        watched, leash = socket.socketpair()
        if os.fork() == 0:
            for other in (self._control, ours, watched):
                other.close()
            self._guard(channel, leash)
        channel.close()
        leash.close()
        socket.send_fds(self._control, [b"."], [ours.fileno(), watched.fileno()])
        ours.close()
        watched.close()

    def _guard(self, channel: socket.socket, leash: socket.socket) -> NoReturn:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        scratch = SCRATCH if self._sandbox else tempfile.mkdtemp()
        try:
            place = wanted(leash, scratch)
            if self._sandbox:
                confinement.enter_own_namespaces()
                confinement.mount_scratch(scratch, place.limits.scratch_bytes, place.user)
            stay_with_processes()
            first = os.fork()
            if first == 0:
                self._first(channel, leash, place)
            channel.close()
            guard(first, leash, place.limits.memory_bytes)
        except BaseException as error:
            tell(leash, f"failed {type(error).__name__}: {error}")
        finally:
            if not self._sandbox:
                shutil.rmtree(scratch, ignore_errors=True)
            os._exit(0)

    def _first(self, channel: socket.socket, leash: socket.socket, place: Place) -> NoReturn:
        """The process with which all others of a student end."""
        try:
            os.setsid()
            confinement.limit(place.limits)
            if self._sandbox:
                confinement.be_killed_first()
                confinement.mount_processes()
                confinement.limit_processes(place.limits.processes)
                confinement.become(place.user)
            move_to(place)
            pid = os.fork()
            if pid == 0:
                leash.close()
                self._student(channel, place.limits)
            channel.close()
            tell(leash, "ready")
            tell(leash, ending(pid))
        except BaseException as error:
            tell(leash, f"failed {type(error).__name__}: {error}")
        finally:
            os._exit(0)

    def _student(self, channel: socket.socket, limits: Limits) -> NoReturn:
        try:
            if self._sandbox:
                confinement.let_itself_be_seen()
            random.seed()
            np.random.seed()  # noqa: NPY002  (students may use the old generator)
            student.serve(channel, limits)
        finally:
            os._exit(0)


def wanted(leash: socket.socket, scratch: str) -> Place:
    """What whoever holds the other end wants for a student."""
    request = unpack(Channel(leash).receive(monotonic() + ASKING))
    leash.settimeout(None)
    limits = Limits(**request["limits"])
    return Place(limits, request["files"], scratch, confinement.nobody())


def move_to(place: Place) -> None:
    """Go to the folder of a student, with the files in it."""
    os.chdir(place.scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = place.scratch
    tempfile.tempdir = None
    for name, content in place.files.items():
        path = os.path.join(place.scratch, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def ending(pid: int) -> str:
    """Wait for a process, and for those that it leaves behind; how it ended."""
    while True:
        dead, status = os.wait()
        if dead == pid:
            code = os.waitstatus_to_exitcode(status)
            return f"exit {code}" if code >= 0 else f"signal {-code}"


def tell(leash: socket.socket, what: str) -> None:
    """Say something to whoever holds the other end."""
    with suppress(OSError):
        leash.sendall(f"{what}\n".encode("utf-8", "replace"))


def main(control: int, sandbox: bool) -> None:
    """Get warm, then serve.

    Parameters
    ----------
    control : int
        The descriptor of the socket by which students are asked for.
    sandbox : bool
        As for `Zygote`.
    """
    import matplotlib.pyplot  # noqa: F401  (else the first figure of each student takes long)

    import chainrule.exercises  # noqa: F401

    site.sethelper()  # Python was started without what makes `help`
    student.warm()
    gc.collect()
    gc.freeze()  # a collection in a student's process copies no page of it
    os.set_inheritable(control, False)
    Zygote(socket.socket(fileno=control), sandbox).serve()
