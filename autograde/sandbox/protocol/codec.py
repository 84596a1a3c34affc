"""The writer and the reader of serialised values; the kinds of values are in `values`.

A value is one byte for its kind, then its content: numbers of fixed size, or a length and that
many bytes or values. What is read is not trusted: each length is compared with what is left
before memory is taken for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from struct import Struct
from typing import Any, TypeAlias

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.reduction import base_instance, reduced
from autograde.sandbox.protocol.references import Given, GivenObjects, Remote
from autograde.sandbox.protocol.registry import READ, WRITE, SerialisationError, Write, writing

freeze_builtins(globals())

DEEPEST = 64  # containers within one another
MOST_VALUES = 2**20  # in all containers of one message
MOST_BYTES = Limits().message_bytes
CLASS_COSTS = 2**12  # values that might be sent in place of one new class
LONGEST_NAME = 200
MOST_ALIKE = 64  # keys with the same hash in one dict or set: more would take for ever to look up


class NotPlain(SerialisationError):
    """An object that is not copied, where nothing can stand for it."""


Refer: TypeAlias = Callable[[Any], Remote | Given]
Resolve: TypeAlias = Callable[[Remote | Given], Any]
_LENGTH = Struct("<I")


class Budget:
    """What a message may still cost its reader, counted alike on both sides."""

    __slots__ = ("classes", "left")
    classes: set[Any]
    left: int

    def spend(self, cost: int) -> None:
        """Count what costs its reader as much as so many plain values."""
        self.left -= cost
        if self.left < 0:
            raise SerialisationError(f"more than {MOST_VALUES} values")

    def introduce(self, described: Any) -> None:
        """Count a class that the reader has to make, once."""
        if described not in self.classes:
            self.classes.add(described)
            self.spend(CLASS_COSTS)


class Writer(Budget):
    """Bytes that have been written, and references for objects that are not plain."""

    __slots__ = ("depth", "given", "out", "reduce", "reductions", "refer")

    def __init__(
        self, refer: Refer | None, reduce: bool = True, given: GivenObjects | None = None
    ) -> None:
        self.left, self.classes = MOST_VALUES, set()
        self.out, self.refer, self.given = bytearray(), refer, given
        self.reduce, self.reductions = reduce, 0
        self.depth = 0

    def value(self, value: Any) -> None:
        """Write any value."""
        WRITE.get(type(value), OTHER)(self, value)

    def values(self, kind: bytes, values: Collection[Any]) -> None:
        """Write a container."""
        self.depth += 1
        self.left -= len(values)
        if self.depth > DEEPEST:
            raise SerialisationError(f"more than {DEEPEST} containers within one another")
        if self.left < 0:
            raise SerialisationError(f"more than {MOST_VALUES} values")
        self.out += kind + _LENGTH.pack(len(values))
        for value in values:
            WRITE.get(type(value), OTHER)(self, value)
        self.depth -= 1

    def keys(self, kind: bytes, container: Collection[Any]) -> bool:
        """Write what is hashed; if that is not plain, refer to the container and say False."""
        start, depth, refer = len(self.out), self.depth, self.refer
        reductions, self.refer = self.reductions, None
        try:
            self.values(kind, container)
            if self.reductions != reductions:
                _stay_apart(container)
            return True
        except NotPlain:
            del self.out[start:]
            self.depth = depth
        finally:
            self.refer = refer
        write_other(self, container)
        return False

    def data(self, kind: bytes, data: bytes) -> None:
        """Write bytes behind their length."""
        self.room(len(data))
        self.out += kind + _LENGTH.pack(len(data))
        self.out += data

    def room(self, size: int) -> None:
        """Refuse what would make the message too long, before it is copied."""
        if len(self.out) + size > MOST_BYTES:
            raise SerialisationError(f"more than {MOST_BYTES / 2**20:g} MiB")


def _stay_apart(keys: Collection[Any]) -> None:
    """Refuse keys that would be equal without their own classes."""
    if len({reduced(key) for key in keys}) < len(keys):
        raise NotPlain("keys that are told apart by their class only")


class Reader(Budget):
    """A position in bytes that are read, and the meaning of the references among them."""

    __slots__ = ("at", "data", "depth", "end", "resolve")

    def __init__(self, data: bytes | memoryview, resolve: Resolve | None) -> None:
        self.left, self.classes = MOST_VALUES, set()
        self.data, self.resolve = bytes(data), resolve
        self.at, self.end = 0, len(self.data)
        self.depth = 0

    def value(self) -> Any:
        """Read any value."""
        return READ[self.data[self.skip(1)]](self)

    def values(self) -> list[Any]:
        """Read the content of a container."""
        count = self.length()
        self.depth += 1
        self.left -= count
        if self.depth > DEEPEST or self.left < 0 or count > self.end - self.at:
            raise SerialisationError("a container holds too much")
        found = [self.value() for _ in range(count)]
        self.depth -= 1
        return found

    def keys(self) -> list[Any]:
        """Read what will be hashed."""
        found = self.values()
        if set(map(type, found)) - {str}:
            self._compare_hashes(found)
        return found

    def _compare_hashes(self, keys: list[Any]) -> None:
        try:
            alike = Counter(map(hash, keys))
        except Exception:
            raise SerialisationError("a key has no hash") from None
        if max(alike.values()) > MOST_ALIKE:
            raise SerialisationError("too many keys have the same hash")

    def numbers(self, form: Struct) -> tuple[Any, ...]:
        """Read numbers of fixed size."""
        return form.unpack_from(self.data, self.skip(form.size))

    def bytes(self) -> bytes:
        """Read bytes behind their length."""
        start = self.at + 4
        stop = start + int.from_bytes(self.data[self.at : start], "little")
        if stop > self.end:
            raise SerialisationError("it ends too soon")
        self.at = stop
        return self.data[start:stop]

    def length(self) -> int:
        """Read a length; nothing may be made of it before it is compared with what is left."""
        return int.from_bytes(self.data[self.skip(4) : self.at], "little")

    def skip(self, size: int) -> int:
        """Go on by so many bytes, and return where they begin."""
        start = self.at
        if size > self.end - start:
            raise SerialisationError("it ends too soon")
        self.at = start + size
        return start


def write_other(writer: Writer, value: Any) -> None:
    """Write what is of no registered kind: as a described or plain kind, or as a reference."""
    constant = writer.given.constant(value) if writer.given and writer.given.names else None
    if constant:
        writer.value(constant)
        return
    write = None if type(value) in WRITE else writing(type(value))
    if write is not None:
        write(writer, value)
        return
    plain = _base_instance(value) if writer.reduce else value
    if plain is value:
        write_reference(writer, value)
        return
    writer.reductions += 1
    writer.value(plain)


OTHER: Write = write_other


def write_reference(writer: Writer, value: Any) -> None:
    """Write what stands for an object that is not plain."""
    if writer.refer is None:
        raise NotPlain(f"a {type(value).__name__} object")
    reference = writer.refer(value)
    if type(reference) not in (Remote, Given):
        raise SerialisationError("what stands for an object is a Remote or a Given")
    writer.value(reference)


def _base_instance(value: Any) -> Any:
    try:
        return base_instance(value)
    except Exception:  # its class keeps the base's own methods from working
        return value
