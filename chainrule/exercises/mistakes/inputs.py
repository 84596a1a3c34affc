"""What an answer has to do with the right one and the inputs: a factor, a term, a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from chainrule.exercises.judges import is_numeric, is_truth
from chainrule.exercises.mistakes.relations import Relation, each, factor_and_addend, leaf
from chainrule.exercises.mistakes.words import first_upper
from chainrule.exercises.part import Case

Array = np.ndarray[Any, Any]
Mix = Callable[[Any, Any], Any]


def relations(
    answer: Any, right: Any, case: Case, arguments: tuple[str, ...]
) -> Iterator[Relation]:
    """Relations that hold on this input and speak of its inputs."""
    mine, belongs = leaf(answer), leaf(right)
    known = [*with_inputs(case, arguments)]
    if mine is not None and belongs is not None:
        known = [*by_numbers(mine, belongs, case, arguments), *known, *in_places(case, arguments)]
    yield from (one for one in known if one.holds(answer, right, case))


def arrays_in(case: Case, arguments: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The place and name of each input that is an array or a number."""
    for i, (name, value) in enumerate(zip(arguments, case.inputs, strict=False)):
        if is_numeric(value) or is_truth(value):
            yield i, f"`{name}`"


MIXES: tuple[tuple[str, Mix], ...] = (
    ("it is {} itself, unchanged", lambda e, a: a),
    ("it is {} with the opposite sign", lambda e, a: -a),
    ("there is a factor {} too much", lambda e, a: e * a),
    ("the factor {} is missing", lambda e, a: e / a),
    ("the factor {} is there twice too often", lambda e, a: e * a * a),
    ("{} is added, and should not be", lambda e, a: e + a),
    ("{} is missing in a sum", lambda e, a: e - a),
    ("it is {} minus what belongs there", lambda e, a: a - e),
    ("it is the square of {}", lambda e, a: a * a),
)


def with_inputs(case: Case, arguments: tuple[str, ...]) -> Iterator[Relation]:
    """An input in place of the answer, or beside it."""
    for i, name in arrays_in(case, arguments):
        for sentence, mix in MIXES:
            yield Relation(first_upper(sentence.format(name)) + ".", partial(mixed, mix, i))


def mixed(mix: Mix, i: int, right: Any, case: Case) -> Any:
    """The right answer with an input, unless its shape is neither's."""
    given = np.asarray(case.inputs[i], dtype=float)
    value = mix(np.asarray(right), given)
    if np.shape(value) not in (np.shape(right), given.shape):
        raise TypeError
    return value


def quantities(case: Case, arguments: tuple[str, ...]) -> dict[str, float]:
    """Numbers that a factor may be: sizes of the inputs, and inputs that are numbers."""
    found: dict[str, float] = {}
    for name, value in zip(arguments, case.inputs, strict=False):
        if isinstance(value, np.ndarray):
            if value.ndim:
                found[f"the number of rows of `{name}`"] = len(value)
            if value.ndim > 1:
                found[f"the number of columns of `{name}`"] = value.shape[-1]
            found[f"the number of elements of `{name}`"] = value.size
        if isinstance(value, list):
            found[f"the length of `{name}`"] = len(value)
        elif np.ndim(value) == 0 and is_numeric(value):
            found[f"`{name}`"] = float(value)
    return found


POWERS = (
    (1.0, "it is multiplied by {}, which does not belong there."),
    (-1.0, "it is divided by {}, which does not belong there."),
    (0.5, "it is multiplied by the root of {}, which does not belong there."),
    (-0.5, "it is divided by the root of {}, which does not belong there."),
    (2.0, "it is multiplied by {} twice too often."),
    (-2.0, "it is divided by {} twice too often."),
)


def by_numbers(
    mine: Array, right: Array, case: Case, arguments: tuple[str, ...]
) -> Iterator[Relation]:
    """A factor or an addend that depends on the input, and what it is."""
    factor, addend = factor_and_addend(mine, right) or (1.0, 0.0)
    for words, value in quantities(case, arguments).items():
        for power, said in POWERS:
            if value > 0 and value != 1 and np.isclose(value**power, factor, rtol=1e-5):
                sentence = first_upper(said.format(words))
                yield Relation(sentence, partial(times, words, power, arguments))
        for sign, end in ((1, "is added, and should not be."), (-1, "is missing in a sum.")):
            if value and np.isclose(sign * value, addend, rtol=1e-6, atol=1e-9):
                sentence = f"{first_upper(words)} {end}"
                yield Relation(sentence, partial(plus, words, sign, arguments))


def times(words: str, power: float, arguments: tuple[str, ...], right: Any, case: Case) -> Any:
    """The right answer times a power of a quantity of the input at hand."""
    factor = quantities(case, arguments)[words] ** power
    return each(lambda e: e * factor)(right, case)


def plus(words: str, sign: int, arguments: tuple[str, ...], right: Any, case: Case) -> Any:
    """The right answer with a quantity of the input at hand added."""
    term = sign * quantities(case, arguments)[words]
    return each(lambda e: e + term)(right, case)


PLACES: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("is negative", lambda a: a < 0),
    ("is positive", lambda a: a > 0),
    ("is exactly 0", lambda a: a == 0),
    ("is not positive", lambda a: a <= 0),
    ("is not negative", lambda a: a >= 0),
)
THERE: tuple[tuple[str, Mix], ...] = (
    ("it is 0", lambda e, a: 0 * e),
    ("the sign is the opposite one", lambda e, a: -e),
    ("it is 1", lambda e, a: 0 * e + 1),
    ("it is twice as large as it should be", lambda e, a: 2 * e),
    ("it is half as large as it should be", lambda e, a: e / 2),
    ("it is 1 too large", lambda e, a: e + 1),
    ("it is 1 too small", lambda e, a: e - 1),
)


def in_places(case: Case, arguments: tuple[str, ...]) -> Iterator[Relation]:
    """Wrong only where an input is negative, positive or 0, and what stands there."""
    inputs = [*arrays_in(case, arguments)]
    for i, name in inputs:
        for place, where in PLACES:
            for there, mix in THERE:
                change = partial(mixed_where, where, i, mix, i)
                yield Relation(f"Where {name} {place}, {there}.", change)
            for j, other in inputs:
                for there, mix in MIXES[:-2]:
                    change = partial(mixed_where, where, i, mix, j)
                    yield Relation(f"Where {name} {place}, {there.format(other)}.", change)


def mixed_where(
    where: Callable[[Array], Array], i: int, mix: Mix, j: int, right: Any, case: Case
) -> Any:
    """The right answer, but with an input wherever another fulfils a condition."""
    here, given = where(aligned(case.inputs[i], right)), aligned(case.inputs[j], right)
    return np.where(here, mix(np.asarray(right, float), given), right)


def aligned(value: Any, right: Any) -> Array:
    """An input repeated to the shape of the answer."""
    return np.broadcast_to(np.asarray(value, dtype=float), np.shape(right))
