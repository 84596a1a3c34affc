"""References to objects that live in the other process."""

from __future__ import annotations

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


def _refuse(what: str) -> Any:
    """A method that refuses to take an object of the other process for something else.

    No assertion may pass by what Python and NumPy make of an object that they know nothing of.
    """

    def refuse(self: Opaque, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(f"a {self.kind} object, not {what}")

    return refuse


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

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse("a value to compare")
    __hash__ = _refuse("a value to compare")
    __bool__ = _refuse("a truth value")
    __len__ = __length_hint__ = __iter__ = __reversed__ = __contains__ = _refuse("a sequence")
    __getitem__ = __setitem__ = __delitem__ = _refuse("a sequence")
    __array__ = __array_ufunc__ = __array_function__ = _refuse("an array")
    __float__ = __int__ = __complex__ = __index__ = _refuse("a number")
    __round__ = __trunc__ = __floor__ = __ceil__ = _refuse("a number")
    __abs__ = __neg__ = __pos__ = __invert__ = _refuse("a number")
    __add__ = __sub__ = __mul__ = __matmul__ = __truediv__ = _refuse("a number")
    __floordiv__ = __mod__ = __divmod__ = __pow__ = _refuse("a number")
    __lshift__ = __rshift__ = __and__ = __xor__ = __or__ = _refuse("a number")
    __radd__ = __rsub__ = __rmul__ = __rmatmul__ = __rtruediv__ = _refuse("a number")
    __rfloordiv__ = __rmod__ = __rdivmod__ = __rpow__ = _refuse("a number")
    __rlshift__ = __rrshift__ = __rand__ = __rxor__ = __ror__ = _refuse("a number")
