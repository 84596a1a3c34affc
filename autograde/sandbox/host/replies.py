"""Replies of a student's process, checked field by field before anyone looks at them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, TypeVar

from autograde.sandbox.protocol.references import MOST_CLASSES
from autograde.sandbox.protocol.values import SerialisationError

T = TypeVar("T")
PICTURES = ("image/png", "image/jpeg")
LONGEST_MESSAGE = 10_000  # characters of an exception's text


@dataclass(frozen=True)
class Raised:
    """An exception by name: its class stays where it was raised.

    Parameters
    ----------
    name, message : str
        Of its class, and its text.
    classes : tuple of str
        Its class and the bases of that, each with its module.
    args : tuple or None
        What it was made with, if that is plain.
    attributes : dict
        What else it holds.
    cause : Raised or None
        What it was raised from.
    """

    name: str
    message: str
    classes: tuple[str, ...] = ()
    args: tuple[Any, ...] | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    cause: Raised | None = None


@dataclass(frozen=True)
class Ran:
    """The result of a cell: outputs in notebook format 4, reduced to what is harmless."""

    outputs: list[dict[str, Any]]
    raised: Raised | None
    cut: bool
    wrote: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Called:
    """The result of a call.

    Parameters
    ----------
    value : object
        What came back.
    arguments : list
        The positional arguments as they were after the call.
    printed : list of (str, str)
        What was written to stdout and stderr: the stream's name, and the text.
    warned : list of (str, str)
        Categories and texts of warnings.
    raised : Raised or None
        What was raised instead.
    wrote : list of str
        The files that were written, by their paths in the student's folder.
    same : int or None
        The place of the positional argument that came back as the value.
    shared : list of int
        By what numbers the student's process knows its copies of the value and of the arguments.
    changed : list of (int, object)
        Copies of former arguments that were changed by now, by their numbers.
    """

    value: Any
    arguments: list[Any]
    printed: list[tuple[str, str]]
    warned: list[tuple[str, str]]
    raised: Raised | None
    wrote: list[str] = field(default_factory=list)
    same: int | None = None
    shared: list[int] = field(default_factory=list)
    changed: list[tuple[int, Any]] = field(default_factory=list)


def text(given: Any) -> str:
    """A text that can be written to a file: without halves of surrogate pairs."""
    if type(given) is not str:
        raise SerialisationError("a text was expected")
    return given.encode("utf-8", "replace").decode("utf-8")


def expect(reply: dict[Any, Any], field: str, kind: type[T]) -> T:
    """A field of a reply, which has to be of exactly this kind."""
    value = reply.get(field)
    if type(value) is not kind:
        raise SerialisationError(f"{field} is no {kind.__name__}")
    return value


def ran(reply: dict[Any, Any]) -> Ran:
    """The reply to "run"."""
    shown = [clean(output) for output in expect(reply, "outputs", list)]
    outputs = [output for output in shown if output]
    problem = raised(reply.get("raised"))
    return Ran(outputs, problem, expect(reply, "cut", bool), paths(reply.get("wrote")))


def called(reply: dict[Any, Any]) -> Called:
    """The reply to "call"."""
    said = [strings(pair, 2) for pair in pairs(reply, "warned")]
    said_to = [strings(pair, 2) for pair in pairs(reply, "printed")]
    return Called(
        reply.get("value"),
        expect(reply, "args", list),
        [(name, said) for name, said in said_to],
        [(category, message) for category, message in said],
        raised(reply.get("raised")),
        paths(reply.get("wrote")),
        expect(reply, "same", int) if "same" in reply else None,
        numbers(reply.get("shared", [])),
        values_by_number(reply.get("changed", [])),
    )


def values_by_number(given: Any) -> list[tuple[int, Any]]:
    """A list of numbers, each with a value."""
    if type(given) is not list or not all(type(one) is tuple and len(one) == 2 for one in given):
        raise SerialisationError("a list of pairs was expected")
    numbers([number for number, _ in given])
    return given


def numbers(given: Any) -> list[int]:
    """A list of whole numbers."""
    if type(given) is not list or not all(type(one) is int for one in given):
        raise SerialisationError("a list of numbers was expected")
    return given


def pairs(reply: dict[Any, Any], field: str) -> list[Any]:
    """A field that is a list, if there is one."""
    return expect(reply, field, list) if field in reply else []


def paths(given: Any) -> list[str]:
    """Paths within a folder; others are left out.

    >>> paths(["out.txt", "plots/a.png", "../grades.db", "/etc/passwd", ""])
    ['out.txt', 'plots/a.png']
    """
    named = [PurePosixPath(path) for path in strings(given or [])]
    inside = [path for path in named if path.parts and not path.is_absolute()]
    return [str(path) for path in inside if ".." not in path.parts and "\0" not in str(path)]


def callback_of(request: dict[Any, Any]) -> tuple[int, list[Any], dict[str, Any]]:
    """The number and the arguments of a call that the student's function makes."""
    kwargs = expect(request, "kwargs", dict)
    if not all(type(name) is str for name in kwargs):
        raise SerialisationError("a keyword is a str")
    return expect(request, "callback", int), expect(request, "args", list), kwargs


def raised(given: Any) -> Raised | None:
    """The exception in a reply, if there is one."""
    if given is None:
        return None
    if type(given) is not dict:
        raise SerialisationError("what was raised is a dict")
    args, attributes = given.get("args"), given.get("attributes", {})
    if type(attributes) is not dict or not all(type(name) is str for name in attributes):
        raise SerialisationError("attributes have names")
    return Raised(
        text(given.get("name"))[:100],
        text(given.get("message"))[:LONGEST_MESSAGE],
        tuple(strings(given.get("classes", ())))[:MOST_CLASSES],
        args if type(args) is tuple else None,
        attributes,
        raised(given.get("cause")),
    )


def clean(output: Any) -> dict[str, Any] | None:
    """An output with nothing in it but text and pictures, or None where nothing is left.

    >>> page = {"text/html": "<script>…", "text/plain": "<Page>"}
    >>> clean({"output_type": "display_data", "data": page, "metadata": {"collapsed": True}})
    {'output_type': 'display_data', 'data': {'text/plain': '<Page>'}, 'metadata': {}}
    """
    if type(output) is not dict:
        raise SerialisationError("an output is a dict")
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": text(output.get("text"))}
    if kind == "error":
        lines = strings(output.get("traceback"))
        name, value = text(output.get("ename")), text(output.get("evalue"))
        return {"output_type": kind, "ename": name, "evalue": value, "traceback": lines}
    if kind in ("display_data", "execute_result"):
        data = shown(expect(output, "data", dict))
        number = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": data, "metadata": {}, **number} if data else None
    raise SerialisationError("there is no such output")


def shown(data: dict[Any, Any]) -> dict[str, str]:
    """The plain text and the pictures made of dots among what an object shows of itself."""
    kept = {"text/plain": data.get("text/plain")}
    kept |= {kind: data[kind] for kind in PICTURES if is_base64(data.get(kind))}
    return {kind: text(value) for kind, value in kept.items() if type(value) is str}


def is_base64(given: Any) -> bool:
    """Whether this is the text of a file in base 64, and nothing else."""
    try:
        return type(given) is str and bool(base64.b64decode(given.replace("\n", ""), validate=True))
    except (binascii.Error, ValueError):
        return False


def strings(given: Any, length: int | None = None) -> list[str]:
    """A list of texts."""
    if type(given) not in (list, tuple):
        raise SerialisationError("a list of texts was expected")
    if length is not None and len(given) != length:
        raise SerialisationError(f"{length} texts were expected")
    return [text(one) for one in given]
