"""Instances of subclasses, reduced to the plain kind that they extend.

A writer's process trusts its own classes; what crosses is made by the *base's* methods, so that
the reader sees plain data only.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.registry import writing

freeze_builtins(globals())

__all__ = ["REDUCE", "base_instance", "reduced"]


def _counter(value: Any) -> Counter[Any]:
    found: Counter[Any] = Counter()
    dict.update(found, dict.items(value))
    return found


def _default_dict(value: Any) -> defaultdict[Any, Any]:
    return defaultdict(_own(defaultdict, "default_factory", value), dict.items(value))


def _deque(value: Any) -> deque[Any]:
    return deque(deque.__iter__(value), _own(deque, "maxlen", value))


def _decimal(value: Any) -> Decimal:
    return Decimal(Decimal.__str__(value))


def _time(value: Any, base: type = time) -> time:
    return time(*_own_all(base, value, "hour minute second microsecond tzinfo"), fold=value.fold)


def _datetime(value: Any) -> datetime:
    return datetime.combine(_date(value), _time(value, datetime))


def _date(value: Any) -> date:
    return date(*_own_all(date, value, "year month day"))


def _own_all(base: type, value: Any, names: str) -> tuple[Any, ...]:
    return tuple(_own(base, name, value) for name in names.split())


def _own(base: type, name: str, value: Any) -> Any:
    """An attribute as the base knows it."""
    return vars(base)[name].__get__(value)


def _masked(value: Any) -> Any:
    return np.ma.MaskedArray(np.ndarray.view(value, np.ndarray), np.ma.getmask(value))


REDUCE: dict[type, Callable[[Any], Any]] = {
    int: int.__index__,
    float: float.__float__,
    complex: complex.__complex__,
    str: str.__str__,
    bytes: bytes.__bytes__,
    bytearray: lambda value: bytearray(memoryview(value)),
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
    Counter: _counter,
    OrderedDict: lambda value: OrderedDict(OrderedDict.items(value)),
    defaultdict: _default_dict,
    deque: _deque,
    type({}.keys()): lambda value: dict.fromkeys(value).keys(),
    type({}.values()): lambda value: dict(enumerate(value)).values(),
    type({}.items()): lambda value: dict(value).items(),
    Fraction: lambda value: Fraction(value.numerator, value.denominator),
    Decimal: _decimal,
    date: _date,
    time: _time,
    datetime: _datetime,
    timedelta: lambda value: timedelta(value.days, value.seconds, value.microseconds),
    SimpleNamespace: lambda value: SimpleNamespace(**vars(value)),
    np.ndarray: lambda value: np.ndarray.view(value, np.ndarray),
    np.matrix: lambda value: np.ndarray.view(value, np.matrix),
    np.ma.MaskedArray: _masked,
}


def base_instance(value: Any) -> Any:
    """An instance of a subclass as one of the nearest plain kind; anything else as it is.

    >>> base_instance(type("Stack", (list,), {"__len__": lambda self: 0})([1, 2]))
    [1, 2]
    """
    kind, *bases = type.mro(type(value))
    if kind in REDUCE or writing(kind):
        return value
    return next((REDUCE[base](value) for base in bases if base in REDUCE), value)


def reduced(value: Any) -> Any:
    """A value whose subclasses of plain kinds are these kinds, as deep as containers go.

    What needs no change is returned as it is, and so is a container within itself.

    Parameters
    ----------
    value : object
        Of any kind.

    Examples
    --------
    >>> Stack = type("Stack", (list,), {"__iter__": None})
    >>> reduced({"stacks": (Stack([1]), Stack())})
    {'stacks': ([1], [])}
    """
    return _reduced(value, {})


def _reduced(value: Any, seen: dict[int, Any]) -> Any:
    if id(value) in seen:
        return seen[id(value)]
    seen[id(value)] = value
    plain = base_instance(value)
    if type(plain) in (list, tuple, set, frozenset):
        plain = _elements(plain, seen)
    elif type(plain) is dict:
        plain = _items(plain, seen)
    seen[id(value)] = plain
    return plain


def _elements(value: Any, seen: dict[int, Any]) -> Any:
    found = [_reduced(element, seen) for element in value]
    return value if _are(found, value) else type(value)(found)


def _items(value: dict[Any, Any], seen: dict[int, Any]) -> dict[Any, Any]:
    keys = [_reduced(key, seen) for key in value]
    values = [_reduced(element, seen) for element in value.values()]
    if _are(keys, value) and _are(values, value.values()):
        return value
    return dict(zip(keys, values, strict=True))


def _are(one: Any, other: Any) -> bool:
    return all(a is b for a, b in zip(one, other, strict=True))
