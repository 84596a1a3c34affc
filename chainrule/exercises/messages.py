"""Inputs, answers and names in words for a student: short, on one line."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import numpy as np

LONGEST = 160  # of a value
WIDTH = 88  # of a sentence
MOST_BITS = 4096  # of a whole number that is shown


def format_value(value: Any) -> str:
    """A value in a line: small arrays with their numbers, large ones by their shape.

    Of anything but numbers, texts, arrays and containers of these, the kind is all that a check
    sees under the seal, and all that it shows elsewhere.

    >>> format_value(np.array([[1.0, 0.5]]))
    '[[1, 0.5]]'
    >>> format_value(np.zeros((30, 40), np.float32))
    'an array of shape (30, 40), float32'
    >>> format_value({"x": (1.0, None), "y": [range(3)]})
    "{'x': (1, None), 'y': [<range object>]}"
    """
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiubc":
        return format_array(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(map(format_value, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return shorten("[" + ", ".join(map(format_value, value)) + "]")
    if isinstance(value, dict):
        pairs = (f"{format_value(key)}: {format_value(item)}" for key, item in value.items())
        return shorten("{" + ", ".join(pairs) + "}")
    return format_scalar(value)


def format_scalar(value: Any) -> str:
    """A number or a text; of anything else the kind."""
    if isinstance(value, str | bytes):
        return shorten(repr(value))
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    if value is None or isinstance(value, bool | complex | np.number | np.bool_):
        return str(value)
    if isinstance(value, int) and value.bit_length() < MOST_BITS:
        return shorten(str(int(value)))
    return "a function" if callable(value) else f"<{type_name(value)} object>"


def type_name(value: Any) -> str:
    """The name of a value's type, as it is known under the seal too.

    >>> type_name(3), type_name(np.array(["a"]))
    ('int', 'ndarray[<U1]')
    """
    if isinstance(value, np.ndarray):
        return f"ndarray[{value.dtype.descr if value.dtype.names else value.dtype}]"
    return type(value).__name__


def format_array(array: np.ndarray[Any, Any]) -> str:
    """The numbers of a small array, or the shape of a large one."""
    dtype = "" if array.dtype == np.float64 else f", {array.dtype}"
    if 0 < array.size <= 12 and array.dtype.kind in "fiub":
        text = np.array2string(
            array, separator=", ", max_line_width=10_000, formatter={"float_kind": format_value}
        )
        return " ".join(text.split()) + dtype
    return f"an array of shape {array.shape}{dtype}"


def shorten(text: str) -> str:
    """`text`, with its middle left out if it is long."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 20]} … {text[-15:]}"


def format_inputs(pairs: Iterable[tuple[str, Any]], remark: str = "") -> str:
    """The arguments of a call by name.

    >>> format_inputs([("g", np.array(2.0)), ("n", 3)], "an even number of them")
    'g = 2, n = 3  (an even number of them)'
    """
    texts = [f"{name} = {format_input(value)}" for name, value in pairs]
    separator = ", " if sum(map(len, texts)) < WIDTH - 24 else ",\n" + " " * 14
    return separator.join(texts) + (f"  ({remark})" if remark else "")


def format_input(value: Any) -> str:
    """A value in a line; a function by what it says of itself."""
    says = value.__doc__ if callable(value) else None
    return says or format_value(value)


def did_you_mean(name: object, names: Iterable[str]) -> str:
    """The end of a sentence about a name that there is not.

    >>> did_you_mean("mul.vpj", ["mul.vjp"]), did_you_mean("?", ["mul.vjp"])
    (": is it 'mul.vjp'?", '.')
    """
    near = get_close_matches(str(name), [*names], n=1)
    return f": is it {near[0]!r}?" if near else "."


def join_names(names: Any) -> str:
    """Up to four names, and how many there are besides.

    >>> join_names(["q", "f"]), join_names("abcdef")
    ('q and f', 'a, b, c, d and 2 more')
    """
    names = [str(name) for name in names]
    if len(names) > 4:
        names = [*names[:4], f"{len(names) - 4} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
