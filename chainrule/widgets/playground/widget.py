"""The playground: a small network, its data and its training, to look at and to change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
import traitlets

from chainrule import nn
from chainrule.exercises import engine_banner
from chainrule.grad_mode import enable_grad
from chainrule.widgets.base import Widget, source
from chainrule.widgets.playground import commands, frames, keeping, still, views
from chainrule.widgets.playground.choices import Choice, SettingError, finite, one_of
from chainrule.widgets.playground.code import code_of
from chainrule.widgets.playground.history import History
from chainrule.widgets.playground.missions import MISSIONS, is_met
from chainrule.widgets.playground.network import linears
from chainrule.widgets.playground.runner import Runner
from chainrule.widgets.playground.sets import Sets, classes_of, clicked, own_points, sets_of
from chainrule.widgets.playground.settings import DATA, SETTINGS, STEP, STRUCTURE, Settings
from chainrule.widgets.playground.state import from_string, to_string
from chainrule.widgets.playground.training import Trainer

RESETTING = ("dataset", "noise", "train_share")  # of the data; other points keep the weights
PROBLEMS = ("classification", "regression")


class Playground(Settings, Widget):
    """A network that learns before your eyes, with everything about it to be changed.

    Parameters
    ----------
    dataset : str
        ``circle``, ``xor``, ``gauss``, ``spiral``, ``blobs`` (three classes), ``plane`` and
        ``multi-gauss`` (regression), or ``own``.
    data : optional
        Own points: arrays ``(x, t)``, rows (x₁, x₂, t), or the path of a CSV file of such rows.
    mission : str, optional
        A goal to reach; see `chainrule.widgets.playground.MISSIONS`.
    **settings
        Any of the settings below, each of which can be read, set and observed at any time.

    Attributes
    ----------
    noise, train_share, batch_size, data_seed, points
        0 … 50; training points in per cent; rows a step; which draw of the data; points added by
        hand, rows (x₁, x₂, label).
    features, hidden, activation, initialisation, dropout, seed
        Such as ``("x1", "x2")``, ``(4, 2)``, ``"tanh"`` (or one for each layer), ``"uniform"``,
        0.0, 0. Setting one of these begins again, except for `dropout`.
    learning_rate, schedule, optimizer, loss, regularisation, regularisation_rate
        How it learns.
    speed, stop_loss, stop_epoch
        Epochs a frame (``"1"``, ``"5"``, ``"max"``); when to stop by itself (0: never).
    show_test, discretise, inside, hide
        What the view shows; `hide` names controls that a lesson does without.
    playing, message, error, mission_met
        What is going on.

    Raises
    ------
    SettingError
        A setting that does not exist, or a value that it does not take, in one sentence.

    Examples
    --------
    >>> playground = Playground("xor", hidden=(4,), learning_rate=0.3, seed=1)
    >>> playground.train(60)
    >>> playground.epoch, playground.test_accuracy > 0.9
    (60, True)
    >>> playground.back(); playground.epoch
    59
    >>> Playground.from_state(playground.state()).hidden
    (4,)
    >>> playground.activation = "rely"
    Traceback (most recent call last):
    ...
    chainrule.widgets.playground.choices.SettingError: activation is one of tanh, relu, sigmoid, \
linear, leaky_relu, prelu, elu, softplus, gelu, and this is 'rely': perhaps relu?
    """

    _esm = views.script()
    _css = source("shared.css") + views.style()

    problem = Choice("classification", PROBLEMS)
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
            self._put(opening(dataset, data, mission), settings)
            self._held = set()  # all of it is built below
        self.sets = sets_of(self, self._own)
        self.trainer = Trainer(self, self.sets)
        self._follow_data()
        self.runner = Runner(self)
        self._loop = running_loop()
        self.observe(self._changed, [*SETTINGS, "problem"])
        self.on_msg(self._heard)
        self._publish()

    # What there is to read

    @property
    def model(self) -> nn.Sequential:
        """The network itself: layers of the engine."""
        return self.trainer.model

    @property
    def data(self) -> Sets:
        """The points: ``x, t, x_test, t_test = playground.data``."""
        return self.sets

    @property
    def history(self) -> History:
        """Losses and accuracies: ``history.epochs``, ``.train``, ``.test``, ``.test_accuracy``."""
        return self.trainer.history

    @property
    def train_loss(self) -> float:
        """The loss on the training points now."""
        return float(self.history.last[1])

    @property
    def test_loss(self) -> float:
        """The loss on the test points now."""
        return float(self.history.last[2])

    @property
    def test_accuracy(self) -> float:
        """Which share of the test points is right now; NaN for regression."""
        return float(self.history.last[4])

    def predict(self, x: Any) -> Any:
        """What the network says of points of shape (n, 2), as the picture shows it."""
        return frames.said(self.trainer, np.asarray(x, float).reshape(-1, 2))

    # What there is to do

    def train(self, epochs: int = 1) -> None:
        """Train for some epochs, here and now; stops early as `play` would."""
        with self._reporting():
            try:
                while epochs > 0 and self._advance():
                    epochs -= 1
            except KeyboardInterrupt:
                self.message = f"Interrupted in epoch {self.trainer.epoch + 1}."
                raise

    def play(self) -> None:
        """Train while a view looks on."""
        if running_loop() is None:
            raise SettingError("There is no event loop to play in: call train(epochs).")
        if not len(self.sets.x):
            self.message = "There are no points yet: click some into the picture."
            self._publish()
            return
        self.playing, self.message, self.banner = True, "Training.", engine_banner()
        self.runner.start()

    def pause(self) -> None:
        """Stop; the next `play` goes on from here."""
        self.playing, self.message = False, f"Paused at epoch {self.trainer.epoch}."

    def step(self) -> None:
        """Train for one epoch."""
        self.playing = False
        self.train(1)

    def back(self) -> None:
        """Undo the last epoch."""
        self.playing = False
        with self._reporting():
            undone = self.trainer.back()
        self.message = "" if undone else "There is no earlier epoch to go back to."

    def reset(self, new_seed: bool = False) -> None:
        """Begin again with the same first weights, or with those of the next seed."""
        self.playing, self.error = False, ""
        if new_seed:
            self.seed += 1  # which begins again
        else:
            with self._reporting():
                self.trainer.reset()
        self.message = f"Begun again with the weights of seed {self.seed}."

    def regenerate(self) -> None:
        """Draw the data anew; the weights stay."""
        self.data_seed += 1

    def add_point(self, x: float, y: float, label: float) -> None:
        """Add a training point."""
        self.points = (*self.points, (x, y, label))

    def set_weight(self, layer: int, neuron: int, source: int, value: float) -> None:
        """Set the weight from `source` to a neuron; the output is the last layer."""
        self._edit(layer, "weight", (neuron, source), value)

    def set_bias(self, layer: int, neuron: int, value: float) -> None:
        """Set the bias of a neuron."""
        self._edit(layer, "bias", (neuron,), value)

    # What there is to keep

    def to_code(self) -> str:
        """The training as a program in NumPy that runs by itself."""
        return code_of(self)

    def state(self) -> str:
        """The settings as a short string, for `from_state`."""
        return to_string(self, self._own)

    @classmethod
    def from_state(cls, state: str, **settings: Any) -> Self:
        """A playground with the settings of a `state`."""
        return cls(**{**from_string(state), **settings})

    def save(self, path: str | Path) -> None:
        """Write settings, data, weights and history into a file."""
        keeping.save(self, path)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read what `save` wrote."""
        return keeping.load(cls, path)

    def choose(self, **settings: Any) -> None:
        """Change several settings at once; all of them or, on an error, none."""
        before = {name: getattr(self, name) for name in settings if name in SETTINGS}
        with self._together():
            try:
                self._put(settings)
            except SettingError:
                self._put(before)
                raise

    # How it works

    def train_a_frame(self, seconds: float) -> None:
        """Some epochs by `speed`, for that long at most."""
        commands.train_a_frame(self, seconds)

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""
        content, buffers = frames.frame(self.trainer)
        self.send({**content, "number": number, "playing": self.playing}, buffers)

    def send_points(self) -> None:
        """Send the points."""
        if self._looked_at:
            self.send(*frames.points(self.trainer))

    def begin_view(self) -> None:
        """Send a new view all that it needs."""
        self._looked_at, self.banner = True, engine_banner()
        self.runner.begin_again()
        self.send(*views.opening())
        self.send_points()
        self.runner.show()

    def still(self) -> tuple[str, str]:
        """The output, the points and the losses."""
        return still.still(self)

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
            self.dataset = "plane" if self.problem == "regression" else "circle"
            return  # which comes back here
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


def opening(dataset: str | None, data: Any, mission: str) -> dict[str, Any]:
    """The settings that a mission, own data and the first argument stand for."""
    settings = dict(MISSIONS[mission].settings) if mission else {}
    if data is not None:
        settings["dataset"] = "own"
    return settings if dataset is None else {**settings, "dataset": dataset}


def problem_of(classes: int) -> str:
    """The kind of problem."""
    return "classification" if classes else "regression"


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop that runs here, if there is one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
