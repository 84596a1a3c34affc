"""The judge's client of a student's process: questions, and replies that may be anything."""

from __future__ import annotations

import builtins
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from time import monotonic
from types import FunctionType
from typing import Any, NoReturn, Protocol

import numpy as np

from autograde.sandbox.host.aliasing import SharedContainers
from autograde.sandbox.host.raised import STEERING, THEIRS, Exceptions
from autograde.sandbox.host.remote_object import (
    Handle,
    RemoteObject,
    class_here,
    remote_object,
)
from autograde.sandbox.host.replies import (
    Called,
    Raised,
    Ran,
    callback_of,
    called,
    expect,
    raised,
    ran,
)
from autograde.sandbox.host.seal import DECIDING, Seal, joined
from autograde.sandbox.protocol.aliasing import SHARED, is_frame, is_same, write_back
from autograde.sandbox.protocol.channel import Channel, ChannelError, TooLarge, TooSlow
from autograde.sandbox.protocol.exceptions import NUMBER, numbered
from autograde.sandbox.protocol.values import (
    Given,
    GivenObjects,
    Remote,
    SerialisationError,
    pack,
    unpack,
)

# Python's own classes of plain values are such values themselves.
PLAIN_CLASSES = frozenset(
    (f"builtins.{name}",)
    for name in ("int", "float", "complex", "bool", "str", "bytes", "list", "tuple", "dict", "set")
)

MOST_RAISED = 1000  # exceptions that a test's own functions raise


class Gone(BaseException):
    """The student's process is of no use any more; the message is a sentence for the report."""


class Refusal(BaseException):
    """An end of a test that no test can turn into a pass.

    It is no `Exception`; and whoever catches it all the same finds it recorded in the client.
    """


class NotJudged(Refusal):
    """A test asks for something that cannot be done here: its fault, not the student's."""


class Unfit(Refusal):
    """An answer gave an object where the model answer gives a plain value."""


class Unsendable(TypeError):
    """A value of the judge's for which nothing in the student's process can stand."""


class Process(Protocol):
    """A student's process as far as a client needs it; `launcher.StudentProcess` is one."""

    channel: Channel

    def kill(self) -> None:
        """End it, and all that it started."""

    def exit_reason(self) -> str | None:
        """The way it ended, as the end of a sentence that begins with "The code"."""


class Desk(Protocol):
    """What a client needs of the judge that it works for."""

    def changes(self) -> dict[str, Any]:
        """What a test has changed since this was asked last, for the student's process."""

    def given_class(self, name: str) -> type | None:
        """The class of this name that the assignment gives."""

    def is_free(self, path: str) -> bool:
        """Whether there is no file beside the tests at this path."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file beside the tests."""


class NoDesk:
    """A judge that changes nothing and gives nothing."""

    def changes(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def given_class(self, name: str) -> type | None:
        """None."""

    def is_free(self, path: str) -> bool:
        """Nobody looks."""
        return False

    def write(self, path: str, content: bytes) -> None:
        """Drop it."""


class Client:
    """Asks a student's process to run cells and to call functions, each by a deadline.

    Parameters
    ----------
    process : Process
        Which is asked.
    message_bytes : int
        How long a message may be.
    seal : Seal, optional
        What the model answer did.
    desk : Desk, optional
        The judge's.

    Attributes
    ----------
    writes_back : bool
        Whether functions change their caller's arguments, whatever the model answer does.
    unexpected : bool
        Whether a call has changed its arguments, which those of the model answer do not.
    asked : int
        How often the student's code has run.
    gone, refusal : BaseException or None
        Why nothing more can be asked: for ever, or in this test.

    Notes
    -----
    Whatever the process answers is data: a reply that is late, too long, malformed or of the
    wrong kind ends the process and raises `Gone`.
    """

    def __init__(
        self,
        process: Process,
        message_bytes: int,
        seal: Seal | None = None,
        desk: Desk | None = None,
    ) -> None:
        self._process = process
        self._message_bytes = message_bytes
        self._seal = seal or Seal()
        self._desk: Desk = desk or NoDesk()
        self._deadline: float | None = None
        self._too_late = ""
        self._lent: list[Callable[..., Any]] = []  # a student may keep a function for later
        self._lent_numbers: dict[int, int] = {}  # by id: the list keeps the functions alive
        self._raised: list[Exception] = []  # by a test's own functions
        self._passed_to: dict[int, str] = {}  # by a copy's number, the call that it was passed to
        self._objects: dict[int, RemoteObject] = {}
        self._given = GivenObjects(self._class_given, -1)
        self._exceptions = Exceptions(self._desk.given_class, self._seal.knows_exception)
        self._path, self._met_object = "", False
        self._classes: dict[type, Remote] = {}  # of exceptions, that came from the student
        self._lock = RLock()  # a test may have threads
        self._shared = SharedContainers(self._packed)
        self.writes_back, self.unexpected, self.asked = False, False, 0
        self.gone: Gone | None = None
        self.refusal: Refusal | None = None

    @contextmanager
    def limited_to(self, deadline: float, too_late: str) -> Iterator[None]:
        """Within this block, raise `Gone` with the sentence `too_late` after `deadline`."""
        self._deadline, self._too_late = deadline, too_late
        self.refusal, self.unexpected = None, False
        self._raised.clear()
        self._passed_to.clear()
        self._shared.clear()
        try:
            yield
        finally:
            self._deadline = None

    def give(self, names: frozenset[str]) -> None:
        """Have these classes cross by the attributes of their objects."""
        self._given.names |= names
        with self._careful():
            self._ask({"do": "prepare", "given": sorted(names)})

    def run(self, source: str, random_state: dict[str, Any] | None = None) -> Ran:
        """Run a cell, from this state of the generators of random numbers if one is given."""
        self._prepare(random_state or {})
        self.asked += 1
        with self._careful():
            done = ran(self._ask({"do": "run", "source": source}))
        self._take(done.wrote)
        return done

    def bound(self) -> list[str]:
        """The names that the last cell gave a value, by its own account."""
        with self._careful():
            return [str(name) for name in expect(self._ask({"do": "bound"}), "names", list)]

    def value(self, name: str) -> tuple[Any, bytes]:
        """The value of a name in the student's notebook, and the bytes that it came in.

        Raises
        ------
        KeyError
            If there is none.
        """
        self._check()
        with self._lock, self._careful():
            self._path = name
            question: dict[str, Any] = {"do": "names", "names": [name]}
            if not self._seal.reduces(name):
                question["reduce"] = False
            self._send(question)
            packed = self._receive_bytes()
            reply = self._unpacked(packed)
            found = expect(reply, "values", dict)
            if name in found:
                self._seal.arrived(name, self._met_object)
                number = expect(expect(reply, "shared", dict), name, int)
                self._shared.remember([(found[name], number, None)])
        if name not in found:
            raise KeyError(name)
        return found[name], packed

    def call(self, remote: RemoteObject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a student's function by value; what it prints, warns of and raises happens here."""
        handle = remote._remote_
        self._may(remote, "call")
        path = joined(handle.path, "()")
        given = (*args, *kwargs.values())
        before = [self._snapshot(one) for one in given]
        question = {"target": handle.reference.number, "args": list(args), "kwargs": kwargs}
        if handle.guarded:
            question["guarded"] = True
        done = self._called(question, path)
        handle.last_arguments = None
        if len(done.arguments) == len(given):
            handle.last_arguments = tuple(done.arguments[: len(args)])
            wrote = self._look_at(path, given, before, done.arguments)
            packed = [None, *([None] * len(given) if wrote or self._lent else before)]
            if not handle.guarded:  # whoever guards a call gives it copies, and changes no answer
                self._shared.remember(zip([done.value, *given], done.shared, packed, strict=False))
                self._passed_to.update(dict.fromkeys(filter(None, done.shared[1:]), path))
        value = self._result(done)
        if done.same is not None and done.same in range(len(args)):
            mine = args[done.same]
            if self._packed(mine) == self._packed(value):
                if self.writes_back or self._seal.keeps_identity(path):
                    return mine
                self.unexpected = True
        return value

    def _snapshot(self, value: Any) -> Any:
        """What tells whether an argument was changed."""
        if type(value) is np.ndarray:
            return None  # the array itself, which nobody changes on this side
        is_changeable = type(value) in SHARED or self._given.has(value) or is_frame(value)
        return self._packed(value) if is_changeable else None

    def _look_at(self, path: str, given: Any, before: list[Any], after: list[Any]) -> bool:
        """Write back what a call made of its arguments, if that is for the test to see.

        Whether anything was written.
        """
        changed = [
            (mine, then)
            for mine, packed, then in zip(given, before, after, strict=True)
            if not self._is_unchanged(mine, packed, then)
        ]
        if self._seal.changes_arguments(path, bool(changed)) or self.writes_back:
            for mine, then in changed:
                write_back(mine, then)
            return bool(changed)
        self.unexpected |= bool(changed)
        return False

    def _is_unchanged(self, mine: Any, packed: Any, then: Any) -> bool:
        if type(mine) is np.ndarray:
            return type(then) is np.ndarray and is_same(mine, then)
        return packed is None or self._packed(then) == packed

    def operate(
        self, operation: str, remote: RemoteObject, *operands: Any, reflected: bool = False
    ) -> Any:
        """Have an operation carried out where an object is."""
        self._may(remote, keyed(operation, operands))
        step = f".{operands[0]}" if operation == "getattr" else f"|{operation}"
        args = [*operands, remote] if reflected else [remote, *operands]
        question = {"target": operation, "args": args, "kwargs": {}}
        return self._result(self._called(question, joined(remote._remote_.path, step)))

    def module(self, name: str) -> Any:
        """A module of the student's process."""
        self._check()
        done = self._called({"target": "import_module", "args": [name], "kwargs": {}}, name)
        return self._result(done)

    def tells(self, operation: str, remote: RemoteObject) -> bool:
        """Whether the model answer's object did this."""
        return self._seal.has_done(remote._remote_.paths, operation)

    def own_class(self, remote: RemoteObject) -> type | None:
        """The class of an object that the judge has as well."""
        handle, seal = remote._remote_, self._seal
        if not seal.recording and any(map(seal.is_plain, handle.paths)):
            return None

        def is_plain(name: str) -> bool:
            return seal.has_done(handle.paths, f"is {name}")

        return class_here(handle.reference, self._desk.given_class, is_plain)

    def refuse(self, sentence: str) -> NoReturn:
        """End the test, which cannot be judged."""
        self._refuse(NotJudged(sentence))

    def _may(self, remote: RemoteObject, operation: str) -> None:
        self._check()
        paths = remote._remote_.paths
        if not self._seal.allows(paths, operation):
            name = remote._remote_.reference.name
            path = remote._remote_.path
            self._refuse(Unfit(f"{path} is of type {name}, which is no value to test."))

    def _refuse(self, refusal: Refusal) -> NoReturn:
        self.refusal = self.refusal or refusal
        raise self.refusal

    def _check(self) -> None:
        if self.gone:
            raise self.gone
        if self.refusal:
            raise self.refusal

    def _called(self, question: dict[str, Any], path: str) -> Called:
        with self._lock:
            return self._called_alone(question, path)

    def _called_alone(self, question: dict[str, Any], path: str) -> Called:
        self._prepare()
        self._path = path
        self.asked += 1
        question["do"] = "call"
        if not self._seal.reduces(path):
            question["reduce"] = False
        if self._seal.plots:
            question["plots"] = True
        with self._careful():
            self._send(question)
            reply = self._receive()
            while "callback" in reply:
                self._send(self._called_back(reply))
                self._path = path
                reply = self._receive()
            done = called(reply)
        self._seal.arrived(path, self._met_object)
        if type(question["target"]) is str and done.shared:
            self._shared.remember([(done.value, done.shared[0], None)])
        for number, then in done.changed:
            self._change(path, number, then)
        if done.wrote:
            self._take(done.wrote)
        return done

    def _change(self, path: str, number: int, then: Any) -> None:
        """Write back what became of a container that was passed on before."""
        mine = self._shared.find(number) if number in self._passed_to else None
        if mine is None or type(then) is not type(mine) or self._packed(mine) == self._packed(then):
            return
        what = f"{path} changes what {self._passed_to[number]} was given"
        if self._seal.changes_arguments(what, True) or self.writes_back:
            write_back(mine, then)
        else:
            self.unexpected = True

    def _result(self, done: Called) -> Any:
        for name, text in done.printed:
            (sys.stderr if name == "stderr" else sys.stdout).write(text)
        for category, text in done.warned:
            warnings.warn(text, _warning(category), stacklevel=3)
        if done.raised:
            raise self._made(done.raised)
        return done.value

    def _called_back(self, request: dict[Any, Any]) -> dict[str, Any]:
        number, args, kwargs = callback_of(request)
        try:
            return {"value": self._lent[-1 - number](*args, **kwargs)}
        except Exception as error:  # what a test's own function makes of a student's argument
            if len(self._raised) < MOST_RAISED:
                self._raised.append(error)
            return {"raised": numbered(error, len(self._raised))}

    def _made(self, raised: Raised) -> BaseException:
        """What to raise here: an exception of a test's own function comes back as it was."""
        number = raised.attributes.get(NUMBER)
        if type(number) is not int or not 0 < number <= len(self._raised):
            return self._exceptions.made(raised)
        mine = self._raised[number - 1]
        if isinstance(mine, STEERING) or type(mine).__name__ != raised.name:
            return self._exceptions.made(raised)
        mine.__dict__[THEIRS] = True
        return mine

    def _prepare(self, more: dict[str, Any] | None = None) -> None:
        """Hand over what a test has changed on this side."""
        self._check()
        changes = {**self._desk.changes(), **(more or {})}
        if changed := self._shared.changed():
            changes["changed"] = changed
        if changes:
            changes["names"] = {
                name: value
                for name, value in changes.get("names", {}).items()
                if self._packed(value)
            }
            changes["patches"] = [
                patch for patch in changes.get("patches", ()) if self._packed(patch)
            ]
            with self._careful():
                self._path = ""
                raised(self._ask({"do": "prepare", **changes}).get("raised"))

    def _packed(self, value: Any) -> bytes:
        """The bytes of a value; none if it cannot be sent."""
        try:
            return pack(value, self._refer, self._given)
        except (SerialisationError, Unsendable):
            return b""

    def _take(self, paths: list[str]) -> None:
        """Bring files that were written to where tests look for them."""
        for path in paths:
            if not (self._seal.takes_file(path) or self._desk.is_free(path)):
                continue
            with self._careful():
                content = self._ask({"do": "file", "path": path}).get("content")
            if type(content) is bytes:
                self._desk.write(path, content)

    def _ask(self, message: dict[str, Any]) -> dict[Any, Any]:
        self._send(message)
        return self._receive()

    def _send(self, message: dict[str, Any]) -> None:
        try:
            packed = pack(message, self._refer, self._given)
            self._process.channel.send(packed, self._deadline)
        except Unsendable as error:
            self._refuse(NotJudged(str(error)))
        except (SerialisationError, TooLarge) as error:
            self._refuse(NotJudged(f"A test's arguments cannot be sent: {error}."))

    def _receive(self) -> dict[Any, Any]:
        return self._unpacked(self._receive_bytes())

    def _receive_bytes(self) -> bytes:
        return self._process.channel.receive(self._deadline)

    def _unpacked(self, packed: bytes) -> dict[Any, Any]:
        self._met_object = False
        reply = unpack(packed, self._resolve, self._given)
        if type(reply) is not dict:
            raise SerialisationError("a reply is a dict")
        return reply

    def _resolve(self, reference: Remote | Given) -> Any:
        try:
            return self._resolved(reference)
        except Exception as error:  # its class may be called whatever a student likes
            raise SerialisationError(f"there is no such object: {error}") from None

    def _resolved(self, reference: Remote | Given) -> Any:
        if isinstance(reference, Given):
            return self._given.resolve(reference, again=self._writes_back_here())
        if reference.number < 0:
            return self._own(reference.number)
        if reference.what == "class" and reference.classes[:1] in PLAIN_CLASSES:
            return getattr(builtins, reference.name)
        self._met_object = True
        if reference.what == "exception" and not self._seal.is_plain(self._path):
            kind = self._exceptions.class_of(reference.classes)
            self._classes[kind] = reference
            return kind
        found = self._objects.get(reference.number)
        if found is None or found._remote_.reference != reference:
            found = remote_object(Handle(reference, self))
            self._objects[reference.number] = found
        found._remote_.paths.setdefault(self._path)
        return found

    def _own(self, number: int) -> Any:
        if -number > len(self._lent):
            raise SerialisationError("there is no such function")
        return self._lent[-1 - number]

    def _writes_back_here(self) -> bool:
        seal = self._seal
        return self.writes_back or seal.recording or self._path in seal.changes

    def _class_given(self, name: str) -> Any:
        found = self._desk.given_class(name)
        if found is None:
            raise LookupError(name)
        return found

    def _refer(self, value: Any) -> Remote | Given:
        if isinstance(value, RemoteObject):
            return value._remote_.reference  # it is there already
        if isinstance(value, type):
            if value in self._classes:
                return self._classes[value]
            name = str(getattr(value, "__name__", ""))
            if getattr(builtins, name, None) is value:
                return Remote(0, name, "class")
        given = self._given.refer(value) if self._given.names else None
        if given:
            return given
        is_mark = type(value) is object  # it is nothing but itself
        if not (callable(value) or is_mark) or isinstance(value, type):
            kind = type(value).__name__
            article = "An" if kind[:1].lower() in "aeiou" else "A"
            raise Unsendable(
                f"{article} {kind} cannot be given to a student's function: let a locked cell "
                "define its class, or tag the test `inside`."
            )
        if id(value) not in self._lent_numbers:
            self._lent.append(value)
            self._lent_numbers[id(value)] = -len(self._lent)
        if is_mark:
            return Remote(self._lent_numbers[id(value)], "object", "object")
        name = getattr(value, "__name__", "function")
        name = name if isinstance(name, str) else "function"
        about = getattr(value, "__doc__", None) if isinstance(value, FunctionType) else None
        about = about if isinstance(about, str) else ""
        return Remote(self._lent_numbers[id(value)], name, "function", about=about)

    @contextmanager
    def _careful(self) -> Iterator[None]:
        self._check()
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
        self.gone = Gone(sentence)
        raise self.gone from None


def keyed(operation: str, operands: tuple[Any, ...]) -> str:
    """An operation as a seal names it: one that decides, by what it decides.

    >>> keyed("eq", (3,)), keyed("len", ())
    ('eq:value', 'len')
    """
    if operation not in DECIDING:
        return operation
    return f"{operation}:{'object' if isinstance(operands[0], RemoteObject) else 'value'}"


def _warning(name: str) -> type[Warning]:
    known = vars(warnings).get(name) or getattr(builtins, name, None)
    return known if isinstance(known, type) and issubclass(known, Warning) else UserWarning


def mib(size: int) -> str:
    """A number of bytes as people read it.

    >>> mib(32 * 2**20)
    '32 MiB'
    """
    return f"{size / 2**20:g} MiB"
