"""The student's process: runs cells and calls functions as the judge asks, until the end.

The code that it runs may do anything to it and answer in its place: no answer is trusted. What is
done here is for honest code, which shall not break the conversation by accident.
"""

from __future__ import annotations

from _signal import pthread_sigmask  # type: ignore[import-not-found]  # no enums: it is fast
from collections.abc import Callable
from os import _exit, getpid
from signal import SIG_BLOCK, SIG_UNBLOCK, SIGALRM, SIGINT, SIGPROF, SIGVTALRM
from socket import socket
from threading import RLock
from typing import Any
from warnings import WarningMessage, catch_warnings

from autograde.sandbox.guest.descriptors import out_of_the_way
from autograde.sandbox.guest.handles import Handles
from autograde.sandbox.guest.notebook import Notebook, warm
from autograde.sandbox.guest.reply_packing import Fitting
from autograde.sandbox.protocol.builtins import keep_builtins
from autograde.sandbox.protocol.channel import Channel, ChannelError
from autograde.sandbox.protocol.exceptions import described, exception, message
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import unpack
from chainrule.exercises.engine_guard import forbid_engine

keep_builtins(globals())

__all__ = ["serve", "warm"]

MOST_WARNINGS = 100
LONGEST_WARNING = 2000
ALARMS = (SIGALRM, SIGVTALRM, SIGPROF, SIGINT)  # they go off in the student's code only


def serve(sock: socket, limits: Limits) -> None:
    """Answer the judge until it says "end" or hangs up; then the process should exit.

    Descriptors 0 to 2, ``sys.stdout`` and the signals are this function's from here on.

    Parameters
    ----------
    sock : socket.socket
        Connected to the judge; taken over.
    limits : Limits
        How much a cell may print, and how long a message may be.
    """
    pthread_sigmask(SIG_BLOCK, ALARMS)
    Student(sock, limits).answer_all()


class Student:
    """Answers the judge's questions one after another.

    Parameters
    ----------
    sock, limits
        As for `serve`.
    """

    def __init__(self, sock: socket, limits: Limits) -> None:
        number = out_of_the_way(sock.detach())
        self._channel = Channel(socket(fileno=number), limits.message_bytes)
        self._notebook = Notebook(limits.output_bytes)
        self._handles = Handles(self._call_back)
        self._fitting = Fitting(limits.message_bytes, self._handles.refer)
        self._process, self._calls, self._turn = getpid(), 0, RLock()
        self._answer: dict[str, Callable[[dict[str, Any]], bytes]]
        self._answer = {"run": self._run, "names": self._names, "call": self._call}

    def answer_all(self) -> None:
        """Answer until the end."""
        try:
            while (question := self._receive())["do"] != "end":
                self._channel.send(self._answer[question["do"]](question), None)
        except ChannelError:
            pass  # the judge has gone

    def _receive(self) -> dict[str, Any]:
        received: dict[str, Any] = unpack(self._channel.receive(None), self._handles.resolve)
        return received

    def _run(self, question: dict[str, Any]) -> bytes:
        with self._notebook.output.aside() as output:
            error, failure = self._theirs(self._notebook.shell.run, question["source"])
            self._notebook.settle()
            reply = {"outputs": output.outputs(), "cut": output.cut}
        raised = described(failure) or described(error)
        return self._fitting.ran({**reply, "raised": raised})

    def _names(self, question: dict[str, Any]) -> bytes:
        known = self._notebook.names
        return self._fitting.named({n: known[n] for n in question["names"] if n in known})

    def _call(self, question: dict[str, Any]) -> bytes:
        self._calls += 1
        with self._notebook.output.aside() as output, catch_warnings(record=True) as warned:
            value, error = self._theirs(self._call_theirs, question)
            self._theirs(self._notebook.shell.close_figures)
            self._notebook.settle()
            printed = output.text()
        with self._turn:  # a thread of theirs may be calling back
            self._calls -= 1
        reply = {"value": value, "args": question["args"], "printed": printed}
        warnings = [_said(warning) for warning in warned[:MOST_WARNINGS]]
        return self._fitting.called({**reply, "warned": warnings, "raised": described(error)})

    def _call_theirs(self, question: dict[str, Any]) -> Any:
        function = self._handles.find(question["target"])
        if question.get("alone"):
            function = forbid_engine(function)
        return function(*question["args"], **question["kwargs"])

    def _theirs(self, function: Callable[..., Any], *args: Any) -> tuple[Any, BaseException | None]:
        """Run the student's code, whatever it raises; a copy of this process ends with it."""
        try:
            try:
                pthread_sigmask(SIG_UNBLOCK, ALARMS)
                return function(*args), None
            finally:
                pthread_sigmask(SIG_BLOCK, ALARMS)
                if getpid() != self._process:
                    _exit(0)
        except BaseException as error:
            return None, error

    def _call_back(self, number: int, args: Any, kwargs: Any) -> Any:
        """Call a function of the judge's from the student's code."""
        pthread_sigmask(SIG_BLOCK, ALARMS)
        try:
            with self._turn:
                return self._ask(number, list(args), kwargs)
        except ChannelError:
            _exit(0)  # the judge has gone
        finally:
            pthread_sigmask(SIG_UNBLOCK, ALARMS)

    def _ask(self, number: int, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if getpid() != self._process or not self._calls:
            raise RuntimeError("A function given to this one can only be called before it returns.")
        question = {"callback": number, "args": args, "kwargs": kwargs}
        # Packing goes deeper than receiving: where the stack ends, nothing has been sent yet.
        self._channel.send(self._fitting.packed(question), None)
        while "do" in (reply := self._receive()):  # the judge's function calls one of theirs
            self._channel.send(self._answer[reply["do"]](reply), None)
        if reply.get("raised"):
            raise exception(reply["raised"])
        return reply["value"]


def _said(warning: WarningMessage) -> list[str]:
    text = warning.message
    shown = message(text) if isinstance(text, Warning) else text
    return [warning.category.__name__, shown[:LONGEST_WARNING]]
