"""File descriptors: out of a student's way, and what is written to 1 and 2 past Python."""

from __future__ import annotations

import os
import resource
import select
from codecs import getincrementaldecoder
from fcntl import F_DUPFD_CLOEXEC, fcntl
from os import close, read
from threading import Lock, Thread

from autograde.sandbox.guest.output import NUMBERS, Output
from autograde.sandbox.protocol.builtins import keep_builtins

keep_builtins(globals())

CHUNK = 2**16  # what a pipe holds
PATIENCE = 1.0  # seconds; only a signal's handler that prints while we take would wait for ever


def out_of_the_way(number: int) -> int:
    """Move a descriptor to where few programs look; no program started from here gets it."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    moved = fcntl(number, F_DUPFD_CLOEXEC, min(soft, 1024) - 16)
    close(number)
    return moved


class Taps:
    """Turns what is written to descriptors 1 and 2 into output; nobody who writes has to wait.

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
        self._names = {_tap(number): name for name, number in NUMBERS.items()}
        self._decoders = {tap: getincrementaldecoder("utf-8")("replace") for tap in self._names}
        for tap in self._names:
            self._ready.register(tap, select.POLLIN)
        Thread(target=self._drain, name="output", daemon=True).start()

    def take(self) -> None:
        """Add what is there by now."""
        if self._lock.acquire(timeout=PATIENCE):
            try:
                for tap, _ in self._ready.poll(0):
                    self._read(tap)
            finally:
                self._lock.release()

    def _drain(self) -> None:
        ready = select.poll()
        for tap in self._names:
            ready.register(tap, select.POLLIN)
        while self._decoders:
            for tap, _ in ready.poll():
                with self._lock:
                    self._read(tap)
                if tap not in self._decoders:
                    ready.unregister(tap)

    def _read(self, tap: int) -> None:
        try:
            data = read(tap, CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._output.add_text(self._names[tap], self._decoders[tap].decode(data))
        elif self._decoders.pop(tap, None):  # every copy of the descriptor has been closed
            self._ready.unregister(tap)


def _tap(number: int) -> int:
    source, target = os.pipe()
    os.dup2(target, number)
    close(target)
    source = out_of_the_way(source)
    os.set_blocking(source, False)
    return source


def no_input() -> None:
    """Let descriptor 0 read as an empty file."""
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    close(empty)
