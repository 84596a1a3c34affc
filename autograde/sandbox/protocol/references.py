"""References to objects that live in the other process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

__all__ = ["Opaque", "Remote"]


@dataclass(frozen=True)
class Remote:
    """A function on the sender's side.

    Parameters
    ----------
    number : int
        What its owner knows it by.
    name : str
        Its ``__name__``.
    parameters : str or None
        Its signature as text, where it has one.
    """

    number: int
    name: str
    parameters: str | None


class Opaque:
    """An object on the sender's side: it can be given back, and nothing else.

    Parameters
    ----------
    kind : str
        The name of its type.
    number : int
        What its owner knows it by.

    Examples
    --------
    >>> Opaque("Tensor", 3)
    <Tensor object>
    >>> Opaque("Tensor", 3) == 1.0
    Traceback (most recent call last):
    TypeError: a Tensor object, not a value to compare
    """

    __slots__ = ("kind", "number")

    def __init__(self, kind: str, number: int) -> None:
        self.kind, self.number = kind, number

    def __repr__(self) -> str:
        return f"<{self.kind} object>"


def _refusal(what: str) -> Callable[..., NoReturn]:
    def refuse(self: Opaque, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(f"a {self.kind} object, not {what}")

    return refuse


# No assertion may pass by what Python and NumPy make of an object that they know nothing of.
_REFUSED = {
    "a value to compare": "eq ne lt le gt ge hash",
    "a truth value": "bool",
    "a sequence": "len length_hint iter reversed contains getitem setitem delitem",
    "an array": "array array_ufunc array_function",
    "a number": "float int complex index round trunc floor ceil abs neg pos invert",
}
_ARITHMETIC = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or"
_REFUSED["a number"] += "".join(f" {name} r{name}" for name in _ARITHMETIC.split())

for _what, _names in _REFUSED.items():
    for _name in _names.split():
        setattr(Opaque, f"__{_name}__", _refusal(_what))
