"""Two boards, one change: the same points, the same first weights, one setting different."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from chainrule.widgets.boards import messages
from chainrule.widgets.boards.base import Boards
from chainrule.widgets.boards.options import options, suggestion
from chainrule.widgets.boards.sentences import CONTROLS, difference, differing, standing
from chainrule.widgets.boards.static_view import side_by_side
from chainrule.widgets.playground.messages import Message
from chainrule.widgets.playground.settings import DEFAULTS, SETTINGS, Settings
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import SettingError, Trait, one_of


def same_points(one: Any, other: Any) -> bool:
    """Whether two playgrounds have the same points of their own, or none."""
    if one is None or other is None:
        return one is other
    return all(map(np.array_equal, one, other))


class Others(Trait):
    """Some settings with other values, each of which is what the setting takes."""

    def __init__(self) -> None:
        super().__init__({"learning_rate": 0.3})
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> dict[str, Any]:
        """Return them as the settings take them, or say what is wrong with one."""
        allowed = tuple(name for name in SETTINGS if name not in CONTROLS)
        if not isinstance(value, dict) or not value:
            raise SettingError(f"other is settings with their values, and this is {value!r}.")
        scratch = Settings()
        for name, one in value.items():
            one_of("What differs", name, allowed)
            setattr(scratch, name, one)
        return {name: getattr(scratch, name) for name in value}


class TwoBoards(Boards):
    """Two networks that learn side by side, A and B, with one setting different.

    Parameters
    ----------
    dataset : str, optional
        As of a `Playground`.
    data : optional
        Own points, as of a `Playground`.
    other : dict, optional
        The settings of B that are not those of A, one at best; at first another learning rate.
    **settings
        Those of A, and, but for what `other` says, of B.

    Examples
    --------
    >>> boards = TwoBoards("xor", other={"learning_rate": 0.3})
    >>> boards.difference
    'One setting differs: the learning rate is 0.03 in A and 0.3 in B. Same points, same first \
weights.'
    >>> boards.train(60)
    >>> boards.a.epoch == boards.b.epoch == 60, boards.b.test_loss < boards.a.test_loss
    (True, True)
    """

    view = "two_boards"
    own_traits = ("other",)
    other = Others()

    def __init__(
        self, dataset: str | None = None, *, other: dict[str, Any] | None = None, **settings: Any
    ) -> None:
        rate = settings.get("learning_rate", DEFAULTS["learning_rate"])
        other = other or suggestion("learning_rate", Settings(learning_rate=rate))
        super().__init__(dataset, **settings, other=other)

    @classmethod
    def between(cls, one: Any, other: Any, change: dict[str, Any]) -> Self:
        """The boards of two playgrounds, or of one and what is to be changed."""
        if other is not None:
            if same_points(one._own, other._own):
                change = {name: getattr(other, name) for name in differing(one, other)} | change
            else:
                raise SettingError("The two have points of their own, which are not the same.")
        return cls.of(one, other=change)

    def each(self) -> list[Settings]:
        """Those of A and those of B."""
        return [Settings(**self.chosen), Settings(**{**self.chosen, **self.other})]

    def differ_in(self, name: str) -> None:
        """Let the two differ in another setting, and in no other; a value for B is suggested."""
        self.other = suggestion(one_of("What differs", name, tuple(options())), self)

    @property
    def a(self) -> Trainer:
        """The first network in training: ``.test_loss``, ``.history``, ``.model``."""
        return self.trainers[0]

    @property
    def b(self) -> Trainer:
        """The second one."""
        return self.trainers[1]

    @property
    def difference(self) -> str:
        """What differs, and what is the same, in a sentence or two."""
        return difference(self.a, self.b)

    @property
    def standing(self) -> str:
        """Which of them leads, and by how much, in a sentence."""
        return standing(self.a, self.b)

    def frame(self, anew: bool) -> Message:
        """Both boards."""
        return messages.two_boards(self.trainers, anew)

    def told(self) -> dict[str, Any]:
        """What differs, and who leads."""
        return {"difference": self.difference, "standing": self.standing}

    def reason_to_stop(self) -> str:
        """Also when one of them has come below the loss to stop at."""
        for name, board in zip("AB", self.trainers, strict=True):
            if self.stop_loss and board.test_loss < self.stop_loss:
                below = f"the test loss of {name} is below {self.stop_loss:g}"
                return f"Stopped at epoch {self.epoch}: {below}."
        return super().reason_to_stop()

    def static_view(self) -> tuple[str, str]:
        """Both outputs, and the losses of both in one chart."""
        return side_by_side(self.trainers, f"{self.difference} {self.standing}")
