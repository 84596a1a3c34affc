"""The search for the mistake that gives all of these answers.

A hypothesis is a whole wrong function from a part's own list, a right answer with one slip of the
pen, or a relation to what is right. It must give what was returned on every input, and go on to do
so on new ones: the function is called on inputs near those of the check until what is left agrees
everywhere. Each output is explained by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from time import perf_counter
from typing import Any

import numpy as np

from chainrule.exercises.attempt import Attempt, attempt
from chainrule.exercises.judges import ANOTHER_ORDER, failure_in_array, is_numeric, same
from chainrule.exercises.messages import join_names
from chainrule.exercises.mistakes.facts import facts
from chainrule.exercises.mistakes.hypotheses import (
    Hypothesis,
    Pick,
    for_output,
    of_part,
    of_whole_answer,
    picked,
    raised,
    twofold,
)
from chainrule.exercises.mistakes.neighbours import neighbours
from chainrule.exercises.mistakes.words import first_lower, first_upper
from chainrule.exercises.part import Case, Part, copy_of
from chainrule.exercises.verdict import are_right

NEW_INPUTS = 24  # on which explanations are compared
OF_FEW_ANSWERS = 160  # where answers are whole numbers, which agree by chance
SECONDS = 5.0  # after which no more are tried: of a function that is slow


@dataclass(frozen=True)
class Explanation:
    """What is wrong with a function.

    Parameters
    ----------
    sentence : str
        What to tell the student.
    name : str
        A few words, for tables and tests; empty if it is no mistake that was found, but a fact.
    tried : Attempt
        The call that shows it.
    fits : callable
        Whether what is named does what another attempt shows.
    right : tuple of str
        The outputs that are right.
    """

    sentence: str
    name: str
    tried: Attempt
    fits: Callable[[Attempt], bool]
    right: tuple[str, ...] = ()


def explain(
    part: Part, function: Callable[..., Any], attempts: Sequence[Attempt]
) -> Explanation | None:
    """What is wrong, if more can be said than the judge says of a single answer."""
    if any(one.broken and not raised(one) for one in attempts):
        return None
    wrong = [one for one in attempts if one.failure]
    answered = [one for one in wrong if not one.broken]
    if wrong == answered and all(same(o.copy, o.case.expected, o.case.rtol) for o in wrong):
        return None  # its numbers are right: of another dtype or kind
    if all(one.failure and one.failure.mistake == ANOTHER_ORDER for one in wrong):
        return None  # all is there, and the judge says in which order it belongs
    if not answered and all(stopped_by(one, "NameError", "UnboundLocalError") for one in wrong):
        return None  # Python says all there is to say
    new = Further(part, function, [one.case for one in attempts])
    if not answered and all(one.broken for one in (*attempts, *new)):
        return None  # too much stops for the same reason
    shown = min(answered or wrong, key=amount)
    own = left_over(of_part(part), attempts, new)
    if own:
        return Explanation(own[0].sentence, own[0].name, shown, own[0].fits)
    if answered and not any(is_of_kind(one.copy, one.case.expected) for one in answered):
        return None  # the judge says what it is
    if answered and (is_split(part, answered) or not part.outputs):
        found = by_output(part, function, attempts, new)
        if found:
            return found
    if not answered and all(stopped_by(one, "TypeError") for one in wrong):
        return None  # so many slips stop in the same words
    slipped = left_over(of_whole_answer(part), attempts, new)
    if not slipped:
        return None
    said = slipped[0].sentence
    if not answered and shown.failure:
        said = f"{shown.failure.sentence} {said}"
    return Explanation(said, slipped[0].name, shown, slipped[0].fits)


def is_of_kind(mine: Any, right: Any) -> bool:
    """Whether an answer can be compared with the right one, down to its finite numbers.

    >>> is_of_kind((1.0, 2.0), [3.0, 4.0]), is_of_kind("text", 3.0), is_of_kind({}, {"x": 1.0})
    (True, False, True)
    """
    if isinstance(right, tuple | list):
        of_any_length = isinstance(right, list)  # such as batches; a tuple has one for each output
        alike = isinstance(mine, tuple | list) and (of_any_length or len(mine) == len(right))
        return alike and all(map(is_of_kind, mine, right))
    if isinstance(right, dict):
        return isinstance(mine, dict) and all(is_of_kind(mine.get(k, 0), right[k]) for k in right)
    if not is_numeric(right):
        return True
    return is_numeric(mine) and bool(np.isfinite(mine).any() or not np.isfinite(right).any())


def stopped_by(tried: Attempt, *kinds: str) -> bool:
    """Whether the call ended in an exception of one of these kinds."""
    return tried.failure is not None and tried.failure.mistake in {f"raises {k}" for k in kinds}


def is_split(part: Part, attempts: Sequence[Attempt]) -> bool:
    """Whether all answers are as many things as the part returns."""
    n = len(part.outputs)
    return n > 1 and all(
        isinstance(one.copy, tuple | list) and len(one.copy) == n for one in attempts
    )


def left_over(
    hypotheses: Iterable[Hypothesis], tried: Sequence[Attempt], new: Iterable[Attempt]
) -> list[Hypothesis]:
    """Those that hold on all inputs, seen and new."""
    found = [h for h in hypotheses if all(map(h.fits, tried))]
    for one in new if found else ():
        found = [h for h in found if h.fits(one)]
        if not found:
            break
    return found


class Further:
    """The answers on new inputs, asked for as they are needed, and once."""

    def __init__(self, part: Part, function: Callable[..., Any], cases: Sequence[Case]) -> None:
        self.known: list[Attempt] = []
        self.others = self.asked(part, function, cases)

    def asked(
        self, part: Part, function: Callable[..., Any], cases: Sequence[Case]
    ) -> Iterator[Attempt]:
        """Attempts on inputs for which there is a right answer, as long as there is time."""
        for case in further_cases(part, cases):
            one = attempt(function, case)
            if not one.broken or raised(one):
                yield one

    def __iter__(self) -> Iterator[Attempt]:
        yield from self.known
        for one in self.others:
            self.known.append(one)
            yield one


def further_cases(part: Part, cases: Sequence[Case]) -> Iterator[Case]:
    """New inputs for which there is a right answer, as long as there is time."""
    start = perf_counter()
    most = OF_FEW_ANSWERS if any(are_whole(case.expected) for case in cases) else NEW_INPUTS
    for case in neighbours(cases, part.vary, most):
        if perf_counter() - start > SECONDS:
            return
        if all(is_right(part, model, case) for model in part.models):
            yield case


def are_whole(right: Any) -> bool:
    """Whether an answer has whole numbers or truths, of which there are few."""
    if isinstance(right, tuple | list):
        return any(map(are_whole, right))
    return isinstance(right, bool) or np.asarray(right).dtype.kind in "iub"


def is_right(part: Part, model: Callable[..., Any], case: Case) -> bool:
    """Whether a right answer is one on this input: else the input has no meaning."""
    try:
        with np.errstate(all="ignore"):
            return part.judge(model(*copy_of(case.inputs)), case) is None
    except Exception:
        return False


def by_output(
    part: Part,
    function: Callable[..., Any],
    tried: Sequence[Attempt],
    new: Iterable[Attempt],
) -> Explanation | None:
    """What is wrong with each output, in one sentence where it is the same."""
    if any(one.case.expected is None for one in tried):
        return None
    tried = [one for one in tried if not one.broken]
    wrong: list[int] = []
    sentences: dict[int, str] = {}
    fitting: dict[int, list[Hypothesis]] = {}
    several = is_split(part, tried)
    picks: list[Pick] = [itemgetter(k) for k in range(len(part.outputs))] if several else [itself]
    for k, pick in enumerate(picks):
        bad = [o for o in tried if not same(pick(o.copy), pick(o.case.expected), o.case.rtol)]
        if not bad:
            continue
        wrong.append(k)
        only, worst = picked(pick), max(bad, key=amount)
        found: list[Hypothesis] = []
        for search in (for_output, twofold):
            if found:
                break
            found = left_over(search(part, worst, pick), [*map(only, tried)], map(only, new))
        if found:
            fitting[k] = found
        elif any(alike(pick(o.copy), pick(o.case.expected)) for o in bad):
            answers = (o for o in (*tried, *new) if not o.broken)
            fine = [o for o in answers if alike(pick(o.copy), pick(o.case.expected))]
            fact = next(facts(part, answers_of(function), fine, pick), "")
            sentences |= {k: fact} if fact else {}
    named = the_same(fitting)
    sentences |= {k: one.sentence for k, one in named.items()}
    if not sentences:
        return None
    shown = min((one for one in tried if one.failure), key=amount)
    names = dict.fromkeys(one.name for one in named.values())
    name = "; ".join(names) if len(named) == len(wrong) else ""
    right = tuple(name for k, name in enumerate(part.outputs) if k not in wrong)
    said = joined(part, right if several else (), wrong, sentences, shown)
    return Explanation(said, name, shown, all_fit(named, several), right if several else ())


def the_same(fitting: dict[int, list[Hypothesis]]) -> dict[int, Hypothesis]:
    """For each output what explains it: the same for all of them, if anything does."""
    sentences = [{one.sentence for one in found} for found in fitting.values()]
    shared = set.intersection(*sentences) if sentences else set()
    return {
        k: next((one for one in found if one.sentence in shared), found[0])
        for k, found in fitting.items()
    }


def itself(answer: Any) -> Any:
    """All of the answer."""
    return answer


def alike(mine: Any, right: Any) -> bool:
    """Whether an output is at least an array of finite numbers of the right shape."""
    fits = is_numeric(mine) and is_numeric(right) and np.shape(mine) == np.shape(right)
    return fits and bool(np.isfinite(mine).all())


def answers_of(function: Callable[..., Any]) -> Callable[[Case], Any]:
    """The answer on a case; an exception if there is none."""

    def answer(case: Case) -> Any:
        tried = attempt(function, case)
        if tried.broken:
            raise ValueError("no answer")
        return tried.copy

    return answer


def joined(
    part: Part,
    right: tuple[str, ...],
    wrong: list[int],
    sentences: dict[int, str],
    shown: Attempt,
) -> str:
    """What is right, and what is wrong with the rest."""
    n, case = max(1, len(part.outputs)), shown.case
    if len({*sentences.values()}) == 1 and len(sentences) == len(wrong) and not right:
        return sentences[wrong[0]]
    said = [are_right(right)] if right else []
    for k in wrong:
        name = part.outputs[k] if n > 1 else ""
        failure = failure_in_array(shown.copy[k], case.expected[k], case, name)
        if k in sentences:
            about = [part.outputs[j] for j in wrong if sentences.get(j) == sentences[k]]
            said.append(said_of(about, sentences[k]))
        elif failure:
            said.append(failure.sentence)
    return " ".join(dict.fromkeys(said))


def said_of(names: list[str], sentence: str) -> str:
    """A sentence about some outputs, which are named once.

    >>> said_of(["a", "b"], "The sign is wrong."), said_of(["a", "b"], "A and b are exchanged.")
    ('A and b: the sign is wrong.', 'A and b are exchanged.')
    """
    who = first_upper(join_names(names))
    return sentence if sentence.startswith(who) else f"{who}: {first_lower(sentence)}"


def all_fit(named: dict[int, Hypothesis], several: bool) -> Callable[[Attempt], bool]:
    """Whether what is named gives an answer, output by output; the others must be right."""

    def fits(tried: Attempt) -> bool:
        if not several:
            return 0 in named and named[0].fits(tried)
        if tried.broken:
            return False
        for k, right in enumerate(tried.case.expected):
            one = picked(itemgetter(k))(tried)
            if not (named[k].fits(one) if k in named else same(one.copy, right, one.case.rtol)):
                return False
        return True

    return fits


EMPTY = 1000  # an empty array shows nothing: any other input shows more


def amount(tried: Attempt) -> int:
    """The amount of numbers to look at in the inputs."""
    sizes = [x.size if isinstance(x, np.ndarray) else len(str(x)) for x in tried.inputs]
    return sum(size or EMPTY for size in sizes)
