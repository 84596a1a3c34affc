"""Replies packed so that they can always be sent: what does not fit is referred to, or left out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import Refer
from autograde.sandbox.protocol.exceptions import described
from autograde.sandbox.protocol.values import GivenObjects, SerialisationError, pack

freeze_builtins(globals())

ENVELOPE = 2**16  # bytes of a reply besides its values
UNPACKABLE = (SerialisationError, MemoryError, RuntimeError)


class ReplyPacker:
    """Packs replies into messages of limited length.

    Parameters
    ----------
    limit : int
        How many bytes a message may have.
    refer : callable
        Says what stands for an object that is not plain.
    given : GivenObjects
        Objects of classes that the judge has as well.

    Attributes
    ----------
    reduce : bool
        Whether an object of a subclass crosses as the plain kind that it is made of.
    """

    def __init__(self, limit: int, refer: Refer, given: GivenObjects) -> None:
        self._limit, self._refer, self._given = limit, refer, given
        self.reduce = True

    def packed(self, value: Any) -> bytes:
        """A value as bytes.

        Raises
        ------
        UNPACKABLE
            If it is nested too deep, too large, or changed by a thread meanwhile.
        """
        message = pack(value, self._refer, self._given, reduce=self.reduce)
        if len(message) > self._limit:
            raise SerialisationError(f"more than {self._limit / 2**20:g} MiB")
        return message

    def ran(self, reply: dict[str, Any]) -> bytes:
        """The packed reply to "run"."""
        try:
            return self.packed(reply)
        except UNPACKABLE:
            return self.packed({**reply, "outputs": [], "cut": True})

    def named(self, values: dict[str, Any], shared: dict[str, int]) -> bytes:
        """The packed reply to "names"."""
        try:
            return self.packed({"values": values, "shared": shared})
        except UNPACKABLE:
            packed = self._as_many_as_fit(values.values(), self._limit - ENVELOPE)
            values = dict(zip(values, packed, strict=True))
            return self.packed({"values": values, "shared": shared})

    def called(self, reply: dict[str, Any]) -> bytes:
        """The packed reply to "call"."""
        try:
            return self.packed(reply)
        except UNPACKABLE:
            return self.packed(self._reduced(reply))

    def _reduced(self, reply: dict[str, Any]) -> dict[str, Any]:
        left = self._limit - ENVELOPE - 4 * sum(len(text) for _, text in reply.get("printed", ()))
        try:
            left -= len(self.packed(reply["value"]))
        except UNPACKABLE as error:
            reply = {**reply, "value": None, "raised": reply.get("raised") or described(error)}
        return {**reply, "args": self._as_many_as_fit(reply["args"], left)}

    def _as_many_as_fit(self, values: Iterable[Any], left: int) -> list[Any]:
        kept = []
        for value in values:
            size = self._size(value)
            if size <= left:
                left -= size
                kept.append(value)
            else:
                kept.append(self._refer(value))
        return kept

    def _size(self, value: Any) -> int:
        try:
            return len(self.packed(value))
        except UNPACKABLE:
            return sys.maxsize
