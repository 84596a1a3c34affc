"""What an answer has to do with the right one, whatever the part: sign, factor, axis, order, place.

A `Relation` holds between what was returned and what is right, on one input. Those that need a
number, such as a factor, take it from one input and must hold on all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from chainrule.exercises.judges import is_numeric, is_truth, same
from chainrule.exercises.mistakes.words import number_in_words
from chainrule.exercises.part import Case

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Relation:
    """A sentence that holds of an answer, and how to see whether it does.

    Parameters
    ----------
    sentence : str
        What to tell the student.
    gives : callable
        ``gives(right, case)`` is what would be returned if the sentence were all that is wrong.
    """

    sentence: str
    gives: Callable[[Any, Case], Any]

    def holds(self, answer: Any, right: Any, case: Case) -> bool:
        """Whether the answer is what this relation makes of the right one."""
        if isinstance(right, dict) and not has_keys_of(right, answer):
            return False  # no relation changes the keys
        try:
            return same(answer, self.gives(right, case), case.rtol)
        except Exception:  # it makes no sense for such shapes
            return False


def has_keys_of(right: Any, answer: Any) -> bool:
    """Whether an answer is a dictionary with the keys that it should have."""
    return isinstance(answer, dict) and answer.keys() == right.keys()


def each(change: Callable[[Array], Any]) -> Callable[[Any, Case], Any]:
    """A change of an array as a change of answers: in lists and dictionaries of each value."""

    def gives(right: Any, case: Case) -> Any:
        if isinstance(right, dict):
            return {key: gives(value, case) for key, value in right.items()}
        if isinstance(right, tuple | list):
            return [gives(value, case) for value in right]
        return change(np.asarray(right))

    return gives


def whole(change: Callable[[Any], Any]) -> Callable[[Any, Case], Any]:
    """A change of lists and arrays as they are."""
    return lambda right, case: change(right)


def entries(right: Any) -> Any:
    """The items of what has an order."""
    if isinstance(right, tuple | list):
        return list(right)
    if np.ndim(right) == 0:
        raise TypeError
    return np.asarray(right)


def reduced() -> Iterator[Relation]:
    """Summed or averaged along an axis, though it should not be."""
    axes = (0, "along axis 0"), (-1, "along the last axis"), (None, "over everything")
    ways = (np.sum, "summed up"), (np.mean, "averaged"), (np.max, "reduced to the largest")
    for f, done in ways:
        for axis, along in axes:
            for keepdims in (False, True):
                change = partial(f, axis=axis, keepdims=keepdims)
                yield Relation(f"It is {done} {along}, and should not be.", each(change))


ALWAYS: tuple[Relation, ...] = (
    Relation("It is 0 everywhere.", each(lambda e: 0 * e)),
    Relation("It is 1 everywhere.", each(lambda e: 0 * e + 1)),
    Relation("The sign is the opposite one.", each(lambda e: -e)),
    Relation("It lies on its side: rows and columns are exchanged (transposed).",
             each(lambda e: e.T)),
    Relation("Its order is turned round, the last one first.",
             whole(lambda e: entries(e)[::-1])),
    Relation("In each row the order is turned round.", each(lambda e: e[..., ::-1])),
    Relation("The first one is missing.", whole(lambda e: entries(e)[1:])),
    Relation("The last one is missing.", whole(lambda e: entries(e)[:-1])),
    Relation("Only the first one is there.", whole(lambda e: entries(e)[:1])),
    Relation("Only the last one is there.", whole(lambda e: entries(e)[-1:])),
    Relation("Only the first one is there.", whole(lambda e: entries(e)[0])),
    Relation("Only the last one is there.", whole(lambda e: entries(e)[-1])),
    Relation("The last column is missing.", each(lambda e: e[..., :-1])),
    Relation("The first column is missing.", each(lambda e: e[..., 1:])),
    Relation("Only the first column is there.", each(lambda e: e[..., :1])),
    Relation("Only the first column is there.", each(lambda e: e[..., 0])),
    *reduced(),
    Relation("The numbers are right, their shape is not: they stand in one row.",
             each(np.ravel)),
    Relation("The numbers are right, their shape is not: there is an axis too many.",
             each(lambda e: e[np.newaxis])),
    Relation("The numbers are right, their shape is not: there is an axis too many.",
             each(lambda e: e[..., np.newaxis])),
    Relation("The numbers are right, their shape is not: an axis is lost.", each(np.squeeze)),
    Relation("The absolute values are right, all signs are lost.", each(np.abs)),
    Relation("It is squared.", each(np.square)),
    Relation("It is cubed.", each(lambda e: e**3)),
    Relation("A square root is taken that does not belong there.", each(np.sqrt)),
    Relation("The root of it is missing: it is the square.", each(lambda e: e * e)),
    Relation("It is one over what belongs there.", each(lambda e: 1 / e)),
    Relation("It is e to the power of what belongs there.", each(np.exp)),
    Relation("It is the logarithm of what belongs there.", each(np.log)),
    Relation("It is minus the logarithm of what belongs there.", each(lambda e: -np.log(e))),
    Relation("It is tanh of what belongs there.", each(np.tanh)),
    Relation("It is rounded to whole numbers.", each(np.round)),
    Relation("What stands behind the point is cut off.", each(np.trunc)),
    Relation("It is rounded down.", each(np.floor)),
    Relation("It is rounded up.", each(np.ceil)),
    Relation("Only the signs are there.", each(np.sign)),
    Relation("What is negative is cut off.", each(lambda e: np.maximum(e, 0))),
    Relation("It is 1 minus what belongs there.", each(lambda e: 1 - e)),
    Relation("It is a running sum of what belongs there.", each(lambda e: np.cumsum(e, axis=0))),
    Relation("It is sorted.", whole(lambda e: np.sort(entries(e), axis=0))),
    Relation("All is shifted by one place.", each(lambda e: np.roll(e, 1, axis=0))),
    Relation("All is shifted by one place.", each(lambda e: np.roll(e, -1, axis=0))),
    Relation("In each row all is shifted by one place.", each(lambda e: np.roll(e, 1, axis=-1))),
    Relation("In each row all is shifted by one place.", each(lambda e: np.roll(e, -1, axis=-1))),
    Relation("It is given in per cent.", each(lambda e: 100 * e)),
    Relation("Only the diagonal is there, all else is 0.", each(lambda e: on_diagonal(e))),
    Relation("The diagonal is 0.", each(lambda e: e - on_diagonal(e))),
    Relation("Only the diagonal is there.", each(lambda e: np.diagonal(e))),
    Relation("Below the diagonal all is 0.", each(lambda e: np.triu(e))),
    Relation("Above the diagonal all is 0.", each(lambda e: np.tril(e))),
    Relation("All numbers are the same: their mean.", each(lambda e: 0 * e + np.mean(e))),
    Relation("In each row all numbers are the same: their mean.",
             each(lambda e: 0 * e + np.mean(e, axis=-1, keepdims=True))),
    Relation("Only the first one is there, all others are 0.", each(lambda e: first_alone(e))),
    Relation("Only the first element is there, all others are 0.",
             each(lambda e: first_alone(e.ravel()).reshape(e.shape))),
    Relation("Only the first column is there, all others are 0.",
             each(lambda e: first_alone(e.T).T)),
    Relation("The first one is 0.", each(lambda e: changed(e, 0, 0.0))),
    Relation("The last one is 0.", each(lambda e: changed(e, -1, 0.0))),
    Relation("Yes and no have changed places.", whole(lambda e: opposite(e))),
)  # fmt: skip


def on_diagonal(e: Array) -> Array:
    """The diagonal of a table, with zeros around."""
    return np.asarray(e * np.eye(*e.shape))


def first_alone(e: Array) -> Array:
    """The first entry, with zeros after it."""
    new = np.zeros_like(e)
    new[0] = e[0]
    return new


def changed(e: Array, place: int, value: float) -> Array:
    """A copy with one entry changed."""
    new = np.array(e, dtype=float)
    new[place] = value
    return new


def opposite(e: Any) -> Any:
    """Not `e`."""
    if is_truth(e):
        return np.logical_not(e) if np.ndim(e) else not e
    found = np.unique(np.asarray(e))
    if not np.isin(found, (0, 1)).all() and not np.isin(found, (-1, 1)).all():
        raise TypeError
    return 1 - np.asarray(e) if np.isin(found, (0, 1)).all() else -np.asarray(e)


def plain_relations(answer: Any, right: Any, case: Case) -> Iterator[Relation]:
    """Relations that hold on this input and speak of what is right alone."""
    mine, belongs = leaf(answer), leaf(right)
    numbers = [] if mine is None or belongs is None else constant(mine, belongs)
    yield from (one for one in (*ALWAYS, *numbers) if one.holds(answer, right, case))


def leaf(value: Any) -> Array | None:
    """All numbers of an answer in a row; None of what is no array, or a list of arrays."""
    if is_numeric(value):
        return np.asarray(value, dtype=float).ravel()
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, tuple | list) and value and all(map(is_numeric, value)):
        return np.concatenate([np.asarray(item, dtype=float).ravel() for item in value])
    return None


def factor_and_addend(mine: Array, right: Array) -> tuple[float, float] | None:
    """By how much the largest number is off."""
    if mine.size != right.size or not mine.size:
        return None
    at = int(np.argmax(np.abs(np.where(np.isfinite(right), right, 0))))
    if not np.isfinite(mine[at]):
        return None
    factor = mine[at] / right[at] if right[at] else 1.0
    return float(factor), float(mine[at] - right[at])


def constant(mine: Array, right: Array) -> Iterator[Relation]:
    """A factor or an addend that is everywhere the same."""
    factor, addend = factor_and_addend(mine, right) or (1.0, 0.0)
    if factor not in (0.0, 1.0) and abs(factor) < 1e6:
        yield Relation(factor_in_words(factor), each(lambda e: factor * e))
    if addend and abs(addend) < 1e6:
        size = number_in_words(abs(addend))
        way = "large" if addend > 0 else "small"
        yield Relation(f"It is {size} too {way} everywhere.", each(lambda e: e + addend))


def factor_in_words(factor: float) -> str:
    """A sentence about a constant factor.

    >>> factor_in_words(2.0), factor_in_words(-0.5)
    ('It is 2 times too large.', 'It is ½ of what belongs there, with the opposite sign.')
    """
    size, sign = abs(factor), ", with the opposite sign" if factor < 0 else ""
    if size > 1:
        return f"It is {number_in_words(size)} times too large{sign}."
    return f"It is {number_in_words(size)} of what belongs there{sign}."
