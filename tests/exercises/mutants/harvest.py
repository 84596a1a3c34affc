"""Mutants that are wrong, each in a way of its own: so many for each part, drawn with a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from random import Random

from chainrule.exercises.part import Case
from chainrule.exercises.parts import parts
from tests.exercises.mutants.behaviour import TimeUp, behaviour, sound_programs
from tests.exercises.mutants.change import Mutant, mutants

MOST = 32  # of a part
MOST_OF_ENGINE = 6  # of a part that trains a network
TRIED = 12  # mutants that are tried for each that is wanted


@dataclass(frozen=True)
class Wrong:
    """A mutant that is wrong, and the odd input that alone shows it, if the checks do not."""

    mutant: Mutant
    odd: Case | None


def wrong_mutants(name: str, most: int = MOST, seed: int = 0) -> list[Wrong]:
    """Mutants of a part's right answers that do something else than these and each other."""
    most = min(most, MOST_OF_ENGINE) if parts[name].engine else most
    found: dict[object, Wrong] = {}
    for tried, mutant in enumerate(in_turn(name, Random(f"{name} {seed}"))):
        if len(found) == most or tried == TRIED * most:
            break
        try:
            does = behaviour(name, mutant.function())
        except TimeUp:
            continue  # it never ends
        if does:
            found.setdefault(does.outline, Wrong(mutant, does.odd))
    return [*found.values()]


def in_turn(name: str, rng: Random) -> Iterator[Mutant]:
    """Mutants of all right answers, of each one after the other."""
    sources = [mutants(program, rng) for program in sound_programs(name)]
    return filter(None, chain.from_iterable(zip_longest(*sources)))
