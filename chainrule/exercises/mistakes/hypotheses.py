"""What may have gone wrong: whole functions, slips of the pen, relations; each can be tried.

A hypothesis says of an attempt whether it does what would be seen if this were the mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import Any

import numpy as np

from chainrule.exercises.attempt import Attempt, mistake_of
from chainrule.exercises.judges import same
from chainrule.exercises.mistakes.inputs import relations
from chainrule.exercises.mistakes.neighbours import finite, mapped
from chainrule.exercises.mistakes.relations import Relation, plain_relations
from chainrule.exercises.mistakes.variants import variants
from chainrule.exercises.mistakes.words import first_lower
from chainrule.exercises.part import Case, Part, copy_of

Pick = Callable[[Any], Any]  # one output of an answer
TRACE = 1e-100
MOST_TWICE = 300  # slips that a second mistake is looked for beside


@dataclass(frozen=True)
class Hypothesis:
    """A mistake that may have been made, in one output or in all.

    Parameters
    ----------
    name : str
        A few words, for tables and tests.
    sentence : str
        What to tell the student.
    fits : callable
        Whether this mistake does what an attempt shows.
    """

    name: str
    sentence: str
    fits: Callable[[Attempt], bool]


def raised(tried: Attempt) -> str:
    """What is said of an exception; nothing if there was none."""
    failure = tried.failure
    is_raised = failure is not None and failure.mistake.startswith("raises ")
    return failure.sentence if failure and is_raised else ""


def called_on(function: Callable[..., Any], case: Case) -> Any:
    """What a function gives on a copy of the inputs."""
    return function(*copy_of(case.inputs))


@cache
def of_part(part: Part) -> tuple[Hypothesis, ...]:
    """Those of the part's own list."""
    return tuple(
        Hypothesis(m.name, m.sentence, does(partial(called_on, m.gives))) for m in part.mistakes
    )


@cache
def slips(part: Part) -> tuple[tuple[str, Callable[[Case], Any]], ...]:
    """What the part's right answers give with one thing changed."""
    return tuple(
        (sentence, partial(called_on, function))
        for model in part.models
        for sentence, function in variants(model, words_of(part), part.outputs)
        if sentence
    )


def words_of(part: Part) -> dict[str, str]:
    """The words of a part, and those of all."""
    return {"g": "the upstream gradient `g`", **part.words}


def does(answer_of: Callable[[Case], Any]) -> Callable[[Attempt], bool]:
    """Whether an attempt shows what a function of the case does: gives an answer, or raises."""

    def fits(tried: Attempt) -> bool:
        try:
            given = answer_of(tried.case)
        except Exception as error:
            return bool(raised(tried)) and tried.failure.mistake == mistake_of(error)  # type: ignore[union-attr]
        ours, theirs = mapped(given, without_traces), mapped(tried.copy, without_traces)
        return not tried.broken and same(theirs, ours, tried.case.rtol)

    return fits


def without_traces(value: Any) -> Any:
    """Numbers so small that nothing is left of them but rounding, as 0."""
    is_array = isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f"
    return np.where(np.abs(value) < TRACE, 0, value) if is_array else value


def of_whole_answer(part: Part) -> list[Hypothesis]:
    """Slips that explain all that is returned."""
    return [Hypothesis(sentence, sentence, does(answer_of)) for sentence, answer_of in slips(part)]


def related(found: Iterable[Relation], pick: Pick) -> list[Hypothesis]:
    """Relations to what is right, as hypotheses."""

    def fits(one: Relation, tried: Attempt) -> bool:
        case = tried.case
        return not tried.broken and one.holds(tried.copy, pick(case.expected), case)

    return [Hypothesis(one.sentence, one.sentence, partial(fits, one)) for one in found]


def for_output(part: Part, wrong: Attempt, pick: Pick) -> list[Hypothesis]:
    """Hypotheses on one output, the plainest first."""
    case, mine = wrong.case, pick(wrong.copy)
    right = pick(case.expected)
    return [
        *related(plain_relations(mine, right, case), pick),
        *(
            Hypothesis(sentence, sentence, does(partial(part_of, pick, answer_of)))
            for sentence, answer_of in slips(part)
        ),
        *related(relations(mine, right, case, part.arguments), pick),
    ]


def twofold(part: Part, wrong: Attempt, pick: Pick) -> Iterator[Hypothesis]:
    """A mistake, and a relation to what it gives: two mistakes in one output."""
    case, mine = wrong.case, pick(wrong.copy)
    if not finite(mine):  # inf and nan look alike, wherever they come from
        return
    own = () if part.outputs else part.mistakes  # of several outputs they may say too much
    known: list[tuple[str, Callable[[Case], Any]]] = [
        (one.sentence, partial(called_on, one.gives)) for one in own
    ]
    for sentence, answer_of in islice((*known, *slips(part)), MOST_TWICE):
        given_by = partial(part_of, pick, answer_of)
        try:
            given = given_by(case)
        except Exception:
            continue
        for one in plain_relations(mine, given, case):
            said = f"{sentence} Besides, {first_lower(one.sentence)}"
            yield Hypothesis(said, said, partial(holds_of, one, given_by))


def holds_of(one: Relation, given_by: Callable[[Case], Any], tried: Attempt) -> bool:
    """Whether a relation holds between an answer and what a function of the case gives."""
    try:
        return not tried.broken and one.holds(tried.copy, given_by(tried.case), tried.case)
    except Exception:
        return False


def part_of(pick: Pick, answer_of: Callable[[Case], Any], case: Case) -> Any:
    """One output of an answer."""
    return pick(answer_of(case))


def picked(pick: Pick) -> Callable[[Attempt], Attempt]:
    """An attempt, of whose answer one output is left."""

    def one(tried: Attempt) -> Attempt:
        if tried.broken:
            return tried
        try:
            return Attempt(tried.case, tried.inputs, copy=pick(tried.copy))
        except (TypeError, IndexError, KeyError):
            return Attempt(tried.case, tried.inputs)

    return one
