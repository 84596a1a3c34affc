"""The notebook in a student's process: its shell, and everything that its code may write to."""

from __future__ import annotations

import builtins
import getpass
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

from IPython.core.error import StdinNotImplementedError

from autograde.sandbox.guest.descriptors import OutputPipes, no_input
from autograde.sandbox.guest.output import Output, Stream
from autograde.sandbox.guest.shell import Shell, new_shell
from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())


class Notebook:
    """Takes over ``sys.stdout``, ``sys.stderr`` and descriptors 0 to 2 of this process.

    Parameters
    ----------
    output_bytes : int
        How much of a cell's output is kept.
    """

    def __init__(self, output_bytes: int) -> None:
        self.shell = shell_of_process()
        self.shell.output = self.output = Output(output_bytes)
        self.shell.begin_here()
        self.shell.builtin_trap.__enter__()  # called functions too find `get_ipython`
        self._originals = [stream for stream in (sys.__stdout__, sys.__stderr__) if stream]
        self._take_over()

    @property
    def names(self) -> dict[str, Any]:
        """The values of the names in the notebook."""
        names: dict[str, Any] = self.shell.user_ns
        return names

    def flush(self) -> None:
        """Collect what has been written past ``sys.stdout``."""
        for stream in self._originals:
            with suppress(OSError, ValueError):  # closed by the student
                stream.flush()
        self._pipes.flush()

    def _take_over(self) -> None:
        no_input()
        self._pipes = OutputPipes(self.output)
        self.output.before_text = self._pipes.flush
        sys.stdout, sys.stderr = Stream("stdout", self.output), Stream("stderr", self.output)
        builtins.input = getpass.getpass = refuse_input
        sys.argv = [""]
        if "" not in sys.path:
            sys.path.insert(0, "")  # modules that lie beside the notebook


def refuse_input(*_: object, **__: object) -> NoReturn:
    """Say that nobody answers, as a notebook that runs by itself does."""
    raise StdinNotImplementedError("input() was called, but there is nobody to answer.")


def warm_up() -> None:
    """Do all that can be done once for many processes, before they are forked.

    It starts no thread and opens no file. A cell and an exception are tried, which makes IPython
    load what it loads then.
    """
    shell = shell_of_process()
    shell.output = Output(0)
    shell.run_cell("raise Exception")  # type: ignore[no-untyped-call]
    shell.last_execution_result = None
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        vars(sys).pop(name, None)


def shell_of_process() -> Shell:
    """The shell of this process, or of the one that it is a copy of."""
    if not Shell.initialized():
        os.environ.pop("PYTHONSTARTUP", None)
        new_shell()
    shell: Shell = Shell.instance()
    return shell
