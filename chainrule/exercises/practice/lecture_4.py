"""The exercises of lecture 4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.exercises.practice.exercise import Exercise

Map = Callable[[Array], Any]


def check_thirty(answer: Any) -> str:
    """The size after thirty ReLU layers of gain 1."""
    ratio = float(answer) / 0.5**15
    if abs(ratio - 1) < 0.15:
        return ""
    if abs(float(answer) / 0.5**30 - 1) < 0.15:
        return "So much is left of the mean of the squares. The size is the root of it."
    return "What does one layer do to the mean of the squares, and what do thirty of them do?"


def check_possible(answer: Any) -> str:
    """Gradients of a neuron with positive inputs."""
    letters = set(str(answer).upper()) - set(" ,·")
    if "C" in letters:
        return "With which inputs could δ x have the signs of C?"
    if "B" not in letters:
        return "δ may be negative, too."
    if "D" not in letters:
        return "δ may be 0: an example that is right already."
    return "" if letters == {"A", "B", "D"} else "Please give letters from A to D."


def check_dead(answer: Map) -> str:
    """Units that are 0 for every example."""
    h = np.array([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 0.0], [0.0, 3.0, 0.0, 0.0]])
    for given, right in ((h, 2), (h.T, 0), (np.zeros((5, 3)), 3), (np.ones((2, 7)), 0)):
        got = answer(given.copy())
        if np.shape(got) != ():
            return "Please return one number: how many units are dead."
        if got != right:
            return f"Of {given.tolist()} {right} units are dead, you say {got}."
    return ""


def check_clipped(answer: Callable[..., Sequence[Array]]) -> str:
    """Gradients that are shortened together."""
    given = [np.array([3.0, 0.0]), np.array([[4.0], [12.0]])]
    copies = [g.copy() for g in given]
    got = [np.asarray(g) for g in answer(given, 6.5)]
    if not all(np.array_equal(a, b) for a, b in zip(given, copies, strict=True)):
        return "The arrays that were given have been changed: make new ones."
    if [g.shape for g in got] != [g.shape for g in given]:
        return "Please return as many arrays as were given, of the same shapes."
    if not all(np.allclose(a, b / 2) for a, b in zip(got, given, strict=True)):
        length = np.sqrt(sum(np.sum(g**2) for g in got))
        return f"From length 13 to 6.5, all in the same direction: yours have {length:.3g}."
    if not all(np.allclose(a, b) for a, b in zip(answer(given, 100.0), given, strict=True)):
        return "What is shorter than c stays as it is."
    return ""


def check_spread(answer: Callable[[int, float], float]) -> str:
    """Weights for inputs of which some are dropped."""
    for n, p in ((100, 0.0), (100, 0.5), (64, 0.75), (400, 0.2)):
        got, right = answer(n, p), 1 / np.sqrt(n * (1 - p))
        if not np.allclose(got, right, rtol=1e-6):
            size = got / right
            return f"For n = {n} and p = {p:g} each layer would multiply the size by {size:.3g}."
    return ""


def check_swish(answer: Map) -> str:
    """The slope of a · σ(a)."""
    a = np.array([-3.0, -0.5, 0.0, 1.0, 4.0])
    s = 1 / (1 + np.exp(-a))
    got, right = np.asarray(answer(a)), s + a * s * (1 - s)
    if got.shape != a.shape:
        return "Please return a slope for each number of the array."
    for where, mine, true in zip(a, got, right, strict=True):
        if abs(mine - true) > 1e-6:
            return f"At a = {where:g} the slope is {true:.4f}, yours is {mine:.4f}."
    return ""


def check_residual(answer: Any) -> str:
    """The spread of weights in fifty layers that add."""
    growth = [grown(float(answer), np.random.default_rng(seed)) for seed in range(3)]
    found = float(np.median(growth))
    if not found < 1e30:
        return "With this spread the numbers explode."
    if found > 5:
        return f"The size grows by a factor of {found:,.0f}: too much."
    return f"The size grows by {found:.2f} only: the layers do hardly anything." * (found < 1.2)


def grown(spread: float, rng: np.random.Generator) -> float:
    """By how much the size grows through fifty residual layers."""
    h = rng.normal(size=(50, 100))
    with np.errstate(all="ignore"):
        for _ in range(50):
            h = h + np.maximum(h @ (spread * rng.normal(size=(100, 100))), 0)
        return float(np.sqrt(np.mean(h**2)))


def check_tanh_loss(answer: Callable[..., Any]) -> str:
    """A loss whose gradient is p − y behind tanh."""
    for z in (-2.0, -0.3, 0.0, 1.5):
        for y in (-1.0, 1.0):
            p, h = np.tanh(z), 1e-5
            got = (answer(np.tanh(z + h), y) - answer(np.tanh(z - h), y)) / (2 * h)
            if abs(got - (p - y)) > 1e-6:
                return (
                    f"At z = {z:g} with y = {y:g} p − y is {p - y:.4f}; "
                    f"the gradient of your loss is {got:.4f}."
                )
    return ""


def check_activation(answer: Map) -> str:
    """Identity on the right, on the left smooth, rising and bounded."""
    left, right = -np.logspace(-6, 3, 400)[::-1], np.linspace(0, 50, 101)
    if not np.allclose(answer(right), right):
        return "For a ≥ 0 it should be a itself."
    values = np.asarray(answer(left))
    if values.shape != left.shape:
        return "Please return an array of the shape of a."
    if values.min() < -1 - 1e-9:
        return f"It falls to {values.min():.3g}, below −1."
    if np.any(np.diff(values) <= 0):
        where = left[int(np.argmax(np.diff(values) <= 0))]
        return f"Near a = {where:.3g} it does not rise: a unit there could die."
    slope = float(values[-1] / left[-1])
    return f"At 0 it has a corner: its slope on the left is {slope:.3g}." * (abs(slope - 1) > 1e-3)


exercises: tuple[Exercise, ...] = (
    Exercise(
        "4.1",
        "Thirty layers down",
        1,
        check_thirty,
        {
            "size_after_thirty = 0.5**30": "of the squares",
            "size_after_thirty = 1.0": "What does one layer do",
        },
    ),
    Exercise(
        "4.2",
        "Which gradients can there be?",
        1,
        check_possible,
        {
            'possible = "ABCD"': "signs of C",
            'possible = "AD"': "negative",
            'possible = "AB"': "may be 0",
            'possible = "ABDE"': "from A to D",
        },
    ),
    Exercise(
        "4.3",
        "A post-mortem",
        1,
        check_dead,
        {
            "dead_units = lambda h: int((h == 0).sum())": "units are dead",
            "dead_units = lambda h: h.max(axis=0) <= 0": "one number",
            "dead_units = lambda h: int(np.sum(h.max(axis=1) <= 0))": "units are dead",
        },
    ),
    Exercise(
        "4.4",
        "The seat belt",
        2,
        check_clipped,
        {
            "clipped = lambda gs, c: [np.clip(g, -c, c) for g in gs]": "same direction",
            "clipped = lambda gs, c: [g / np.linalg.norm(g) for g in gs]": "same direction",
            "clipped = lambda gs, c: [g * c / 13 for g in gs]": "stays as it is",
            "clipped = lambda gs, c: [g.__imul__(0.5) for g in gs]": "changed",
            "clipped = lambda gs, c: gs[:1]": "as many arrays",
        },
    ),
    Exercise(
        "4.5",
        "Weights for dropped inputs",
        2,
        check_spread,
        {
            "spread = lambda n, p: 1 / np.sqrt(n)": "n = 100 and p = 0.5",
            "spread = lambda n, p: 1 / (n * (1 - p))": "size by 0.1",
            "spread = lambda n, p: np.sqrt(2 / n)": "n = 100 and p = 0",
        },
    ),
    Exercise(
        "4.6",
        "Swish",
        2,
        check_swish,
        {
            "swish_slope = lambda a: cr.sigmoid(a)": "At a = -3",
            "swish_slope = lambda a: cr.sigmoid(a) * (1 - cr.sigmoid(a))": "At a = -3",
            "swish_slope = lambda a: cr.sigmoid(a.sum())": "each number",
        },
    ),
    Exercise(
        "4.7",
        "Layers that add",
        2,
        check_residual,
        {
            "residual_spread = 1.0": "explode",
            "residual_spread = 0.1414": "too much",
            "residual_spread = 0.1": "too much",
            "residual_spread = 0.001": "hardly anything",
        },
    ),
    Exercise(
        "4.8",
        "p − y for tanh",
        3,
        check_tanh_loss,
        {
            "tanh_loss = lambda p, y: (p - y) ** 2": "At z = -2",
            "tanh_loss = lambda p, y: -y * np.log(1 + p) - (1 - y) * np.log(1 - p)": "At z = -2",
        },
    ),
    Exercise(
        "4.9",
        "An activation of your own",
        3,
        check_activation,
        {
            "my_activation = lambda a: np.maximum(a, 0)": "does not rise",
            "my_activation = lambda a: np.where(a > 0, a, 0.1 * a)": "below −1",
            "my_activation = lambda a: np.where(a > 0, a, 0.5 * np.tanh(a))": "does not rise",
            "my_activation = lambda a: np.where(a >= 0, a, 0.5 * a / (1 + np.abs(a)))": "corner",
            "my_activation = lambda a: a + 1": "a itself",
            "my_activation = lambda a: a if a.min() >= 0 else a[:1]": "the shape",
        },
    ),
)
