"""No verdict is luck: `python -m tests.exercises.luck` tries all known answers on 1,000 draws.

Of a hidden check only the verdict is asked for, so that a wrong answer costs the one case that it
fails.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograde.checks.collect import draw_of
from chainrule.exercises.attempt import changed_later
from chainrule.exercises.engine_guard import without_engine
from chainrule.exercises.part import Case, Part
from chainrule.exercises.parts import parts
from tests.exercises.answers import others, right, wrong
from tests.exercises.mutants.behaviour import LONGEST, PATIENCE, tries

DRAWS = 1000
SECONDS = 60.0  # for one answer: those that train a network take fewer draws


@dataclass
class Record:
    """What hidden checks say of one answer.

    Parameters
    ----------
    function : callable
        The answer.
    is_right : bool
        What they should say.
    draws : int
        How many have been asked.
    odd : list of int
        The numbers of those that say something else.
    seconds : float
        What they took.
    last : int
        The case that it failed last, which is tried first.
    """

    function: Callable[..., Any]
    is_right: bool
    draws: int = 0
    odd: list[int] = field(default_factory=list)
    seconds: float = 0.0
    last: int = 0

    @property
    def lucky(self) -> bool:
        """Whether its verdict is luck; of one that always passes, the visible check's is not."""
        return bool(self.odd) and (self.is_right or len(self.odd) < self.draws)

    def ask(self, part: Part, number: int, cases: Sequence[Case]) -> None:
        """Take down what the check with this number, and these cases, says."""
        start = time.process_time()
        fails = failing(part, self.function, cases, self.last)
        self.seconds += time.process_time() - start
        self.last = fails or 0
        self.draws += 1
        if self.is_right == (fails is not None):
            self.odd.append(number)


def known(name: str) -> dict[str, Record]:
    """All answers to a part that are known, and that no check has been asked about.

    >>> [record.is_right for record in known("exp.vjp").values()][:3]
    [True, True, True]
    """
    rights = [*right[name], *parts[name].models, *others.rights[name]]
    found = {f"right {i}": Record(function, True) for i, function in enumerate(rights)}
    wrongs = enumerate([*wrong[name], *others.wrongs[name]])
    return found | {f"wrong {i}: {what}": Record(function, False) for i, (what, function) in wrongs}


def failing(
    part: Part, function: Callable[..., Any], cases: Sequence[Case], first: int = 0
) -> int | None:
    """The number of a case that the function fails, with `first` tried first; None if it passes.

    It is -1 where an answer is changed by a later call.
    """
    tried = function if part.engine else without_engine(function)
    order = sorted(range(len(cases)), key=lambda i: i != first)
    done = []
    found = tries(part, tried, [cases[i] for i in order], PATIENCE * LONGEST)
    for i, one in zip(order, found, strict=True):
        if one.failure or not one.written:
            return i
        done.append(one)
    return -1 if any(map(changed_later, done)) else None


def ask(name: str, records: Iterable[Record], numbers: Iterable[int], seconds: float) -> None:
    """Ask the hidden checks with these numbers about answers, each for so many seconds at most."""
    for number in numbers:
        waiting = [record for record in records if record.seconds < seconds]
        cases = draw_of(name)(np.random.default_rng(number)) if waiting else []
        for record in waiting:
            record.ask(parts[name], number, cases)


def main() -> None:
    """Print the answers whose verdict is luck, and the numbers of the checks that show it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for one answer")
    parser.add_argument("parts", nargs="*", default=[*parts])
    given = parser.parse_args()
    for name in given.parts:
        found = known(name)
        ask(name, found.values(), range(given.draws), given.seconds)
        took = sum(record.seconds for record in found.values())
        fewest = min(record.draws for record in found.values())
        print(f"{name}: {len(found)} answers, {fewest} draws or more, {took:.0f} s", flush=True)
        for what, record in found.items():
            if record.odd:
                kind = "luck" if record.lucky else "passes"
                print(f"    {kind}: {what}: {len(record.odd)} of {record.draws}: {record.odd[:5]}")


if __name__ == "__main__":
    main()
