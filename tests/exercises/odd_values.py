"""Values that nobody should return, and some of which can hardly be looked at."""

import itertools

import numpy as np


class Raising:
    """An object whose every method raises."""

    def refuse(self, *arguments, **keywords):
        raise ValueError("not to be asked")

    __repr__ = __str__ = __len__ = __eq__ = __iter__ = __getitem__ = __array__ = __float__ = refuse
    __bool__ = __index__ = __int__ = __contains__ = __add__ = __neg__ = __lt__ = __format__ = refuse
    __hash__ = object.__hash__


class RaisingList(list):
    """A list that cannot be read."""

    def __iter__(self):
        raise ValueError("not to be read")

    __len__ = __getitem__ = __eq__ = __repr__ = __iter__
    __hash__ = None


class RaisingFloat(float):
    """A number that cannot be used."""

    def __float__(self):
        raise ValueError("not to be used")

    __format__ = __repr__ = __eq__ = __float__
    __hash__ = float.__hash__


class Disguised:
    """An object that will not say what it is."""

    @property
    def __class__(self):
        raise ValueError("not to be told")


def cyclic():
    found = []
    found.append(found)
    return found


def cyclic_dictionary():
    found = {}
    found["x"] = found
    return found


def deep(levels=2000):
    found = 1.0
    for _ in range(levels):
        found = [found]
    return found


def objects():
    found = np.empty(2, object)
    found[0], found[1] = Raising(), cyclic()
    return found


ODD = {
    "ragged pair": lambda: ([1, 1], -1.5),
    "ragged triple": lambda: (1.0, [1.0, 2.0], [[3.0]]),
    "ragged list": lambda: [[1.0], [2.0, 3.0]],
    "whole number beyond float": lambda: 10**400,
    "negative one": lambda: -(10**400),
    "whole number beyond int64": lambda: 2**70,
    "huge whole number": lambda: 1 << 200_000,
    "list of huge ones": lambda: [10**400, 10**400],
    "cyclic list": cyclic,
    "cyclic dictionary": cyclic_dictionary,
    "deep list": deep,
    "raising object": Raising,
    "raising list": lambda: RaisingList([1.0, 2.0]),
    "raising number": lambda: RaisingFloat(0.37),
    "disguised object": Disguised,
    "class": lambda: Raising,
    "objects": objects,
    "generator": lambda: (x for x in (1.0, 2.0)),
    "endless iterator": itertools.count,
    "endless generator": lambda: iter(int, 1),
    "lone surrogate": lambda: "\ud800",
    "not a number": lambda: float("nan"),
    "complex": lambda: 1j,
    "set": lambda: {1.0, 2.0},
    "bytes": lambda: b"1",
    "ellipsis": lambda: ...,
    "memory view": lambda: memoryview(b"12"),
    "records": lambda: np.zeros(2, [("x", float)]),
    "texts": lambda: np.array(["a", "b"]),
    "dates": lambda: np.array(["2026-01-01"], "datetime64[D]"),
    "masked": lambda: np.ma.masked_array([1.0, 2.0], mask=True),
    "long double": lambda: np.longdouble(1) * np.ones(3) * 1e300 * 1e300,
    "no axis, objects": lambda: np.array(None),
    "many axes": lambda: np.ones((1,) * 30),
}


def everywhere(value, odd):
    """The value itself replaced, and each of the values inside of it."""
    yield "", odd
    if isinstance(value, tuple | list):
        for i in range(len(value)):
            yield f" at {i}", type(value)([*value[:i], odd, *value[i + 1 :]])
    if isinstance(value, dict):
        for key in value:
            yield f" at {key}", {**value, key: odd}
        yield " as a key", {**value, "odd": odd}


def placed(value):
    """By name, functions that return an odd value, or a right one with an odd value inside."""
    for what, make in ODD.items():
        for where, answer in everywhere(value, make()):
            yield f"{what}{where}", lambda *arguments, answer=answer: answer
