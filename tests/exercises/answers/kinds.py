"""Right answers as objects of other kinds: what Python and its libraries offer in their place.

Each kind is a function of what a right answer returned; it leaves alone what it does not suit.
"""

import array
import copy
import decimal
import enum
import fractions
import types
from collections import Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple

import numpy as np


class OwnList(list):
    pass


class OwnTuple(tuple):
    __slots__ = ()


class OwnDict(dict):
    pass


class OwnFloat(float):
    pass


class OwnText(str):
    __slots__ = ()


class OwnArray(np.ndarray):
    pass


class Wrapped:
    """Stands for a value by its methods alone."""

    def __init__(self, value):
        self.value = value

    def __array__(self, dtype=None, copy=None):
        return np.array(self.value, dtype)

    def __eq__(self, other):
        return True

    __hash__ = None


class EqualArray(np.ndarray):
    """An array that calls itself equal to all, and everywhere."""

    def __array_ufunc__(self, ufunc, method, *inputs, **keywords):
        return np.True_


def named(value):
    """The same as a tuple whose places have names."""
    return namedtuple("Answer", [f"a{i}" for i in range(len(value))])(*value)


def added_up(value):
    """A dictionary in which values were added up, with 0 for what it does not know."""
    found = defaultdict(float)
    for key, number in value.items():
        found[key] += number
    return found


def rows(value):
    """A tuple of the rows of an array, a number as it is."""
    return tuple(value) if np.ndim(value) else value


def whole(value):
    """Whole numbers where they are whole."""
    return value.astype(int) if np.all(np.isfinite(value)) and np.all(value % 1 == 0) else value


def every_other(value):
    """A view of every other number of a larger array."""
    large = np.zeros((*value.shape, 2), value.dtype)
    large[..., 0] = value
    return large[..., 0]


def tensor(value):
    """A tensor of the engine's."""
    import chainrule

    return chainrule.Tensor(value)


def records(value):
    """An array of records of one field."""
    return np.asarray(value, [("x", value.dtype)])


OF_SEQUENCES = {
    "list": list,
    "tuple": tuple,
    "namedtuple": named,
    "own list": OwnList,
    "own tuple": OwnTuple,
    "UserList": UserList,
    "deque": deque,
    "generator": lambda value: (item for item in value),
    "map": lambda value: map(copy.copy, value),
    "zip": zip,
    "iterator": iter,
    "reversed": reversed,
    "values of a dict": lambda value: dict(enumerate(value)).values(),
    "dict": lambda value: dict(enumerate(value)),
    "array of objects": lambda value: np.array([*value, None], object)[:-1],
    "too long": lambda value: [*value, *value],
    "nested": lambda value: [value],
    "own tuple of own lists": lambda value: OwnTuple(map(OwnList, map(np.atleast_1d, value))),
}
OF_DICTIONARIES = {
    "dict": dict,
    "defaultdict": added_up,
    "defaultdict of a lambda": lambda value: defaultdict(lambda: 0.0, value),
    "OrderedDict": OrderedDict,
    "Counter": Counter,
    "own dict": OwnDict,
    "UserDict": UserDict,
    "read-only dict": types.MappingProxyType,
    "items": lambda value: value.items(),
    "pairs": lambda value: [*value.items()],
    "keys": lambda value: value.keys(),
    "namespace": lambda value: types.SimpleNamespace(**value),
    "backwards": lambda value: dict(reversed(value.items())),
}
OF_TEXTS = {
    "own text": OwnText,
    "np.str_": np.str_,
    "bytes": str.encode,
    "one-tuple": lambda s: (s,),
}
OF_ARRAYS = {
    "matrix": lambda value: np.matrix(value) if np.ndim(value) == 2 else value,
    "row matrix": lambda value: np.matrix(value) if np.ndim(value) == 1 else value,
    "masked array": np.ma.masked_array,
    "masked": lambda value: np.ma.masked_array(value, mask=np.ones(np.shape(value), bool)),
    "own array": lambda value: value.view(OwnArray),
    "equal to all": lambda value: value.view(EqualArray),
    "list": lambda value: value.tolist(),
    "tuple of rows": rows,
    "array of objects": lambda value: value.astype(object),
    "array of texts": lambda value: value.astype(str),
    "float16": lambda value: value.astype(np.float16),
    "float32": lambda value: value.astype(np.float32),
    "float64": lambda value: value.astype(np.float64),
    "longdouble": lambda value: value.astype(np.longdouble),
    "complex": lambda value: value.astype(complex),
    "whole numbers": whole,
    "int8": lambda value: whole(value).astype(np.int8),
    "truth": lambda value: value.astype(bool),
    "big-endian": lambda value: value.astype(value.dtype.newbyteorder(">")),
    "columns first": np.asfortranarray,
    "view": every_other,
    "read-only": lambda value: np.broadcast_to(value, value.shape),
    "memory view": lambda value: memoryview(np.ascontiguousarray(value)),
    "array of the library": lambda value: array.array("d", np.ravel(value).tolist()),
    "records": records,
    "record array": lambda value: records(value).view(np.recarray),
    "tensor": tensor,
    "flat": np.ravel,
    "flat iterator": lambda value: value.flat,
    "one axis more": lambda value: value[np.newaxis],
    "empty": lambda value: value[..., :0] if value.ndim else np.zeros(0),
    "nan": lambda value: np.full_like(value, np.nan) if value.dtype.kind == "f" else value,
    "scalar": lambda value: value[()],
    "dates": lambda value: whole(value).astype("datetime64[s]"),
}
OF_NUMBERS = {
    "float": float,
    "int": lambda value: int(value) if float(value).is_integer() else value,
    "bool": bool,
    "own float": OwnFloat,
    "np.bool_": np.bool_,
    "np.float16": np.float16,
    "np.float32": np.float32,
    "np.float64": np.float64,
    "np.longdouble": np.longdouble,
    "np.int64": lambda value: np.int64(value) if float(value).is_integer() else value,
    "np.uint8": lambda value: np.uint8(value) if value in range(256) else value,
    "array without axes": np.asarray,
    "array of one": lambda value: np.array([value]),
    "list of one": lambda value: [value],
    "Fraction": fractions.Fraction,
    "Decimal": lambda value: decimal.Decimal(float(value)),
    "complex": complex,
    "IntEnum": lambda value: enum.IntEnum("Number", {"IT": int(value)}).IT,
    "text": str,
    "large": lambda value: 10**300,
    "nan": lambda value: float("nan"),
    "infinite": lambda value: float("inf"),
}
OF_ALL = {
    "None": lambda value: None,
    "text": lambda value: "an answer",
    "bytes": lambda value: b"an answer",
    "function": lambda value: lambda: value,
    "class": lambda value: Wrapped,
    "object": lambda value: object(),
    "wrapped": Wrapped,
    "set": lambda value: {1.0},
    "frozenset": lambda value: frozenset({1.0}),
    "range": lambda value: range(3),
    "slice": lambda value: slice(3),
    "Ellipsis": lambda value: ...,
    "NotImplemented": lambda value: NotImplemented,
    "module": lambda value: np,
    "type of NumPy": lambda value: np.float64,
    "ufunc": lambda value: np.add,
    "exception": lambda value: ValueError("x"),
    "ragged": lambda value: [1.0, [2.0, 3.0]],
    "list of None": lambda value: [None],
    "empty list": lambda value: [],
    "empty tuple": lambda value: (),
    "empty dict": lambda value: {},
    "dict of lists": lambda value: {"x": [1.0], 2: (3.0,)},
}


def is_number(value):
    return isinstance(value, bool | int | float | np.generic)


SUITS = {  # what a value is -> the kinds it can be turned into
    "array": (lambda value: isinstance(value, np.ndarray), OF_ARRAYS),
    "number": (is_number, OF_NUMBERS),
    "text": (lambda value: isinstance(value, str), OF_TEXTS),
    "sequence": (lambda value: isinstance(value, tuple | list), OF_SEQUENCES),
    "dictionary": (lambda value: isinstance(value, dict), OF_DICTIONARIES),
}
ANSWER = {"answer": (lambda value: True, OF_ALL)}


def turned(value, suits, make):
    """A value, or what is inside of it, as another kind where it suits."""
    if suits(value):
        return make(value)
    if isinstance(value, tuple | list):
        return type(value)(turned(item, suits, make) for item in value)
    if isinstance(value, dict):
        return {key: turned(item, suits, make) for key, item in value.items()}
    return value


def kinds_of(value, groups):
    """The kinds, by name, that this value or something inside of it can be turned into."""
    for what, (suits, kinds) in groups.items():
        found = []
        turned(value, suits, found.append)
        if found:
            yield from ((f"{what} as {name}", suits, make) for name, make in kinds.items())


def as_kind(right, suits, make):
    """A right answer that returns what it returned as another kind."""
    return lambda *arguments: turned(right(*arguments), suits, make)


def of_other_kinds(part, right, also_none):
    """An answer to a part for each kind of its right answer; also those that are none at all."""
    value = right(*part.cases()[0].inputs)
    groups = SUITS | (ANSWER if also_none else {})
    return {name: as_kind(right, suits, make) for name, suits, make in kinds_of(value, groups)}
