"""The server in the student's process: runs cells and calls functions as the judge asks.

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
from typing import Any, TypeAlias
from warnings import WarningMessage, catch_warnings, simplefilter

from autograde.sandbox.guest.descriptors import move_away
from autograde.sandbox.guest.handles import Handles
from autograde.sandbox.guest.notebook import Notebook, warm_up
from autograde.sandbox.guest.operations import OPERATIONS
from autograde.sandbox.guest.reply_packing import ReplyPacker
from autograde.sandbox.guest.world import World
from autograde.sandbox.protocol.aliasing import SHARED, is_frame, write_back
from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.channel import Channel, ChannelError
from autograde.sandbox.protocol.exceptions import described, exception, message
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import unpack

freeze_builtins(globals())

__all__ = ["Guard", "serve", "warm_up"]

# Returns the function as one that may raise, if it did what an answer must not.
Guard: TypeAlias = Callable[..., Any]

MOST_WARNINGS = 100
LONGEST_WARNING = 2000
ALARMS = (SIGALRM, SIGVTALRM, SIGPROF, SIGINT)  # they go off in the student's code only


def serve(sock: socket, limits: Limits, guard: Guard | None = None) -> None:
    """Answer the judge until it says "end" or hangs up; then the process should exit.

    Descriptors 0 to 2, ``sys.stdout`` and the signals are this function's from here on.

    Parameters
    ----------
    sock : socket.socket
        Connected to the judge; taken over.
    limits : Limits
        How much a cell may print, and how long a message may be.
    guard : callable, optional
        Wraps those functions that the judge wants to have guarded.
    """
    pthread_sigmask(SIG_BLOCK, ALARMS)
    StudentServer(sock, limits, guard).serve()


class StudentServer:
    """Answers the judge's questions one after another.

    Parameters
    ----------
    sock, limits, guard
        As for `serve`.
    """

    def __init__(self, sock: socket, limits: Limits, guard: Guard | None) -> None:
        number = move_away(sock.detach())
        self._channel = Channel(socket(fileno=number), limits.message_bytes)
        self._notebook = Notebook(limits.output_bytes)
        self._handles = Handles(self._call_back, self._notebook.names)
        self._world = World(self._notebook.names)
        self._guard = guard
        self._packer = ReplyPacker(limits.message_bytes, self._handles.refer, self._handles.given)
        self._before: dict[str, Any] = {}
        self._process, self._calls, self._lock = getpid(), 0, RLock()
        self._answer: dict[str, Callable[[dict[str, Any]], bytes]]
        self._answer = {"run": self._run, "names": self._names, "call": self._call}
        self._answer |= {"prepare": self._prepare, "file": self._file, "bound": self._bound}

    def serve(self) -> None:
        """Answer until the end."""
        try:
            while (question := self._receive())["do"] != "end":
                self._channel.send(self._answer[question["do"]](question), None)
        except ChannelError:
            pass  # the judge has gone

    def _receive(self) -> dict[str, Any]:
        handles = self._handles
        received: dict[str, Any]
        received = unpack(self._channel.receive(None), handles.resolve, handles.given)
        return received

    def _prepare(self, question: dict[str, Any]) -> bytes:
        """Take over what a test has changed since the last question."""
        self._handles.given.names |= set(question.get("given", ()))
        for number, content in question.get("changed", ()):
            if self._handles.is_known(number):
                write_back(self._handles.find(number), content)
        self._handles.changed()  # the judge knows of that
        _, error = self._try(self._world.prepare, question)
        return self._packer.packed({"raised": described(error)})

    def _bound(self, question: dict[str, Any]) -> bytes:
        """The names that the last cell gave a value."""
        names, before = self._notebook.names, self._before
        bound = [name for name, value in names.items() if before.get(name, self) is not value]
        return self._packer.packed({"names": bound})

    def _file(self, question: dict[str, Any]) -> bytes:
        content, error = self._try(self._world.read, question["path"])
        return self._packer.packed({"content": content if error is None else None})

    def _run(self, question: dict[str, Any]) -> bytes:
        self._before = dict(self._notebook.names)
        with self._notebook.output.capture() as output:
            error, failure = self._try(self._notebook.shell.run, question["source"])
            self._notebook.flush()
            reply = {"outputs": output.outputs(), "cut": output.cut, **self._world.news()}
        raised = described(failure) or described(error)
        return self._packer.ran({**reply, "raised": raised})

    def _names(self, question: dict[str, Any]) -> bytes:
        known = self._notebook.names
        self._packer.reduce = question.get("reduce", True)
        found = {n: known[n] for n in question["names"] if n in known}
        shared = {name: self._handles.share(value) for name, value in found.items()}
        return self._packer.named(found, shared)

    def _call(self, question: dict[str, Any]) -> bytes:
        self._calls += 1
        with self._notebook.output.capture() as output, catch_warnings(record=True) as warned:
            self._try(simplefilter, "always")  # which of them count is for the judge to say
            value, error = self._try(self._call_function, question)
            if not question.get("plots"):
                self._try(self._notebook.shell.close_figures)
            self._notebook.flush()
            printed = output.texts()
        with self._lock:  # a thread of theirs may be calling back
            self._calls -= 1
        self._packer.reduce = question.get("reduce", True)
        # Of an operation on an object nobody wants to know what became of its operands.
        args = [] if type(question["target"]) is str else question["args"]
        if question["kwargs"]:
            args = args + list(question["kwargs"].values())
        shared = [self._handles.share(one) for one in (value, *args)]
        reply = {"value": value, "args": args, **self._world.news()}
        if printed:  # what there is not takes no time either
            reply["printed"] = printed
        if warned:
            reply["warned"] = [_described(warning) for warning in warned[:MOST_WARNINGS]]
        if error is not None:
            reply["raised"] = described(error)
        changed = self._handles.changed()
        if changed:
            reply["changed"] = changed
        if any(shared):
            reply["shared"] = shared
        if not question.get("guarded"):  # whoever guards a call gives it copies
            for one in args:
                self._handles.watch(one)
        if type(value) in SHARED or is_frame(value) or self._handles.given.has(value):
            same = [place for place, arg in enumerate(args) if arg is value]
            reply |= {"same": same[0]} if same else {}
        return self._packer.called(reply)

    def _call_function(self, question: dict[str, Any]) -> Any:
        target = question["target"]
        if type(target) is str:
            return OPERATIONS[target](*question["args"])
        function = self._handles.find(target)
        if question.get("guarded") and self._guard:
            function = self._guard(function)
        return function(*question["args"], **question["kwargs"])

    def _try(self, function: Callable[..., Any], *args: Any) -> tuple[Any, BaseException | None]:
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
            with self._lock:
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
        self._channel.send(self._packer.packed(question), None)
        while "do" in (reply := self._receive()):  # the judge's function calls one of theirs
            self._channel.send(self._answer[reply["do"]](reply), None)
        if reply.get("raised"):
            raise exception(reply["raised"])
        return reply["value"]


def _described(warning: WarningMessage) -> list[str]:
    text = warning.message
    shown = message(text) if isinstance(text, Warning) else text
    return [warning.category.__name__, shown[:LONGEST_WARNING]]
