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
    "raising number": lambda: RaisingFloat(12345.6),
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


INSIDE = (  # what is put into right answers, too
    *("ragged pair", "whole number beyond float", "cyclic list", "raising object"),
    *("disguised object", "generator", "class", "objects"),
)


def inside(value, odd):
    """The value with an odd one in the place of its first, and of its last."""
    if isinstance(value, tuple | list) and len(value):
        yield " first", type(value)([odd, *value[1:]])
        yield " last", type(value)([*value[:-1], odd])
    if isinstance(value, dict):
        yield " in an entry", {**value, next(iter(value)): odd}
        yield " in an entry more", {**value, "odd": odd}


def placed(value):
    """By name, functions that return an odd value, or a right one with an odd value inside."""
    for what, make in ODD.items():
        found = [("", make()), *(inside(value, make()) if what in INSIDE else ())]
        for where, answer in found:
            yield f"{what}{where}", lambda *arguments, answer=answer: answer
