"""Plain data of the standard library, each kind as its parts."""

from __future__ import annotations

import keyword
import random
import re
from array import array
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from pathlib import PosixPath, PurePosixPath, PureWindowsPath, WindowsPath
from types import NoneType, SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import LONGEST_NAME, Reader, Writer
from autograde.sandbox.protocol.parts import attempt, is_text, made, register_parts
from autograde.sandbox.protocol.reduction import REDUCE
from autograde.sandbox.protocol.registry import DESCRIBED, READ, SerialisationError, register

freeze_builtins(globals())

__all__ = ["Member", "check_twister", "read_mapping", "zone", "zone_info"]

MOST_DIGITS = 1233  # of a Decimal: as many as an int of 4096 bits has
LARGEST_EXPONENT = 4096  # what is written in two bytes shall not become megabytes in int()
LONGEST_DEQUE = 2**31
LONGEST_PATH = 4096
MOST_FIELDS = 256
KEPT_CLASSES = 1024
DEQUE, MAPPING, GENERATOR = 8, 4, 512  # what they cost in plain values

_FACTORIES = [None, int, float, complex, bool, str, bytes, list, tuple, dict, set, frozenset]
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,3}", re.ASCII)
_MIXED_IN = (int, float, complex, str, bytes)
_TYPECODES = "bBhHiIlLqQfd"


def read_mapping(reader: Reader) -> dict[Any, Any]:
    """Keys and as many values."""
    keys, values = reader.keys(), reader.values()
    if len(keys) != len(values):
        raise SerialisationError("a dict has not as many values as keys")
    try:
        found = dict(zip(keys, values, strict=True))
    except Exception:
        raise SerialisationError("keys that cannot be compared") from None
    if len(found) != len(keys):
        raise SerialisationError("a dict has a key twice")
    return found


def _mapping_writer(mark: bytes, cost: int = MAPPING) -> Callable[[Writer, Any], None]:
    def write(writer: Writer, value: Any) -> None:
        writer.spend(cost)
        if writer.keys(mark, value):
            writer.values(b"", value.values())

    return write


def _mapping_reader(make: Callable[[dict[Any, Any]], Any]) -> Callable[[Reader], Any]:
    def read(reader: Reader) -> Any:
        reader.spend(MAPPING)
        return make(read_mapping(reader))

    return read


def _write_default_dict(writer: Writer, value: defaultdict[Any, Any]) -> None:
    factory = value.default_factory
    number = next((n for n, known in enumerate(_FACTORIES) if known is factory), 0)
    _mapping_writer(b"D%c" % number)(writer, value)


def _read_default_dict(reader: Reader) -> defaultdict[Any, Any]:
    number = reader.data[reader.skip(1)]
    if number >= len(_FACTORIES):
        raise SerialisationError("there is no such factory")
    reader.spend(MAPPING)
    return defaultdict(_FACTORIES[number], read_mapping(reader))


def _write_items(writer: Writer, value: Any) -> None:
    _mapping_writer(b"I")(writer, dict(value))


def _read_keys(reader: Reader) -> Any:
    keys = reader.keys()
    found = attempt(dict.fromkeys, keys)
    if len(found) != len(keys):
        raise SerialisationError("a dict has a key twice")
    return found.keys()


def _take_deque(value: deque[Any]) -> tuple[Any, ...]:
    _check_deque(value.maxlen, len(value))
    return (value.maxlen, list(value))


def _deque(longest: int | None, values: list[Any]) -> deque[Any]:
    _check_deque(longest, len(values))
    return deque(values, longest)


def _check_deque(longest: int | None, length: int) -> None:
    if longest is not None and not length <= longest <= LONGEST_DEQUE:
        raise SerialisationError(f"a deque's maxlen is at most {LONGEST_DEQUE}")


def _ratio(value: Fraction) -> tuple[int, int]:
    """The parts of a fraction, which may have been made of NumPy's whole numbers."""
    return int(value.numerator), int(value.denominator)


def _fraction(numerator: int, denominator: int) -> Fraction:
    if denominator < 1:
        raise SerialisationError("a Fraction's denominator is positive")
    return Fraction(numerator, denominator)


def _take_decimal(value: Decimal) -> tuple[Any, ...]:
    sign, digits, exponent = value.as_tuple()
    _check_decimal(len(digits), exponent)
    return (sign, "".join(map(str, digits)), exponent)


def _decimal(sign: int, digits: str, exponent: Any) -> Decimal:
    _check_decimal(len(digits), exponent)
    if not (digits.isascii() and (digits.isdigit() or not digits)):
        raise SerialisationError("a Decimal has digits")
    return Decimal((sign, tuple(map(int, digits)), exponent))


def _check_decimal(digits: int, exponent: int | str) -> None:
    if digits > MOST_DIGITS:
        raise SerialisationError(f"a Decimal of more than {MOST_DIGITS} digits")
    if isinstance(exponent, int) and abs(exponent) > LARGEST_EXPONENT:
        raise SerialisationError(f"a Decimal's exponent is at most {LARGEST_EXPONENT}")


def _take_time(value: time) -> tuple[Any, ...]:
    clock = (value.hour, value.minute, value.second, value.microsecond, value.fold)
    return (*clock, zone(value.tzinfo, value.utcoffset))


def _take_datetime(value: datetime) -> tuple[Any, ...]:
    return (value.year, value.month, value.day, *_take_time(value.timetz())[:-1],
            zone(value.tzinfo, value.utcoffset))  # fmt: skip


def zone(known: tzinfo | None, offset: Callable[[], timedelta | None]) -> tzinfo | None:
    """A time zone that can be written; any other is a fixed offset."""
    if known is None or type(known) is timezone:
        return known
    if type(known) is ZoneInfo and known.key and _ZONE.fullmatch(known.key):
        return known
    fixed = offset()
    return None if fixed is None else timezone(fixed)


def _time(
    hour: int, minute: int, second: int, microsecond: int, fold: int, known: tzinfo | None
) -> time:
    return time(hour, minute, second, microsecond, known, fold=fold)


def _datetime(year: int, month: int, day: int, *clock: Any) -> datetime:
    return datetime.combine(date(year, month, day), _time(*clock))


def _timezone(offset: timedelta, name: str | None) -> timezone:
    if name is None:
        return timezone(offset)
    if len(name) > LONGEST_NAME:
        raise SerialisationError("a time zone's name is short")
    return timezone(offset, name)


def _take_timezone(value: timezone) -> tuple[Any, ...]:
    arguments = value.__getinitargs__()  # type: ignore[attr-defined]
    return (arguments[0], arguments[1][:LONGEST_NAME] if len(arguments) > 1 else None)


@lru_cache(KEPT_CLASSES)
def zone_info(key: str) -> ZoneInfo:
    """The time zone of this name; nothing else is looked for among files."""
    if not (len(key) <= LONGEST_NAME and _ZONE.fullmatch(key)):
        raise SerialisationError("there is no such time zone")
    return ZoneInfo(key)


def _take_path(value: Any) -> tuple[str]:
    text = str(value)
    if len(text) > LONGEST_PATH:
        raise SerialisationError(f"a path of more than {LONGEST_PATH} characters")
    return (text,)


def _path_reader(kind: type) -> Callable[[str], Any]:
    def make(text: str) -> Any:
        if len(text) > LONGEST_PATH:
            raise SerialisationError(f"a path of more than {LONGEST_PATH} characters")
        return kind(text)

    return make


def _namespace(names: dict[Any, Any]) -> SimpleNamespace:
    if not all(type(name) is str for name in names):
        raise SerialisationError("a namespace has names")
    return SimpleNamespace(**names)


def _array(code: str, data: bytes) -> array[Any]:
    if len(code) != 1 or code not in _TYPECODES:
        raise SerialisationError("there is no such array")
    return array(code, data)


class Member:
    """What stands for a member of an enumeration: a value of its plain kind with a name."""

    name: str | None
    value: Any

    def __repr__(self) -> str:
        name = "" if self.name is None else f".{self.name}"
        return f"<{type(self).__name__}{name}: {self.value!r}>"

    def __str__(self) -> str:
        return str(self.value)


def _mixed_in(kind: type) -> type | None:
    return next((base for base in type.mro(kind) if base in _MIXED_IN), None)


def _describe_member(kind: type) -> Callable[[Writer, Any], None] | None:
    if issubclass(kind, Enum | Member) and _mixed_in(kind):
        return _write_member
    return None


def _write_member(writer: Writer, value: Any) -> None:
    kind = type(value)
    base = _mixed_in(kind)
    assert base is not None
    name = value.name if type(value.name) is str else None
    writer.introduce((kind.__name__, base))
    writer.values(b"m", (kind.__name__[:LONGEST_NAME], name, REDUCE[base](value)))


def _read_member(reader: Reader) -> Any:
    return made(reader, lambda *parts: _member(reader, *parts), str, (str, NoneType), _MIXED_IN)


def _member(reader: Reader, kind: str, name: str | None, value: Any) -> Any:
    if not (is_text(kind, LONGEST_NAME) and (name is None or is_text(name, MOST_FIELDS**2))):
        raise SerialisationError("a member's name is short")
    reader.introduce((kind, type(value)))
    member = _member_class((kind, type(value)))(value)
    member.name, member.value = name, value
    return member


@lru_cache(KEPT_CLASSES)
def _member_class(described: tuple[str, Any]) -> Any:
    name, base = described
    return type(name, (Member, base), {"__module__": "__main__"})


def _describe_named_tuple(kind: type) -> Callable[[Writer, Any], None] | None:
    fields = vars(kind).get("_fields")
    if kind.__bases__ != (tuple,) or type(fields) is not tuple:
        return None
    return _write_named_tuple if _are_fields(kind.__name__, fields) else None


def _are_fields(name: Any, fields: Any) -> bool:
    return (
        0 < len(fields) <= MOST_FIELDS
        and all(_is_identifier(text) for text in (name, *fields))
        and not any(field.startswith("_") for field in fields)
        and len(set(fields)) == len(fields)
    )


def _is_identifier(text: Any) -> bool:
    return is_text(text, LONGEST_NAME) and text.isidentifier() and not keyword.iskeyword(text)


def _write_named_tuple(writer: Writer, value: Any) -> None:
    kind = type(value)
    if tuple.__len__(value) != len(kind._fields):
        raise SerialisationError("a namedtuple has as many values as fields")
    writer.introduce((kind.__name__, kind._fields))
    writer.values(b"P", (kind.__name__, kind._fields, tuple(tuple.__iter__(value))))


def _read_named_tuple(reader: Reader) -> Any:
    return made(reader, lambda *parts: _named_tuple(reader, *parts), str, tuple, tuple)


def _named_tuple(reader: Reader, name: str, fields: Any, values: Any) -> Any:
    if not (_are_fields(name, fields) and len(values) == len(fields)):
        raise SerialisationError("a namedtuple has names for its values")
    reader.introduce((name, fields))
    return tuple.__new__(_named_tuple_class(name, fields), values)


@lru_cache(KEPT_CLASSES)
def _named_tuple_class(name: str, fields: tuple[str, ...]) -> Any:
    return namedtuple(name, fields, module="__main__")


def check_twister(words: Any) -> None:
    """Refuse a Mersenne twister that would give zeros for ever."""
    if not (any(words[1:]) or words[0] >> 31):
        raise SerialisationError("a generator that gives nothing but zeros")


def _take_random(value: random.Random) -> tuple[Any, ...]:
    version, words, following = random.Random.getstate(value)
    return (version, array("Q", words), following)


def _random(version: int, words: array[int], following: float | None) -> random.Random:
    if version != 3 or len(words) != 625 or words.typecode != "Q" or max(words) >= 2**32:
        raise SerialisationError("there is no such random.Random")
    check_twister(words[:-1])
    found = random.Random(0)
    found.setstate((version, tuple(words), following))
    return found


register(
    b"C",
    [Counter],
    _mapping_writer(b"C"),
    _mapping_reader(REDUCE[Counter]),
)
register(b"O", [OrderedDict], _mapping_writer(b"O"), _mapping_reader(OrderedDict))
register(b"D", [defaultdict], _write_default_dict, _read_default_dict)
register(b"K", [type({}.keys())], lambda writer, value: writer.keys(b"K", value), _read_keys)
register(b"I", [type({}.items())], _write_items, _mapping_reader(dict.items))
register(
    b"V",
    [type({}.values())],
    lambda writer, value: writer.values(b"V", value),
    lambda reader: dict(enumerate(reader.values())).values(),
)
register(
    b"B",
    [bytearray],
    lambda writer, value: writer.data(b"B", value),
    lambda reader: bytearray(reader.bytes()),
)

register_parts(b"q", [deque], _take_deque, _deque, (int, NoneType), list, cost=DEQUE)
register_parts(b"Q", [Fraction], _ratio, _fraction, int, int)
register_parts(b"E", [Decimal], _take_decimal, _decimal, int, str, (int, str))
register_parts(b"y", [date], lambda day: (day.year, day.month, day.day), date, int, int, int)
_KNOWN_ZONES = (NoneType, timezone, ZoneInfo)
register_parts(b"h", [time], _take_time, _time, *[int] * 5, _KNOWN_ZONES)
register_parts(b"Y", [datetime], _take_datetime, _datetime, *[int] * 8, _KNOWN_ZONES)
register_parts(
    b"e",
    [timedelta],
    lambda span: (span.days, span.seconds, span.microseconds),
    timedelta,
    *[int] * 3,
)
register_parts(b"z", [timezone], _take_timezone, _timezone, timedelta, (str, NoneType))
register_parts(b"w", [ZoneInfo], lambda known: (known.key,), zone_info, str)
register_parts(b"u", [UUID], lambda value: (value.bytes,), lambda data: UUID(bytes=data), bytes)
register_parts(b"p", [PurePosixPath], _take_path, _path_reader(PurePosixPath), str)
# It reads no more than its text in `open` would.
register_parts(b"/", [PosixPath], _take_path, _path_reader(PosixPath), str)
register_parts(
    b"\\", [PureWindowsPath, WindowsPath], _take_path, _path_reader(PureWindowsPath), str
)
register_parts(
    b"x", [SimpleNamespace], lambda names: (vars(names),), _namespace, dict, cost=MAPPING
)
register_parts(
    b"A", [array], lambda values: (values.typecode, values.tobytes()), _array, str, bytes
)
register_parts(
    b"j",
    [random.Random],
    _take_random,
    _random,
    int,
    array,
    (float, NoneType),
    cost=GENERATOR,
)
READ[ord("m")], READ[ord("P")] = _read_member, _read_named_tuple
DESCRIBED.extend([_describe_member, _describe_named_tuple])
