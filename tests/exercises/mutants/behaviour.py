"""What a function does: whether it is right after all, and which others do the same."""

import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from autograde.checks.collect import draw_of
from chainrule.exercises.attempt import Attempt, attempt, changed_later
from chainrule.exercises.engine_guard import without_engine
from chainrule.exercises.examine import failure_in_answer
from chainrule.exercises.overrides import reference_engine
from chainrule.exercises.part import Case, Part
from chainrule.exercises.parts import parts
from tests.exercises.mutants.sources import Program, programs

DRAWS = 30  # hidden checks that a mutant is tried on
FEWER = {"toposort": 4, "backward": 6, "train": 6, "solve_spiral": 2}  # of what takes long
LONGEST = 0.3  # seconds of processor time for one case
PATIENCE = 10  # times as long for one that trains a network, or that is guarded
AGREED = 6  # right answers that must agree on what is right for an odd input
ODD = 1  # draws of each odd kind
LARGE = 1e300  # from here on whole numbers may be too large for a float

Function = Callable[..., Any]


class TimeUp(KeyboardInterrupt):
    """A function took too long; no attempt takes this for the function's own doing."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeUp` inside the block after so many seconds of processor time."""

    def ring(number: int, frame: Any) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def drawn(name: str) -> list[list[Case]]:
    """The visible check's inputs and those of hidden checks; each input once."""
    draw, seen, rounds = draw_of(name), set(), [parts[name].cases()]
    rounds += [draw(np.random.default_rng(k)) for k in range(FEWER.get(name, DRAWS))]
    fresh = []
    for cases in rounds:
        texts = {repr(outline(case.inputs)): case for case in cases}
        fresh.append([case for text, case in texts.items() if text not in seen])
        seen |= texts.keys()
    return fresh


def tries(
    part: Part, function: Function, cases: Sequence[Case], seconds: float = LONGEST
) -> Iterator[Attempt]:
    """The function's answers to the cases, judged; TimeUp if there is none in time."""
    with reference_engine():
        for case in cases:
            with time_limit(PATIENCE * seconds if part.engine else seconds):
                one = attempt(function, case)
            if one.written:
                one.failure = one.failure or failure_in_answer(part, one)
            yield one


def passes(part: Part, function: Function, cases: Sequence[Case]) -> bool:
    """Whether all answers are right: what `examine` says, without looking for an explanation."""
    done = []
    tried = function if part.engine else without_engine(function)
    for one in tries(part, tried, cases, PATIENCE * LONGEST):
        if one.failure or not one.written:
            return False
        done.append(one)
    return not any(map(changed_later, done))


@dataclass(frozen=True)
class Behaviour:
    """What a wrong function does.

    Parameters
    ----------
    outline : tuple
        The same for functions that answer alike.
    odd : Case, optional
        The only input on which it is wrong, if all checks find it right.
    """

    outline: Any
    odd: Case | None = None


def behaviour(name: str, function: Function) -> Behaviour | None:
    """The behaviour of a wrong function; None of one that is right on all inputs."""
    part, (visible, first, *others) = parts[name], drawn(name)
    start = [*tries(part, function, [*visible, *first])]
    if any(one.failure for one in start):
        return Behaviour(tuple(outline_of(one) for one in start))
    if not all(one.written for one in start):
        return Behaviour("not written")
    rare = tries(part, function, [*chain.from_iterable(others)])
    for i, one in enumerate(rare):
        if one.failure:
            return Behaviour((i, outline_of(one)))
    return odd_behaviour(name, function)


def odd_behaviour(name: str, function: Function) -> Behaviour | None:
    """The behaviour of a function that is right wherever the checks look."""
    for i, one in enumerate(tries(parts[name], function, odd_cases(name))):
        if one.failure:
            return Behaviour(("odd", i, outline_of(one)), odd_cases(name)[i])
    return None


def outline_of(one: Attempt) -> Any:
    """What came back, up to rounding, its dtype if that matters; of an error its kind."""
    failure = one.failure
    dtypes = one.case.dtype is not None
    return failure.mistake if failure and one.broken else outline(one.copy, dtypes)


def outline(value: Any, dtypes: bool = True) -> Any:
    """A value as plain data that can be compared, numbers to five digits.

    >>> outline([np.array([1.0000001, 2.0]), 3]), outline(np.array([1, 2]), dtypes=False)
    ((('float64', '1', '2'), '3'), ('1', '2'))
    """
    if isinstance(value, list | tuple):
        return tuple(outline(item, dtypes) for item in value)
    if isinstance(value, dict):
        return tuple((key, outline(item, dtypes)) for key, item in value.items())
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fiu":
        numbers = outline(value.tolist()) if value.size else value.shape
        return (str(value.dtype), *numbers) if dtypes and value.ndim else numbers
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value + 0.0:.5g}" if is_number and abs(value) < LARGE else repr(value)


class OddNumbers:
    """A generator whose numbers are changed: zeros, ties, large ones, other sizes.

    Parameters
    ----------
    seed : int
        Of the generator.
    change : callable
        Takes drawn numbers and the generator.
    lengths : list of int
        In place of the different lengths that a check chooses from.
    """

    def __init__(self, seed: int, change: Callable[..., Any], lengths: Sequence[int]):
        self.rng, self.change, self.lengths = np.random.default_rng(seed), change, lengths

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.rng, name)
        if name not in ("uniform", "normal", "standard_normal", "random"):
            return method
        return lambda *args, **kwargs: self.change(method(*args, **kwargs), self.rng)

    def permutation(self, values: Any) -> Any:
        is_lengths = isinstance(values, list) and values == [2, 3, 4, 5]
        return self.rng.permutation(self.lengths if is_lengths else values)


USUAL = [2, 3, 4, 5]
ODD_KINDS: dict[str, tuple[Callable[..., Any], list[int]]] = {
    "zeros": (lambda x, rng: x * (rng.random(np.shape(x)) > 0.35), USUAL),
    "whole": (lambda x, rng: np.round(x), USUAL),
    "halves": (lambda x, rng: np.round(2 * x) / 2, USUAL),
    "equal": (lambda x, rng: np.full_like(x, np.ravel(x)[0]) if np.size(x) else x, USUAL),
    "large": (lambda x, rng: 40 * x, USUAL),
    "small": (lambda x, rng: 0.01 * x, USUAL),
    "square": (lambda x, rng: x, [3, 3, 3, 3]),
    "ones": (lambda x, rng: x, [1, 1, 2, 6]),
    "long": (lambda x, rng: x, [7, 8, 9, 10]),
}


@cache
def odd_cases(name: str) -> list[Case]:
    """Inputs that no check draws, with what right answers agree is right.

    An input on which they do not agree is none that the part's text allows.
    """
    if parts[name].engine:
        return []
    answers = [program.function() for program in sound_programs(name)][:AGREED]
    found = []
    for change, lengths in ODD_KINDS.values():
        for seed in range(ODD):
            for case in odd_draw(name, OddNumbers(seed, change, lengths)):
                agreed = agreement(parts[name], answers, case)
                found += [agreed] if agreed else []
    return found


def odd_draw(name: str, rng: Any) -> list[Case]:
    """What a hidden check makes of odd numbers; nothing where it cannot."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            with time_limit(LONGEST):
                return draw_of(name)(rng)
        except (Exception, TimeUp):
            return []


def agreement(part: Part, answers: list[Function], case: Case) -> Case | None:
    """The case with the answer on which all agree, without a warning; None if they do not."""
    try:
        (first,) = tries(part, answers[0], [case])
        if first.broken or first.remarks or not is_finite(first.copy):
            return None
        agreed = replace(case, expected=first.copy, rtol=max(case.rtol, 1e-6))
        for answer in answers:
            (other,) = tries(part, answer, [agreed])
            if other.failure or other.remarks:
                return None
    except (Exception, TimeUp):
        return None
    return agreed


def is_finite(value: Any) -> bool:
    """Whether all numbers in a value are finite."""
    if isinstance(value, dict):
        return all(map(is_finite, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_finite, value))
    return not isinstance(value, float | np.ndarray) or bool(np.isfinite(value).all())


@cache
def sound_programs(name: str) -> list[Program]:
    """The right answers that the checks find right, too; a few of a part that takes long."""
    few = parts[name].engine
    return [
        program
        for program in programs()[name][: 3 if few else None]
        if all(passes(parts[name], program.function(), cases) for cases in drawn(name)[:4])
    ]
