"""Goals to reach, each with the check that it is met."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chainrule.widgets.playground.diagnostics import dead
from chainrule.widgets.playground.network import linears
from chainrule.widgets.playground.training import Trainer


@dataclass(frozen=True)
class Mission:
    """A goal.

    Parameters
    ----------
    goal : str
        What is to be reached, in a sentence.
    settings : dict
        Where it starts.
    met : callable
        Whether training has reached it.
    """

    goal: str
    met: Callable[[Trainer], bool]
    settings: dict[str, Any] = field(default_factory=dict)


def test_loss_below(limit: float, dataset: str) -> Callable[[Trainer], bool]:
    """The check that the network has learned a data set."""
    return lambda trainer: (
        trainer.settings.dataset == dataset and trainer.epoch > 0 and trainer.test_loss < limit
    )


def few_neurons(trainer: Trainer) -> bool:
    """XOR by no more than four neurons from x₁ and x₂ alone."""
    s = trainer.settings
    plain = set(s.features) <= {"x1", "x2"} and sum(s.hidden) <= 4
    return plain and test_loss_below(0.05, "xor")(trainer)


def by_features(trainer: Trainer) -> bool:
    """The circle without a hidden layer."""
    return not trainer.settings.hidden and test_loss_below(0.1, "circle")(trainer)


def spiral_plain(trainer: Trainer) -> bool:
    """The spiral from x₁ and x₂ alone."""
    plain = set(trainer.settings.features) <= {"x1", "x2"}
    return plain and test_loss_below(0.1, "spiral")(trainer)


def overfitted(trainer: Trainer) -> bool:
    """A training loss below 0.05 and a test loss three times as high."""
    train_loss = trainer.train_loss
    return trainer.epoch > 0 and train_loss < 0.05 and trainer.test_loss > 3 * train_loss


def all_dead(trainer: Trainer) -> bool:
    """A whole layer of ReLU neurons that are dead."""
    s = trainer.settings
    layers = zip(s.activations, s.hidden, dead(trainer), strict=True)
    return any(a == "relu" and len(gone) == n for a, n, gone in layers)


def sparse(trainer: Trainer) -> bool:
    """The circle learned by L1 with half of the weights of the first layer near 0."""
    first = abs(linears(trainer.model)[0].weight.data)
    near = float((first < 0.05).mean())
    l1 = trainer.settings.regularisation == "l1"
    return l1 and near >= 0.5 and test_loss_below(0.2, "circle")(trainer)


def blown_up(trainer: Trainer) -> bool:
    """Numbers that are finite no more."""
    return trainer.diverged


WIDE = {"hidden": (8, 8), "activation": "relu", "learning_rate": 0.1}

MISSIONS = {
    "circle": Mission(
        "Learn the circle: a test loss below 0.05.", test_loss_below(0.05, "circle")
    ),
    "circle-by-features": Mission(
        "Learn the circle without any hidden layer: a test loss below 0.1.",
        by_features, {"hidden": ()},
    ),
    "xor": Mission(
        "Learn XOR from x₁ and x₂ with four hidden neurons or fewer: a test loss below 0.05.",
        few_neurons, {"dataset": "xor", "hidden": (1,)},
    ),
    "gauss": Mission(
        "Separate the two clouds without a hidden layer: a test loss below 0.02.",
        lambda trainer: not trainer.settings.hidden and test_loss_below(0.02, "gauss")(trainer),
        {"dataset": "gauss", "hidden": (2,)},
    ),
    "spiral": Mission(
        "Learn the spiral from x₁ and x₂ alone: a test loss below 0.1.",
        spiral_plain, {"dataset": "spiral"},
    ),
    "overfit": Mission(
        "Learn by heart: a training loss below 0.05 and a test loss three times as high.",
        overfitted, {"dataset": "gauss", "noise": 50, "train_share": 10},
    ),
    "dead": Mission(
        "Kill a layer: make every neuron of a ReLU layer say 0 for every point.",
        all_dead, {"activation": "relu"},
    ),
    "diverge": Mission(
        "Make training blow up: a loss that is no finite number.",
        blown_up, {"dataset": "plane", "activation": "relu"},
    ),
    "sparse": Mission(
        "Learn the circle with L1 so that half of the first weights are nearly 0 "
        "and the test loss is below 0.2.",
        sparse, {"regularisation": "l1", "features": ("x1", "x2", "x1_squared", "x2_squared",
                                                      "x1_x2", "sin_x1", "sin_x2")},
    ),
    "three-classes": Mission(
        "Tell three classes apart: 95 % of the test points right.",
        lambda trainer: trainer.settings.dataset == "blobs" and trainer.test_accuracy >= 0.95,
        {"dataset": "blobs"},
    ),
}  # fmt: skip


def is_met(mission: Mission, trainer: Trainer) -> bool:
    """Whether the goal is reached; a loss that is no number never reaches one."""
    finite = math.isfinite(trainer.train_loss) or mission.met is blown_up
    return finite and mission.met(trainer)
