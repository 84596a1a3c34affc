"""Goals to reach, each with the check that it is met."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chainrule.widgets.playground.diagnostics import dead
from chainrule.widgets.playground.network import FEATURES, linears
from chainrule.widgets.playground.training import Trainer


@dataclass(frozen=True)
class Mission:
    """A goal.

    Parameters
    ----------
    goal : str
        What is to be reached, in a sentence.
    met : callable
        Whether training has reached it.
    hint : str
        What to try.
    debrief : str
        What it has shown, said when the goal is reached.
    solution : dict
        Settings with which training reaches it within 400 epochs.
    settings : dict
        Where it starts.
    """

    goal: str
    met: Callable[[Trainer], bool]
    hint: str
    debrief: str
    solution: dict[str, Any]
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


MISSIONS = {
    "circle": Mission(
        "Learn the circle: a test loss below 0.05.",
        test_loss_below(0.05, "circle"),
        "The net that is there can do it. Give it time.",
        "Straight borders close when there are three or more of them.",
        {},
    ),
    "circle-by-features": Mission(
        "Learn the circle without any hidden layer: a test loss below 0.1.",
        by_features,
        "What do all points of a circle have in common? It can be said with squares.",
        "A circle is a straight line in x₁² and x₂²: the features did what a layer does.",
        {"features": ("x1_squared", "x2_squared")},
        {"hidden": ()},
    ),
    "xor": Mission(
        "Learn XOR from x₁ and x₂ with four hidden neurons or fewer: a test loss below 0.05.",
        few_neurons,
        "One neuron makes one border. If a start fails, try another seed.",
        "From some starts this net arrives and from others it does not.",
        {"hidden": (4,), "learning_rate": 0.1, "seed": 1},
        {"dataset": "xor", "hidden": (1,)},
    ),
    "gauss": Mission(
        "Separate the two clouds without a hidden layer: a test loss below 0.02.",
        lambda trainer: not trainer.settings.hidden and test_loss_below(0.02, "gauss")(trainer),
        "Take the hidden layer away, and give it time.",
        "Where one straight border will do, a single neuron is enough.",
        {"hidden": ()},
        {"dataset": "gauss", "hidden": (2,)},
    ),
    "spiral": Mission(
        "Learn the spiral from x₁ and x₂ alone: a test loss below 0.1.",
        spiral_plain,
        "Two wide layers, and an optimiser that does not lose patience.",
        "The first layer cuts, the second makes pieces of the cuts, and the output joins them.",
        {"hidden": (8, 8), "optimizer": "adam", "learning_rate": 0.01},
        {"dataset": "spiral"},
    ),
    "overfit": Mission(
        "Overfit: a training loss below 0.05 and a test loss three times as high.",
        overfitted,
        "There are few points and much noise. What size must a net have to remember them all?",
        "A low training loss may be learning or mere memory: only other points can tell.",
        {"hidden": (8, 8), "learning_rate": 0.1},
        {"dataset": "gauss", "noise": 50, "train_share": 10},
    ),
    "dead": Mission(
        "Kill a layer: make every neuron of a ReLU layer say 0 for every point.",
        all_dead,
        "A step that is much too long will do it, and so do biases that are far below 0.",
        "Behind a dead layer the net says the same of every point.",
        {"learning_rate": 3},
        {"activation": "relu"},
    ),
    "diverge": Mission(
        "Make training blow up: a loss that is no finite number.",
        blown_up,
        "Steps that are too long get longer with each step.",
        "Where the loss is no number, the learning rate is the first suspect.",
        {"learning_rate": 10},
        {"dataset": "plane", "activation": "relu"},
    ),
    "sparse": Mission(
        "Learn the circle with L1 so that half of the first weights are nearly 0 "
        "and the test loss is below 0.2.",
        sparse,
        "It needs a rate: begin with a small one.",
        "L1 pulls each weight with the same force, and what is not needed goes to 0.",
        {"regularisation_rate": 0.003, "learning_rate": 0.1},
        {"regularisation": "l1", "features": tuple(FEATURES)},
    ),
    "three-classes": Mission(
        "Tell three classes apart: 95 % of the test points right.",
        lambda trainer: trainer.settings.dataset == "blobs" and trainer.test_accuracy >= 0.95,
        "The net that is there can do it.",
        "Three outputs, softmax, and p − y for each of them.",
        {},
        {"dataset": "blobs"},
    ),
}


def is_met(mission: Mission, trainer: Trainer) -> bool:
    """Whether the goal is reached; a loss that is no number never reaches one."""
    finite = math.isfinite(trainer.train_loss) or mission.met is blown_up
    return finite and mission.met(trainer)
