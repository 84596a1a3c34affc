"""Two values beside each other, as texts in which the entries that differ are marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from chainrule.exercises.judges import at, close, is_numeric, same
from chainrule.exercises.messages import LONGEST, format_value

Piece = tuple[str, bool]  # a text, and whether it differs
NOTHING: Any = type("Nothing", (), {"__repr__": lambda _: "nothing"})()
MOST_NUMBERS = 12  # of an array that is shown
USUAL = (np.dtype(float), np.dtype(int))


def pieces(value: Any, other: Any = NOTHING, rtol: float = 1e-6) -> list[Piece]:
    """The text of a value, cut into pieces that differ from another one and pieces that do not.

    >>> pieces(np.array([1.0, 2.5]), np.array([1.0, 2.0]))
    [('[', False), ('1', False), (', ', False), ('2.5', True), (']', False)]
    """
    try:
        with np.errstate(all="ignore"):
            found = list(walk(value, other, rtol))
        if sum(len(text) for text, _ in found) > LONGEST:
            return [(format_value(value), any(differs for _, differs in found))]
    except Exception:  # of its own methods
        return [(f"<{type(value).__name__} object>", other is not NOTHING)]
    return found


def walk(value: Any, other: Any, rtol: float) -> Iterator[Piece]:
    """The pieces of a value, down to its numbers."""
    if is_truths(value) or (is_numeric(value) and not isinstance(value, float | int)):
        yield from walk_array(np.asarray(value), other, rtol)
    elif isinstance(value, tuple | list):
        theirs = other if isinstance(other, tuple | list) and len(other) == len(value) else None
        items = [walk(x, theirs[i] if theirs else NOTHING, rtol) for i, x in enumerate(value)]
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        yield from between("()" if isinstance(value, tuple) else "[]", items, comma)
    elif isinstance(value, dict):
        yield from between("{}", [walk_entry(key, value[key], other, rtol) for key in value])
    else:
        yield walk_single(value, other, rtol)


def between(brackets: str, items: Iterable[Iterable[Piece]], comma: str = "") -> Iterator[Piece]:
    """The pieces of items, with commas between them and brackets around."""
    separator = brackets[0]
    for item in items:
        yield separator, False
        yield from item
        separator = ", "
    if separator != ", ":
        yield separator, False
    yield comma + brackets[1], False


def walk_entry(key: Any, value: Any, other: Any, rtol: float) -> Iterator[Piece]:
    """The pieces of one entry of a dictionary."""
    others = other if isinstance(other, dict) else {key: NOTHING}
    yield f"{format_value(key)}: ", key not in others
    yield from walk(value, others.get(key, NOTHING), rtol)


def is_truths(value: Any) -> bool:
    """Whether this is an array of truth values."""
    return isinstance(value, np.ndarray) and value.dtype.kind == "b"


def walk_single(value: Any, other: Any, rtol: float) -> Piece:
    """A value that has no parts, with more digits where fewer show no difference."""
    differs = other is not NOTHING and not same(value, other, rtol)
    text = format_value(value)
    if differs and is_numeric(value) and text == format_value(other):
        return repr(float(value)), True
    return text, differs


def walk_array(array: np.ndarray[Any, Any], other: Any, rtol: float) -> Iterator[Piece]:
    """The pieces of an array: its numbers if they are few, its shape, its dtype if they matter."""
    theirs = np.asarray(other) if is_numeric(other) or is_truths(other) else None
    comparable = theirs is not None and theirs.shape == array.shape
    wrong = far_off(array, theirs, rtol) if comparable else np.zeros(array.shape, bool)
    if 0 < array.size <= MOST_NUMBERS:
        yield from walk_numbers(array, theirs if comparable else None, wrong)
        if theirs is not None and not comparable:
            yield ", ", False
            yield f"shape {array.shape}", True
    else:
        yield f"an array of shape {array.shape}", theirs is not None and not comparable
        for index in map(tuple, np.argwhere(wrong)[:1]):
            yield " with ", False
            yield format_value(array[index]), True
            yield at(index), False
    if dtype_matters(array, theirs):
        yield ", ", False
        yield str(array.dtype), theirs is not None and theirs.dtype != array.dtype


def far_off(array: Any, theirs: Any, rtol: float) -> Any:
    """Where two arrays differ."""
    if "b" in array.dtype.kind + theirs.dtype.kind:
        return np.asarray(array != theirs)
    return np.asarray(~close(array, theirs, rtol))


def walk_numbers(array: Any, theirs: Any, wrong: Any) -> Iterator[Piece]:
    """The numbers of an array, in the brackets of their axes."""
    if not array.ndim:
        known = theirs[()] if theirs is not None and wrong else NOTHING
        yield (walk_single(array[()], known, 0.0)[0], bool(wrong))
        return
    rows = (walk_numbers(array[i, ...], None if theirs is None else theirs[i, ...], wrong[i, ...])
            for i in range(len(array)))  # fmt: skip
    yield from between("[]", rows)


def dtype_matters(array: np.ndarray[Any, Any], theirs: np.ndarray[Any, Any] | None) -> bool:
    """Whether the dtype is an unusual one, or not the one that belongs there."""
    floats = theirs is not None and array.dtype.kind == theirs.dtype.kind == "f"
    return array.dtype not in USUAL or (floats and theirs is not None and (
        array.dtype != theirs.dtype))  # fmt: skip


def text_of_pieces(found: list[Piece]) -> str:
    """The text of all pieces."""
    return "".join(text for text, _ in found)


def underline(found: list[Piece]) -> str:
    """Carets below the pieces that differ; nothing where all or none do.

    >>> underline(pieces((1, 2), (1, 3)))
    '    ^'
    """
    values = [differs for text, differs in found if text.strip("()[]{}, ")]
    if all(values) or not any(values):
        return ""
    return "".join(("^" if differs else " ") * len(text) for text, differs in found).rstrip()
