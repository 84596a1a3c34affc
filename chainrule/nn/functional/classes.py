"""Losses of classes: how surprising the true one is."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, Operation, Tensor, around, getitem, permute, raw, reshape
from chainrule.nn.functional.activations import log_softmax, saved_or_anew
from chainrule.nn.functional.reduction import known_reduction, reduced, same_dtype
from chainrule.table import exp

USUAL = -100  # the class number that is ignored unless another is given

_cross_entropy = Operation(
    "cross_entropy",
    lambda z, t, logs: -logs[np.arange(len(t)), t].sum() / len(t),
    lambda g, y, z, t, logs: (g / len(t)) * surplus(saved_or_anew(logs, log_softmax, z), t),
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
    ignoring = check_classes(input, classes, ignore_index)
    rows, flat = by_rows(input), classes.reshape(-1)
    if reduction == "mean" and weight is None and not ignoring and label_smoothing == 0:
        return _cross_entropy(rows, flat, logs=log_softmax(raw(rows)))
    logs = log_softmax(rows)
    counted = counts(logs, flat, weight, ignore_index)
    losses = losses_of(logs, flat, ignore_index, counted)
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
    check_classes(input, classes, ignore_index)
    rows, flat = by_rows(input), classes.reshape(-1)
    counted = counts(rows, flat, weight, ignore_index)
    losses = losses_of(rows, flat, ignore_index, counted)
    return averaged(losses, counted, reduction, classes.shape)


def one_hot(input: Any, num_classes: int = -1) -> Any:
    """For each class number a row of zeros with a 1 in its column.

    Parameters
    ----------
    input : array of int, any shape
    num_classes : int
        The length of a row; the largest number plus 1 unless given.

    Returns
    -------
    array of int, or a tensor for a tensor, shape ``(*input.shape, num_classes)``

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
    seen = np.asarray(classes)  # only to look at: to compute with it keeps it in a recording
    if num_classes == -1:
        if not seen.size:
            raise ValueError("one_hot: no class number says how many there are; give num_classes")
        num_classes = int(seen.max()) + 1
    check_numbers(seen, num_classes, "one_hot has")
    rows: Array = (classes[..., None] == np.arange(num_classes)).astype(np.int64)
    return around(rows) if isinstance(input, Tensor) else rows


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


def losses_of(logs: Any, classes: Array, ignore_index: int, counted: Any) -> Any:
    """Minus the logarithm at the true class, times what the row counts."""
    kept = classes != ignore_index
    true = getitem(logs, index=(np.arange(len(classes)), np.where(kept, classes, 0)))
    return -table.where(kept, true, 0) * counted


def averaged(losses: Any, counted: Any, reduction: str, shape: tuple[int, ...]) -> Any:
    """The reduction of these losses; a mean is divided by what all rows count together."""
    if reduction == "mean" and counted is not None:
        return table.sum(losses) / table.sum(counted)
    return reduced(reshape(losses, shape=shape) if reduction == "none" else losses, reduction)


def check_classes(input: Any, target: Array, ignore_index: int) -> bool:
    """Whether there may be something to ignore, once shapes and class numbers are known to fit.

    A number that somebody gave counts as one that will come, if not in this batch: a recorded
    step meets others.
    """
    logits, classes = raw(input), np.asarray(target)  # only to look at
    axis = 1 if logits.ndim > 1 else 0
    if not logits.ndim or classes.shape != logits.shape[:axis] + logits.shape[axis + 1 :]:
        raise ValueError(
            f"the logits have shape {logits.shape}, the classes {classes.shape}: they must be "
            "(n, classes) and (n,), or (n, classes, ...) and (n, ...)"
        )
    columns = logits.shape[axis]
    if ignore_index == USUAL and are_numbers(classes, columns):
        return False
    check_numbers(classes[classes != ignore_index], columns, "the logits have")
    return True


def are_numbers(classes: Array, columns: int) -> bool:
    """Whether all class numbers are integers from 0 to columns - 1."""
    if classes.dtype.kind not in "iu":
        return False
    return not classes.size or bool(classes.min() >= 0 and classes.max() < columns)


def check_numbers(classes: Array, columns: int, who: str) -> None:
    """Raise unless all class numbers are integers from 0 to columns - 1."""
    if classes.dtype.kind not in "iu":
        raise TypeError(f"classes are numbered by integers, and these are {classes.dtype}")
    if not are_numbers(classes, columns):
        span = f"{classes.min()} to {classes.max()}"
        raise ValueError(f"class numbers run from {span}, and {who} {columns} columns")


def surplus(logs: Any, classes: Any) -> Any:
    """By how much each probability is above that of the truth: 1 for the class, 0 for others."""
    return exp(logs) - chosen(classes, raw(logs))


def chosen(classes: Array, like: Array) -> Array:
    """A row a class number, 1 in its column and 0 elsewhere; shape and dtype of `like`."""
    rows = np.zeros_like(like)
    rows[np.arange(len(classes)), classes] = 1
    return rows
