"""A wall of sixteen: one setting, sixteen first weights, all learning at once."""

from __future__ import annotations

import math
from typing import Any

import traitlets
from ipywidgets import widget_serialization

from chainrule.widgets.boards import messages
from chainrule.widgets.boards.base import Boards
from chainrule.widgets.boards.sentences import tally
from chainrule.widgets.boards.static_view import tiles
from chainrule.widgets.playground.messages import Message
from chainrule.widgets.playground.settings import Settings
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import SettingError, Trait, finite

MANY = 16
PATIENCE = 60  # epochs without progress, at least, before one is called stuck


class Goal(Trait):
    """When a network has learned: ``("accuracy", least)`` or ``("loss", most)``, of the tests."""

    def __init__(self) -> None:
        super().__init__(("accuracy", 0.95))
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> tuple[str, float]:
        """Return it, or say what it is to be."""
        kind, number = value if isinstance(value, list | tuple) and len(value) == 2 else ("", 0)
        number = finite("A goal", number)
        if kind not in ("accuracy", "loss") or number <= 0 or (kind == "accuracy" and number > 1):
            example = '("accuracy", 0.95) or ("loss", 0.05)'
            raise SettingError(f"goal is such as {example}, and this is {value!r}.")
        return kind, number


class SeedWall(Boards):
    """Sixteen networks with one setting and different first weights, all learning at once.

    Parameters
    ----------
    dataset : str, optional
        As of a `Playground`.
    data : optional
        Own points, as of a `Playground`.
    goal : tuple, optional
        When one has learned: ``("accuracy", 0.95)`` of the test points right, or
        ``("loss", 0.05)`` as test loss at most.
    **settings
        Those of a `Playground`; `seed` is the first of the sixteen.

    Examples
    --------
    >>> wall = SeedWall("xor", hidden=(4,), learning_rate=0.1)
    >>> wall.train(50)
    >>> 0 < wall.learned.count(True) < 16
    True
    >>> wall.playground(3).seed
    3
    """

    view = "seed_wall"
    own_traits = ("goal",)
    goal = Goal()
    opened = traitlets.Int(-1).tag(sync=True)
    state = traitlets.Unicode().tag(sync=True)
    below = traitlets.Any(None).tag(sync=True, **widget_serialization)

    def each(self) -> list[Settings]:
        """The settings, with a seed for each."""
        return [Settings(**{**self.chosen, "seed": self.seed + k}) for k in range(MANY)]

    def begin(self) -> None:
        """Also close what was opened."""
        self.opened, self.state, self.below = -1, "", None
        super().begin()

    @property
    def goal_now(self) -> tuple[str, float]:
        """The goal; where nothing is right or wrong, a loss."""
        return self.goal if self.classes or self.goal[0] == "loss" else ("loss", 0.01)

    @property
    def learned(self) -> list[bool]:
        """Of each network, whether it has reached the goal."""
        kind, number = self.goal_now
        if kind == "loss":
            return [trainer.test_loss <= number for trainer in self.trainers]
        return [trainer.test_accuracy >= number and not trainer.diverged
                for trainer in self.trainers]  # fmt: skip

    @property
    def states(self) -> list[str]:
        """Of each network: ``learned``, ``stuck``, ``diverged`` or ``on its way``."""
        return [
            "learned" if learned else state_of(trainer)
            for trainer, learned in zip(self.trainers, self.learned, strict=True)
        ]

    @property
    def tally(self) -> str:
        """How many have learned, in a sentence."""
        states = self.states
        return tally(states.count("learned"), states.count("stuck"), states.count("diverged"), MANY)

    @property
    def meaning(self) -> str:
        """What it means to have learned, in words."""
        kind, number = self.goal_now
        if kind == "loss":
            return f"a test loss of at most {number:g}"
        return f"{100 * number:g} % of the test points right"

    def unfold(self, place: int) -> None:
        """Open one of them below the wall, as a playground where it stands; once more closes it."""
        if place == self.opened:
            self.opened, self.state, self.below = -1, "", None
            return
        playground = self.playground(place)
        self.opened, self.state, self.below = place, playground.state(), playground

    def frame(self, anew: bool) -> Message:
        """All of them, small."""
        return messages.wall(self.trainers)

    def told(self) -> dict[str, Any]:
        """What has become of each, and how many have learned."""
        return {"states": self.states, "tally": self.tally, "meaning": self.meaning}

    def static_view(self) -> tuple[str, str]:
        """The sixteen outputs."""
        first = f"{MANY} seeds, epoch {self.epoch}; learned means {self.meaning}."
        names = [
            f"{'✓ ' if state == 'learned' else ''}{self.seed + k}: {trainer.test_loss:.3f}"
            for k, (trainer, state) in enumerate(zip(self.trainers, self.states, strict=True))
        ]
        return tiles(self.trainers, names, self.learned, f"{first} {self.tally}")


def state_of(trainer: Trainer) -> str:
    """Whether a network that has not learned is stuck: no better than a quarter of its time ago."""
    if trainer.diverged:
        return "diverged"
    rows = trainer.history.array()
    lately = rows[:, 0] > trainer.epoch - max(PATIENCE, trainer.epoch / 4)
    if trainer.epoch < PATIENCE or not (~lately).any():
        return "on its way"
    losses = rows[:, 1]
    better = float(losses[lately].min()) < 0.98 * float(losses[~lately].min(initial=math.inf))
    return "on its way" if better else "stuck"
