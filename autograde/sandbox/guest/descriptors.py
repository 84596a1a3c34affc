"""File descriptors: the pipes behind 1 and 2, and others, out of a student's way."""

from __future__ import annotations

import os
import resource
import select
from codecs import getincrementaldecoder
from fcntl import F_DUPFD_CLOEXEC, fcntl
from os import close, read
from threading import Lock, Thread

from autograde.sandbox.guest.output import NUMBERS, Output
from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())

CHUNK = 2**16  # what a pipe holds
LOCK_TIMEOUT = 1.0  # seconds; a signal's handler that prints while we flush would wait for ever


def move_away(number: int) -> int:
    """Move a descriptor to where few programs look; no program started from here gets it."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    moved = fcntl(number, F_DUPFD_CLOEXEC, min(soft, 1024) - 16)
    close(number)
    return moved


class OutputPipes:
    """Pipes that turn what is written to descriptors 1 and 2 into output; no writer has to wait.

    C libraries and other programs write there. A thread reads what comes; whoever prints takes
    first what is there already, so that the order is kept.

    Parameters
    ----------
    output : Output
        Where the text goes.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._lock = Lock()
        self._ready = select.poll()
        self._names = {_pipe(number): name for name, number in NUMBERS.items()}
        self._decoders = {pipe: getincrementaldecoder("utf-8")("replace") for pipe in self._names}
        for pipe in self._names:
            self._ready.register(pipe, select.POLLIN)
        Thread(target=self._drain, name="output", daemon=True).start()

    def flush(self) -> None:
        """Add what is there by now."""
        if self._lock.acquire(timeout=LOCK_TIMEOUT):
            try:
                for pipe, _ in self._ready.poll(0):
                    self._read(pipe)
            finally:
                self._lock.release()

    def _drain(self) -> None:
        ready = select.poll()
        for pipe in self._names:
            ready.register(pipe, select.POLLIN)
        while self._decoders:
            for pipe, _ in ready.poll():
                with self._lock:
                    self._read(pipe)
                if pipe not in self._decoders:
                    ready.unregister(pipe)

    def _read(self, pipe: int) -> None:
        try:
            data = read(pipe, CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._output.add_text(self._names[pipe], self._decoders[pipe].decode(data))
        elif self._decoders.pop(pipe, None):  # every copy of the descriptor has been closed
            self._ready.unregister(pipe)


def _pipe(number: int) -> int:
    source, target = os.pipe()
    os.dup2(target, number)
    close(target)
    source = move_away(source)
    os.set_blocking(source, False)
    return source


def no_input() -> None:
    """Let descriptor 0 read as an empty file."""
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    close(empty)
