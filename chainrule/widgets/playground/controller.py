"""How a playground holds together: settings, trainer, loop and views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import traitlets

from chainrule.engine import Array
from chainrule.exercises.overrides.banner import engine_banner
from chainrule.grad_mode import enable_grad
from chainrule.widgets.base import Widget
from chainrule.widgets.javascript import source
from chainrule.widgets.playground import messages
from chainrule.widgets.playground.datasets import classes_of, datasets_of, own_points, points_of
from chainrule.widgets.playground.diagnostics import Followed
from chainrule.widgets.playground.frame_loop import FrameLoop, Player
from chainrule.widgets.playground.guess import Guess
from chainrule.widgets.playground.missions import MISSIONS, is_met
from chainrule.widgets.playground.network import linears
from chainrule.widgets.playground.settings import DATA, SETTINGS, STEP, STRUCTURE, Settings
from chainrule.widgets.playground.static_view import static_view
from chainrule.widgets.playground.surgery import Place, as_dict, fixed_of
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import Choice, SettingError, finite, one_of

LAST = ("points", "fixed")  # which need the data set, and the layers
RESETTING = ("dataset", "noise", "train_share")  # of the data; other points keep the weights
SHAPE = {"features", "hidden"}
FIRST = {"classification": "circle", "regression": "plane"}


class Controller(Player, Settings, Widget):
    """What `Playground` does behind its public face.

    Everything here runs on one thread, that of the kernel's event loop.
    """

    empty = "There are no points yet: click some into the picture."
    _esm = messages.script()
    _css = source("shared.css") + messages.style()

    problem = Choice("classification", FIRST)
    epoch = traitlets.Int(0)
    playing = traitlets.Bool(False).tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    banner = traitlets.Unicode().tag(sync=True)
    mission = traitlets.Unicode().tag(sync=True)
    goal = traitlets.Unicode().tag(sync=True)
    mission_met = traitlets.Bool(False).tag(sync=True)
    classes = traitlets.Int(2).tag(sync=True)

    def __init__(
        self, dataset: str | None = None, *, data: Any = None, mission: str = "", **settings: Any
    ) -> None:
        self._own = None if data is None else own_points(data)
        self._held: set[str] | None = None
        self._looked_at = False
        self._anew = True
        self.followed: Followed | None = None
        self.guessed: Guess | None = None
        self._by_hand: Callable[[Any], None] | None = None  # of a solution that was loaded
        self._put_away: dict[str, Any] = {}  # points by hand of other data sets
        self._esm = messages.script()  # with the activations that were registered since
        super().__init__(mission=mission)
        with self._together():
            self._put(opening(dataset, data, mission, settings), settings)
            self._held = set()  # all of it is built below
        self._points_of = self.dataset
        self.datasets = datasets_of(self, self._own)
        self.trainers = [Trainer(self, self.datasets)]
        self._follow_data()
        self.frame_loop = FrameLoop(self)
        self.observe(self._changed, [*SETTINGS, "problem"])
        self._publish()

    def advance(self) -> bool:
        """Train for an epoch and say whether to go on."""
        with enable_grad():
            self.trainer.advance()
        if self._by_hand and not self.mission_met:
            self._by_hand(self)
        self.error, reason = "", self.trainer.reason_to_stop()
        if reason:
            self.playing, self.message = False, reason
        return not reason

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""
        content, buffers = messages.frame(self.trainer, self._anew, self.followed, self.guessed)
        self._anew = False
        self.send({**content, "number": number, "playing": self.playing}, buffers)

    def send_points(self) -> None:
        """Send the points."""
        if self._looked_at:
            self.send(*messages.points(self.trainer))

    def send_guess(self) -> None:
        """Send what is painted of the guess."""
        if self._looked_at:
            self.send(*messages.guessed(self.guessed))

    def _publish_guess(self) -> None:
        self.send_guess()
        self._publish()

    def begin_view(self) -> None:
        """Send a new view all that it needs."""
        self._looked_at, self.banner = True, engine_banner()
        self._anew = True  # the whole history, for the view that has none of it
        self.frame_loop.begin_again()
        self.send(*messages.opening())
        self.send_points()
        self.send_guess()
        self.frame_loop.show()

    def static_view(self) -> tuple[str, str]:
        """The output, the points and the losses."""
        return static_view(self.trainer)

    def _put(self, *many: dict[str, Any]) -> None:
        settings = {name: value for one in many for name, value in one.items()}
        for name in settings:
            one_of("A setting", name, (*SETTINGS, "problem"))
        for name in sorted(settings, key=lambda name: name in LAST):
            setattr(self, name, settings[name])

    def _edit(self, layer: int, what: str, place: tuple[int, ...], value: float) -> None:
        number = finite(f"A {what}", value)
        spot = (layer, place[0], "bias" if what == "bias" else place[1])
        stays = as_dict(self.fixed).get(spot)
        if stays == 0:
            raise SettingError(f"That {what} is cut: restore it first.")
        if stays is not None:
            self._fix({spot: number})
            return
        try:
            getattr(linears(self.model)[layer], what).data[place] = number
        except IndexError:
            raise SettingError(f"There is no {what} {place} in layer {layer}.") from None
        with self._reporting():
            self.trainer.parameters_changed()

    def _fix(self, places: dict[Place, float]) -> None:
        stays = {**as_dict(self.fixed), **places}
        self.fixed = tuple((*place, value) for place, value in stays.items())

    def _changed(self, change: Any) -> None:
        if self._held is not None:
            self._held.add(change.name)
        else:
            self._apply({change.name})

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Changes in here take effect at the end, as one."""
        self._held = set()
        try:
            yield
        finally:
            names, self._held = self._held, None
            if names:
                self._apply(names)

    def _apply(self, names: set[str]) -> None:
        """Let the trainer know of new settings."""
        if "problem" in names and self.problem != problem_of(self.classes_now):
            self.dataset = FIRST[self.problem]  # which comes back here
        if names == {"problem"}:
            return
        if names & set(DATA):
            self._new_data(names)
        if names & {*STRUCTURE, *RESETTING}:
            self._heal(names)
            again = "Begun again with this change." if self.trainer.epoch else ""
            self.playing, self.message = False, again
            self.trainer.reset()
        elif "dropout" in names:
            self.trainer.set_dropout()
        elif names & set(STEP):
            self.trainer.prepare()
        elif "fixed" in names:
            self.trainer.fix()
            self.trainer.parameters_changed()
        if "loss" in names:  # whose curve cannot go on in another unit
            self.trainer.measure_anew()
        self._publish()

    def _heal(self, names: set[str]) -> None:
        """Forget what was cut or frozen in a network of another shape."""
        outputs = len(linears(self.model)[-1].weight.data)
        if "fixed" not in names and (names & SHAPE or outputs != self.datasets.outputs):
            self._quietly("fixed", ())

    def _quietly(self, name: str, value: Any) -> None:
        """Change a setting that is dealt with here."""
        self._held = set()
        setattr(self, name, value)
        self._held = None

    def _new_data(self, names: set[str]) -> None:
        if "dataset" in names:
            self.guessed = None
            self.send_guess()
            if "points" not in names:
                self._change_points(self._points_of)
        self._points_of = self.dataset
        self.followed = None
        self.datasets = self.trainer.datasets = datasets_of(self, self._own)
        self._follow_data()
        if not names & set(RESETTING):
            self.trainer.use(self.datasets)
        self.send_points()

    def _change_points(self, before: str) -> None:
        """Put those of a data set away, and take those up that were put away for the new one."""
        self._put_away[before] = self.points
        self._quietly("points", self._put_away.pop(self.dataset, ()))

    def _follow_data(self) -> None:
        self.classes, self.problem = self.datasets.classes, problem_of(self.datasets.classes)

    @property
    def _own_shown(self) -> tuple[Array, Array] | None:
        return self._own if self.dataset == "own" else None

    @property
    def classes_now(self) -> int:
        """How many classes the chosen data set has."""
        return classes_of(self.dataset, self._own_shown[1] if self._own_shown else np.zeros(0))

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many features, neurons of each hidden layer, and outputs there are."""
        classes = self.classes_now
        return (len(self.features), *self.hidden, classes if classes > 2 else 1)

    @traitlets.validate("points")
    def _points_fit(self, proposal: Any) -> Any:
        return points_of(proposal["value"], self.classes_now)

    @traitlets.validate("fixed")
    def _fixed_fits(self, proposal: Any) -> Any:
        return fixed_of(proposal["value"], self.sizes)

    @traitlets.validate("mission")
    def _known_mission(self, proposal: Any) -> str:
        name = proposal["value"]
        return one_of("mission", name, tuple(MISSIONS)) if name else ""

    @traitlets.observe("mission")
    def _new_mission(self, _: Any) -> None:
        self.goal = MISSIONS[self.mission].goal if self.mission else ""
        self.mission_met, self._by_hand = False, None

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Whatever happens in here, the view shows where things stand."""
        try:
            yield
        finally:
            self._publish()

    def _publish(self) -> None:
        self.follow()
        if self._looked_at:
            self.banner = engine_banner()
            if not self.frame_loop.running:
                self.frame_loop.show()

    def follow(self) -> None:
        """Take note of where training stands: the epoch, and the mission, which stays ticked."""
        self.epoch = self.trainer.epoch
        mission = MISSIONS.get(self.mission)
        if mission and not self.mission_met and is_met(mission, self):
            said = f"Reached at epoch {self.trainer.epoch}. {mission.debrief}"
            self.mission_met, self.message = True, said


def opening(
    dataset: str | None, data: Any, mission: str, settings: dict[str, Any]
) -> dict[str, Any]:
    """The settings that a mission, own data and the first argument stand for."""
    chosen = dict(MISSIONS[mission].settings) if mission else {}
    if data is not None:
        chosen["dataset"] = "own"
    elif settings.get("problem") in FIRST:
        chosen.setdefault("dataset", FIRST[settings["problem"]])
    return chosen if dataset is None else {**chosen, "dataset": dataset}


def problem_of(classes: int) -> str:
    """The kind of problem."""
    return "classification" if classes else "regression"
