"""NumPy's plain data beyond numbers: texts, times, structures, objects, masks, generators."""

from __future__ import annotations

import re
from math import prod
from types import NoneType
from typing import Any

import numpy as np
from numpy import dtype, ndarray

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import (
    LONGEST_NAME,
    MOST_VALUES,
    Reader,
    Writer,
    write_reference,
)
from autograde.sandbox.protocol.library_values import GENERATOR, check_twister
from autograde.sandbox.protocol.parts import attempt, is_text, made, register_parts
from autograde.sandbox.protocol.registry import DESCRIBED, READ, WRITE, SerialisationError, register

freeze_builtins(globals())

__all__ = ["check_elements", "check_shape", "write_described_array"]

MOST_ITEM_BYTES = 2**20  # of one element
MOST_STRUCTURE_FIELDS = 256
DESCRIBED_ARRAY, SUBCLASS = 8, 16  # what they cost in plain values

_UNIT = r"\[\d{0,6}(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\]"
_TEXT = re.compile(rf"\|[bSiu]\d+|[<>][iufcU]\d+|[<>][mM]8({_UNIT})?", re.ASCII)
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
# Numbers of a generator's state must be less than this, for memory is read where they point.
_BOUNDS = {"pos": 625, "buffer_pos": 5, "has_uint32": 2, "uinteger": 2**32}


def check_shape(shape: tuple[int, ...]) -> None:
    """Refuse an array without elements that claims to have very many rows.

    >>> check_shape((2**50, 0))
    Traceback (most recent call last):
    autograde.sandbox.protocol.registry.SerialisationError: an empty array of more than 1048576 rows
    """
    if 0 in shape and prod(axis for axis in shape if axis) > MOST_VALUES:
        raise SerialisationError(f"an empty array of more than {MOST_VALUES} rows")


def check_elements(array: ndarray[Any, Any]) -> ndarray[Any, Any]:
    """Refuse bytes that are no elements: comparisons go wrong with them."""
    kind = array.dtype.kind
    if kind in "fiuc":
        return array
    if array.dtype.names:
        for name in array.dtype.names:
            check_elements(array[name])
    elif kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise SerialisationError("a truth value is neither 0 nor 1")
    elif kind == "U" and array.size:
        _check_characters(np.ascontiguousarray(array).reshape(-1))
    return array


def _check_characters(texts: ndarray[Any, Any]) -> None:
    codes = texts.view(f"{texts.dtype.str[0]}u4")
    if codes.max() > 0x10FFFF or ((codes >= 0xD800) & (codes < 0xE000)).any():
        raise SerialisationError("a text has characters that there are not")


def _description(known: dtype[Any]) -> Any:
    """What `_dtype` makes the same dtype of, or None."""
    if known.itemsize == 0:
        return None
    if known.subdtype is not None:
        element = _description(known.subdtype[0])
        return element and (element, known.subdtype[1])
    if known.names is not None:
        return _fields_description(known)
    return known.str if _TEXT.fullmatch(known.str) and known.metadata is None else None


def _fields_description(known: dtype[Any]) -> Any:
    names = known.names or ()
    fields = [(name, _description(known.fields[name][0])) for name in names]  # type: ignore[index]
    return None if any(field[1] is None for field in fields) else fields


def _dtype(description: Any) -> dtype[Any]:
    if type(description) is tuple:
        found = _subarray(*description)
    elif type(description) is list:
        found = _structure(description)
    elif type(description) is str and _TEXT.fullmatch(description):
        found = dtype(description)
    else:
        raise SerialisationError("there is no such dtype")
    if not 0 < found.itemsize <= MOST_ITEM_BYTES:
        raise SerialisationError(f"an element has at most {MOST_ITEM_BYTES} bytes")
    return found


def _subarray(description: Any, shape: Any) -> dtype[Any]:
    element = _dtype(description)
    if type(shape) is not tuple or not 0 < len(shape) < 8:
        raise SerialisationError("there is no such dtype")
    if any(type(axis) is not int or not 0 < axis <= MOST_ITEM_BYTES for axis in shape):
        raise SerialisationError("there is no such dtype")
    return dtype((element, shape))


def _structure(description: Any) -> dtype[Any]:
    if not 0 < len(description) <= MOST_STRUCTURE_FIELDS:
        raise SerialisationError(f"a structure has at most {MOST_STRUCTURE_FIELDS} fields")
    for field in description:
        if type(field) is not tuple or len(field) != 2 or not is_text(field[0], LONGEST_NAME):
            raise SerialisationError("a field has a name and a dtype")
    return dtype([(name, _dtype(inner)) for name, inner in description])


def write_described_array(writer: Writer, value: ndarray[Any, Any]) -> None:
    """Write an array whose elements are no numbers of fixed size."""
    if value.dtype == np.object_:
        return _write_objects(writer, value)
    description = _description(value.dtype)
    if description is None:
        return write_reference(writer, value)
    writer.room(value.nbytes)
    _write_elements(writer, b"X", description, np.asarray(value, _dtype(description)))
    return None


def _write_scalar(writer: Writer, value: Any) -> None:
    held = np.asarray(value)
    if held.dtype.itemsize == 0 and held.dtype.kind in "SU":
        held = held.astype(held.dtype.kind + "1")
    description = _description(held.dtype)
    if description is None:
        return write_reference(writer, value)
    _write_elements(writer, b"k", description, np.asarray(held, _dtype(description)))
    return None


def _write_elements(writer: Writer, mark: bytes, description: Any, held: Any) -> None:
    writer.spend(DESCRIBED_ARRAY)
    check_shape(held.shape)
    check_elements(held)
    writer.values(mark, (description, held.shape, held.tobytes()))


def _read_array(reader: Reader) -> Any:
    reader.spend(DESCRIBED_ARRAY)
    parts = reader.values()
    if len(parts) != 3:
        raise SerialisationError("an array has a dtype, a shape and bytes")
    return attempt(_array, *parts)


def _array(description: Any, shape: Any, data: Any) -> ndarray[Any, Any]:
    known, count = _dtype(description), _count(shape)
    if type(data) is not bytes or len(data) != count * known.itemsize:
        raise SerialisationError("an array has other bytes than its shape")
    flat = np.frombuffer(data, known, count) if count else np.empty(0, known)
    return check_elements(flat).reshape(shape).copy()


def _count(shape: Any) -> int:
    if type(shape) is not tuple or any(type(axis) is not int or axis < 0 for axis in shape):
        raise SerialisationError("a shape is of numbers")
    check_shape(shape)
    return prod(shape)


def _read_scalar(reader: Reader) -> Any:
    found = _read_array(reader)
    if found.shape != ():
        raise SerialisationError("a scalar has no axes")
    return found[()]


def _write_objects(writer: Writer, value: ndarray[Any, Any]) -> None:
    check_shape(value.shape)
    writer.values(b"0", (value.shape, value.ravel().tolist()))


def _objects(shape: Any, values: list[Any]) -> ndarray[Any, Any]:
    if _count(shape) != len(values):
        raise SerialisationError("an array has other elements than its shape")
    return np.fromiter(values, object, len(values)).reshape(shape)


def _read_objects(reader: Reader) -> Any:
    parts = reader.values()
    if len(parts) != 2 or type(parts[1]) is not list:
        raise SerialisationError("an array has a shape and elements")
    return attempt(_objects, *parts)


def _describe_dtype(kind: type) -> Any:
    return _write_dtype if issubclass(kind, dtype) else None


def _write_dtype(writer: Writer, value: dtype[Any]) -> None:
    description = "|O" if value == np.object_ else _description(value)
    if description is None:
        return write_reference(writer, value)
    writer.values(b"H", (description,))
    return None


def _any_dtype(description: Any) -> dtype[Any]:
    return dtype(object) if description == "|O" else _dtype(description)


def _take_masked(value: Any) -> tuple[Any, ...]:
    filled = None if value._fill_value is None else np.ndarray.view(value._fill_value, ndarray)
    mask = None if value.mask is np.ma.nomask else np.asarray(value.mask)
    return (np.ndarray.view(value, ndarray), mask, filled)


def _masked(data: Any, mask: Any, filled: Any) -> Any:
    if mask is not None and (mask.shape, mask.dtype) != (data.shape, _mask_dtype(data)):
        raise SerialisationError("a mask is as large as what it masks")
    if filled is not None and filled.shape != ():
        raise SerialisationError("what fills is one element")
    return np.ma.MaskedArray(data, np.ma.nomask if mask is None else mask, fill_value=filled)


def _mask_dtype(data: Any) -> Any:
    return np.ma.make_mask_descr(data.dtype)


def _matrix(data: Any) -> Any:
    if data.ndim != 2:
        raise SerialisationError("a matrix has two axes")
    return data.view(np.matrix)


def _take_generator(value: Any) -> tuple[Any, ...]:
    return (dict(value.bit_generator.state),)


def _take_bit_generator(value: Any) -> tuple[Any, ...]:
    return (dict(value.state),)


def _bit_generator(state: dict[Any, Any]) -> Any:
    name = state.get("bit_generator")
    if type(name) is not str or name not in _GENERATORS:
        raise SerialisationError("there is no such generator")
    found = getattr(np.random, name)(0)
    _check_like(state, found.state)
    found.state = state
    return found


def _check_like(state: Any, known: Any) -> None:
    """Refuse a state with other fields, types or sizes than a known one of its generator."""
    if type(state) is not dict or state.keys() != known.keys():
        raise SerialisationError("a generator has another state")
    for name, value in known.items():
        if type(state[name]) is not type(value):
            raise SerialisationError("a generator has another state")
        if type(value) is dict:
            _check_like(state[name], value)
        elif type(value) is ndarray:
            _check_words(state[name], value, name)
        elif type(value) is int:
            _check_number(name, state[name])


def _check_words(words: Any, known: Any, name: str) -> None:
    if (words.dtype, words.shape) != (known.dtype, known.shape):
        raise SerialisationError("a generator has another state")
    if words.shape == (624,):
        check_twister(words.tolist())


def _check_number(name: str, number: int) -> None:
    if not 0 <= number < _BOUNDS.get(name, 2**128) or (name == "inc" and number % 2 == 0):
        raise SerialisationError("a generator has another state")


def _take_random_state(value: Any) -> tuple[Any, ...]:
    return (value.get_state(legacy=False),)


def _random_state(state: dict[Any, Any]) -> Any:
    found = np.random.RandomState(0)
    _check_like(state, found.get_state(legacy=False))
    if state["bit_generator"] != "MT19937" or state["has_gauss"] not in (0, 1):
        raise SerialisationError("there is no such generator")
    found.set_state(state)
    return found


_SCALARS = [np.str_, np.bytes_, np.datetime64, np.timedelta64, np.void]
_WIDE = [scalar for scalar in (np.longdouble, np.clongdouble) if scalar not in WRITE]
register(b"X", [], write_described_array, _read_array)
register(b"k", [*_SCALARS, *_WIDE], _write_scalar, _read_scalar)
READ[ord("0")] = _read_objects
READ[ord("H")] = lambda reader: made(reader, _any_dtype, (str, list, tuple))
DESCRIBED.append(_describe_dtype)
_MASKED = np.ma.MaskedArray
_NONE_OR_ARRAY = (ndarray, NoneType)
register_parts(
    b"M",
    [_MASKED],
    _take_masked,
    _masked,
    ndarray,
    _NONE_OR_ARRAY,
    _NONE_OR_ARRAY,
    cost=SUBCLASS,
)
register(
    b"-",
    [type(np.ma.masked)],
    lambda writer, value: writer.out.extend(b"-"),
    lambda reader: np.ma.masked,
)
register_parts(
    b"2",
    [np.matrix],
    lambda value: (np.ndarray.view(value, ndarray),),
    _matrix,
    ndarray,
    cost=SUBCLASS,
)
register_parts(
    b"G",
    [np.random.Generator],
    _take_generator,
    lambda state: np.random.Generator(_bit_generator(state)),
    dict,
    cost=GENERATOR,
)
register_parts(
    b"g",
    [getattr(np.random, name) for name in _GENERATORS],
    _take_bit_generator,
    _bit_generator,
    dict,
    cost=GENERATOR,
)
register_parts(
    b"J", [np.random.RandomState], _take_random_state, _random_state, dict, cost=GENERATOR
)
