"""The judge's client of a student's process: questions, and replies that may be anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from time import monotonic
from typing import Any, NoReturn, Protocol

from autograde.sandbox.host.replies import Called, Ran, callback_of, called, expect, ran
from autograde.sandbox.host.student_function import StudentFunction
from autograde.sandbox.protocol.channel import Channel, ChannelError, TooLarge, TooSlow
from autograde.sandbox.protocol.values import Opaque, Remote, SerialisationError, pack, unpack


class Gone(BaseException):
    """The student's process is of no use any more; the message is a sentence for the report.

    No test can catch it by accident: it is no `Exception`.
    """


class Process(Protocol):
    """A student's process as far as a client needs it; `launcher.StudentProcess` is one."""

    channel: Channel

    def kill(self) -> None:
        """End it, and all that it started."""

    def exit_reason(self) -> str | None:
        """The way it ended, as the end of a sentence that begins with "The code"."""


class Client:
    """Asks a student's process to run cells and to call functions, each by a deadline.

    Parameters
    ----------
    process : Process
        Which is asked.
    message_bytes : int
        How long a message may be.

    Attributes
    ----------
    writes_back : bool
        Whether functions change their caller's arguments; see `StudentFunction`.

    Notes
    -----
    Whatever the process answers is data: a reply that is late, too long, malformed or of the
    wrong kind ends the process and raises `Gone`.
    """

    def __init__(self, process: Process, message_bytes: int) -> None:
        self._process = process
        self._message_bytes = message_bytes
        self._deadline: float | None = None
        self._too_late = ""
        self._lent: list[Callable[..., Any]] = []  # a student may keep a function for later
        self.writes_back = False

    @contextmanager
    def limited_to(self, deadline: float, too_late: str) -> Any:
        """Within this block, raise `Gone` with the sentence `too_late` after `deadline`."""
        self._deadline, self._too_late = deadline, too_late
        try:
            yield
        finally:
            self._deadline = None

    def run(self, source: str) -> Ran:
        """Run a cell."""
        with self._careful():
            return ran(self._ask({"do": "run", "source": source}))

    def values(self, names: Iterable[str]) -> dict[str, Any]:
        """The values of these names in the student's notebook; missing ones are left out."""
        wanted = sorted(names)
        if not wanted:
            return {}
        with self._careful():
            found = expect(self._ask({"do": "names", "names": wanted}), "values", dict)
        return {name: found[name] for name in wanted if name in found}

    def call(
        self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any], guarded: bool = False
    ) -> Called:
        """Call a student's function by value, in the course's guard if it is to be guarded."""
        request = {"do": "call", "target": number, "args": list(args), "kwargs": kwargs}
        request |= {"guarded": guarded}
        with self._careful():
            reply = self._ask(request)
            while "callback" in reply:
                self._send(self._called_back(reply))
                reply = self._receive()
            return called(reply)

    def _called_back(self, request: dict[Any, Any]) -> dict[str, Any]:
        number, args, kwargs = callback_of(request)
        try:
            return {"value": self._lent[number](*args, **kwargs)}
        except Exception as error:  # what a test's own function makes of a student's argument
            return {"raised": {"name": type(error).__name__, "message": str(error)}}

    def _ask(self, message: dict[str, Any]) -> dict[Any, Any]:
        self._send(message)
        return self._receive()

    def _send(self, message: dict[str, Any]) -> None:
        try:
            packed = pack(message, self._refer)
            self._process.channel.send(packed, self._deadline)
        except (SerialisationError, TooLarge) as error:
            raise ValueError(f"A test's arguments cannot be sent: {error}.") from None

    def _receive(self) -> dict[Any, Any]:
        reply = unpack(self._process.channel.receive(self._deadline), self._resolve)
        if type(reply) is not dict:
            raise SerialisationError("a reply is a dict")
        return reply

    def _resolve(self, reference: Opaque | Remote) -> Any:
        if isinstance(reference, Remote):
            name, number = reference.name, reference.number
            return StudentFunction(name, number, self.call, self.writes_back)
        # Tests tell people what they got by the name of its type.
        return type(reference.kind, (Opaque,), {})(reference.kind, reference.number)

    def _refer(self, value: Any) -> Opaque | Remote:
        if isinstance(value, StudentFunction):
            return Opaque(value.__name__, value.number)  # it is there already
        if isinstance(value, Opaque):
            return Opaque(value.kind, value.number)
        if not callable(value):
            raise TypeError(f"A {type(value).__name__} cannot be given to a student's function.")
        self._lent.append(value)
        return Remote(len(self._lent) - 1, getattr(value, "__name__", "function"), None)

    @contextmanager
    def _careful(self) -> Any:
        if self._deadline is not None and monotonic() > self._deadline:
            self._give_up(self._too_late)
        try:
            yield
        except TooSlow:
            self._give_up(self._too_late)
        except TooLarge:
            self._give_up(f"The code answered with more than {mib(self._message_bytes)}.")
        except (SerialisationError, RecursionError):
            self._give_up("The code answered with something that is no answer.")
        except (ChannelError, OSError):
            reason = self._process.exit_reason()
            self._give_up(f"The code {reason or 'ended its own process'}.")

    def _give_up(self, sentence: str) -> NoReturn:
        self._process.kill()
        raise Gone(sentence) from None


def mib(size: int) -> str:
    """A number of bytes as people read it.

    >>> mib(32 * 2**20)
    '32 MiB'
    """
    return f"{size / 2**20:g} MiB"
