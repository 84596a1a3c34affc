"""Kinds of answers: how each is read, how near it is to the truth, and in which words."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from chainrule.exercises.messages import format_value
from chainrule.exercises.questions.reading import Array, bare, numbers

Grade = Literal["right", "close", "wrong"]


class Unreadable(ValueError):
    """An answer that is none of its kind, in a sentence."""


class Kind(ABC):
    """What kind of answer a question wants."""

    asks: ClassVar[str]  # for, in words
    options: tuple[str, ...] = ()  # to choose from, if any
    letters: str = ""  # of the options, if they are answered by letter

    @abstractmethod
    def read(self, said: Any) -> Any:
        """What was said, typed or as a value; Unreadable if it is none of this kind."""

    @abstractmethod
    def compare(self, mine: Any, truth: Any) -> tuple[Grade, str]:
        """How near an answer is to the truth, and a remark about the difference."""

    def show(self, value: Any) -> str:
        """A value that was read, in words; reading them gives the value again."""
        return format_value(value)

    def unreadable(self) -> Unreadable:
        """The error of an answer that cannot be read."""
        return Unreadable(f"Please answer with {self.asks}.")


@dataclass(frozen=True)
class Number(Kind):
    """An exact number with its sign, or several: right to half a per cent, close to five.

    >>> Number().compare(*map(Number().read, ("-4", 4)))
    ('wrong', 'The size is right, the sign is not.')
    """

    rtol: float = 0.005
    atol: float = 1e-9
    asks: ClassVar[str] = "a number, such as −0.5 or 1/3"

    def read(self, said: Any) -> Array:
        """A number or an array of them."""
        found = numbers(said)
        if found is None:
            raise self.unreadable()
        return found

    def show(self, value: Array) -> str:
        """Six digits, and 0 for what is as good as 0."""
        value = np.where(np.abs(value) < self.atol, 0.0, value)  # 1e-17 is rounding
        return format_value(value if value.ndim else float(value)).replace("-", "−")

    def compare(self, mine: Array, truth: Array) -> tuple[Grade, str]:
        """By size and sign; where one number is said of many, it stands for each."""
        if mine.size and np.all(mine == mine.flat[0]):
            mine = mine.flat[0] * np.ones(())
        if mine.ndim and mine.shape != truth.shape:
            return "wrong", f"Your answer has shape {mine.shape}, what is right has {truth.shape}."
        if self.agree(mine, truth, 1):
            return "right", ""
        if self.agree(mine, truth, 10):
            return "close", ""
        return "wrong", self.kinship(mine, truth)

    def agree(self, mine: Array, truth: Array, times: float = 1) -> bool:
        """Whether all numbers agree within the tolerance, or so many times it."""
        largest = float(np.abs(truth).max(initial=0.0))
        floor = max(self.atol, times * self.rtol * min(0.1, largest))
        within = np.isclose(mine, truth, rtol=times * self.rtol, atol=floor, equal_nan=True)
        return bool(np.all(within))

    def kinship(self, mine: Array, truth: Array) -> str:
        """What a wrong answer has in common with the truth."""
        if np.any(mine == 0) or np.any(truth == 0):
            return ""
        if self.agree(-mine, truth):
            return "The size is right, the sign is not."
        with np.errstate(all="ignore"):
            if self.agree(1 / mine, truth):
                return "It is the other way up: one divided by your number is right."
            factor = mine / truth
        for k in (2.0, 3.0, 4.0, 5.0, 10.0, 100.0):
            for ratio, words in ((k, f"{k:g} times too large"), (1 / k, f"{k:g} times too small")):
                if np.allclose(factor, ratio, rtol=self.rtol):
                    return f"It is {words}."
                if np.allclose(factor, -ratio, rtol=self.rtol):
                    return f"It is {words}, and the sign is the other one."
        return "The sign is right, the size is not." if bool(np.all(factor > 0)) else ""


@dataclass(frozen=True)
class Count(Kind):
    """A whole number; close if it is off by no more than `within`.

    >>> Count().compare(17, 14)
    ('wrong', '3 too many.')
    """

    within: int = 0
    asks: ClassVar[str] = "a whole number, such as 12"

    def read(self, said: Any) -> int:
        """A whole number, also as 12.0 or “12 of 16”."""
        if isinstance(said, str):
            said = re.sub(r"(?<=\d)\s*(out )?of\s*\d+.*", "", said)
        found = numbers(said)
        if found is None or found.size != 1 or not np.isfinite(found).all():
            raise self.unreadable()
        number = float(found.flat[0])
        if abs(number - round(number)) > 1e-9:
            raise self.unreadable()
        return round(number)

    def show(self, value: int) -> str:
        """With commas between thousands."""
        return f"{value:,}".replace("-", "−")

    def compare(self, mine: int, truth: int) -> tuple[Grade, str]:
        """By how many it is off."""
        if mine == truth:
            return "right", ""
        remark = f"{abs(mine - truth):,} too {'many' if mine > truth else 'few'}."
        return ("close" if abs(mine - truth) <= self.within else "wrong"), remark


@dataclass(frozen=True)
class Share(Kind):
    """A part of the whole, 0 to 1 or in per cent; close if it is off by no more than `within`.

    >>> Share().read("50 %"), Share().compare(0.9, 0.5)
    (0.5, ('wrong', '40 percentage points too high.'))
    """

    within: float = 0.1
    asks: ClassVar[str] = "a share, such as 0.4, 2/5 or 40 %"

    def read(self, said: Any) -> float:
        """A number from 0 to 1; what is larger, up to 100, is taken as per cent."""
        found = numbers(said)
        if found is None or found.size != 1 or not 0 <= float(found.flat[0]) <= 100:
            raise self.unreadable()
        share = float(found.flat[0])
        return share if share <= 1 else share / 100

    def show(self, value: float) -> str:
        """In per cent."""
        return f"{round(100 * value, 1):g} %"

    def compare(self, mine: float, truth: float) -> tuple[Grade, str]:
        """By how many percentage points it is off."""
        gap = abs(mine - truth) - 1e-9
        if gap <= min(0.02, self.within):
            return "right", ""
        points = f"{100 * abs(mine - truth):.2g}"
        few = "point" if points == "1" else "points"
        remark = f"{points} percentage {few} too {'high' if mine > truth else 'low'}."
        return ("close" if gap <= self.within else "wrong"), remark


@dataclass(frozen=True)
class Shape(Kind):
    """The shape of an array.

    >>> Shape().read("3 × 4"), Shape().compare((4, 3), (3, 4))
    ((3, 4), ('wrong', 'These are the right sizes in another order.'))
    """

    asks: ClassVar[str] = "a shape, such as (3, 4)"

    def read(self, said: Any) -> tuple[int, ...]:
        """Whole numbers, with commas, × or “by” between them."""
        if isinstance(said, str):
            if plain(said) in {"()", "[]", "scalar"}:
                return ()
            if re.search(r"[^\d\s,;×xby()\[\]*·]", said.casefold()):
                raise self.unreadable()
            said = [int(number) for number in re.findall(r"\d+", said)] or None
        try:
            sizes = np.atleast_1d(np.asarray(bare(said)))
        except ValueError:
            raise self.unreadable() from None
        if sizes.ndim > 1 or (sizes.size and sizes.dtype.kind not in "iu"):
            raise self.unreadable()
        return tuple(int(size) for size in sizes)

    def compare(self, mine: tuple[int, ...], truth: tuple[int, ...]) -> tuple[Grade, str]:
        """By the number of axes and their sizes."""
        if mine == truth:
            return "right", ""
        if sorted(mine) == sorted(truth):
            return "wrong", "These are the right sizes in another order."
        if len(mine) != len(truth):
            axes = "axis" if len(truth) == 1 else "axes"
            return "wrong", f"It has {len(truth)} {axes}, your shape {len(mine)}."
        return "wrong", ""


@dataclass(frozen=True)
class Word(Kind):
    """A name; case and space do not matter, and synonyms are as good."""

    synonyms: tuple[str, ...]
    asks: ClassVar[str] = "a word"

    def __init__(self, *synonyms: str) -> None:
        object.__setattr__(self, "synonyms", tuple(map(plain, synonyms)))

    def read(self, said: Any) -> str:
        """A text; of synonyms the first."""
        if not isinstance(said, str) or not plain(said):
            raise self.unreadable()
        return self.synonyms[0] if plain(said) in self.synonyms else plain(said)

    def show(self, value: str) -> str:
        """The word."""
        return value

    def compare(self, mine: str, truth: str) -> tuple[Grade, str]:
        """Whether it is the same."""
        return ("right" if mine == truth else "wrong"), ""


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no."""

    asks: ClassVar[str] = "yes or no"
    options: tuple[str, ...] = ("yes", "no")

    def read(self, said: Any) -> bool:
        """Also true and false, 1 and 0."""
        word = plain(str(bare(said)))
        for value, words in ((True, "yes y true 1 1.0"), (False, "no n false 0 0.0")):
            if word in words.split():
                return value
        raise self.unreadable()

    def show(self, value: bool) -> str:
        """The word."""
        return "yes" if value else "no"

    def compare(self, mine: bool, truth: bool) -> tuple[Grade, str]:
        """Whether it is the same."""
        return ("right" if mine == truth else "wrong"), ""


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few texts, by its letter.

    >>> Choice("it rises", "it falls").read("B)"), Choice("it rises", "it falls").read("It falls.")
    ('b', 'b')
    """

    options: tuple[str, ...]
    letters: str
    asks: ClassVar[str] = "the letter of one option"

    def __init__(self, *options: str) -> None:
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "letters", "abcdefgh"[: len(options)])

    def read(self, said: Any) -> str:
        """A letter, or the option itself."""
        word = plain(said) if isinstance(said, str) else ""
        for letter, option in zip(self.letters, self.options, strict=True):
            if word.strip("() :") == letter or word == plain(option):
                return letter
        raise Unreadable(f"Please answer with one of the letters {', '.join(self.letters)}.")

    def show(self, value: str) -> str:
        """The letter, by which it is read again."""
        return value

    def compare(self, mine: str, truth: str) -> tuple[Grade, str]:
        """Whether it is the same."""
        return ("right" if mine == truth else "wrong"), ""


def plain(text: str) -> str:
    """A text without case, quotes and needless space."""
    return " ".join(text.casefold().strip(" \t\n'\"`.!?").split())
