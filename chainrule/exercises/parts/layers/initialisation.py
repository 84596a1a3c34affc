"""Weights to start from: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import failure_in_form, failure_in_values
from chainrule.exercises.part import Case, Failure, Mistake, Part


def judge_spread(answer: Any, case: Case) -> Failure | None:
    """Right are the given numbers at the right scale, in whichever order and of either sign."""
    wrong = failure_in_form(answer, case.expected, "w")
    if wrong:
        return wrong
    mine, right = (np.sort(np.abs(w), axis=None) for w in (np.asarray(answer), case.expected))
    if failure_in_values(mine, right, case, "w") is None:
        return None
    rms = float(np.sqrt(np.mean(np.square(answer, dtype=float))))
    return Failure(f"The weights have a root mean square of {rms:.3g}, which does not suit.")


def spread(numbers: Any, variance: float) -> Case:
    """A case where the numbers are to be brought to this variance."""
    own = 1.0 if np.min(numbers) < 0 else 1 / 12
    middle = 0.0 if own == 1.0 else 0.5
    return Case((numbers,), (numbers - middle) * np.sqrt(variance / own))


def he_case(z: Any) -> Case:
    """Variance 2 over the number of inputs."""
    return spread(z, 2 / z.shape[1])


def xavier_case(u: Any) -> Case:
    """Variance 2 over the number of inputs and outputs."""
    return spread(u, 2 / sum(u.shape))


def numbers(uniform: bool) -> list[Any]:
    """A wide and a high matrix, small enough to be shown."""
    rng = np.random.default_rng(4)
    draw = rng.random if uniform else rng.standard_normal
    return [draw((2, 6)), draw((4, 3))]


def multiples(w: Any, variance: Any) -> Any:
    """Numbers times a standard deviation."""
    return w * np.sqrt(variance)


he_init = Part(
    "he_init",
    ("z",),
    judge_spread,
    lambda: [he_case(z) for z in numbers(uniform=False)],
    (
        Mistake("not scaled", lambda z: z, "The numbers are as they came: of variance 1."),
        Mistake(
            "variance for deviation",
            lambda z: z * 2 / z.shape[1],
            "The numbers are multiplied by the variance. Multiplying by c makes the variance c² "
            "times as large.",
        ),
        Mistake(
            "outputs for inputs",
            lambda z: multiples(z, 2 / z.shape[0]),
            "The number of outputs is used. A neuron adds up its inputs; z has shape (out, in).",
        ),
        Mistake(
            "factor 2 forgotten",
            lambda z: multiples(z, 1 / z.shape[1]),
            "The variance is half of what it should be: ReLU loses half of the signal.",
        ),
        Mistake(
            "Xavier",
            lambda z: multiples(z, 2 / sum(z.shape)),
            "This is Xavier's rule, not that of He.",
        ),
        Mistake(
            "upside down",
            lambda z: multiples(z, z.shape[1] / 2),
            "The more inputs, the larger the weights here; it should be the other way round.",
        ),
        Mistake(
            "root of 2 over n",
            lambda z: z * np.sqrt(2) / z.shape[1],
            "The root is taken of the 2 only; the number of inputs belongs below it as well.",
        ),
        Mistake(
            "all weights counted",
            lambda z: multiples(z, 2 / z.size),
            "The variance is divided by the number of all weights; only the inputs of one neuron "
            "are added up.",
        ),
    ),
    number=13,
)


def uniform_within(u: Any, bound: Any) -> Any:
    """Uniform numbers between minus and plus a bound."""
    return (2 * u - 1) * bound


xavier_init = Part(
    "xavier_init",
    ("u",),
    judge_spread,
    lambda: [xavier_case(u) for u in numbers(uniform=True)],
    (
        Mistake(
            "not centred",
            lambda u: u * np.sqrt(6 / sum(u.shape)),
            "All weights are positive: the numbers run from 0 to 1 and should be centred at 0.",
        ),
        Mistake(
            "half the range",
            lambda u: uniform_within(u, np.sqrt(6 / sum(u.shape)) / 2),
            "The weights reach only half as far as they should on either side of 0.",
        ),
        Mistake(
            "deviation for bound",
            lambda u: uniform_within(u, np.sqrt(2 / sum(u.shape))),
            "The standard deviation is used as the bound. Uniform numbers between -a and a have "
            "the variance a²/3.",
        ),
        Mistake(
            "inputs only",
            lambda u: uniform_within(u, np.sqrt(6 / u.shape[1])),
            "Only the number of inputs is used; Xavier's rule looks at both sides of the layer.",
        ),
        Mistake(
            "root forgotten",
            lambda u: uniform_within(u, 6 / sum(u.shape)),
            "The bound lacks its root.",
        ),
        Mistake(
            "not scaled",
            lambda u: uniform_within(u, 1.0),
            "The weights run from -1 to 1, whatever the size of the layer.",
        ),
        Mistake(
            "product for sum",
            lambda u: uniform_within(u, np.sqrt(6 / u.size)),
            "Inputs and outputs are multiplied; Xavier's rule adds them.",
        ),
    ),
    number=14,
)
