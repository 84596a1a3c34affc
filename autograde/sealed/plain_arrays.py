"""NumPy's arrays and scalars on the wire: a number for the dtype, the shape, the bytes."""

from __future__ import annotations

from math import prod
from struct import Struct
from typing import Any

from numpy import dtype, empty, frombuffer, longlong, ndarray, uint8, ulonglong

from autograde.sandbox.protocol.builtins import keep_builtins
from autograde.sandbox.protocol.codec import Reader, WireError, Writer, kind, write_other

keep_builtins(globals())

MOST_AXES = 64

# Not long doubles: their size is the machine's.
_SIZES = ["i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
_CODES = ["b1", "i1", "u1", *("<" + size for size in _SIZES), *(">" + size for size in _SIZES)]
_DTYPES = [dtype(code) for code in _CODES]
_NUMBERS = {known: number for number, known in enumerate(_DTYPES)}
_SHAPES = [Struct(f"<{axes}Q") for axes in range(MOST_AXES + 1)]


def _write_array(writer: Writer, value: ndarray[Any, Any]) -> None:
    number = _NUMBERS.get(value.dtype)
    if number is None:
        return write_other(writer, value)
    writer.room(value.nbytes)  # a broadcast array claims more than it holds
    writer.out += b"a%c%c" % (number, value.ndim) + _SHAPES[value.ndim].pack(*value.shape)
    writer.out += value.tobytes()
    return None


def _read_array(reader: Reader) -> ndarray[Any, Any]:
    known = _read_dtype(reader)
    axes = reader.data[reader.skip(1)]
    if axes > MOST_AXES:
        raise WireError(f"an array has at most {MOST_AXES} axes")
    shape = reader.numbers(_SHAPES[axes])
    size = prod(shape)
    if size == 0:
        return _empty(shape, known)
    start = reader.skip(size * known.itemsize)
    return _checked(frombuffer(reader.data, known, size, start)).reshape(shape).copy()


def _write_scalar(writer: Writer, value: Any) -> None:
    writer.out += b"n%c" % _NUMBERS[value.dtype] + value.tobytes()


def _read_scalar(reader: Reader) -> Any:
    known = _read_dtype(reader)
    start = reader.skip(known.itemsize)
    return _checked(frombuffer(reader.data, known, 1, start))[0]


def _read_dtype(reader: Reader) -> dtype[Any]:
    number = reader.data[reader.skip(1)]
    if number >= len(_DTYPES):
        raise WireError("there is no such dtype")
    return _DTYPES[number]


def _empty(shape: tuple[int, ...], known: dtype[Any]) -> ndarray[Any, Any]:
    try:
        return empty(shape, known)
    except (ValueError, OverflowError):
        raise WireError("an array without elements is too large") from None


def _checked(flat: ndarray[Any, Any]) -> ndarray[Any, Any]:
    """Refuse a truth value that is neither 0 nor 1: comparisons go wrong with it."""
    if flat.dtype.kind == "b" and flat.view(uint8).max() > 1:
        raise WireError("a truth value is neither 0 nor 1")
    return flat


kind(b"a", [ndarray], _write_array, _read_array)
kind(b"n", [known.type for known in _DTYPES] + [longlong, ulonglong], _write_scalar, _read_scalar)
