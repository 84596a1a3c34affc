"""Serialisation of values between the student's process and the judge; reading runs no code.

Objects of exactly the plain types of Python, its library, NumPy and pandas are copied. One of a
subclass is reduced to the plain type; any other is *referred* to by a number, and stays where it
is.
"""

from __future__ import annotations

from math import prod
from struct import Struct
from typing import Any

from numpy import dtype, empty, frombuffer, longlong, ndarray, ulonglong

import autograde.sandbox.protocol.pandas_marks  # noqa: F401 - registers its kinds
from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import (
    LONGEST_NAME,
    MOST_VALUES,
    Reader,
    Refer,
    Resolve,
    Writer,
)
from autograde.sandbox.protocol.library_values import read_mapping
from autograde.sandbox.protocol.list_values import write_as_json
from autograde.sandbox.protocol.numpy_values import (
    check_elements,
    check_shape,
    write_described_array,
)
from autograde.sandbox.protocol.parts import attempt, is_text
from autograde.sandbox.protocol.reduction import reduced
from autograde.sandbox.protocol.references import MOST_CLASSES, Given, GivenObjects, Remote
from autograde.sandbox.protocol.registry import SerialisationError, register

freeze_builtins(globals())

__all__ = [
    "LONGEST_NAME",
    "Given",
    "GivenObjects",
    "Remote",
    "SerialisationError",
    "pack",
    "reduced",
    "unpack",
]

MOST_BITS = 4096  # of an int
MOST_AXES = 64  # of an array
LONGEST_ABOUT = 4000  # characters of a docstring

_FLOAT, _COMPLEX = Struct("<d"), Struct("<dd")
# Not long doubles, whose size is the machine's.
_SIZES = ["i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
_CODES = ["b1", "i1", "u1", *("<" + size for size in _SIZES), *(">" + size for size in _SIZES)]
_DTYPES = [dtype(code) for code in _CODES]
_NUMBERS = {known: number for number, known in enumerate(_DTYPES)}
_SHAPES = [Struct(f"<{axes}Q") for axes in range(MOST_AXES + 1)]


def pack(
    value: Any,
    refer: Refer | None = None,
    given: GivenObjects | None = None,
    *,
    reduce: bool = True,
) -> bytes:
    """A value as bytes.

    Parameters
    ----------
    value : object
        None, a bool, number, str, bytes, list, tuple, dict, set, frozenset, slice, range,
        Ellipsis, plain data of the standard library, NumPy or pandas, or a container of these. A
        lone surrogate in a str is written as its escape.
    refer : callable, optional
        Says what stands for an object that is none of these.
    given : GivenObjects, optional
        Collects the objects of given classes for which `refer` returns a `Given`.
    reduce : bool
        Whether an instance of a subclass of these is written as the plain kind; if not, it is
        referred to.

    Raises
    ------
    SerialisationError
        If it is nested too deep, too large, or not plain and there is no `refer`.

    Examples
    --------
    >>> unpack(pack({"rate": 0.5, "shape": (3, 4)}))
    {'rate': 0.5, 'shape': (3, 4)}
    """
    writer = Writer(refer, reduce, given)
    if given:
        given.begin()
    writer.value(value)
    while given and given.pending:
        number, attributes = given.pending.popleft()
        writer.value(number)
        writer.value(attributes)
    return bytes(writer.out)


def unpack(
    data: bytes | memoryview,
    resolve: Resolve | None = None,
    given: GivenObjects | None = None,
) -> Any:
    """The value that these bytes were packed from; arrays are writable copies.

    Parameters
    ----------
    data : bytes or memoryview
        Of any origin.
    resolve : callable, optional
        Says what a `Remote` or a `Given` is on this side; without it they are left as such.
    given : GivenObjects, optional
        Has the objects of given classes.

    Raises
    ------
    SerialisationError
        If no value was packed into these bytes.
    """
    reader = Reader(data, resolve)
    if given:
        given.begin()
    value = reader.value()
    while given and reader.at != reader.end:
        _fill(given, reader.value(), reader.value())
    if reader.at != reader.end:
        raise SerialisationError("there is more than one value")
    return value


def _fill(given: GivenObjects, number: Any, attributes: Any) -> None:
    if type(number) is not int or type(attributes) is not dict:
        raise SerialisationError("an object has a number and attributes")
    if not all(type(name) is str for name in attributes):
        raise SerialisationError("the name of an attribute is a str")
    try:
        given.fill(number, attributes)
    except (LookupError, AttributeError, TypeError) as error:
        raise SerialisationError(f"an object has other attributes: {error}") from None


def _constant(mark: bytes, value: Any) -> None:
    def write(writer: Writer, value: Any) -> None:
        writer.out += mark

    register(mark, [type(value)], write, lambda reader: value)


def _write_bool(writer: Writer, value: bool) -> None:
    writer.out += b"T" if value else b"F"


def _write_int(writer: Writer, value: int) -> None:
    bits = value.bit_length()
    if bits > MOST_BITS:
        raise SerialisationError(f"an int of more than {MOST_BITS} bits")
    writer.data(b"i", value.to_bytes(bits // 8 + 1, "little", signed=True))


def _read_int(reader: Reader) -> int:
    data = reader.bytes()
    if len(data) > MOST_BITS // 8 + 1:
        raise SerialisationError(f"an int of more than {MOST_BITS} bits")
    return int.from_bytes(data, "little", signed=True)


def _write_float(writer: Writer, value: float) -> None:
    writer.out += b"f" + _FLOAT.pack(value)


def _read_float(reader: Reader) -> Any:
    return reader.numbers(_FLOAT)[0]


def _write_complex(writer: Writer, value: complex) -> None:
    writer.out += b"c" + _COMPLEX.pack(value.real, value.imag)


def _read_complex(reader: Reader) -> complex:
    return complex(*reader.numbers(_COMPLEX))


def _write_str(writer: Writer, value: str) -> None:
    writer.room(len(value))
    try:
        data = value.encode()
    except UnicodeEncodeError:  # nobody who later saves the text shall stumble over a surrogate
        data = value.encode(errors="backslashreplace")
    writer.data(b"s", data)


def _read_str(reader: Reader) -> str:
    try:
        return reader.bytes().decode()
    except UnicodeDecodeError:
        raise SerialisationError("a text is not UTF-8") from None


def _write_list(writer: Writer, value: list[Any]) -> None:
    if not write_as_json(writer, value):
        writer.values(b"l", value)


def _write_dict(writer: Writer, value: dict[Any, Any]) -> None:
    if not write_as_json(writer, value) and writer.keys(b"d", value):
        writer.values(b"", value.values())


def _read_set(reader: Reader) -> set[Any]:
    keys = reader.keys()
    found: set[Any] = attempt(set, keys)
    if len(found) != len(keys):
        raise SerialisationError("a set has an element twice")
    return found


def _write_slice(writer: Writer, value: slice) -> None:
    writer.values(b":", (value.start, value.stop, value.step))


def _write_range(writer: Writer, value: range) -> None:
    _check_range(value)
    writer.values(b"r", (value.start, value.stop, value.step))


def _check_range(value: range) -> None:
    """Refuse a few bytes that stand for more than could be sent otherwise."""
    if value and abs(value[-1] - value.start) >= MOST_VALUES * abs(value.step):
        raise SerialisationError(f"a range of more than {MOST_VALUES} numbers")


def _read_slice(reader: Reader) -> slice:
    return slice(*_exactly(3, reader))


def _read_range(reader: Reader) -> range:
    ends = _exactly(3, reader)
    if any(type(end) is not int for end in ends) or ends[2] == 0:
        raise SerialisationError("a range is from an int to an int in steps of an int")
    found = range(*ends)
    _check_range(found)
    return found


def _write_remote(writer: Writer, value: Remote) -> None:
    classes = tuple(name[:LONGEST_NAME] for name in value.classes[:MOST_CLASSES])
    numbers = (value.number, value.class_number, value.special)
    texts = (value.name[:LONGEST_NAME], value.what, value.about[:LONGEST_ABOUT])
    writer.values(b"R", (*numbers, *texts, classes))


def _read_remote(reader: Reader) -> Any:
    number, class_number, special, *texts, about, classes = _exactly(7, reader)
    if {type(number), type(class_number), type(special)} != {int} or type(classes) is not tuple:
        raise SerialisationError("an object has a number and classes")
    is_short = all(is_text(text, LONGEST_NAME) for text in (*texts, *classes))
    if not is_short or not is_text(about, LONGEST_ABOUT):
        raise SerialisationError("an object has a name, a kind and names of classes")
    found = Remote(number, texts[0], texts[1], classes, class_number, special, about)
    return reader.resolve(found) if reader.resolve else found


def _write_given(writer: Writer, value: Given) -> None:
    writer.values(b"\x01", (value.name[:LONGEST_NAME], value.number))


def _read_given(reader: Reader) -> Any:
    name, number = _exactly(2, reader)
    if not (is_text(name, LONGEST_NAME) and type(number) is int):
        raise SerialisationError("a given object has the name of a class and a number")
    found = Given(name, number)
    return reader.resolve(found) if reader.resolve else found


def _exactly(count: int, reader: Reader) -> list[Any]:
    found = reader.values()
    if len(found) != count:
        raise SerialisationError(f"{count} values were expected")
    return found


def _write_array(writer: Writer, value: ndarray[Any, Any]) -> None:
    number = _NUMBERS.get(value.dtype)
    if number is None:
        return write_described_array(writer, value)
    size = value.nbytes
    if not size:
        check_shape(value.shape)
    writer.room(size)  # a broadcast array claims more than it holds
    writer.out += b"a%c%c" % (number, value.ndim) + _SHAPES[value.ndim].pack(*value.shape)
    writer.out += value.tobytes()
    return None


def _read_array(reader: Reader) -> ndarray[Any, Any]:
    known = _read_dtype(reader)
    axes = reader.data[reader.skip(1)]
    if axes > MOST_AXES:
        raise SerialisationError(f"an array has at most {MOST_AXES} axes")
    shape = reader.numbers(_SHAPES[axes])
    size = prod(shape)
    if size == 0:
        return _empty(shape, known)
    start = reader.skip(size * known.itemsize)
    flat = frombuffer(reader.data, known, size, start)
    if known.kind == "b":
        check_elements(flat)
    return flat.reshape(shape).copy()


def _write_scalar(writer: Writer, value: Any) -> None:
    writer.out += b"n%c" % _NUMBERS[value.dtype] + value.tobytes()


def _read_scalar(reader: Reader) -> Any:
    known = _read_dtype(reader)
    start = reader.skip(known.itemsize)
    return check_elements(frombuffer(reader.data, known, 1, start))[0]


def _read_dtype(reader: Reader) -> dtype[Any]:
    number = reader.data[reader.skip(1)]
    if number >= len(_DTYPES):
        raise SerialisationError("there is no such dtype")
    return _DTYPES[number]


def _empty(shape: tuple[int, ...], known: dtype[Any]) -> ndarray[Any, Any]:
    check_shape(shape)
    try:
        return empty(shape, known)
    except (ValueError, OverflowError):
        raise SerialisationError("an array without elements is too large") from None


_constant(b"N", None)
_constant(b".", ...)
register(b"T", [bool], _write_bool, lambda reader: True)
register(b"F", [bool], _write_bool, lambda reader: False)
register(b"i", [int], _write_int, _read_int)
register(b"f", [float], _write_float, _read_float)
register(b"c", [complex], _write_complex, _read_complex)
register(b"s", [str], _write_str, _read_str)
register(b"b", [bytes], lambda writer, value: writer.data(b"b", value), Reader.bytes)
register(b"l", [list], _write_list, Reader.values)
register(
    b"t", [tuple], lambda writer, value: writer.values(b"t", value), lambda r: tuple(r.values())
)
register(b"d", [dict], _write_dict, read_mapping)
register(b"S", [set], lambda writer, value: writer.keys(b"S", value), _read_set)
register(
    b"Z",
    [frozenset],
    lambda writer, value: writer.keys(b"Z", value),
    lambda reader: frozenset(_read_set(reader)),
)
register(b":", [slice], _write_slice, _read_slice)
register(b"r", [range], _write_range, _read_range)
register(b"R", [Remote], _write_remote, _read_remote)
register(b"\x01", [Given], _write_given, _read_given)
register(b"a", [ndarray], _write_array, _read_array)
register(
    b"n", [known.type for known in _DTYPES] + [longlong, ulonglong], _write_scalar, _read_scalar
)
