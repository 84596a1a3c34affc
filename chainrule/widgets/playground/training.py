"""Training on the engine: epochs, measurements, and the way back."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule import nn, optim, table
from chainrule.compiler import CompileError, compile
from chainrule.engine import Array, raw
from chainrule.exercises.overrides import overrides
from chainrule.nn import Dropout
from chainrule.widgets.playground.datasets import Datasets
from chainrule.widgets.playground.history import History, Row
from chainrule.widgets.playground.network import (
    activations_of,
    feature_columns,
    linears,
    network,
)
from chainrule.widgets.playground.objective import Squared, objective
from chainrule.widgets.playground.settings import Settings
from chainrule.widgets.playground.surgery import Fixed, Place, as_dict, parameter_of

BACK = 300  # epochs that can be taken back
PERIOD = 500  # epochs of half a cosine; a step schedule halves five times in it


@dataclass(frozen=True)
class Moment:
    """All that an epoch changes."""

    epoch: int
    values: tuple[Array, ...]
    generators: tuple[Any, ...]
    row: Row


class Trainer:
    """A network, its data and its optimiser.

    Parameters
    ----------
    settings : Settings
        Read when something is built; learning rate and batch size at each epoch.
    datasets : Datasets
        The points.
    """

    def __init__(self, settings: Settings, datasets: Datasets) -> None:
        self.settings, self.datasets = settings, datasets
        self.history = History()
        self.reset()

    def reset(self) -> None:
        """Begin again, with the weights that the seed stands for."""
        self.build()
        self.epoch = 0
        self.history.clear()
        self.past: deque[Moment] = deque(maxlen=BACK)
        self.future: list[Moment] = []
        self.prepare()
        self.measure()

    def build(self) -> None:
        """Make the network, with its first weights."""
        s = self.settings
        sizes = (len(s.features), *s.hidden, self.datasets.outputs)
        self.model = network(sizes, s.activations, s.dropout, s.initialisation, s.seed)
        self.before: dict[Place, float] = {}  # it was cut or frozen

    def use(self, datasets: Datasets) -> None:
        """Go on with other points."""
        self.datasets = datasets
        self.prepare()
        self.measure_again()

    def prepare(self) -> None:
        """Make the step for the present settings; the weights stay."""
        s, data = self.settings, self.datasets
        self.objective = objective(data.classes, s.loss)
        self.optimizer = optimizer_of(s.optimizer, self.model, s.learning_rate)
        self.schedule = schedule_of(s.schedule, self.optimizer)
        self.x, self.x_test = (feature_columns(x, s.features) for x in (data.x, data.x_test))
        self.targets = self.objective.targets(data.t)
        self.targets_test = self.objective.targets(data.t_test)
        self.fix()
        self.forget_moments()

    def fix(self) -> None:
        """Make a step that leaves alone what is cut or frozen.

        What was cut and is not any more has the weight again that it had before.
        """
        s, now = self.settings, as_dict(self.settings.fixed)
        for place in self.before.keys() - now.keys():
            parameter, at = parameter_of(self.model, place)
            parameter.data[at] = parameter.data[at] or self.before.pop(place)
        for place in now:
            parameter, at = parameter_of(self.model, place)
            self.before.setdefault(place, float(parameter.data[at]))
        fixed = Fixed(self.model, now)
        fixed.put_back()
        penalty = penalty_of(self.model, s.regularisation, s.regularisation_rate)
        self.eager_step = TrainingStep(
            self.model, self.optimizer, self.objective, penalty, fixed
        ).run
        self.choose_step()

    def parameters_changed(self) -> None:
        """Take note that a parameter was set by hand."""
        self.forget_moments()
        self.measure_again()

    def forget_moments(self) -> None:
        """Nothing else can be gone to any more: what went on there is not what would go on now."""
        if self.future:
            self.history.back_to(self.history.last)
        self.past.clear()
        self.future.clear()

    def measure_again(self) -> None:
        """Put the present losses in place of those of this epoch."""
        self.history.forget(self.epoch)
        self.measure()

    def measure_anew(self) -> None:
        """Begin the history at this epoch."""
        self.history.clear()
        self.measure()

    def resume(self, epoch: int, rows: Array) -> None:
        """Go on at an epoch that was kept, with its history."""
        self.epoch = epoch
        self.history.restore([tuple(float(n) for n in row) for row in rows])

    def set_dropout(self) -> None:
        """Build the network anew around the present weights."""
        old, before = [p.data for p in self.model.parameters()], self.before
        self.build()
        self.before = before
        for parameter, values in zip(self.model.parameters(), old, strict=True):
            parameter.data[...] = values
        self.prepare()

    def advance(self) -> None:
        """Train for one epoch on the training points in a new order."""
        self.past.append(self.moment())
        if self.future:
            self.history.back_to(self.history.last)
            self.future.clear()
        if self.parts != overrides:
            self.choose_step()
        self.optimizer.lr = self.settings.learning_rate * factor_at(self.schedule, self.epoch)
        order = np.random.default_rng([self.settings.seed, self.epoch]).permutation(len(self.x))
        x, t, size = self.x[order], self.targets[order], self.settings.batch_size
        with np.errstate(all="ignore"):  # that numbers blow up is told in `diverged`
            for i in range(0, len(x), size):
                self.take_step(x[i : i + size], t[i : i + size])
        self.epoch += 1
        self.measure()

    def choose_step(self) -> None:
        """Compile the step, on the parts that the engine runs on now."""
        self.parts = dict(overrides)
        self.step: Any = compile(self.eager_step)

    def take_step(self, x: Array, t: Array) -> None:
        """Take a step; a learner's parts may be such that no recording can follow it.

        Then it was taken as it is, and so are those that come.
        """
        try:
            self.step(x, t)
        except CompileError:
            if not self.parts:
                raise
            self.step = self.eager_step

    def measure(self) -> None:
        """Write losses and accuracies into the history."""
        s = self.datasets
        train = self.loss_and_accuracy(self.x, self.targets, s.t)
        test = self.loss_and_accuracy(self.x_test, self.targets_test, s.t_test)
        self.history.add((self.epoch, train[0], test[0], train[1], test[1]))

    def loss_and_accuracy(self, x: Array, targets: Array, t: Array) -> tuple[float, float]:
        """Loss and accuracy on some points; NaN where there is none."""
        if not len(x):
            return math.nan, math.nan
        with np.errstate(all="ignore"):
            z = activations_of(self.model, x)[-1]
            right = self.objective.correct(z, t)
            loss = float(raw(self.objective.loss(z, targets)))
        return loss, math.nan if right is None else float(right.mean())

    @property
    def diverged(self) -> bool:
        """Whether a loss or a parameter is no finite number any more."""
        finite = all(np.isfinite(p.data).all() for p in self.optimizer.params)
        return not finite or (len(self.x) > 0 and not math.isfinite(self.history.last[1]))

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
        """The share of the test points that is right now; NaN for regression."""
        return float(self.history.last[4])

    def reason_to_stop(self) -> str:
        """Why training does not go on, in a sentence; empty if it does."""
        s = self.settings
        if self.diverged:
            remedy = "go back or reset, and try a lower learning rate"
            return f"Diverged at epoch {self.epoch}: the numbers are no longer finite; {remedy}."
        if s.stop_loss and self.test_loss < s.stop_loss:
            return f"Stopped at epoch {self.epoch}: the test loss is below {s.stop_loss:g}."
        if s.stop_epoch and self.epoch == s.stop_epoch:
            return f"Stopped at epoch {self.epoch}, as was asked for."
        return ""

    def moment(self) -> Moment:
        """All that the next epoch will change."""
        values = tuple(array.copy() for array in self.arrays())
        return Moment(self.epoch, values, self.generators(), self.history.last)

    def back(self) -> bool:
        """Undo the last epoch; say whether there was one."""
        if not self.past:
            return False
        self.future.clear()
        self.restore(self.past.pop())
        self.history.back_to(self.history.last)
        return True

    def undo_to(self, epoch: int) -> None:
        """Undo what came after an epoch, if it was kept."""
        while self.reach[0] <= epoch < self.epoch:
            self.back()

    def go_to(self, epoch: int) -> None:
        """Go to an epoch that was kept, or to the one next to it; the way on is kept as well."""
        while self.past and self.epoch > epoch:
            self.future.append(self.moment())
            self.restore(self.past.pop())
        while self.future and self.epoch < epoch:
            self.past.append(self.moment())
            self.restore(self.future.pop())

    @property
    def reach(self) -> tuple[int, int]:
        """The first and the last epoch that can be gone to."""
        first = self.past[0].epoch if self.past else self.epoch
        return first, self.future[0].epoch if self.future else self.epoch

    def restore(self, moment: Moment) -> None:
        """Be as it was at a moment; the history of what came later stays."""
        for array, values in zip(self.arrays(), moment.values, strict=True):
            array[...] = values
        for layer, state in zip(self.dropouts(), moment.generators, strict=True):
            layer.generator.bit_generator.state = state  # type: ignore[union-attr]
        self.epoch, self.history.last = moment.epoch, moment.row

    def arrays(self) -> list[Array]:
        """Parameters and the optimiser's memory."""
        memory = [a for b in self.optimizer.blocks for a in (b.steps, *b.state.values())]
        return [*(p.data for p in self.optimizer.params), *memory]

    def dropouts(self) -> list[Dropout]:
        """The layers that draw."""
        return [layer for layer in self.model.layers if isinstance(layer, Dropout)]

    def generators(self) -> tuple[Any, ...]:
        """The states of what they draw from."""
        return tuple(d.generator.bit_generator.state for d in self.dropouts() if d.generator)


class TrainingStep:
    """A step of the optimiser on a batch, to be run as it is or compiled."""

    def __init__(
        self,
        model: nn.Sequential,
        optimizer: optim.Optimizer,
        objective: Squared,
        penalty: Callable[[], Any] | None,
        fixed: Fixed,
    ) -> None:
        self.model, self.optimizer = model, optimizer
        self.objective, self.penalty, self.fixed = objective, penalty, fixed

    def run(self, x: Any, t: Any) -> None:
        """Forward, backward, update."""
        self.optimizer.zero_grad()
        loss = self.objective.loss(self.model(x), t)
        if self.penalty is not None:
            loss = loss + self.penalty()
        loss.backward()
        self.fixed.spare()
        self.optimizer.step()
        self.fixed.put_back()


def penalty_of(model: nn.Sequential, kind: str, rate: float) -> Callable[[], Any] | None:
    """`rate` times Σ |w| (l1) or ½ Σ w² (l2) over all weights; biases are free."""
    weights = [layer.weight for layer in linears(model)]
    if kind == "none" or not rate:
        return None
    if kind == "l1":
        return lambda: rate * total([table.abs(w).sum() for w in weights])
    return lambda: 0.5 * rate * total([(w * w).sum() for w in weights])


def total(terms: list[Any]) -> Any:
    """The sum of at least one term."""
    return sum(terms[1:], terms[0])


def optimizer_of(name: str, model: nn.Module, rate: float) -> optim.Optimizer:
    """The optimiser of that name."""
    if name == "adam":
        return optim.Adam(model.parameters(), lr=rate)
    return optim.SGD(model.parameters(), lr=rate, momentum=0.9 if name == "momentum" else 0.0)


def schedule_of(name: str, optimizer: optim.Optimizer) -> optim.LRScheduler:
    """The schedule of that name, of which only the factor is asked."""
    if name == "cosine":
        return optim.CosineAnnealingLR(optimizer, T_max=PERIOD)
    return optim.StepLR(optimizer, PERIOD // 5, gamma=0.5 if name == "step" else 1.0)


def factor_at(schedule: optim.LRScheduler, epoch: int) -> Any:
    """What a schedule multiplies the learning rate by; a cosine stays where its half ends."""
    return schedule.factor(min(epoch, getattr(schedule, "T_max", epoch)))
