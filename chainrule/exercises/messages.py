"""How inputs and answers are shown to a student: short, on one line, to be typed in again."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.part import Case, Part

LONGEST = 160  # of a value
WIDTH = 88  # of a sentence


def shown(value: Any) -> str:
    """A value in a line: small arrays with their numbers, large ones by their shape.

    >>> shown(np.array([[1.0, 0.5]]))
    '[[1, 0.5]]'
    >>> shown(np.zeros((30, 40), np.float32))
    'an array of shape (30, 40), float32'
    """
    if isinstance(value, np.ndarray):
        return shown_array(value)
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    if isinstance(value, np.generic):
        return str(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(map(shown, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, dict) and value and all(isinstance(v, float) for v in value.values()):
        return shortened("{" + ", ".join(f"{k!r}: {shown(v)}" for k, v in value.items()) + "}")
    if callable(value):
        return getattr(value, "__doc__", None) or "a function"
    return shortened(repr(value))


def shown_array(array: np.ndarray[Any, Any]) -> str:
    """The numbers of a small array, or the shape of a large one."""
    dtype = "" if array.dtype == np.float64 else f", {array.dtype}"
    if 0 < array.size <= 12 and array.dtype.kind in "fiub":
        text = np.array2string(
            array, separator=", ", max_line_width=10_000, formatter={"float_kind": shown}
        )
        return " ".join(text.split()) + dtype
    return f"an array of shape {array.shape}{dtype}"


def shortened(text: str) -> str:
    """`text`, with its middle left out if it is long."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 20]} … {text[-15:]}"


def call(part: Part, case: Case, inputs: tuple[Any, ...]) -> str:
    """The arguments of a call by name.

    >>> from chainrule.exercises.parts import parts
    >>> call(parts["exp.vjp"], Case(()), (np.array(2.0), np.array(1.0), np.array(0.0)))
    'g = 2, y = 1, x = 0'
    """
    pairs = [f"{name} = {shown(x)}" for name, x in zip(part.arguments, inputs, strict=False)]
    separator = ", " if sum(map(len, pairs)) < WIDTH - 24 else ",\n" + " " * 14
    return separator.join(pairs) + (f"  ({case.remark})" if case.remark else "")


def listed(names: Any) -> str:
    """Up to four names, and how many there are besides.

    >>> listed(["q", "f"]), listed("abcdef")
    ('q and f', 'a, b, c, d and 2 more')
    """
    names = [str(name) for name in names]
    if len(names) > 4:
        names = [*names[:4], f"{len(names) - 4} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
