"""Warm processes for tests, and students that are forked from them."""

import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from autograde.sandbox.protocol.channel import Channel
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import pack

HERE = Path(__file__).parent


def started(*steps):
    """A process that has been warmed up and imports modules in this order, and its socket."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, HERE / "warm_process.py", str(theirs.fileno()), *steps]
        path = os.pathsep.join(filter(None, [str(HERE.parents[1]), os.environ.get("PYTHONPATH")]))
        environment = os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment), ours


def ended(process, control):
    """Wait until a warm process has ended well."""
    control.close()
    assert process.wait(60) == 0


class Student:
    """A student's process without a sandbox."""

    def __init__(self, control, limits=None):
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(control, [pack(asdict(limits or Limits()))], [theirs.fileno()])
        self.channel = Channel(ours)

    def kill(self):
        """Hang up, at which it ends."""
        self.channel.close()

    def exit_reason(self):
        """Nothing is known of it."""
