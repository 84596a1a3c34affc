"""The exercises of the gallery: in each notebook something to break and something to mend."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.practice.exercise import Exercise
from chainrule.models.language import Reader, Transformer
from chainrule.models.perceptron import passes_until_right


def check_looks_ahead(answer: Any) -> str:
    """True of a model that sees what comes, False of those that do not."""
    honest = {
        "an LSTM": Reader(5, 8, seed=0),
        "GPT": Transformer(5, length=8, width=8, seed=0),
    }
    for name, net in honest.items():
        if answer(net):
            return f"It accuses {name}, which looks back only."
    if not answer(Transformer(5, length=8, width=8, causal=False, seed=0)):
        return "It does not notice BERT, which looks both ways."
    return ""


def check_cooled(answer: Any) -> str:
    """Powers of chances that add up to 1."""
    chances = np.array([0.1, 0.2, 0.3, 0.4])
    for temperature in (1.0, 0.5, 3.0):
        said = np.asarray(answer(chances.copy(), temperature), float)
        if abs(said.sum() - 1) > 1e-6:
            return f"At temperature {temperature:g} the chances add up to {said.sum():.3g}."
        ratio, right = said[3] / said[1], 2 ** (1 / temperature)
        if abs(ratio - right) > 1e-6:
            return (
                f"At temperature {temperature:g} a word that was twice as likely as another one "
                f"is {ratio:.3g} times as likely; it should be {right:.3g} times."
            )
    return ""


def check_three_points(answer: Any) -> str:
    """Three different points on which a perceptron never rests."""
    rows = np.asarray(answer, float)
    if rows.shape != (3, 3):
        return "It should be a list of three points, each (x₁, x₂, target)."
    if not set(rows[:, 2]) <= {0.0, 1.0}:
        return "Each target should be 0 or 1."
    if len({(x1, x2) for x1, x2, _ in rows.tolist()}) < 3:
        return "The three points should be different."
    passes = passes_until_right(rows[:, :2], rows[:, 2:], np.zeros(3), most=2000)
    return "" if passes is None else f"It comes to rest after {passes} passes."


def check_with_products(answer: Any) -> str:
    """Columns of a table and the products of all their pairs."""
    x = np.array([[2.0, 3.0, 5.0], [1.0, 0.0, 7.0]])
    said = np.asarray(answer(x.copy()), float)
    if said.ndim != 2 or len(said) != len(x):
        return f"For a table of shape {x.shape} it returns shape {said.shape}."
    if said.shape[1] != 9:
        return f"From 3 columns it makes {said.shape[1]}; it should make 3 + 6."
    wanted = sorted([2.0, 3.0, 5.0, 4.0, 6.0, 10.0, 9.0, 15.0, 25.0])
    return "" if sorted(said[0]) == wanted else f"From 2, 3 and 5 it makes {said[0].tolist()}."


exercises = (
    Exercise(
        "language.1",
        "A model that looks ahead",
        2,
        check_looks_ahead,
        {
            "def looks_ahead(net):\n    return True": "It accuses an LSTM",
            "def looks_ahead(net):\n    return False": "It does not notice BERT",
        },
    ),
    Exercise(
        "language.2",
        "A cooler head",
        2,
        check_cooled,
        {
            "def cooled(chances, temperature):\n"
            "    return chances ** (1 / temperature)": "add up to",
            "def cooled(chances, temperature):\n"
            "    p = chances**temperature\n    return p / p.sum()": "times as likely; it should",
        },
    ),
    Exercise(
        "perceptron.1",
        "Three points are enough",
        1,
        check_three_points,
        {
            "points = [(0, 0, 0), (0, 1, 1), (1, 0, 1)]": "It comes to rest",
            "points = [(0, 0, 0), (0, 0, 1), (1, 0, 1)]": "should be different",
            "points = [(0, 0, 0), (1, 1, 1)]": "a list of three points",
            "points = [(0, 0, -1), (1, 1, 1), (2, 2, -1)]": "should be 0 or 1",
        },
    ),
    Exercise(
        "perceptron.2",
        "Products of pixels",
        2,
        check_with_products,
        {
            "def with_products(x):\n    return np.hstack([x, x**2])": "From 3 columns it makes 6",
            "def with_products(x):\n"
            "    i, j = np.triu_indices(x.shape[1])\n    return x[:, i] * x[:, j]": "it makes 6",
            "def with_products(x):\n"
            "    i, j = np.triu_indices(x.shape[1])\n"
            "    return np.hstack([x, x[:, i] + x[:, j]])": "From 2, 3 and 5 it makes",
        },
    ),
)
