"""The playground: a small network, its data and its training, to look at and to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from chainrule import nn
from chainrule.engine import Array
from chainrule.widgets.playground import commands, messages, storage
from chainrule.widgets.playground.controller import Controller
from chainrule.widgets.playground.datasets import Datasets, own_points
from chainrule.widgets.playground.diagnostics import Followed, weight_gradients, what_matters
from chainrule.widgets.playground.export_code import code_of
from chainrule.widgets.playground.guess import BRUSH, Agreement, Guess
from chainrule.widgets.playground.heatmaps import SIDE
from chainrule.widgets.playground.history import History
from chainrule.widgets.playground.missions import MISSIONS
from chainrule.widgets.playground.settings import DEFAULTS, LOOKS, SETTINGS
from chainrule.widgets.playground.surgery import (
    as_dict,
    called,
    cuts_of,
    parameter_of,
    parts_of,
    reached_by,
)
from chainrule.widgets.playground.traits import SettingError
from chainrule.widgets.playground.url_state import from_string, to_string

if TYPE_CHECKING:
    from chainrule.widgets.boards import SeedWall, TwoBoards


class Playground(Controller):
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
    show_test, discretise, inside, backward, hide
        What the view shows; `backward` is the backward pass, and `hide` names
        controls that a lesson does without.
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
    >>> playground.activation = "rely"  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    chainrule.widgets.playground.traits.SettingError: activation is one of sigmoid, ..., and \
this is 'rely': perhaps relu?
    """

    def __init__(
        self, dataset: str | None = None, *, data: Any = None, mission: str = "", **settings: Any
    ) -> None:
        super().__init__(dataset, data=data, mission=mission, **settings)
        commands.listen(self)

    # What there is to read

    @property
    def model(self) -> nn.Sequential:
        """The network itself: layers of the engine."""
        return self.trainer.model

    @property
    def data(self) -> Datasets:
        """The points: ``x, t, x_test, t_test = playground.data``."""
        return self.datasets

    @property
    def history(self) -> History:
        """Losses and accuracies: ``history.epochs``, ``.train``, ``.test``, ``.test_accuracy``."""
        return self.trainer.history

    @property
    def train_loss(self) -> float:
        """The loss on the training points now."""
        return self.trainer.train_loss

    @property
    def test_loss(self) -> float:
        """The loss on the test points now."""
        return self.trainer.test_loss

    @property
    def test_accuracy(self) -> float:
        """Which share of the test points is right now; NaN for regression."""
        return self.trainer.test_accuracy

    def predict(self, x: Any) -> Any:
        """What the network says of points of shape (n, 2), as the picture shows it."""
        return messages.predictions(self.trainer, np.asarray(x, float).reshape(-1, 2))

    # What there is to do

    def train(self, epochs: int = 1) -> None:
        """Train for some epochs, here and now; stops early as `play` would."""
        with self._reporting():
            try:
                while epochs > 0 and self.advance():
                    epochs -= 1
            except KeyboardInterrupt:
                self.message = f"Interrupted in epoch {self.trainer.epoch + 1}."
                raise

    def reset(self, new_seed: bool = False) -> None:
        """Begin again with the same first weights, or with those of the next seed."""
        self.playing, self.error, self._by_hand = False, "", None
        if new_seed:
            self.seed += 1  # which begins again
        else:
            with self._reporting():
                self.trainer.reset()
        self.message = f"Begun again with the weights of seed {self.seed}."

    def regenerate(self) -> None:
        """Draw the data anew; the weights stay."""
        self.data_seed += 1

    def use_data(self, data: Any) -> None:
        """Take other own points, as `data` of a new playground takes them, and begin again."""
        self._own = own_points(data)
        self._put_away.pop("own", None)
        if self.dataset != "own":
            self.dataset = "own"
        else:
            self._quietly("points", ())
            self._apply({"dataset"})

    def add_point(self, x: float, y: float, label: float) -> None:
        """Add a training point."""
        self.points = (*self.points, (x, y, label))

    def remove_point(self, place: int = -1) -> None:
        """Take a point by hand away, by its place among them: the newest one, if none is named."""
        points = list(self.points)
        if not -len(points) <= place < len(points):
            raise SettingError("There is no such point to take away.")
        del points[place]
        self.points = tuple(points)

    def follow_point(self, place: int | None) -> None:
        """Follow a point through the network: by its place among the points, those to train first.

        Each neuron shows what it says of it, each line what it carries; with `backward` each line
        shows how much the loss of this point hangs on it. None ends it.
        """
        data = self.datasets
        x, t = np.r_[data.x, data.x_test], np.r_[data.t, data.t_test]
        if place is not None and not 0 <= place < len(x):
            raise SettingError(f"There are points 0 to {len(x) - 1}, and this is {place}.")
        self.followed = None
        if place is not None:
            self.followed = Followed(float(x[place, 0]), float(x[place, 1]), float(t[place]))
        self._publish()

    def what_matters(self) -> list[list[float]]:
        """Of each hidden neuron, how much the training loss grows if it says its mean always.

        >>> playground = Playground("xor", hidden=(3,))
        >>> playground.set_weight(1, 0, 2, 0)  # nobody listens to the third neuron
        >>> playground.what_matters()[0][2]
        0.0
        """
        return what_matters(self.trainer)

    def gradients(self) -> list[Array]:
        """The gradient of the training loss for the weights of each layer, shape (out, in).

        >>> [g.shape for g in Playground(hidden=(4,)).gradients()]
        [(4, 2), (1, 4)]
        """
        return weight_gradients(self.trainer)

    def set_weight(self, layer: int, neuron: int, source: int, value: float) -> None:
        """Set the weight from `source` to a neuron; the output is the last layer."""
        self._edit(layer, "weight", (neuron, source), value)

    def set_bias(self, layer: int, neuron: int, value: float) -> None:
        """Set the bias of a neuron."""
        self._edit(layer, "bias", (neuron,), value)

    def cut(self, layer: int, neuron: int, source: int | str | None = None) -> None:
        """Cut the line from `source` to a neuron: it is 0, and stays 0 while the rest learns.

        `source` may be ``"bias"``. Without one the neuron is cut: those behind it hear 0 of it.
        Steps back, a reset and the code keep to it; a network of another shape forgets it.

        >>> playground = Playground(hidden=(3,))
        >>> playground.cut(0, 2, 1); playground.cut(0, 0); playground.train(2)
        >>> playground.model[0].weight.data[2, 1].item(), playground.what_matters()[0][0]
        (0.0, 0.0)
        """
        places = cuts_of(layer, neuron, source, self.sizes)
        self.message = f"Cut: {called(layer, neuron, source)}."
        self._fix(dict.fromkeys(places, 0.0))

    def freeze(self, layer: int, neuron: int, source: int | str | None = None) -> None:
        """Freeze a weight or ``"bias"`` as `cut` takes them, or all of a neuron, as they are now.

        What is frozen keeps its value when it is begun again, too.
        """
        places = parts_of(layer, neuron, source, self.sizes)
        found = {place: parameter_of(self.model, place) for place in places}
        self.message = f"Frozen: {called(layer, neuron, source)}."
        self._fix({place: float(p.data[at]) for place, (p, at) in found.items()})

    def restore(
        self, layer: int | None = None, neuron: int = 0, source: int | str | None = None
    ) -> None:
        """Let a weight, a bias, a neuron or, if none is named, everything learn again.

        What was cut has the weight again that it had before.
        """
        stays = as_dict(self.fixed)
        gone = reached_by(layer, neuron, source, self.sizes) if layer is not None else [*stays]
        self.message = "Restored: it learns again."
        self.fixed = tuple((*at, value) for at, value in stays.items() if at not in gone)

    @property
    def guess(self) -> Array | None:
        """What was guessed that the network will say: a label for each square of the picture.

        Set it to a function from points (n, 2) to labels, paint it, or set it to None.

        >>> playground = Playground("circle", learning_rate=0.1)
        >>> playground.guess = lambda x: np.hypot(*x.T) < 3
        >>> playground.train(100)
        >>> playground.agreement().points > 0.9
        True
        """
        return None if self.guessed is None else self.guessed.labels.reshape(SIDE, SIDE)

    @guess.setter
    def guess(self, says: Callable[[Array], Any] | None) -> None:
        self.guessed = None if says is None else Guess(self.datasets.classes, says)
        self._publish_guess()

    def paint(self, path: Any, label: float, width: float = BRUSH) -> None:
        """Paint where you think that the network will say a label: along a path of positions.

        What is not painted counts as the first class, -1 or 0.
        """
        if self.guessed is None:
            self.guessed = Guess(self.datasets.classes)
        self.guessed.paint(path, label, width)
        self._publish_guess()

    def undo_paint(self) -> None:
        """Take the last stroke of the guess back."""
        if self.guessed:
            self.guessed.undo()
            self._publish_guess()

    def agreement(self) -> Agreement:
        """On which shares of the picture and of the points the guess and the network agree."""
        if self.guessed is None:
            raise SettingError("There is no guess yet: paint one, or set guess to a function.")
        return self.guessed.agreement(self.trainer)

    # More than one of them

    def compare(self, other: Playground | None = None, /, **change: Any) -> TwoBoards:
        """Two boards that learn side by side: this one as A, and with one setting different as B.

        Both begin anew; this playground stays as it is.

        Parameters
        ----------
        other : Playground, optional
            One whose settings B has.
        **change
            Settings of B, such as ``learning_rate=0.3``, which is taken if nothing is said.

        Examples
        --------
        >>> boards = Playground("xor", hidden=(4,)).compare(optimizer="adam")
        >>> boards.train(20); boards.difference
        'One setting differs: the optimiser is SGD in A and Adam in B. Same points, same first \
weights.'
        """
        from chainrule.widgets.boards import TwoBoards

        return TwoBoards.between(self, other, change)

    def wall(self, **settings: Any) -> SeedWall:
        """Sixteen networks like this one with sixteen first weights, learning at once.

        Parameters
        ----------
        **settings
            Others than those of this playground, and the `goal` of a `SeedWall`.
        """
        from chainrule.widgets.boards import SeedWall

        return SeedWall.of(self, **settings)

    # What there is to keep

    def to_code(self) -> str:
        """The training as a program in NumPy that runs by itself."""
        return code_of(self.trainer)

    def state(self) -> str:
        """The settings as a short string, for `from_state`."""
        return to_string(self, self._own_shown)

    @classmethod
    def from_state(cls, state: str, **settings: Any) -> Self:
        """A playground with the settings of a `state`."""
        return cls(**{**from_string(state), **settings})

    def save(self, path: str | Path) -> None:
        """Write settings, data, weights and history into a file."""
        storage.save(self.trainer, path, self._own_shown, self.mission)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read what `save` wrote."""
        playground = storage.load(cls, path)
        playground._publish()
        return playground

    def hint(self) -> str:
        """What to try in the mission; empty without one."""
        return MISSIONS[self.mission].hint if self.mission else ""

    def solve(self) -> None:
        """Load a solution of the mission, whatever was changed; then training reaches the goal."""
        if not self.mission:
            raise SettingError("There is no mission to solve: name one, as in mission='xor'.")
        mission = MISSIONS[self.mission]
        plain = {name: value for name, value in DEFAULTS.items() if name not in LOOKS}
        self.choose(**plain | mission.settings | mission.solution)
        self.reset()
        self._by_hand = mission.by_hand
        self.message = "A solution is loaded. Press play."

    def choose(self, **settings: Any) -> None:
        """Change several settings at once; all of them or, on an error, none."""
        before = {name: getattr(self, name) for name in settings if name in SETTINGS}
        with self._together():
            try:
                self._put(settings)
            except SettingError:
                self._put(before)
                raise
