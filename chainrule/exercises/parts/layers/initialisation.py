"""Weights to start from: checks, right answers, known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import Judge, failure_in_form, failure_in_values
from chainrule.exercises.part import Case, Failure, Mistake, Part, remade

OUTPUTS = ("w",)


def judge_spread(answer: Any, case: Case) -> Failure | None:
    """Right are the given numbers at the right scale, in whichever order and of either sign."""
    wrong = failure_in_form(answer, case.expected, *OUTPUTS)
    if wrong:
        return wrong
    mine, right = (np.sort(np.abs(w), axis=None) for w in (np.asarray(answer), case.expected))
    if failure_in_values(mine, right, case, *OUTPUTS) is None:
        return None
    rms = float(np.sqrt(np.mean(np.square(answer, dtype=float))))
    return Failure(f"The weights have a root mean square of {rms:.3g}, which does not suit.")


@remade
def he_case(z: Any) -> Case:
    """Variance 2 over the number of inputs."""
    return Case((z,), z * np.sqrt(2 / z.shape[1]))


@remade
def xavier_case(u: Any) -> Case:
    """Variance 2 over the number of inputs and outputs; that of u is 1/12."""
    return Case((u,), (u - 0.5) * np.sqrt(12 * 2 / sum(u.shape)))


def numbers(uniform: bool) -> list[Any]:
    """A wide and a high matrix, small enough to be shown."""
    rng = np.random.default_rng(4)
    draw = rng.random if uniform else rng.standard_normal
    return [draw((2, 6)), draw((4, 3))]


def vary_normal(made_of: Any, rng: np.random.Generator) -> Any:
    """Another matrix of normal numbers."""
    return (rng.standard_normal(rng.integers(1, 9, 2)),)


def vary_uniform(made_of: Any, rng: np.random.Generator) -> Any:
    """Another matrix of uniform numbers."""
    return (rng.random(rng.integers(1, 9, 2)),)


def he_by_root(z: Any) -> Any:
    """Times the standard deviation."""
    return z * np.sqrt(2 / z.shape[1])


def he_by_quotient(z: Any) -> Any:
    """The roots one by one."""
    n_in = z.shape[1]
    return z * np.sqrt(2) / np.sqrt(n_in)


he_init = Part(
    "he_init",
    ("z",),
    Judge(judge_spread, OUTPUTS),
    lambda: [he_case(z) for z in numbers(uniform=False)],
    (
        Mistake(
            "variance for deviation",
            lambda z: z * 2 / z.shape[1],
            "The numbers are multiplied by the variance. Multiplying by c makes the variance c² "
            "times as large.",
        ),
        Mistake(
            "outputs for inputs",
            lambda z: z * np.sqrt(2 / z.shape[0]),
            "The number of outputs is used. A neuron adds up its inputs; z has shape (out, in).",
        ),
        Mistake(
            "factor 2 forgotten",
            lambda z: z * np.sqrt(1 / z.shape[1]),
            "The variance is half of what it should be: ReLU loses half of the signal.",
        ),
        Mistake(
            "fixed scale",
            lambda z: 0.1 * z,
            "The numbers are multiplied by 0.1 whatever the size. That is right for 200 inputs.",
        ),
        Mistake(
            "Xavier",
            lambda z: z * np.sqrt(2 / sum(z.shape)),
            "This is Xavier's rule, not that of He.",
        ),
        Mistake(
            "upside down",
            lambda z: z * np.sqrt(z.shape[1] / 2),
            "The more inputs, the larger the weights here; it should be the other way round.",
        ),
        Mistake(
            "all weights counted",
            lambda z: z * np.sqrt(2 / z.size),
            "The variance is divided by the number of all weights; only the inputs of one neuron "
            "are added up.",
        ),
        Mistake(
            "own scale",
            lambda z: (z - z.mean()) / z.std() * np.sqrt(2 / z.shape[1]),
            "The numbers are divided by their own standard deviation first. Theirs is 1 by "
            "chance only up to a little; the rule multiplies them as they are.",
        ),
    ),
    models=(he_by_root, he_by_quotient),
    words={
        "z.shape[1]": "the number of inputs",
        "n_in": "the number of inputs",
        "n_out": "the number of outputs",
        "z.shape": "the shape of `z`",
        "2 / z.shape[1]": "the variance",
        "np.sqrt(2 / z.shape[1])": "the standard deviation",
        "np.sqrt(n_in)": "the root of the number of inputs",
        "np.sqrt(2)": "the root of 2",
        "z * np.sqrt(2)": "`z` times the root of 2",
    },
    vary=vary_normal,
    number=13,
    why="A ReLU lets half of the variance through. Twice 1/inputs puts it back.",
)


def xavier_by_bound(u: Any) -> Any:
    """From −1 to 1, times the bound."""
    bound = np.sqrt(6 / (u.shape[0] + u.shape[1]))
    return (2 * u - 1) * bound


def xavier_by_variance(u: Any) -> Any:
    """By the variance."""
    n_out, n_in = u.shape
    variance = 2 / (n_in + n_out)
    return (2 * u - 1) * np.sqrt(3 * variance)


def xavier_by_spread(u: Any) -> Any:
    """From −½ to ½, times twice the bound."""
    n_out, n_in = u.shape
    return (u - 0.5) * 2 * np.sqrt(6 / (n_in + n_out))


xavier_init = Part(
    "xavier_init",
    ("u",),
    Judge(judge_spread, OUTPUTS),
    lambda: [xavier_case(u) for u in numbers(uniform=True)],
    (
        Mistake(
            "not centred",
            lambda u: u * np.sqrt(6 / sum(u.shape)),
            "All weights are positive: the numbers run from 0 to 1 and should be centred at 0.",
        ),
        Mistake(
            "half the range",
            lambda u: (u - 0.5) * np.sqrt(6 / sum(u.shape)),
            "The weights reach only half as far as they should on either side of 0.",
        ),
        Mistake(
            "one taken off first",
            lambda u: 2 * (u - 1) * np.sqrt(6 / sum(u.shape)),
            "The 1 is taken off before the numbers are doubled: no weight is positive.",
        ),
        Mistake(
            "deviation for bound",
            lambda u: (2 * u - 1) * np.sqrt(2 / sum(u.shape)),
            "The standard deviation is used as the bound. Uniform numbers between -a and a have "
            "the variance a²/3.",
        ),
        Mistake(
            "product for sum",
            lambda u: (2 * u - 1) * np.sqrt(6 / u.size),
            "Inputs and outputs are multiplied; Xavier's rule adds them.",
        ),
        Mistake(
            "not scaled",
            lambda u: 2 * u - 1,
            "The weights run from -1 to 1, whatever the size of the layer.",
        ),
    ),
    models=(xavier_by_bound, xavier_by_variance, xavier_by_spread),
    words={
        "bound": "the bound `a`",
        "variance": "the variance",
        "u.shape[0]": "the number of outputs",
        "u.shape[1]": "the number of inputs",
        "u.shape": "the shape of `u`",
        "n_in": "the number of inputs",
        "n_out": "the number of outputs",
        "u.shape[0] + u.shape[1]": "the number of inputs and outputs",
        "n_in + n_out": "the number of inputs and outputs",
        "2 * u": "2u",
        "2 * u - 1": "2u − 1",
        "u - 0.5": "u − ½",
        "(u - 0.5) * 2": "2u − 1",
        "3 * variance": "3 times the variance",
        "np.sqrt(3 * variance)": "the bound `a`",
        "np.sqrt(6 / (n_in + n_out))": "the bound `a`",
    },
    vary=vary_uniform,
    number=14,
    why=(
        "A uniform number in −a…a has the variance a²/3. With a² = 6/(in + out) that is the "
        "2/(in + out) which keeps signals and gradients in size together."
    ),
)
