"""Values as bytes between the student's process and the judge; reading them runs no code.

Only objects of exactly Python's and NumPy's own plain types are copied. Any other is *referred*
to by a number, and stays where it is.
"""

from __future__ import annotations

from typing import Any

from autograde.sandbox.protocol import values  # noqa: F401  (they add the kinds of values)
from autograde.sandbox.protocol.builtins import keep_builtins
from autograde.sandbox.protocol.codec import Reader, Refer, Resolve, WireError, Writer
from autograde.sandbox.protocol.references import Opaque, Remote

keep_builtins(globals())

__all__ = ["Opaque", "Remote", "WireError", "pack", "unpack"]


def pack(value: Any, refer: Refer | None = None) -> bytes:
    """A value as bytes.

    Parameters
    ----------
    value : object
        None, a bool, number, str, bytes, list, tuple, dict, set, frozenset, slice, range,
        Ellipsis, NumPy scalar or array, or a container of these. A lone surrogate in a str is
        written as its escape.
    refer : callable, optional
        Says what stands for an object that is none of these.

    Raises
    ------
    WireError
        If it is nested too deep, too large, or not plain and there is no `refer`.

    Examples
    --------
    >>> unpack(pack({"rate": 0.5, "shape": (3, 4)}))
    {'rate': 0.5, 'shape': (3, 4)}
    """
    writer = Writer(refer)
    writer.value(value)
    return bytes(writer.out)


def unpack(data: bytes | memoryview, resolve: Resolve | None = None) -> Any:
    """The value that these bytes were packed from; arrays are writable copies.

    Parameters
    ----------
    data : bytes or memoryview
        Of any origin.
    resolve : callable, optional
        Says what an `Opaque` or a `Remote` is on this side; without it they are left as such.

    Raises
    ------
    WireError
        If no value was packed into these bytes.
    """
    reader = Reader(data, resolve)
    value = reader.value()
    if reader.at != reader.end:
        raise WireError("there is more than one value")
    return value
