"""Predict, run, explain: a guess beside what was measured."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.messages import format_value


def predict(guess: Any, truth: Any, hint: str = "") -> None:
    """Compare a prediction with what was measured, and say what they have in common.

    Parameters
    ----------
    guess : number or array
        The prediction; ``...`` if there is none yet.
    truth : number, array or tensor
        What was measured.
    hint : str
        Said when the prediction is wrong.

    Examples
    --------
    >>> predict(..., 4.0)
    Put your prediction in place of the dots, then run the cell again.
    >>> predict(4, 4.0)
    Right: you predicted 4, and it is 4.
    >>> predict(4, -4.0, "Which way does f move?")
    You predicted 4, measured is -4. The size is right, the sign is not. Which way does f move?
    """
    if guess is ...:
        print("Put your prediction in place of the dots, then run the cell again.")
        return
    truth = getattr(truth, "data", truth) if hasattr(truth, "requires_grad") else truth
    mine, measured = number(guess), number(truth)
    if mine is None or measured is None:
        print(compared_as_they_are(guess, truth, hint))
    elif mine.shape != measured.shape and mine.size != 1:
        said = f"Your prediction has shape {mine.shape}, what was measured has {measured.shape}."
        print(join_sentences(said, hint))
    elif agree(mine, measured):
        print(f"Right: you predicted {format_value(guess)}, and it is {format_value(truth)}.")
    elif agree(mine, measured, 0.05):
        print(f"Close: you predicted {format_value(guess)}, and it is {format_value(truth)}.")
    else:
        said = f"You predicted {format_value(guess)}, measured is {format_value(truth)}."
        print(join_sentences(said, kinship(mine, measured), hint))


def number(value: Any) -> np.ndarray[Any, Any] | None:
    """An array of floats, or None if this is not numeric."""
    try:
        array = np.asarray(value)
        return array.astype(float) if array.dtype.kind in "biuf" else None
    except (TypeError, ValueError):
        return None


def agree(
    mine: np.ndarray[Any, Any], measured: np.ndarray[Any, Any], tolerance: float = 0.005
) -> bool:
    """Right to half a per cent, and numbers near 0 to 0.0005: as a person would round."""
    atol = tolerance * min(0.1, float(np.abs(measured).max(initial=0.0)) or 0.1)
    return bool(np.all(np.isclose(mine, measured, rtol=tolerance, atol=atol, equal_nan=True)))


def kinship(mine: np.ndarray[Any, Any], measured: np.ndarray[Any, Any]) -> str:
    """A sentence on what a wrong prediction has in common with the truth."""
    if agree(-mine, measured):
        return "The size is right, the sign is not."
    with np.errstate(all="ignore"):
        if np.all(mine != 0) and agree(1 / mine, measured):
            return "It is the other way up: one divided by your number is right."
        factor = mine / measured
    first = float(factor.flat[0]) if factor.size else 0.0
    for k in (2.0, 3.0, 4.0, 5.0, 10.0, 100.0):
        for ratio, words in ((k, f"{k:g} times too large"), (1 / k, f"{k:g} times too small")):
            if np.allclose(factor, ratio, rtol=5e-3):
                return f"Your prediction is {words}."
            if np.allclose(factor, -ratio, rtol=5e-3):
                return f"Your prediction is {words}, and the sign is the other one."
    same_sign = np.isfinite(first) and bool(np.all(factor > 0))
    return "The sign is right, the size is not." if same_sign else ""


def compared_as_they_are(guess: Any, truth: Any, hint: str) -> str:
    """The answer to a prediction that is not a number, such as a word or True."""
    try:
        right = bool(guess == truth)
    except Exception:
        right = False
    if right:
        return f"Right: you predicted {format_value(guess)}, and so it is."
    return join_sentences(
        f"You predicted {format_value(guess)}, measured is {format_value(truth)}.", hint
    )


def join_sentences(*sentences: str) -> str:
    """Sentences in a line, without the empty ones."""
    return " ".join(filter(None, sentences))
