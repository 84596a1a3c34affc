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
from typing import Any, NoReturn

import numpy as np

from autograde.sealed import confinement, student
from autograde.sealed.channel import Channel, ChannelError
from autograde.sealed.guard import guard, stay_with_processes
from autograde.sealed.limits import Limits
from autograde.sealed.wire import pack, unpack

SCRATCH = "/scratch"


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
        self._control, self._channel, self._sandbox = control, Channel(control), sandbox

    def serve(self) -> None:
        """Make students until the other side hangs up."""
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guards need not be waited for
        self._channel.send(pack("ready"), None)
        with suppress(ChannelError):
            while True:
                self._make(unpack(self._channel.receive(None)))

    def _make(self, request: dict[str, Any]) -> None:
        limits, files = Limits(**request["limits"]), request["files"]
        ours, channel = socket.socketpair()
        watched, leash = socket.socketpair()
        if os.fork() == 0:
            for other in (self._control, ours, watched):
                other.close()
            self._guard(channel, leash, limits, files)
        channel.close()
        leash.close()
        socket.send_fds(self._control, [b"."], [ours.fileno(), watched.fileno()])
        ours.close()
        watched.close()

    def _guard(
        self, channel: socket.socket, leash: socket.socket, limits: Limits, files: dict[str, bytes]
    ) -> NoReturn:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        scratch = SCRATCH if self._sandbox else tempfile.mkdtemp()
        try:
            user = confinement.nobody()
            if self._sandbox:
                confinement.enter_own_namespaces()
                confinement.mount_scratch(scratch, limits.scratch_bytes, user)
            stay_with_processes()
            first = os.fork()
            if first == 0:
                self._first(channel, leash, limits, files, scratch, user)
            channel.close()
            guard(first, leash, limits.memory_bytes)
        except BaseException as error:
            tell(leash, f"failed {type(error).__name__}: {error}")
        finally:
            if not self._sandbox:
                shutil.rmtree(scratch, ignore_errors=True)
            os._exit(0)

    def _first(
        self,
        channel: socket.socket,
        leash: socket.socket,
        limits: Limits,
        files: dict[str, bytes],
        scratch: str,
        user: int,
    ) -> NoReturn:
        """The process with which all others of a student end."""
        try:
            os.setsid()
            confinement.limit(limits)
            if self._sandbox:
                confinement.mount_processes()
                confinement.limit_processes(limits.processes)
                confinement.become(user)
            move_to(scratch, files)
            pid = os.fork()
            if pid == 0:
                leash.close()
                self._student(channel, limits)
            channel.close()
            tell(leash, "ready")
            tell(leash, ending(pid))
        except BaseException as error:
            tell(leash, f"failed {type(error).__name__}: {error}")
        finally:
            os._exit(0)

    def _student(self, channel: socket.socket, limits: Limits) -> NoReturn:
        try:
            random.seed()
            np.random.seed()  # noqa: NPY002  (students may use the old generator)
            student.serve(channel, limits)
        finally:
            os._exit(0)


def move_to(scratch: str, files: dict[str, bytes]) -> None:
    """Go to the folder of a student, with these files in it."""
    os.chdir(scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = scratch
    tempfile.tempdir = None
    for name, content in files.items():
        path = os.path.join(scratch, name)
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
