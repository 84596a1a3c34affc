"""Goals to reach, each with the check that it is met."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from chainrule.widgets.playground.diagnostics import Followed, dead, weight_gradients
from chainrule.widgets.playground.guess import Guess
from chainrule.widgets.playground.network import FEATURES, linears
from chainrule.widgets.playground.training import Trainer


class Board(Protocol):
    """A playground as its mission sees it."""

    trainer: Trainer
    followed: Followed | None
    guessed: Guess | None


Check = Callable[[Board], bool]


@dataclass(frozen=True)
class Mission:
    """A goal.

    Parameters
    ----------
    goal : str
        What is to be reached, in a sentence.
    met : callable
        Whether a board has reached it.
    hint : str
        What to try.
    debrief : str
        What it has shown, said when the goal is reached.
    solution : dict
        Settings with which training reaches it within 400 epochs.
    settings : dict
        Where it starts.
    by_hand : callable, optional
        What the solution does after an epoch besides training.
    """

    goal: str
    met: Check
    hint: str
    debrief: str
    solution: dict[str, Any]
    settings: dict[str, Any] = field(default_factory=dict)
    by_hand: Callable[[Any], None] | None = None


def test_loss_below(limit: float, dataset: str) -> Check:
    """The check that the network has learned a data set."""

    def met(board: Board) -> bool:
        now = board.trainer
        return now.settings.dataset == dataset and now.epoch > 0 and now.test_loss < limit

    return met


def few_neurons(board: Board) -> bool:
    """XOR by no more than four neurons from x₁ and x₂ alone."""
    s = board.trainer.settings
    plain = set(s.features) <= {"x1", "x2"} and sum(s.hidden) <= 4
    return plain and test_loss_below(0.05, "xor")(board)


def by_features(board: Board) -> bool:
    """The circle without a hidden layer."""
    return not board.trainer.settings.hidden and test_loss_below(0.1, "circle")(board)


def spiral_plain(board: Board) -> bool:
    """The spiral from x₁ and x₂ alone."""
    plain = set(board.trainer.settings.features) <= {"x1", "x2"}
    return plain and test_loss_below(0.1, "spiral")(board)


def overfitted(board: Board) -> bool:
    """A training loss below 0.05 and a test loss three times as high."""
    now = board.trainer
    return now.epoch > 0 and now.train_loss < 0.05 and now.test_loss > 3 * now.train_loss


def all_dead(board: Board) -> bool:
    """A whole layer of ReLU neurons that are dead."""
    s = board.trainer.settings
    layers = zip(s.activations, s.hidden, dead(board.trainer), strict=True)
    return any(a == "relu" and len(gone) == n for a, n, gone in layers)


def sparse(board: Board) -> bool:
    """The circle learned by L1 with half of the weights of the first layer near 0."""
    first = abs(linears(board.trainer.model)[0].weight.data)
    near = float((first < 0.05).mean())
    l1 = board.trainer.settings.regularisation == "l1"
    return l1 and near >= 0.5 and test_loss_below(0.2, "circle")(board)


def blown_up(board: Board) -> bool:
    """Numbers that are finite no more."""
    return board.trainer.diverged


def alike(board: Board) -> bool:
    """A guess that says what the network says on 90 % of the picture, after 50 epochs."""
    guess, now = board.guessed, board.trainer
    return guess is not None and now.epoch >= 50 and guess.agreement(now).picture >= 0.9


def vanished(board: Board) -> bool:
    """A first layer whose gradients are a thousand times smaller than those of the last."""
    slopes = [float(np.abs(g).mean()) for g in weight_gradients(board.trainer)]
    return board.trainer.epoch > 0 and 0 < 1000 * slopes[0] < slopes[-1]


def follows_a_mistake(board: Board) -> bool:
    """A point is followed whose label the network misses, after 50 epochs."""
    now, point = board.trainer, board.followed
    if point is None or now.epoch < 50 or now.datasets.classes != 2:
        return False
    return bool(point.told(now)["values"][-1][0] * point.t < 0)


def turned_back(board: Board) -> bool:
    """A hundred epochs or more back, where the test loss was as low as it has ever been."""
    now = board.trainer
    lowest = min(row[2] for row in [*now.history.kept, *(kept.row for kept in now.future)])
    return now.reach[1] - now.epoch >= 100 and now.test_loss <= 1.02 * lowest


def pruned(board: Board) -> bool:
    """The circle learned by a layer of eight, five of whose neurons are cut off."""
    s = board.trainer.settings
    if s.hidden != (8,):
        return False
    gone = {source for layer, _, source, value in s.fixed if layer == 1 and value == 0}
    return len(gone - {"bias"}) >= 5 and test_loss_below(0.1, "circle")(board)


def guess_a_disc(playground: Any) -> None:
    """Guess a disc of radius 3."""
    if playground.guess is None:
        playground.guess = lambda x: np.hypot(*x.T) < 3


def follow_a_mistake(playground: Any) -> None:
    """Follow the first point on the wrong side, once there was time to learn."""
    if playground.epoch < 50:
        return
    wrong = playground.predict(playground.data.x).ravel() * playground.data.t < 0
    if wrong.any():
        playground.follow_point(int(wrong.argmax()))


def turn_back(playground: Any) -> None:
    """After 300 epochs, go back to where the test loss was lowest."""
    if playground.epoch >= 300:
        history = playground.history
        playground.go_to(int(history.epochs[history.test.argmin()]))


def prune(playground: Any) -> None:
    """From epoch 150 on, every 30 epochs, cut the neuron that matters least; three are left."""
    gone = {neuron for layer, _, neuron, _ in playground.fixed if layer == 1}
    if playground.epoch >= 150 + 30 * len(gone) and len(gone) < 5:
        matters = playground.what_matters()[0]
        playground.cut(0, min({*range(8)} - gone, key=lambda neuron: matters[neuron]))


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
        lambda board: not board.trainer.settings.hidden and test_loss_below(0.02, "gauss")(board),
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
        lambda board: (
            board.trainer.settings.dataset == "blobs" and board.trainer.test_accuracy >= 0.95
        ),
        "The net that is there can do it.",
        "Three outputs, softmax, and p − y for each of them.",
        {},
        {"dataset": "blobs"},
    ),
    "guess": Mission(
        "Paint what three neurons will make of the circle, and agree with them on 90 % of the "
        "picture after 50 epochs.",
        alike,
        "Choose Predict before you press play. Where must the border run, and where is it free?",
        "Three straight borders with soft edges add up to something that is nearly round.",
        {},
        {"hidden": (3,), "learning_rate": 0.1},
        by_hand=guess_a_disc,
    ),
    "vanishing": Mission(
        "Make the gradients of the first layer a thousand times smaller than those of the last.",
        vanished,
        "Which activation hands back a quarter at most? And how often, in a deep network?",
        "Each layer of sigmoids makes the gradient smaller. The backward pass shows it: hold G.",
        {"hidden": (4,) * 6, "activation": "sigmoid"},
    ),
    "follow": Mission(
        "Train for 50 epochs or more, and follow a point that the network has wrong.",
        follows_a_mistake,
        "Show the test data, look for a point on the wrong colour, and click it.",
        "Its numbers tell which neurons spoke for the wrong side, and how loud.",
        {},
        {"dataset": "gauss", "noise": 50},
        by_hand=follow_a_mistake,
    ),
    "turn-back": Mission(
        "Train until the test loss rises, then go back to where it was lowest, a hundred epochs "
        "or more.",
        turned_back,
        "The curve of the losses is a slider. Read the epoch from the curve of the test loss.",
        "That is early stopping: to keep the weights that answered other points best.",
        {"learning_rate": 0.1},
        {"dataset": "gauss", "noise": 50, "train_share": 10, "hidden": (8, 8)},
        by_hand=turn_back,
    ),
    "prune": Mission(
        "Let eight neurons learn the circle, then cut five of them: a test loss below 0.1.",
        pruned,
        "Who matters? names the least important one. Train a little after each cut.",
        "Three borders are enough, and those that are left take over from those that went.",
        {"learning_rate": 0.1},
        {"hidden": (8,)},
        by_hand=prune,
    ),
}


def is_met(mission: Mission, board: Board) -> bool:
    """Whether the goal is reached; a loss that is no number never reaches one."""
    finite = math.isfinite(board.trainer.train_loss) or mission.met is blown_up
    return finite and mission.met(board)
