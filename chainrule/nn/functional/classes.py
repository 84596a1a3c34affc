"""Losses of classes: how surprising the true one is."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, Operation, getitem, permute, raw, reshape
from chainrule.nn.functional.activations import log_softmax, saved_or_anew
from chainrule.nn.functional.reduction import known_reduction, reduced, same_dtype
from chainrule.table import exp
from chainrule.whole import as_a_whole

USUAL = -100  # the class number that is ignored unless another is given

_cross_entropy = Operation(
    "cross_entropy",
    lambda z, t, logs, places, share: -(logs.reshape(-1)[places] * share).sum(),
    lambda g, y, z, t, logs, places, share: (
        (g * share[:, None]) * surplus(saved_or_anew(logs, log_softmax, z), places)
    ),
)


def cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    *,
    ignore_index: int = USUAL,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Any:
    """Mean of -log softmax(z)[t]: how surprising the true class is.

    Parameters
    ----------
    input : Tensor, shape (n, classes), (n, classes, ...) or (classes,)
        The logits z.
    target : array of int, shape (n,), (n, ...) or ()
        The number t of each true class; or an array of floats in the shape of `input`, with a
        probability for every class: the loss is then -Σ p log softmax(z).
    weight : array_like, shape (classes,), optional
        How much each class counts. The mean is then the weighted one.
    ignore_index : int
        Where the target is this number there is no loss, and the mean does not count it.
    reduction : {"mean", "sum", "none"}
        Whether the losses are averaged, added, or returned as they are.
    label_smoothing : float
        From 0 to 1: this share ε of the probability is dealt out to all classes evenly, so that
        no logit is driven to infinity.

    Raises
    ------
    ValueError
        If the shapes differ, or a class number is not one of 0 … classes - 1.
    TypeError
        If the class numbers are not integers.

    Notes
    -----
    Label smoothing: Szegedy et al., CVPR 2016.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> round(cross_entropy(Tensor([[0.0, 0.0], [1000.0, 0.0]]), [1, 0]).item(), 6)
    0.346574
    >>> float(cross_entropy(np.zeros((1, 2)), np.array([[0.5, 0.5]])).round(6))
    0.693147
    """
    known_reduction(reduction)
    if not 0 <= label_smoothing <= 1:
        raise ValueError(f"label_smoothing lies between 0 and 1, and this is {label_smoothing}")
    target = target if hasattr(target, "shape") else np.asarray(target)
    if are_probabilities(input, target):
        if ignore_index >= 0:
            raise ValueError("probabilities have no class number that ignore_index could name")
        return of_probabilities(input, target, weight, reduction, label_smoothing)
    classes = raw(target)
    check_shapes(input, classes)
    rows, flat = by_rows(input), classes.reshape(-1)
    places = places_of(flat, rows.shape[1], ignore_index)
    if reduction == "mean" and weight is None and label_smoothing == 0 and len(flat):
        share = shares_of(flat, ignore_index, raw(rows).dtype)
        return _cross_entropy(rows, flat, logs=log_softmax(raw(rows)), places=places, share=share)
    logs = log_softmax(rows)
    counted = counts(logs, flat, weight, ignore_index)
    losses = losses_of(logs, flat, ignore_index, counted, places)
    if label_smoothing:
        even = -table.mean(logs if weight is None else logs * same_dtype(logs, weight), axis=1)
        even = table.where(flat != ignore_index, even, 0)
        losses = (1 - label_smoothing) * losses + label_smoothing * even
    return averaged(losses, counted, reduction, classes.shape)


def nll_loss(
    input: Any,
    target: Any,
    weight: Any = None,
    *,
    ignore_index: int = USUAL,
    reduction: str = "mean",
) -> Any:
    """Mean of -q[t], where q are logarithms of probabilities, as from `log_softmax`.

    Of logits, `cross_entropy` makes both steps. Parameters and errors are those of
    `cross_entropy`; the target is class numbers.

    >>> nll_loss(np.log([[0.25, 0.75]]), [1], reduction="none").round(4)
    array([0.2877])
    """
    known_reduction(reduction)
    classes = raw(target) if hasattr(target, "shape") else np.asarray(target)
    check_shapes(input, classes)
    rows, flat = by_rows(input), classes.reshape(-1)
    places = places_of(flat, rows.shape[1], ignore_index)
    counted = counts(rows, flat, weight, ignore_index)
    losses = losses_of(rows, flat, ignore_index, counted, places)
    return averaged(losses, counted, reduction, classes.shape)


def one_hot(input: Any, num_classes: int = -1) -> Array:
    """For each class number a row of zeros with a 1 in its column.

    Parameters
    ----------
    input : array of int, any shape
    num_classes : int
        The length of a row; the largest number plus 1 unless given.

    Returns
    -------
    array of int, shape ``(*input.shape, num_classes)``

    Raises
    ------
    ValueError
        If a class number is not one of 0 … num_classes - 1, or there are none to count by.
    TypeError
        If the class numbers are not integers.

    Examples
    --------
    >>> one_hot([2, 0]).tolist()
    [[0, 0, 1], [1, 0, 0]]
    """
    classes = raw(input) if hasattr(input, "shape") else np.asarray(input)
    if num_classes == -1:
        if not classes.size:
            raise ValueError("one_hot: no class number says how many there are; give num_classes")
        num_classes = int(classes.max()) + 1
    classes = known_numbers(classes, num_classes, "one_hot has")
    rows: Array = (classes[..., None] == np.arange(num_classes)).astype(np.int64)
    return rows


def are_probabilities(input: Any, target: Any) -> bool:
    """Whether a target has one number for each logit; a TypeError if those are no floats."""
    if target.shape != np.shape(raw(input)) or not target.shape:
        return False
    if target.dtype.kind != "f":
        raise TypeError(
            f"a target in the shape of the logits, {target.shape}, holds probabilities, and these "
            f"are {target.dtype}; class numbers have one axis less"
        )
    return True


def of_probabilities(input: Any, target: Any, weight: Any, reduction: str, smoothing: float) -> Any:
    """Cross-entropy with a probability for every class."""
    logs, p = log_softmax(by_rows(input)), by_rows(same_dtype(input, target))
    if smoothing:
        p = (1 - smoothing) * p + smoothing / logs.shape[1]
    terms = p * logs
    losses = -table.sum(terms if weight is None else terms * same_dtype(logs, weight), axis=1)
    shape = target.shape[:1] * (target.ndim > 1) + target.shape[2:]
    return averaged(losses, None, reduction, shape)


def by_rows(x: Any) -> Any:
    """Logits (n, classes, ...) or (classes,) as the matrix that has classes for columns."""
    if x.ndim == 2:
        return x
    if x.ndim > 2:
        x = permute(x, axes=(0, *range(2, x.ndim), 1))
    return reshape(x, shape=(int(np.prod(x.shape[:-1])), x.shape[-1]))


def counts(logs: Any, classes: Array, weight: Any, ignore_index: int) -> Any:
    """How much each row counts: the weight of its class, and 0 if it is to be ignored."""
    kept = classes != ignore_index
    if weight is None:
        return kept.astype(raw(logs).dtype)
    weight = same_dtype(logs, weight)
    if weight.shape != logs.shape[1:]:
        raise ValueError(
            f"{logs.shape[1]} classes have as many weights, and these have shape {weight.shape}"
        )
    return getitem(weight, index=np.where(kept, classes, 0)) * kept


def losses_of(logs: Any, classes: Array, ignore_index: int, counted: Any, places: Array) -> Any:
    """Minus the logarithm at the true class, times what the row counts."""
    true = getitem(reshape(logs, shape=(-1,)), index=places)
    return -table.where(classes != ignore_index, true, 0) * counted


def averaged(losses: Any, counted: Any, reduction: str, shape: tuple[int, ...]) -> Any:
    """The reduction of these losses; a mean is divided by what all rows count together."""
    if reduction == "mean" and counted is not None:
        return table.sum(losses) / table.sum(counted)
    return reduced(reshape(losses, shape=shape) if reduction == "none" else losses, reduction)


def check_shapes(input: Any, classes: Array) -> None:
    """Raise unless there is one class for each row of logits, numbered by an integer."""
    shape = np.shape(raw(input))
    if not shape or classes.shape != shape[:1] * (len(shape) > 1) + shape[2:]:
        raise ValueError(
            f"the logits have shape {shape}, the classes {classes.shape}: they must be "
            "(n, classes) and (n,), or (n, classes, ...) and (n, ...)"
        )
    check_integers(classes)


def check_integers(classes: Array) -> None:
    """Raise unless these are integers."""
    if classes.dtype.kind not in "iu":
        raise TypeError(f"classes are numbered by integers, and these are {classes.dtype}")


@as_a_whole
def places_of(classes: Array, columns: int, ignore_index: int) -> Array:
    """Where in the logits, row after row, those of the true classes are; of the ignored, any."""
    if not are_numbers(classes, columns):
        kept = classes != ignore_index
        known_numbers(classes[kept], columns, "the logits have")
        classes = np.where(kept, classes, 0)
    found: Array = starts(len(classes), columns) + classes
    return found


@as_a_whole
def shares_of(classes: Array, ignore_index: int, dtype: Any) -> Array:
    """How much each row has of the mean: all of them evenly, but nothing if it is ignored."""
    kept = classes != ignore_index
    count = np.count_nonzero(kept)
    if count == len(classes):
        return np.full(count, 1 / count, dtype)
    shares: Array = (kept / np.float64(count)).astype(dtype)
    return shares


@as_a_whole
def known_numbers(classes: Array, columns: int, who: str) -> Array:
    """Class numbers themselves; an error unless all are integers from 0 to columns - 1."""
    check_integers(classes)
    if not are_numbers(classes, columns):
        span = f"{classes.min()} to {classes.max()}"
        raise ValueError(f"class numbers run from {span}, and {who} {columns} columns")
    return classes


def are_numbers(classes: Array, columns: int) -> bool:
    """Whether all integers are from 0 to columns - 1."""
    # What is below 0 becomes very large.
    return not classes.size or bool(classes.astype(np.uint64, copy=False).max() < columns)


@lru_cache(64)
def starts(rows: int, columns: int) -> Array:
    """Where each row of a matrix begins, if it is read row after row."""
    return np.arange(0, rows * columns, columns)


def surplus(logs: Any, places: Array) -> Any:
    """By how much each probability is above that of the truth: 1 for the class, 0 for others."""
    return exp(logs) - chosen(places, raw(logs))


def chosen(places: Array, like: Array) -> Array:
    """A matrix with 1 in some places and 0 elsewhere; shape and dtype of `like`."""
    rows = np.zeros_like(like, order="C")
    rows.reshape(-1)[places] = 1
    return rows
