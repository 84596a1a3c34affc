"""The exercises of lecture 3b."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.exercises.practice.exercise import Exercise


def near(mine: Any, right: Any) -> bool:
    """Whether numbers agree as far as rounding allows."""
    return np.shape(mine) == np.shape(right) and bool(np.allclose(mine, right, rtol=1e-6))


def check_two_steps(answer: Any) -> str:
    """From 3 on θ², η = 0.25."""
    if near(answer, 1.5):
        return "This is where it is after one step."
    if near(answer, 3 * 1.5 * 1.5):
        return "This goes uphill: a step goes against the slope."
    if near(answer, 3 * 0.75 * 0.75):
        return "What is the slope of θ² at 3? It is not 3."
    return "" if near(answer, 0.75) else "Step by step, one by one: θ − 0.25 times the slope there."


def check_epoch(answer: Any) -> str:
    """1,348 digits in batches of 16."""
    if near(answer, 84):
        return "After 84 batches of 16 some digits have not been seen yet."
    if near(answer, 84.25):
        return "No quarter of a step can be taken: what is left over needs a whole one."
    return "" if near(answer, 85) else "How many batches of 16 are needed to see all 1,348 once?"


def check_batch(answer: Any) -> str:
    """A third of the noise of 32."""
    if near(answer, 96):
        return "With three times the batch the noise falls by the root of three only."
    if near(answer, 32 / 9) or near(answer, 32 / 3):
        return "A smaller batch is noisier."
    return "" if near(answer, 288) else "The noise goes like 1/√B: by what must B be multiplied?"


RUNS = (
    ("very high", [2.3, 5.0, 20.0, 40.0, 41.0, 43.0, 42.0, 40.0, 44.0, 45.0]),
    ("low", [2.3, 2.2, 2.1, 2.0, 1.9, 1.8, 1.7, 1.6, 1.5, 1.4]),
    ("low", [2.3, 1.9, 1.5, 1.2, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5]),
    ("high", [2.3, 1.2, 0.9, 0.8, 0.72, 0.7, 0.7, 0.69, 0.7, 0.7]),
    ("good", [2.3, 1.2, 0.8, 0.6, 0.55, 0.53, 0.52, 0.51, 0.51, 0.51]),
)


def check_diagnose(answer: Callable[[Sequence[float], float], str]) -> str:
    """Names of curves."""
    for name, losses in RUNS:
        got = answer(list(losses), 0.5)
        if got != name:
            return (
                f"A run that goes {losses[0]}, {losses[1]}, … {losses[-2]}, {losses[-1]} "
                f"is {name!r} if a good one ends at 0.5; yours says {got!r}."
            )
    return ""


def check_best_rate(answer: Callable[[float, float], float]) -> str:
    """The best rate of a valley with two curvatures."""
    for c1, c2 in ((1.0, 40.0), (5.0, 2.0), (3.0, 3.0)):
        eta = answer(c1, c2)
        slower = max(abs(1 - eta * c1), abs(1 - eta * c2))
        if slower >= 1:
            return f"For {c1:g} and {c2:g} the rate {eta:.3g} does not arrive in both directions."
        if slower > abs(c1 - c2) / (c1 + c2) + 1e-9:
            return (
                f"For {c1:g} and {c2:g} the slower direction is multiplied by {slower:.3g} in each "
                "step, and it could shrink faster."
            )
    return ""


def check_nesterov(answer: Callable[..., Sequence[float]]) -> str:
    """A step of Nesterov's momentum."""
    asked: list[float] = []

    def slope(theta: float) -> float:
        asked.append(theta)
        return 3 * theta + 1

    got = answer(slope, 2.0, 0.5, 0.1, 0.8)
    if np.shape(got) != (2,):
        return "Please return a pair: the new θ, then the new v."
    ahead = 2.0 - 0.1 * 0.8 * 0.5
    if not any(near(one, ahead) for one in asked):
        return "The slope is asked for somewhere else: where is the velocity about to carry θ?"
    v = 0.8 * 0.5 + 3 * ahead + 1
    if not near(got[1], v):
        return "v is not right: it keeps a share μ of itself and takes in the new gradient."
    if near(got[0], ahead - 0.1 * v):
        return "θ moves from where it stands, not from the place ahead."
    return "" if near(got[0], 2.0 - 0.1 * v) else "θ is not right: it moves by the new velocity."


def check_running(answer: Callable[..., Sequence[float]]) -> str:
    """Corrected running averages."""
    numbers = [3.0, -1.0, 4.0, 1.5]
    got = list(answer(numbers, 0.9))
    if len(got) != 4:
        return f"Four numbers have four averages, and {len(got)} came back."
    if near(got[0], 0.3):
        return "The first average is a tenth of the first number: it has not been corrected."
    weights = 0.9 ** np.arange(4)
    right = [float(weights[t::-1] @ numbers[: t + 1] / weights[: t + 1].sum()) for t in range(4)]
    wrong = [t for t in range(4) if not near(got[t], right[t])]
    return f"The average after number {wrong[0] + 1} is {got[wrong[0]]:.4g}." if wrong else ""


def check_longest(answer: Callable[[float, float], float]) -> str:
    """A step of Adam after a long silence."""
    for beta1, beta2 in ((0.9, 0.999), (0.5, 0.75)):
        got, right = answer(beta1, beta2), (1 - beta1) / np.sqrt(1 - beta2)
        if near(got, right):
            continue
        if near(got, (1 - beta1) / (1 - beta2)):
            return "The step is divided by the root of s."
        if near(got, 1 / right):
            return "It is turned round: m stands above the line."
        return f"For β₁ = {beta1:g} and β₂ = {beta2:g} it is not {got:.4g}."
    return ""


def check_find_rate(answer: Callable[..., float]) -> str:
    """The largest half of 10 that keeps half of its promise."""
    for c in (0.03, 1.0, 7.0, 400.0):
        places: list[float] = []

        def bowl(theta: Any, c: float = c, places: list[float] = places) -> tuple[float, Any]:
            places.append(float(theta[0]))
            return 0.5 * c * float(np.sum(theta**2)), c * theta

        start = np.array([2.0, -1.0])
        got, right = answer(bowl, start), 10.0
        while right > 1 / c:
            right /= 2
        if not np.array_equal(start, [2.0, -1.0]):
            return "θ itself was moved: each trial begins at the same place."
        if not near(got, right):
            return (
                f"In a valley with curvature {c:g} it returns {got:.4g}, which is not the first η "
                "that is accepted."
            )
    return ""


STEP = "nesterov = lambda slope, theta, v, eta, mu: "

exercises: tuple[Exercise, ...] = (
    Exercise(
        "3b.1",
        "Two steps",
        1,
        check_two_steps,
        {
            "after_two = 1.5": "one step",
            "after_two = 6.75": "uphill",
            "after_two = 3 * 0.75 * 0.75": "slope of θ²",
            "after_two = 2": "one by one",
        },
    ),
    Exercise(
        "3b.2",
        "How many steps?",
        1,
        check_epoch,
        {
            "steps_of_an_epoch = 84": "not been seen",
            "steps_of_an_epoch = 1348 / 16": "quarter of a step",
            "steps_of_an_epoch = 16": "How many batches",
        },
    ),
    Exercise(
        "3b.3",
        "A third of the noise",
        1,
        check_batch,
        {"batch = 96": "root of three", "batch = 32 / 9": "noisier", "batch = 64": "multiplied"},
    ),
    Exercise(
        "3b.4",
        "Name that curve",
        2,
        check_diagnose,
        {
            "diagnose = lambda losses, best: 'good' if best else 'low'": "is 'very high'",
            "diagnose = lambda r, best: 'very high' if r[-1] > r[0] else 'good'": "is 'low'",
            "diagnose = lambda r, best: 'very high' if r[-1] > r[0] else 'low'": "is 'high'",
        },
    ),
    Exercise(
        "3b.5",
        "One step, one valley",
        2,
        check_best_rate,
        {
            "best_rate = lambda c1, c2: 1 / max(c1, c2)": "could shrink faster",
            "best_rate = lambda c1, c2: 1 / min(c1, c2)": "does not arrive",
            "best_rate = lambda c1, c2: 2 / max(c1, c2)": "does not arrive",
        },
    ),
    Exercise(
        "3b.6",
        "Look ahead",
        2,
        check_nesterov,
        {
            STEP + "(theta - eta * (mu * v + slope(theta)), mu * v + slope(theta))": (
                "somewhere else"
            ),
            STEP + "(theta, v + slope(theta - eta * mu * v))": "v is not",
            STEP + "(theta, mu * v + slope(theta - eta * mu * v))": "θ is not",
            STEP + "theta": "a pair",
        },
    ),
    Exercise(
        "3b.7",
        "An average that forgets",
        2,
        check_running,
        {
            "running = lambda xs, beta: [(1 - beta) * x for x in xs]": "not been corrected",
            "running = lambda numbers, beta: numbers": "after number 2",
            "running = lambda numbers, beta: numbers[:1]": "Four numbers",
        },
    ),
    Exercise(
        "3b.8",
        "Adam's longest step",
        3,
        check_longest,
        {
            "longest = lambda beta1, beta2: (1 - beta1) / (1 - beta2)": "root of s",
            "longest = lambda beta1, beta2: (1 - beta2) ** 0.5 / (1 - beta1)": "turned round",
            "longest = lambda beta1, beta2: beta1 / beta1": "is not 1",
        },
    ),
    Exercise(
        "3b.9",
        "Find the rate",
        3,
        check_find_rate,
        {
            "find_rate = lambda loss_and_gradient, theta: 10.0 + 0 * theta[0]": "not the first η",
            "find_rate = lambda loss_and_gradient, theta: 0.1 + 0 * theta[0]": "not the first η",
        },
    ),
)
