"""Outputs of a cell, kept as a notebook keeps them and only up to a limit."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import getpid
from os import write as write_descriptor
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())

LONGEST_ERROR = 20_000  # characters; an error is kept also where the limit has cut the rest
NUMBERS = {"stdout": 1, "stderr": 2}


class Output:
    """Collects outputs in notebook format 4; counts them as they come and drops the excess.

    Parameters
    ----------
    limit : int
        How many bytes are kept.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._process = getpid()
        self.before_text: Callable[[], None] = lambda: None  # what was written earlier elsewhere
        self.begin()

    @contextmanager
    def capture(self) -> Iterator[Output]:
        """Collect a cell's outputs, or a call's, apart from what there was before."""
        before = dict(vars(self))
        self.begin()
        try:
            yield self
        finally:
            vars(self).update(before)

    def begin(self) -> None:
        """Forget everything."""
        self._outputs: list[dict[str, Any]] = []
        self._shown: dict[str, dict[str, Any]] = {}
        self._left = self._limit
        self._clear_first = False
        self.cut = False

    def outputs(self) -> list[dict[str, Any]]:
        """The outputs since `begin`."""
        return [_finished(output) for output in self._outputs]

    def texts(self) -> list[tuple[str, str]]:
        """The printed texts alone, each with the name of its stream."""
        return [(o["name"], o["text"].getvalue()) for o in self._outputs if "text" in o]

    def print(self, name: str, text: str) -> None:
        """Add a text to the stream of this name; in a copy of the process, pass it on."""
        if getpid() != self._process:
            write_descriptor(NUMBERS[name], text.encode(errors="backslashreplace"))
            return
        self.before_text()
        self.add_text(name, text)

    def add_text(self, name: str, text: str) -> None:
        """Add a text to the stream of this name."""
        self._clear_if_due()
        text = self._as_much_as_fits(text)
        if text:
            self._stream(name).write(text)

    def display(self, output: dict[str, Any], size: int, shown_as: str | None = None) -> None:
        """Add an output that is kept whole or not at all."""
        self.before_text()
        self._clear_if_due()
        if size > self._left:
            self.cut = True
            return
        self._left -= size
        self._outputs.append(output)
        if shown_as:
            self._shown[shown_as] = output

    def update(self, shown_as: str, content: dict[str, Any], size: int) -> None:
        """Replace what an output of this cell displays."""
        if shown_as in self._shown and size <= self._left:
            self._left -= size
            self._shown[shown_as].update(content)

    def error(self, name: str, message: str, lines: list[str]) -> None:
        """Add what an exception shows of itself."""
        self.before_text()
        self._clear_if_due()
        error = {"output_type": "error", "ename": name[:LONGEST_ERROR]}
        shown = "\n".join(lines)[:LONGEST_ERROR].split("\n")
        self._outputs.append({**error, "evalue": message[:LONGEST_ERROR], "traceback": shown})

    def clear(self, wait: bool) -> None:
        """Drop all so far; if told to wait, only when the next output comes."""
        self._clear_first = True
        if not wait:
            self._clear_if_due()

    def _clear_if_due(self) -> None:
        if self._clear_first:
            self.begin()

    def _as_much_as_fits(self, text: str) -> str:
        if len(text) > self._left:  # before a copy of it is made
            text, self.cut = text[: self._left], True
        data = text.encode(errors="backslashreplace")
        if len(data) > self._left:
            data, self.cut = data[: self._left], True
        self._left -= len(data)
        return data.decode(errors="ignore")

    def _stream(self, name: str) -> io.StringIO:
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") != name:
            last = {"output_type": "stream", "name": name, "text": io.StringIO(newline="")}
            self._outputs.append(last)
        stream: io.StringIO = last["text"]
        return stream


def _finished(output: dict[str, Any]) -> dict[str, Any]:
    return {**output, "text": output["text"].getvalue()} if "text" in output else output


class Stream(io.TextIOBase):
    """The stream in the place of ``sys.stdout`` or ``sys.stderr``.

    Parameters
    ----------
    name : str
        "stdout" or "stderr".
    output : Output
        Where the text goes.
    """

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, name: str, output: Output) -> None:
        self.name = f"<{name}>"
        self._name, self._output = name, output

    def write(self, text: str) -> int:
        """Add a text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.print(self._name, text)
        return len(text)

    def writable(self) -> bool:
        """Whether one can write to it."""
        return True

    def fileno(self) -> int:
        """The descriptor that ends up in the same place."""
        return NUMBERS[self._name]

    def close(self) -> None:
        """Do nothing: the next cell prints too."""
