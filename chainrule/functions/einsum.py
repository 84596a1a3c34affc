"""Products of elements of tensors, summed over axes: `einsum` and `tensordot`.

All become one `@` of two matrices at a time, so the derivatives are those of `@`.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from chainrule.engine import permute, reshape
from chainrule.functions.movement import expand
from chainrule.functions.reductions import at
from chainrule.functions.selection import diagonal
from chainrule.table import matmul
from chainrule.table import sum as sum_

__all__ = ["einsum", "tensordot"]

Labels = list[str]
Term = tuple[Any, Labels]


def tensordot(a: Any, b: Any, dims: Any = 2) -> Any:
    """Products summed over the last `dims` axes of `a` and the first of `b`, or over listed ones.

    >>> import numpy as np
    >>> tensordot(np.ones((2, 3, 4)), np.ones((3, 4, 5))).shape
    (2, 5)
    >>> tensordot(np.ones((2, 3)), np.ones((5, 3)), dims=([1], [1])).shape
    (2, 5)
    """
    if isinstance(dims, int):
        dims = list(range(a.ndim - dims, a.ndim)), list(range(dims))
    ours, theirs = ([at(d, x) for d in part] for x, part in zip((a, b), dims, strict=True))
    left = [f"a{i}" for i in range(a.ndim)]
    right = [f"b{i}" for i in range(b.ndim)]
    for i, j in zip(ours, theirs, strict=True):
        right[j] = left[i]
    kept = [label for label in [*left, *right] if Counter([*left, *right])[label] == 1]
    return contracted(stretched([(a, left), (b, right)], "tensordot"), kept)


def einsum(equation: str, *operands: Any) -> Any:
    """Products of elements, summed over every letter that the answer has not.

    Each letter names an axis; "..." stands for the axes that are not named. Without an arrow the
    answer has the letters that come once, in alphabetical order.

    Raises
    ------
    ValueError
        If letters and axes do not match; the sentence says which.

    Examples
    --------
    >>> import numpy as np
    >>> a, b = np.ones((2, 3)), np.ones((3, 4))
    >>> einsum("ij,jk->ik", a, b).shape, einsum("ij->j", a), einsum("ij,ij", a, a).item()
    ((2, 4), array([2., 2., 2.]), 6.0)
    """
    if len(operands) == 1 and isinstance(operands[0], list | tuple):
        operands = tuple(operands[0])
    left, arrow, right = equation.replace(" ", "").partition("->")
    parts = left.split(",")
    if len(parts) != len(operands):
        raise ValueError(f"einsum: {equation!r} names {len(parts)} operands, not {len(operands)}")
    terms = [(x, labels_of(part, x)) for part, x in zip(parts, operands, strict=True)]
    unnamed = sorted({n for _, labels in terms for n in labels if len(n) > 1})
    every = Counter(label for _, labels in terms for label in labels)
    answer = sorted(label for label, n in every.items() if n == 1 and len(label) == 1)
    answer = spelled(right, unnamed) if arrow else [*unnamed, *answer]
    if unknown := [label for label in answer if label not in every]:
        raise ValueError(f"einsum: {equation!r} asks for {unknown[0]}, which no operand has")
    if len(set(answer)) < len(answer):
        raise ValueError(f"einsum: {equation!r} asks for an axis twice")
    return contracted(stretched(terms, equation), answer)


def labels_of(part: str, x: Any) -> Labels:
    """The labels of the axes of an operand: its letters, and for the unnamed axes numbers."""
    unnamed = x.ndim - len(part.replace("...", ""))
    labels = spelled(part, [str(i) for i in range(100 - unnamed, 100)] if "..." in part else [])
    if len(labels) != x.ndim:
        raise ValueError(f"einsum: {part!r} names {len(labels)} axes, and there are {x.ndim}")
    return labels


def spelled(part: str, unnamed: Labels) -> Labels:
    """One label for each letter, and `unnamed` in place of the dots."""
    before, dots, after = part.partition("...")
    return [*before, *(unnamed if dots else []), *after]


def stretched(terms: list[Term], equation: str) -> list[Term]:
    """The terms with every axis of length 1 repeated to the length that its label has elsewhere."""
    lengths: dict[str, int] = {}
    for x, labels in terms:
        for label, n in zip(labels, x.shape, strict=True):
            if n != lengths.setdefault(label, n) and 1 not in (n, lengths[label]):
                both = f"{lengths[label]} and {n}"
                raise ValueError(f"einsum: {label} of {equation!r} has the lengths {both}")
            lengths[label] = n if lengths[label] == 1 else lengths[label]
    full = [(x, labels, tuple(lengths[label] for label in labels)) for x, labels in terms]
    return [(x if x.shape == shape else expand(x, shape), labels) for x, labels, shape in full]


def contracted(terms: list[Term], answer: Labels) -> Any:
    """The product of all terms, two at a time, with the axes of `answer`."""
    first, *rest = [without_doubles(*term) for term in terms]
    while rest:
        second, *rest = rest
        wanted = {*answer, *(label for _, labels in rest for label in labels)}
        first = product_of(first, second, wanted)
    return ordered(summed(first, answer), answer)


def without_doubles(x: Any, labels: Labels) -> Term:
    """The diagonal, for axes of one label."""
    for label in labels:
        if labels.count(label) > 1:
            i = labels.index(label)
            j = labels.index(label, i + 1)
            rest = [each for k, each in enumerate(labels) if k not in (i, j)]
            return without_doubles(diagonal(x, 0, i, j), [*rest, label])
    return x, labels


def product_of(a: Term, b: Term, wanted: Any) -> Term:
    """The product of two terms, summed over the labels that nobody wants any more."""
    a, b = summed(a, {*wanted, *b[1]}), summed(b, {*wanted, *a[1]})
    both = [label for label in a[1] if label in b[1]]
    batch, lost = [x for x in both if x in wanted], [x for x in both if x not in wanted]
    own, other = ([x for x in labels if x not in both] for labels in (a[1], b[1]))
    sizes = dict(zip([*a[1], *b[1]], [*a[0].shape, *b[0].shape], strict=True))
    left = grouped(a, [*([x] for x in batch), own, lost], sizes)
    right = grouped(b, [*([x] for x in batch), lost, other], sizes)
    labels = [*batch, *own, *other]
    return reshape(matmul(left, right), shape=tuple(sizes[x] for x in labels)), labels


def summed(term: Term, wanted: Any) -> Term:
    """A term, summed over the labels that are not wanted."""
    x, labels = term
    lost = tuple(i for i, label in enumerate(labels) if label not in wanted)
    return (sum_(x, axis=lost) if lost else x), [label for label in labels if label in wanted]


def ordered(term: Term, labels: Labels) -> Any:
    """A term with its axes in the order of these labels."""
    x, own = term
    return x if own == labels else permute(x, axes=tuple(own.index(label) for label in labels))


def grouped(term: Term, groups: list[Labels], sizes: dict[str, int]) -> Any:
    """A term with one axis for each group of labels."""
    x = ordered(term, [label for group in groups for label in group])
    return reshape(x, shape=tuple(math.prod(sizes[x] for x in group) for group in groups))
