"""What the checks say to wrong answers that nobody has listed.

`python -m tests.exercises.measure_naming` makes mutants of right answers and prints, for each
assignment, how many get full marks and whether the first sentence that a learner reads names the
mistake, and does so truly.
"""

import argparse
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from autograde.checks.collect import draw_of
from chainrule.exercises.attempt import NOTICED, Attempt
from chainrule.exercises.examine import examine
from chainrule.exercises.part import Case, Part
from chainrule.exercises.parts import assignments, parts
from chainrule.exercises.verdict import Verdict
from tests.exercises.answers.others import wrongs
from tests.exercises.mutants.behaviour import FEWER, TimeUp, passes, time_limit, tries
from tests.exercises.mutants.change import Mutant
from tests.exercises.mutants.harvest import MOST, wrong_mutants

Function = Callable[..., Any]
NAMED, KIND, ERROR, FACT = "named", "shape or type", "exception", "a fact"
GENERIC, PASSES = "generic", "passes"
DRAWS = 20  # hidden checks, of which full marks passes all
FRESH = 200  # inputs on which a named mistake must give what the mutant gives
MOSTLY = 0.5  # the share of these from which on a name is not false
FIRST = 1000  # the number of the first of these hidden checks
LONGEST = 30.0  # seconds of processor time for one examination
KINDS = {
    "not a list", "no list", "not an array", "not a dictionary", "returned nothing", "wrong tuple",
    "dtype not kept", "not the numbers", "not a truth", "not layers", "shapes do not chain",
    "wrong shapes", "not finite", "changes its input", "nan or infinite", *NOTICED.values(),
}  # fmt: skip
OF_A_KIND = re.compile(r" has shape |finite number|There (is|are) \d+ |The dictionary has ")
A_FACT = re.compile(
    r"and should( not)?\.|When `\w+` is doubled|right except where|wrong only| (is|are) right[.;]"
)


@dataclass(frozen=True)
class Finding:
    """What became of one wrong answer.

    Parameters
    ----------
    part, what : str
        Whose answer it is, and what is wrong with it.
    first : Verdict
        The first that is not a pass: of the visible check, else of a hidden one.
    passes_visible : bool
        Whether the visible check lets it pass.
    passed : float
        The share of hidden checks that it passes.
    truly : float, optional
        The share of inputs on which it does what is named; None if no function is named.
    kind : str
        What kind of thing is told first.
    """

    part: str
    what: str
    first: Verdict
    passes_visible: bool
    passed: float
    truly: float | None
    kind: str

    @property
    def misnamed(self) -> bool:
        return self.truly is not None and self.truly < MOSTLY

    @property
    def full_marks(self) -> bool:
        return self.passes_visible and self.passed == 1


def kind_of(verdict: Verdict) -> str:
    """Whether a verdict names the mistake, a wrong kind, an error, a fact, or only says where."""
    if verdict.passes:
        return PASSES
    if verdict.repair and verdict.repair.function:
        return NAMED
    known = {mistake.name for mistake in parts[verdict.part].mistakes}
    if verdict.fits is None and verdict.mistake.startswith("raises "):
        return ERROR
    if verdict.mistake in KINDS - known:
        return KIND
    if verdict.mistake:
        return NAMED
    if OF_A_KIND.search(verdict.sentence):
        return KIND
    return FACT if A_FACT.search(verdict.sentence) else GENERIC


def named_truly(
    verdict: Verdict, function: Function, mutant: Mutant | None = None, fresh: int = FRESH
) -> float | None:
    """On how many fresh inputs, as a share, what is named does what this function does.

    Those count on which it gives an answer that is wrong, or would be if the name were true. Of a
    change in its text those count on which the function with this change is right, and the line
    of a mutant must be the one that was changed. None if no mistake was searched for: what the
    judge has read off one answer is true of that.
    """
    part, fits, mended = parts[verdict.part], verdict.fits, verdict.repair
    if mended and mended.missing:
        return None if mutant is None else float(mutant.lacks(mended.missing))
    if mended and mutant and not mutant.lines & {*mended.lines}:
        return 0.0
    if mended and mended.function:
        right = [one.written and not one.failure for one in answers(part, mended.function, fresh)]
        return sum(right) / len(right) if right else 1.0
    if fits is None:
        return None
    with quietly():
        tried = [(one, fits(one)) for one in answers(part, function, fresh) if not one.broken]
    telling = [does for one, does in tried if one.failure or not does]
    return sum(telling) / len(telling) if telling else 1.0


def answers(part: Part, function: Function, fresh: int) -> list[Attempt]:
    """Judged answers to fresh inputs; a slow machine leaves some out: it refutes nothing."""
    found: list[Attempt] = []
    with quietly():
        for case in fresh_cases(part.name, fresh):
            with suppress(TimeUp):
                found += tries(part, function, [case], LONGEST)
    return found


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings of what is tried."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@cache
def hidden_cases(name: str) -> list[list[Case]]:
    """The inputs of some hidden checks."""
    count = min(FEWER.get(name, DRAWS), DRAWS)
    return [draw_of(name)(np.random.default_rng(FIRST + k)) for k in range(count)]


@cache
def fresh_cases(name: str, count: int = FRESH) -> list[Case]:
    """Inputs of other hidden checks."""
    found: list[Case] = []
    for k in range(FEWER.get(name, count)):
        found += draw_of(name)(np.random.default_rng(2 * FIRST + k))
        if len(found) >= count:
            break
    return found


def finding(
    name: str, what: str, function: Function, mutant: Mutant | None = None
) -> Finding | None:
    """The finding about a wrong answer; None if it takes too long."""
    part, rounds = parts[name], hidden_cases(name)
    try:
        passed = [passes(part, function, cases) for cases in rounds]
        with time_limit(LONGEST):
            visible = first = examine(part, function, part.cases())
            if visible.passes and False in passed:
                first = examine(part, function, rounds[passed.index(False)])
    except TimeUp:
        return None
    share, truly = sum(passed) / len(passed), named_truly(first, function, mutant)
    said = replace(first, fits=None, repair=None, evidence=None)  # what another process may get
    kind = kind_of(first) if truly is None else NAMED  # a missing line is known of mutants alone
    return Finding(name, what, said, visible.passes, share, truly, kind)


def of_mutants(names: Iterable[str], most: int = MOST, seed: int = 0) -> Iterator[Finding]:
    """The findings about mutants of right answers."""
    return shared_out(partial(of_mutants_of, most=most, seed=seed), names)


def of_mutants_of(name: str, most: int, seed: int) -> list[Finding]:
    """The findings about mutants of a part."""
    found = []
    for wrong in wrong_mutants(name, most, seed):
        what = f"{wrong.mutant.operator}\n{wrong.mutant.change}"
        found.append(finding(name, what, wrong.mutant.function(), wrong.mutant))
    return [*filter(None, found)]


def of_others(names: Iterable[str]) -> Iterator[Finding]:
    """The findings about wrong answers that others have written."""
    return shared_out(of_others_of, names)


def of_others_of(name: str) -> list[Finding]:
    """The findings about what others have answered to a part."""
    return [*filter(None, (finding(name, what, function) for what, function in wrongs[name]))]


def shared_out(find: Callable[[str], list[Finding]], names: Iterable[str]) -> Iterator[Finding]:
    """The findings about all parts, which the processors share."""
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        yield from chain.from_iterable(pool.map(find, names))


COLUMNS = (
    "assignment", "wrong", "pass visible", "full marks", "by luck", "named truly", "mostly",
    "misnamed", "a fact", "shape or type", "exception", "generic",
)  # fmt: skip


def table(findings: list[Finding]) -> str:
    """A line for each assignment and one for all, in Markdown."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|---|" + "---:|" * (len(COLUMNS) - 1)]
    for name, group in assignments.items():
        mine = {part.name for part in group}
        lines.append(row(name, [found for found in findings if found.part in mine]))
    return "\n".join([*lines, row("all", findings)])


def row(title: str, findings: list[Finding]) -> str:
    """The counts, and the shares of what is told."""
    told = [found for found in findings if not found.full_marks]
    kinds = Counter(found.kind for found in told)
    misnamed = sum(found.misnamed for found in told)
    partly = sum(MOSTLY <= found.truly < 1 for found in told if found.truly is not None)
    cells = [
        title,
        str(len(findings)),
        str(sum(found.passes_visible for found in findings)),
        str(len(findings) - len(told)),
        str(sum(0 < found.passed < 1 for found in findings)),
        share(kinds[NAMED] - misnamed - partly, len(told)),
        share(partly, len(told)),
        share(misnamed, len(told)),
        share(kinds[FACT], len(told)),
        share(kinds[KIND], len(told)),
        share(kinds[ERROR], len(told)),
        share(kinds[GENERIC], len(told)),
    ]
    return "| " + " | ".join(cells) + " |"


def share(count: int, of: int) -> str:
    """`12 (40.0 %)`."""
    return f"{count} ({count / max(of, 1):.1%})".replace("%", " %")


def in_words(found: Finding) -> str:
    """A wrong answer and what is said of it, to be read."""
    truly = "" if found.truly is None else f"true of {found.truly:.0%}"
    truly = "MISNAMED, " * found.misnamed + truly
    marks = f"passes {found.passed:.0%} of hidden checks" if found.passed else ""
    seen = "passes the visible check" if found.passes_visible else ""
    head = ", ".join(filter(None, [found.part, found.kind, truly, seen, marks]))
    return f"## {head}\n{found.what}\n=> [{found.first.mistake}] {found.first.sentence}\n"


def main() -> None:
    """Print the tables; write all pairs of change and sentence into a file."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--most", type=int, default=MOST, help="mutants of a part")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--others", action="store_true", help="answers of others, not mutants")
    parser.add_argument("--pairs", type=Path, help="the file to write")
    parser.add_argument("parts", nargs="*", default=[*parts])
    asked = parser.parse_args()
    if asked.others:
        findings = [*of_others(asked.parts)]
    else:
        findings = [*of_mutants(asked.parts, asked.most, asked.seed)]
    print(table(findings))
    print(*(f"\nFull marks: {in_words(found)}" for found in findings if found.full_marks))
    if asked.pairs:
        asked.pairs.write_text("\n".join(map(in_words, findings)), encoding="utf-8")


if __name__ == "__main__":
    main()
