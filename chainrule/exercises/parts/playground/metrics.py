"""Numbers about a network's answers, and when to stop: checks and known mistakes."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.playground import models, variations
from chainrule.exercises.parts.playground.expected import (
    accuracy_case,
    confusion_case,
    stop_case,
)

SCORES = np.array([0.3, -2.0, 0.0, -0.1, 4.0, 0.0, -0.0]), np.array([1, 1, 1, -1, 1, -1, -1])

accuracy = Part(
    "accuracy",
    ("scores", "y"),
    judge_arrays("the share"),
    lambda: [
        accuracy_case(*SCORES),
        accuracy_case(np.array([-0.3, 0.2, 0.4]), np.array([1, -1, -1])),
        accuracy_case(np.array([0.4, -3.0, 1.5, 2.0]), np.array([1, -1, 1, -1])),
    ],
    (
        Mistake(
            "exactly one", lambda scores, y: np.mean(scores == y),
            "A score counts only if it is exactly 1 or −1: its sign decides.",
        ),
        Mistake(
            "zero as 1", lambda scores, y: np.mean(np.where(scores >= 0, 1, -1) == y),
            "A score of exactly 0 counts as 1; it is right for nobody.",
        ),
        Mistake(
            "zero as −1", lambda scores, y: np.mean(np.where(scores > 0, 1, -1) == y),
            "A score of exactly 0 counts as −1; it is right for nobody.",
        ),
        Mistake(
            "zeros left out",
            lambda scores, y: np.sum(scores * y > 0) / max(np.count_nonzero(scores), 1),
            "Points with a score of 0 are left out of the number of points: they count as wrong.",
        ),
        Mistake(
            "threshold at a half", lambda scores, y: np.mean((scores > 0.5) == (y > 0)),
            "The border lies at ½: scores are no probabilities, so it lies at 0.",
        ),
        Mistake(
            "labels 0 and 1", lambda scores, y: np.mean((scores > 0) == y),
            "The labels are 1 and −1, not 1 and 0: all points of the second class count as wrong.",
        ),
    ),
    models=(models.share_of_products, models.share_of_signs, models.share_of_sides),
    words={
        "scores": "the score", "y": "the label", "scores * y": "score times label",
        "np.sign(scores)": "the sign of the score",
    },
    vary=variations.other_scores,
    number=8,
    why=(
        "Score and label have the same sign where the answer is right. A score of 0 is no "
        "answer, and counts as wrong."
    ),
)  # fmt: skip


def overwritten(truth: Any, guess: Any, k: int) -> Any:
    """The result of `counts[truth, guess] += 1`."""
    counts = np.zeros((k, k), int)
    counts[truth, guess] += 1
    return counts


def by_largest(truth: Any, guess: Any, k: int) -> Any:
    """A table for the classes that occur."""
    return models.confusions(truth, guess, int(max(truth.max(), guess.max())) + 1)


def both_ways(truth: Any, guess: Any, k: int) -> Any:
    """Each confusion counted there and back."""
    table = models.confusions(truth, guess, k)
    return table + table.T - np.diag(np.diag(table))


def each_with_each(truth: Any, guess: Any, k: int) -> Any:
    """A loop in a loop."""
    return np.outer(np.bincount(truth, minlength=k), np.bincount(guess, minlength=k))


def divided_by_rows(truth: Any, guess: Any, k: int) -> Any:
    """The share of each row."""
    table = models.confusions(truth, guess, k)
    return table / np.maximum(table.sum(1, keepdims=True), 1)


confusion_matrix = Part(
    "confusion_matrix",
    ("truth", "guess", "k"),
    judge_arrays("the table"),
    lambda: [
        confusion_case(np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 2, 0]), 3),
        confusion_case(np.array([1, 1, 1]), np.array([0, 0, 0]), 2),
        confusion_case(np.array([2, 0, 0, 2, 1]), np.array([1, 2, 0, 1, 1]), 4),
    ],
    (
        Mistake(
            "each pair once", overwritten,
            "Pairs that occur several times count once: `a[i, j] += 1` with arrays i and j adds "
            "only once for each place.",
        ),
        Mistake(
            "largest class", by_largest,
            "The table is as large as the classes that occur; it has k rows and k columns, "
            "whether all of them occur or not.",
        ),
        Mistake(
            "counted from 1",
            lambda truth, guess, k: np.roll(models.confusions(truth, guess, k), (-1, -1), (0, 1)),
            "Everything stands one row and one column too early: classes are numbered from 0.",
        ),
        Mistake(
            "both ways", both_ways,
            "Each confusion is counted twice, at [i, j] and at [j, i]: it has a direction.",
        ),
        Mistake(
            "each with each", each_with_each,
            "Each class is paired with every guess; a point has one guess, its own.",
        ),
        Mistake(
            "shares",
            lambda truth, guess, k: models.confusions(truth, guess, k) / len(truth),
            "These are shares; counts were asked for.",
        ),
        Mistake(
            "rows add up to one", divided_by_rows,
            "Each row was divided by its sum; counts were asked for.",
        ),
    ),
    models=(models.confusions, models.confusions_by_cell),
    words={"zip(truth, guess)": "the points", "truth": "`truth`", "guess": "`guess`",
           "i": "the row", "j": "the column",
           "truth == i": "the condition on `truth`", "guess == j": "the condition on `guess`"},
    vary=variations.other_guesses,
    number=9,
    why="Row: what it was, column: what was said. The diagonal is what is right.",
)  # fmt: skip


def stop_epoch(losses: list[float], patience: int) -> int:
    """The epoch in which it stops."""
    best, epoch = 0, 0
    for epoch in range(1, len(losses)):
        best = epoch if losses[epoch] < losses[best] else best
        if epoch - best == patience:
            break
    return epoch


def stop_epoch_or_best(losses: list[float], patience: int) -> int:
    """The epoch in which it stops; the best one if it never does."""
    best, last = models.stop_by_distance(losses, patience), stop_epoch(losses, patience)
    return last if last - best == patience else best


def first_rise(losses: list[float], patience: int) -> int:
    """The epoch before the loss goes up for the first time."""
    return next((i for i in range(len(losses) - 1) if losses[i + 1] > losses[i]), len(losses) - 1)


def never_reset(losses: list[float], patience: int) -> int:
    """Counts all epochs without an improvement, not those in a row."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best


def since_the_epoch_before(losses: list[float], patience: int) -> int:
    """Any fall counts as progress."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        best, waited = (epoch, 0) if losses[epoch] < losses[epoch - 1] else (best, waited + 1)
        if waited == patience:
            break
    return best


def patience_since_the_epoch_before(losses: list[float], patience: int) -> int:
    """The best of all, but any fall begins patience anew."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        best = epoch if losses[epoch] < losses[best] else best
        if waited == patience:
            break
    return best


def from_a_lowest(start: float, losses: list[float], patience: int) -> int:
    """The lowest loss begins with a number that has nothing to do with the losses."""
    lowest, best, waited = start, 0, 0
    for epoch, loss in enumerate(losses):
        lowest, best, waited = (loss, epoch, 0) if loss < lowest else (lowest, best, waited + 1)
        if waited == patience:
            break
    return best


def last_if_never(losses: list[float], patience: int) -> int:
    """The last epoch if it never stops."""
    best = models.stop_by_distance(losses, patience)
    return best if stop_epoch(losses, patience) - best == patience else len(losses) - 1


early_stop = Part(
    "early_stop",
    ("losses", "patience"),
    judge_arrays("the number of the epoch"),
    lambda: [
        stop_case([0.9, 0.5, 0.6, 0.4, 0.45, 0.5, 0.3], 2),
        stop_case([0.9, 0.7, 0.8, 0.85, 0.9, 0.1], 3),
        stop_case([0.5, 0.4, 0.4, 0.4, 0.2], 2),
        stop_case([0.5, 0.6, 0.4, 0.5, 0.3, 0.2], 2),
        stop_case([0.8, 0.3, 0.7, 0.6, 0.5], 3),
        stop_case([0.8, 0.6, 0.7, 0.65], 3),
        stop_case([0.7, 0.6, 0.65, 0.2], 1),
        stop_case([0.5, 0.8, 0.6, 0.7, 0.2], 2),
        stop_case([2500.0, 1800.0, 2000.0, 1900.0, 0.4], 2),
    ],
    (
        Mistake(
            "best of all", lambda losses, patience: int(np.argmin(losses)),
            "It looks at epochs that training would never have reached: stop when patience ends.",
        ),
        Mistake(
            "epoch of stopping", stop_epoch,
            "This is the epoch in which it stops; the best one before that was asked for.",
        ),
        Mistake(
            "epoch of stopping, or the best", stop_epoch_or_best,
            "This is the epoch in which it stops; the best one before that was asked for.",
        ),
        Mistake(
            "first rise", first_rise,
            "It stops at the first rise: patience is how many in a row it bears.",
        ),
        Mistake(
            "patience not begun anew", never_reset,
            "Patience must begin anew with every improvement: it counts epochs in a row.",
        ),
        Mistake(
            "one too patient",
            lambda losses, patience: models.stop_by_distance(losses, patience + 1),
            "It waits for one epoch more than `patience`.",
        ),
        Mistake(
            "since the epoch before", since_the_epoch_before,
            "A loss is compared with the one before it; it must be lower than all before.",
        ),
        Mistake(
            "since the epoch before", patience_since_the_epoch_before,
            "Any fall begins patience anew: a loss must be lower than all before it, and not only "
            "than the last.",
        ),
        *(
            Mistake(
                "lowest from the start", partial(from_a_lowest, start),
                "The lowest loss so far begins with a number of your own, and a loss above it is "
                "never the lowest: begin with the first loss.",
            )
            for start in (0.0, 1.0, 10.0, 100.0, 1e3)
        ),
        Mistake(
            "last if it never stops", last_if_never,
            "If it never stops, the best of all epochs was asked for; this is the last one.",
        ),
        Mistake(
            "loss for epoch",
            lambda losses, patience: losses[models.stop_by_distance(losses, patience)],
            "This is the loss; the number of its epoch was asked for.",
        ),
    ),
    models=(models.stop_by_distance, models.stop_by_counting),
    words={
        "losses[epoch]": "the loss of the epoch", "losses[best]": "the lowest loss so far",
        "epoch - best": "the number of epochs since the best", "patience": "`patience`",
        "waited": "the number of epochs without a new lowest loss", "losses": "`losses`",
        "epoch": "the epoch at hand", "best": "the best epoch",
        "epoch - best == patience": "the end of patience", "waited == patience":
        "the end of patience", "losses[epoch] < losses[best]": "a new lowest loss",
    },
    vary=variations.other_losses,
    number=11,
    why=(
        "Patience counts from the best epoch so far, and a draw is no progress. What is "
        "returned is the best, not the last."
    ),
)  # fmt: skip
