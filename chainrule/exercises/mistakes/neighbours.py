"""Further inputs like those of a case: they tell explanations apart that agree on the case itself.

What a case was made from is changed a little, and the case is made anew: what depends on it, such
as the output of an operation, changes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from chainrule.exercises.part import Case

Rng = np.random.Generator
Change = Callable[[Any, Rng], Any]


def neighbours(cases: Sequence[Case], vary: Change | None, most: int) -> Iterator[Case]:
    """Up to `most` new cases, near each of the cases in turn; the same ones at each call."""
    rng = np.random.default_rng(len(cases))
    remade = [case for case in cases if case.again is not None and sizes(case.made_of) != [0]]
    for i in range(most if remade else 0):
        turn, place = divmod(i, len(remade))
        case = remade[place]
        changes = [vary] if vary and turn % 2 == 0 else STYLES
        made_of = case.made_of
        style = changes[turn // (2 if vary else 1) % len(changes)]
        try:
            made_of = tuple(style(made_of, rng))
            with np.errstate(all="ignore"):
                new = case.again(*made_of)  # type: ignore[misc]
        except Exception:  # of a size or value that has no meaning there
            continue
        if finite(new.expected) or not finite(case.expected):
            yield new


def finite(value: Any) -> bool:
    """Whether all numbers are finite."""
    if isinstance(value, tuple | list):
        return all(map(finite, value))
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, np.ndarray | float) and np.asarray(value).dtype.kind == "f":
        return bool(np.isfinite(value).all())
    return True


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """Numbers and arrays of a nested value changed; all else stays."""
    if isinstance(value, tuple | list):
        return type(value)(mapped(item, change) for item in value)
    if isinstance(value, dict):
        return {key: mapped(item, change) for key, item in value.items()}
    return change(value)


def by_value(made_of: Any, rng: Rng) -> Any:
    """Equal numbers stay equal, zeros stay zero, signs stay: ties and borders survive."""
    factors: dict[float, float] = {}

    def scaled(number: float) -> float:
        return number * factors.setdefault(abs(number), float(rng.uniform(0.7, 1.3)))

    def change(value: Any) -> Any:
        if isinstance(value, float):
            return scaled(value)
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            flat = [scaled(float(v)) for v in value.ravel()]
            return np.array(flat, value.dtype).reshape(value.shape)
        return value

    return mapped(made_of, change)


def shuffled(made_of: Any, rng: Rng) -> Any:
    """The numbers of each array in another order, and each a little larger or smaller."""

    def change(value: Any) -> Any:
        if isinstance(value, float):
            return value * float(rng.uniform(0.7, 1.3))
        if isinstance(value, np.ndarray) and value.ndim:
            new = rng.permutation(value.ravel()).reshape(value.shape)
            if value.dtype.kind == "f":
                new = (new * rng.uniform(0.6, 1.5, value.shape)).astype(value.dtype)
            return new
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            return np.array(value * rng.uniform(0.6, 1.5), value.dtype)
        return value

    return mapped(made_of, change)


def resized(made_of: Any, rng: Rng) -> Any:
    """One length of axis becomes another wherever it occurs; the numbers change, too."""
    found = [n for n in sizes(made_of) if n > 0]
    if not found:
        return shuffled(made_of, rng)
    old = int(rng.choice(found))
    new = int(rng.choice([n for n in (old - 1, old + 1, old + 2) if n > 0]))
    index = np.sort(rng.choice(old, new, replace=new > old))

    def change(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            for axis, length in enumerate(value.shape):
                if length == old:
                    value = np.take(value, index, axis)
        return value

    return shuffled(mapped(made_of, change), rng)


def sizes(made_of: Any) -> list[int]:
    """The lengths of axes that occur."""
    found: set[int] = set()

    def note(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            found.update(value.shape)
        return value

    mapped(made_of, note)
    return sorted(found)


def of_other_sign(made_of: Any, rng: Rng) -> Any:
    """Some numbers of those arrays that have both signs change theirs."""

    def change(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and np.any(value < 0):
            return (value * rng.choice([-1.0, 1.0], value.shape)).astype(value.dtype)
        return value

    return shuffled(mapped(made_of, change), rng)


def wild(made_of: Any, rng: Rng) -> Any:
    """Single numbers of quite another size and sign; arrays as in `of_other_sign`."""

    def change(value: Any) -> Any:
        return value * float(rng.uniform(-4.0, 4.0)) if isinstance(value, float) else value

    return mapped(of_other_sign(made_of, rng), change)


STYLES: list[Change] = [by_value, shuffled, of_other_sign, resized, wild]
