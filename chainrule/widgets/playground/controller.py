"""How a playground holds together: settings, trainer, loop and views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import traitlets

from chainrule.exercises import engine_banner
from chainrule.grad_mode import enable_grad
from chainrule.widgets.base import Widget
from chainrule.widgets.javascript import source
from chainrule.widgets.playground import commands, messages, static_view, views
from chainrule.widgets.playground.datasets import classes_of, clicked, own_points, sets_of
from chainrule.widgets.playground.frame_loop import Runner, running_loop
from chainrule.widgets.playground.missions import MISSIONS, is_met
from chainrule.widgets.playground.network import linears
from chainrule.widgets.playground.settings import DATA, SETTINGS, STEP, STRUCTURE, Settings
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import Choice, SettingError, finite, one_of

RESETTING = ("dataset", "noise", "train_share")  # of the data; other points keep the weights
FIRST = {"classification": "circle", "regression": "plane"}


class Workings(Settings, Widget):
    """What `Playground` does behind its public face.

    Everything here runs on one thread, that of the kernel's event loop: only `_heard` may be
    called from others.
    """

    _esm = views.script()
    _css = source("shared.css") + views.style()

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
        super().__init__(mission=mission)
        with self._together():
            self._put(opening(dataset, data, mission, settings), settings)
            self._held = set()  # all of it is built below
        self.sets = sets_of(self, self._own)
        self.trainer = Trainer(self, self.sets)
        self._follow_data()
        self.runner = Runner(self)
        self._loop = running_loop()
        self.observe(self._changed, [*SETTINGS, "problem"])
        self.on_msg(self._heard)
        self._publish()

    def train_a_frame(self, seconds: float) -> None:
        """Some epochs by `speed`, for that long at most."""
        commands.train_a_frame(self, seconds)

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""
        content, buffers = messages.frame(self.trainer)
        self.send({**content, "number": number, "playing": self.playing}, buffers)

    def send_points(self) -> None:
        """Send the points."""
        if self._looked_at:
            self.send(*messages.points(self.trainer))

    def begin_view(self) -> None:
        """Send a new view all that it needs."""
        self._looked_at, self.banner = True, engine_banner()
        self.runner.begin_again()
        self.send(*views.opening())
        self.send_points()
        self.runner.show()

    def still(self) -> tuple[str, str]:
        """The output, the points and the losses."""
        return static_view.still(self)

    def _put(self, *many: dict[str, Any]) -> None:
        settings = {name: value for one in many for name, value in one.items()}
        for name in settings:
            one_of("A setting", name, (*SETTINGS, "problem"))
        for name in sorted(settings, key=lambda name: name == "points"):  # need the data set
            setattr(self, name, settings[name])

    def _advance(self) -> bool:
        """Train for an epoch and say whether to go on."""
        with enable_grad():
            self.trainer.advance()
        self.error, reason = "", commands.reason_to_stop(self)
        if reason:
            self.playing, self.message = False, reason
        return not reason

    def _edit(self, layer: int, what: str, place: tuple[int, ...], value: float) -> None:
        try:
            array = getattr(linears(self.model)[layer], what).data
            array[place] = finite(f"A {what}", value)
        except IndexError:
            raise SettingError(f"There is no {what} {place} in layer {layer}.") from None
        with self._reporting():
            self.trainer.touched()

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
            self.playing, self.message = False, ""
            self.trainer.reset()
        elif "dropout" in names:
            self.trainer.set_dropout()
        elif names & set(STEP):
            self.trainer.prepare()
        if "loss" in names:  # whose curve cannot go on in another unit
            self.trainer.measure_anew()
        self._publish()

    def _new_data(self, names: set[str]) -> None:
        if "dataset" in names and "points" not in names:
            self._forget_points()
        self.sets = self.trainer.sets = sets_of(self, self._own)
        self._follow_data()
        if not names & set(RESETTING):
            self.trainer.use(self.sets)
        self.send_points()

    def _forget_points(self) -> None:
        """Their labels belong to another problem."""
        self._held = set()
        self.points, self._held = (), None

    def _follow_data(self) -> None:
        self.classes, self.problem = self.sets.classes, problem_of(self.sets.classes)

    @property
    def classes_now(self) -> int:
        """How many classes the chosen data set has."""
        own = self.dataset == "own" and self._own is not None
        return classes_of(self.dataset, self._own[1] if own and self._own else np.zeros(0))

    @traitlets.validate("points")
    def _points_fit(self, proposal: Any) -> Any:
        return clicked(proposal["value"], self.classes_now)

    @traitlets.validate("mission")
    def _known_mission(self, proposal: Any) -> str:
        name = proposal["value"]
        return one_of("mission", name, tuple(MISSIONS)) if name else ""

    @traitlets.observe("mission")
    def _new_mission(self, _: Any) -> None:
        self.goal = MISSIONS[self.mission].goal if self.mission else ""
        self.mission_met = False

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Whatever happens in here, the view shows where things stand."""
        try:
            yield
        finally:
            self._publish()

    def _publish(self) -> None:
        self.epoch = self.trainer.epoch
        self.check_mission()
        if self._looked_at:
            self.banner = engine_banner()
            if not self.runner.running:
                self.runner.show()

    def check_mission(self) -> None:
        """Tick the mission when it is met; it stays ticked."""
        if self.mission and not self.mission_met and is_met(MISSIONS[self.mission], self):
            self.mission_met, self.message = True, f"Reached at epoch {self.trainer.epoch}."

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        """A view's message, on whatever thread it comes: it is dealt with on the loop's own."""
        if self._loop is None or self._loop.is_closed():
            commands.handle(self, message)
        else:
            self._loop.call_soon_threadsafe(commands.handle, self, message)


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
