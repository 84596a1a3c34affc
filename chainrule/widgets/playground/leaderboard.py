"""The smallest networks that learned a data set, kept beside the record of answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chainrule.data.points import POINTS
from chainrule.widgets.playground.traits import SettingError

if TYPE_CHECKING:
    from chainrule.widgets.playground.widget import Playground

GOAL = 0.95  # of the fresh points
FRESH = 2000
SHOWN = 5
DATASETS = ("circle", "xor", "gauss", "spiral")
_memory: list[Place] = []  # what no file would take


@dataclass(frozen=True)
class Place:
    """A network that reached the goal.

    Parameters
    ----------
    dataset : str
    parameters : int
        Weights and biases.
    share : float
        Of the fresh points, those that it has right.
    state : str
        The settings, for `Playground.from_state`.
    when : str
        The day, as ISO 8601 writes it.
    """

    dataset: str
    parameters: int
    share: float
    state: str
    when: str

    def __str__(self) -> str:
        return f"{self.parameters:>4} parameters  {self.share:.1%}  {self.when}  {self.state}"


def leaderboard(playground: Playground) -> None:
    """Judge a network by fresh points, and print the smallest ones that ever reached the goal.

    Parameters
    ----------
    playground : Playground
        Of two classes, with x₁ and x₂ as its only features.

    Examples
    --------
    >>> from chainrule.widgets import Playground
    >>> leaderboard(Playground("xor", hidden=(1,)))  # doctest: +ELLIPSIS
    Not yet: ... of 2,000 fresh points are right, and it takes 95.0%.
    """
    if playground.dataset not in DATASETS or not set(playground.features) <= {"x1", "x2"}:
        raise SettingError(
            f"The leaderboard is for {', '.join(DATASETS)}, from x1 and x2 as the only features."
        )
    share, before = share_right(playground), places(playground.dataset)
    if share < GOAL:
        print(f"Not yet: {share:.1%} of {FRESH:,} fresh points are right, and it takes {GOAL:.1%}.")
    else:
        size = sum(p.data.size for p in playground.model.parameters())
        mine = Place(playground.dataset, size, share, playground.state(), f"{date.today()}")
        before = ordered([*before, mine])
        rank = [place.state for place in before].index(mine.state) + 1
        print(f"{share:.1%} of {FRESH:,} fresh points: place {rank}.{keep(mine)}")
    for number, place in enumerate(before[:SHOWN], 1):
        print(f"{number}. {place}")


def share_right(playground: Playground) -> float:
    """Which share of points that nobody has seen is right."""
    x, t = POINTS[playground.dataset](FRESH, playground.noise / 100, np.random.default_rng())
    return float(np.mean(np.ravel(playground.predict(x)) * t > 0))


def ordered(found: list[Place]) -> list[Place]:
    """The smallest first; of equals the better one; each network once."""
    best: dict[str, Place] = {}
    for place in sorted(found, key=lambda one: (one.parameters, -one.share)):
        best.setdefault(place.state, place)
    return [*best.values()]


def path() -> Path | None:
    """The file beside the record; none where there is no record."""
    from chainrule.exercises.questions import record

    file = record.path()
    return file and file.with_name("smallest.jsonl")


def places(dataset: str) -> list[Place]:
    """The networks that are kept of a data set, the smallest first."""
    from chainrule.exercises.home import Trouble

    found = list(_memory)
    try:
        file = path()
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file else []
    except (OSError, Trouble):
        lines = []
    found += [place for line in lines if (place := place_of(line))]
    return ordered([place for place in found if place.dataset == dataset])


def place_of(line: str) -> Place | None:
    """What a line holds; None if it cannot be read."""
    try:
        one = json.loads(line)
        return Place(
            str(one["dataset"]), int(one["parameters"]), float(one["share"]),
            str(one["state"]), str(one["when"]),
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def keep(place: Place) -> str:
    """Write it down; say if no file takes it."""
    from chainrule.exercises.home import Trouble, reason

    try:
        file = path()
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as end:
                end.write(f"{json.dumps(asdict(place), ensure_ascii=False)}\n")
            return ""
    except OSError as error:
        _memory.append(place)
        return f" (Remembered until the kernel ends only: {reason(error)}.)"
    except Trouble:
        pass
    _memory.append(place)
    return ""
