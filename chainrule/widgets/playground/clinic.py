"""Boards that do not train as they should, each with one fault, and what a remedy does to them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.data.points import quadrants
from chainrule.widgets.playground.traits import SettingError

if TYPE_CHECKING:
    from chainrule.widgets.playground.widget import Playground


@dataclass(frozen=True)
class Patient:
    """A board with a fault.

    Parameters
    ----------
    settings : dict
        Of the board.
    epochs : int
        For how long it was trained when it is shown.
    treatment : int
        For how long it is trained with a remedy, from the start.
    """

    settings: dict[str, Any]
    epochs: int
    treatment: int


def brought_along() -> tuple[Any, Any]:
    """XOR in other units: x₂ is a hundred times smaller than x₁."""
    x, t = quadrants(400, rng=np.random.default_rng(3))
    return x * [1, 0.01], t


SQUARES = ("x1_squared", "x2_squared")
PATIENTS = {
    1: Patient({"dataset": "xor", "learning_rate": 3}, 18, 60),
    2: Patient({"features": SQUARES, "hidden": (4,), "activation": "relu",
                "initialisation": "he", "seed": 517}, 60, 60),
    3: Patient({"hidden": (2,), "learning_rate": 0.1}, 100, 100),
    4: Patient({"dataset": "gauss", "noise": 50, "train_share": 10, "hidden": (8, 8),
                "learning_rate": 0.1}, 300, 300),
    5: Patient({"data": brought_along(), "hidden": (4,), "learning_rate": 0.1}, 60, 60),
    6: Patient({"dataset": "xor", "hidden": (4,), "initialisation": "alike",
                "learning_rate": 0.1}, 60, 60),
}  # fmt: skip


def patient(number: int, epochs: int | None = None, **remedy: Any) -> Playground:
    """A board that is ill, trained; with a remedy, if one is given.

    >>> patient(3).train_loss > 0.1 > patient(3, hidden=(4,)).train_loss
    True
    """
    from chainrule.widgets.playground.widget import Playground

    if number not in PATIENTS:
        raise SettingError(f"There are patients 1 to {len(PATIENTS)}, and this is {number!r}.")
    ill = PATIENTS[number]
    playground = Playground(**{**ill.settings, **remedy})
    playground.train(ill.epochs if epochs is None else epochs)
    return playground


def treat(number: int, **remedies: dict[str, Any]) -> str:
    """Give a patient each of some remedies, print what becomes of it, and return the best one.

    Parameters
    ----------
    number : int
        Of the patient.
    **remedies
        By letter, what is changed: settings of a `Playground`. All begin with the same weights.
    """
    losses = {}
    for letter, remedy in remedies.items():
        loss = patient(number, PATIENTS[number].treatment, **remedy).test_loss
        losses[letter] = loss if math.isfinite(loss) else math.inf
        print(f"{letter}) {told(remedy)}: test loss {loss:.3f}")
    return min(losses, key=lambda letter: losses[letter])


def told(remedy: dict[str, Any]) -> str:
    """What a remedy changes.

    >>> told({"hidden": (8, 8), "activation": "relu"})
    'hidden = (8, 8), activation = relu'
    """
    return ", ".join(
        "other data" if name == "data" else f"{name} = {value}" for name, value in remedy.items()
    )
