"""Replies that can always be sent: what does not fit is referred to, or said to be too much."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from autograde.sandbox.protocol.builtins import keep_builtins
from autograde.sandbox.protocol.codec import Refer
from autograde.sandbox.protocol.exceptions import described
from autograde.sandbox.protocol.values import WireError, pack

keep_builtins(globals())

ENVELOPE = 2**16  # bytes of a reply besides its values
UNFIT = (WireError, MemoryError, RuntimeError)


class Fitting:
    """Packs replies into messages of limited length.

    Parameters
    ----------
    limit : int
        How many bytes a message may have.
    refer : callable
        Says what stands for an object that is not plain.
    """

    def __init__(self, limit: int, refer: Refer) -> None:
        self._limit, self._refer = limit, refer

    def packed(self, value: Any) -> bytes:
        """A value as bytes.

        Raises
        ------
        UNFIT
            If it is nested too deep, too large, or changed by a thread meanwhile.
        """
        message = pack(value, self._refer)
        if len(message) > self._limit:
            raise WireError(f"more than {self._limit / 2**20:g} MiB")
        return message

    def ran(self, reply: dict[str, Any]) -> bytes:
        """The reply to "run"."""
        try:
            return self.packed(reply)
        except UNFIT:
            return self.packed({**reply, "outputs": [], "cut": True})

    def named(self, values: dict[str, Any]) -> bytes:
        """The reply to "names"."""
        try:
            return self.packed({"values": values})
        except UNFIT:
            fitting = self._as_many_as_fit(values.values(), self._limit - ENVELOPE)
            return self.packed({"values": dict(zip(values, fitting, strict=True))})

    def called(self, reply: dict[str, Any]) -> bytes:
        """The reply to "call"."""
        try:
            return self.packed(reply)
        except UNFIT:
            return self.packed(self._reduced(reply))

    def _reduced(self, reply: dict[str, Any]) -> dict[str, Any]:
        left = self._limit - ENVELOPE - 4 * len(reply["printed"])
        try:
            left -= len(self.packed(reply["value"]))
        except UNFIT as error:
            reply = {**reply, "value": None, "raised": reply["raised"] or described(error)}
        return {**reply, "args": self._as_many_as_fit(reply["args"], left)}

    def _as_many_as_fit(self, values: Iterable[Any], left: int) -> list[Any]:
        fitting = []
        for value in values:
            size = self._size(value)
            if size <= left:
                left -= size
                fitting.append(value)
            else:
                fitting.append(self._refer(value))
        return fitting

    def _size(self, value: Any) -> int:
        try:
            return len(self.packed(value))
        except UNFIT:
            return sys.maxsize
