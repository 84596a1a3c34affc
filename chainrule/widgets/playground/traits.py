"""Traits that say in one sentence what they take."""

from __future__ import annotations

import difflib
import math
import operator
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import traitlets

if TYPE_CHECKING:
    Trait = traitlets.TraitType[Any, Any]
else:  # before traitlets 5.10, which Colab has, it took no parameters
    Trait = traitlets.TraitType


class SettingError(ValueError):
    """What is wrong with a setting, in a sentence."""


class Choice(Trait):
    """One name of several."""

    def __init__(self, default: str, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name, or say which there are."""
        return one_of(self.name or "", value, self.names)


class Number(Trait):
    """A number between two, both included; a whole one if `whole`."""

    def __init__(self, default: float, low: float, high: float, whole: bool = False) -> None:
        self.low, self.high, self.whole = low, high, whole
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> float:
        """Return the number, or say what it is to be."""
        kind = "whole number" if self.whole else "number"
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise SettingError(f"{self.name} is a {kind}, and this is {value!r}.") from None
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            span = f"from {self.low:,g} to {self.high:,}"
            raise SettingError(f"{self.name} is a {kind} {span}, and this is {value!r}.")
        return int(number) if self.whole else number


class Switch(Trait):
    """Yes or no."""

    def __init__(self, default: bool) -> None:
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the truth value, or say that it is none."""
        if not isinstance(value, bool | np.bool_) and value not in (0, 1):
            raise SettingError(f"{self.name} is True or False, and this is {value!r}.")
        return bool(value)


class Names(Trait):
    """Some of several names, at least one of them, in their own order."""

    def __init__(self, default: tuple[str, ...], names: Iterable[str], least: int = 1) -> None:
        self.names, self.least = tuple(names), least
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> tuple[str, ...]:
        """Return the names in order, or say what is wrong with them."""
        given = (value,) if isinstance(value, str) else tuple(value)
        chosen = {one_of(self.name or "", name, self.names) for name in given}
        if len(chosen) < self.least:
            raise SettingError(f"{self.name} holds at least {self.least} of {listed(self.names)}.")
        return tuple(name for name in self.names if name in chosen)


class Layers(Trait):
    """How many neurons each hidden layer has."""

    most_layers, most_neurons = 6, 8

    def validate(self, obj: Any, value: Any) -> tuple[int, ...]:
        """Return the numbers, or say what they are to be."""
        sizes = whole_numbers(value)
        right = all(1 <= n <= self.most_neurons for n in sizes)
        if not right or len(sizes) > self.most_layers:
            most = f"at most {self.most_layers} layers of 1 to {self.most_neurons} neurons"
            raise SettingError(f"hidden has {most}, such as (4, 2), and this is {value!r}.")
        return sizes


def whole_numbers(value: Any) -> tuple[int, ...]:
    """One whole number or several, of Python's kind or NumPy's; 0 stands for what is none.

    >>> whole_numbers(np.int64(4)), whole_numbers([3, np.uint8(2)]), whole_numbers([True, "a"])
    ((4,), (3, 2), (0, 0))
    """
    several = value if np.iterable(value) and not isinstance(value, str) else (value,)
    numbers = []
    for one in several:
        try:
            numbers.append(0 if isinstance(one, bool | np.bool_) else operator.index(one))
        except TypeError:
            numbers.append(0)
    return tuple(numbers)


class Activations(Trait):
    """The name of an activation, or a name for each hidden layer; `names` tells which there are."""

    def __init__(self, default: str, names: Callable[[], Iterable[str]]) -> None:
        self.names = names
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> str | tuple[str, ...]:
        """Return the name or the names."""
        if isinstance(value, list | tuple):
            return tuple(one_of("activation", name, tuple(self.names())) for name in value)
        return one_of("activation", value, tuple(self.names()))


def one_of(what: str, value: Any, names: tuple[str, ...]) -> str:
    """`value`, if it is one of `names`.

    >>> one_of("activation", "rely", ("tanh", "relu"))
    Traceback (most recent call last):
    ...
    chainrule.widgets.playground.traits.SettingError: activation is one of tanh, relu, and this \
is 'rely': perhaps relu?
    """
    if value in names:
        return str(value)
    near = difflib.get_close_matches(str(value), names, 1)
    hint = f": perhaps {near[0]}?" if near else "."
    raise SettingError(f"{what} is one of {listed(names)}, and this is {value!r}{hint}")


def listed(names: Iterable[str]) -> str:
    """Names with commas between them."""
    return ", ".join(names)


LARGEST = float(np.finfo(np.float32).max)  # that a parameter can hold


def finite(what: str, value: Any) -> float:
    """A number that is finite in single precision too, or a sentence that says it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not abs(number) <= LARGEST:
        kind = f"a finite number of at most {LARGEST:.1e}"
        raise SettingError(f"{what} is {kind}, and this is {value!r}.")
    return number
