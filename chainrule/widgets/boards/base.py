"""Several networks that learn in step, under one set of buttons."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import traitlets

from chainrule.exercises.overrides.banner import engine_banner
from chainrule.grad_mode import enable_grad
from chainrule.widgets.base import Widget
from chainrule.widgets.boards import messages
from chainrule.widgets.boards.sentences import CONTROLS
from chainrule.widgets.playground import commands
from chainrule.widgets.playground.controller import FIRST, problem_of
from chainrule.widgets.playground.datasets import classes_of, datasets_of, own_points, points_of
from chainrule.widgets.playground.frame_loop import FrameLoop, Player
from chainrule.widgets.playground.messages import Message, opening
from chainrule.widgets.playground.messages import points as points_message
from chainrule.widgets.playground.settings import SETTINGS, Settings
from chainrule.widgets.playground.surgery import fixed_of
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import Choice, SettingError, one_of


class Boards(Player, Settings, Widget):
    """Several networks that learn in step; each kind says which they are and what is sent of them.

    All settings of a `Playground` are settings of all of them. A change of one that matters for
    training begins again with all, so that they stay comparable.
    """

    _css = messages.sheet()
    view: str
    own_traits: tuple[str, ...] = ()  # what else begins again when it changes

    problem = Choice("classification", FIRST)
    epoch = traitlets.Int(0)
    playing = traitlets.Bool(False).tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    banner = traitlets.Unicode().tag(sync=True)
    classes = traitlets.Int(2).tag(sync=True)
    own = traitlets.Bool(False).tag(sync=True)

    def __init__(self, dataset: str | None = None, *, data: Any = None, **settings: Any) -> None:
        self._own = None if data is None else own_points(data)
        self._looked_at, self._anew, self._held = False, True, True
        self._esm = messages.script(self.view)
        super().__init__(own=data is not None)
        start = {} if dataset is None else {"dataset": dataset}
        self._put({**({} if data is None else {"dataset": "own"}), **start, **settings})
        self._held = False
        self.trainers: list[Trainer] = []
        self.frame_loop = FrameLoop(self)
        self.begin()
        self.observe(self._changed, [*SETTINGS, *self.own_traits])
        commands.listen(self)

    # What each kind says

    def each(self) -> list[Settings]:
        """The settings of each network."""
        raise NotImplementedError

    def frame(self, anew: bool) -> Message:
        """Where all of them stand; of a history what is new, or all of it `anew`."""
        raise NotImplementedError

    def told(self) -> dict[str, Any]:
        """Where they stand, in words."""
        raise NotImplementedError

    def reason_to_stop(self) -> str:
        """Why training does not go on, in a sentence; empty if it does."""
        if self.stop_epoch and self.epoch >= self.stop_epoch:
            return f"Stopped at epoch {self.epoch}, as was asked for."
        if all(trainer.diverged for trainer in self.trainers):
            return f"Diverged at epoch {self.epoch}: try a lower learning rate."
        return ""

    # What there is to do

    def train(self, epochs: int = 1) -> None:
        """Train all of them for some epochs, here and now; stops early as `play` would."""
        while epochs > 0 and self.advance():
            epochs -= 1
        self._publish()

    def reset(self, new_seed: bool = False) -> None:
        """Begin again with the same first weights, or with those of other seeds."""
        self.playing, self.error = False, ""
        if new_seed:
            self.seed += len({settings.seed for settings in self.each()})  # which begins again
        else:
            for trainer in self.trainers:
                trainer.reset()
            self._publish()
        self.message = "Begun again."

    def regenerate(self) -> None:
        """Draw the points anew, which begins again."""
        self.data_seed += 1

    def choose(self, **settings: Any) -> None:
        """Change several settings at once; all of them or, on an error, none."""
        if "problem" in settings:
            settings["dataset"] = FIRST[settings.pop("problem")]
        before = {name: getattr(self, name) for name in settings if name in self.traits()}
        self._held = True
        try:
            self._put(settings)
        except SettingError:
            self._put(before)
            raise
        finally:
            self._held = False
        self._apply({*settings})

    def playground(self, place: int) -> Any:
        """One of the networks as a `Playground` of its own, where it stands now."""
        from chainrule.widgets.playground.widget import Playground

        source = self.trainers[place]
        own = self._own if source.settings.dataset == "own" else None
        playground = Playground(data=own, **source.settings.chosen)
        playground.trainer.restore(source.moment())
        playground.trainer.past.extend(source.past)
        playground.trainer.resume(source.epoch, source.history.array())
        playground.follow()
        return playground

    # What the loop and the views ask of them

    def advance(self) -> bool:
        """Train all of them for an epoch and say whether to go on."""
        with enable_grad():
            for trainer in self.trainers:
                trainer.advance()
        self.follow()
        self.error, reason = "", self.reason_to_stop()
        if reason:
            self.playing, self.message = False, reason
        return not reason

    def follow(self) -> None:
        """Take note of where training stands."""
        self.epoch = self.trainer.epoch

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""
        content, buffers = self.frame(self._anew)
        self._anew = False
        state = {"kind": "frame", "epoch": self.epoch, "number": number, "playing": self.playing}
        self.send({**content, **state, **self.told()}, buffers)

    def begin_view(self) -> None:
        """Send a new view all that it needs."""
        self._looked_at = self._anew = True
        self.banner = engine_banner()
        self.frame_loop.begin_again()
        self.send(*opening())
        self._send_points()
        self.frame_loop.show()

    def begin(self) -> None:
        """Make all networks anew, from the present settings."""
        self.playing, self.message = False, ""
        self.trainers = [trainer_of(settings, self._own) for settings in self.each()]
        self.classes = self.trainer.datasets.classes
        self.problem = problem_of(self.classes)
        self._send_points()
        self._publish()

    def _send_points(self) -> None:
        """Send the points of each network."""
        for place, trainer in enumerate(self.trainers if self._looked_at else []):
            content, buffers = points_message(trainer)
            self.send({**content, "place": place}, buffers)

    def _put(self, settings: dict[str, Any]) -> None:
        for name in settings:
            one_of("A setting", name, (*SETTINGS, *self.own_traits))
        for name in sorted(settings, key=lambda name: name == "points"):  # need the data set
            setattr(self, name, settings[name])

    def _changed(self, change: Any) -> None:
        if not self._held:
            self._apply({change.name})

    def _apply(self, names: set[str]) -> None:
        """Begin again, if something that matters has changed."""
        if "dataset" in names and "points" not in names and self.points:
            self._held, self.points, self._held = True, (), False
        if names - CONTROLS:
            self.begin()
        else:
            self._publish()

    def _publish(self) -> None:
        self.follow()
        if self._looked_at and not self.frame_loop.running:
            self.frame_loop.show()

    @traitlets.validate("points")
    def _points_fit(self, proposal: Any) -> Any:
        labels = np.zeros(0) if self._own is None else self._own[1]
        return points_of(proposal["value"], classes_of(self.dataset, labels))

    @classmethod
    def of(cls, playground: Any, **settings: Any) -> Self:
        """Such boards with the settings and the points of a playground."""
        own = {"data": playground._own, "dataset": playground.dataset}
        return cls(**{**own, **playground.chosen, **settings})


def trainer_of(settings: Settings, own: Any) -> Trainer:
    """A network in training; a cut that has no place in its layers is forgotten."""
    data = datasets_of(settings, own)
    try:
        fixed_of(settings.fixed, (len(settings.features), *settings.hidden, data.outputs))
    except SettingError:
        settings.fixed = ()
    return Trainer(settings, data)
