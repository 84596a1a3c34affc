"""Messages over a socket, each behind its length and each by a deadline."""

from __future__ import annotations

import socket
from contextlib import suppress
from struct import Struct
from time import monotonic

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.limits import Limits

freeze_builtins(globals())

__all__ = ["Channel", "ChannelError", "Closed", "TooLarge", "TooSlow"]

_LENGTH = Struct("<Q")
_NO_SIGPIPE = getattr(socket, "MSG_NOSIGNAL", 0)


class ChannelError(Exception):
    """The other side cannot be talked to any more."""


class Closed(ChannelError):
    """The other side has gone."""


class TooSlow(ChannelError):
    """The deadline passed first."""


class TooLarge(ChannelError):
    """A message is longer than the limit."""


class Channel:
    """One end of a conversation; after any error but a `TooLarge` of one's own it is over.

    Parameters
    ----------
    sock : socket.socket
        A connected stream socket; the channel owns it.
    limit : int
        How many bytes a message may have, in either direction.
    """

    def __init__(self, sock: socket.socket, limit: int = Limits().message_bytes) -> None:
        self._sock, self._limit = sock, limit
        self._over = False

    def send(self, message: bytes, deadline: float | None) -> None:
        """Send a message.

        Parameters
        ----------
        message : bytes
            What the other side is to receive.
        deadline : float or None
            In the seconds of `time.monotonic`.

        Raises
        ------
        TooLarge
            If it is over the limit; nothing is sent then.
        TooSlow
            If the other side has not taken all of it by the deadline.
        Closed
            If it has gone.
        """
        if len(message) > self._limit:
            raise TooLarge(f"a message of {len(message)} bytes; {self._limit} are allowed")
        self._begin(deadline)
        try:
            self._sock.sendall(_LENGTH.pack(len(message)) + message, _NO_SIGPIPE)
        except TimeoutError:
            raise TooSlow("the message was not taken in time") from None
        except OSError as error:
            raise Closed(str(error)) from None
        self._over = False

    def receive(self, deadline: float | None) -> bytes:
        """The next message.

        Parameters
        ----------
        deadline : float or None
            In the seconds of `time.monotonic`; by then the last byte must be here.

        Raises
        ------
        TooLarge
            If its length is over the limit, before any of it is read.
        TooSlow, Closed
            As in `send`.
        """
        (length,) = _LENGTH.unpack(self._read(_LENGTH.size, deadline))
        if length > self._limit:
            self._over = True
            raise TooLarge(f"a message of {length} bytes; {self._limit} are allowed")
        return bytes(self._read(length, deadline))

    def fileno(self) -> int:
        """The number of the socket."""
        return self._sock.fileno()

    def close(self) -> None:
        """Hang up; may be called again."""
        self._over = True
        with suppress(OSError):
            self._sock.close()

    def _read(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            self._begin(deadline)
            rest = rest[self._read_some(rest) :]
            self._over = False
        return data

    def _read_some(self, into: memoryview) -> int:
        try:
            size = self._sock.recv_into(into)
        except TimeoutError:
            raise TooSlow("no message was complete in time") from None
        except OSError as error:
            raise Closed(str(error)) from None
        if size == 0:
            raise Closed("the other side has hung up")
        return size

    def _begin(self, deadline: float | None) -> None:
        """Give the next transfer what is left of the time; only its success keeps us going."""
        if self._over:
            raise Closed("the conversation is over")
        left = None if deadline is None else deadline - monotonic()
        if left is not None and left <= 0:
            self._over = True
            raise TooSlow("there was no time left")
        self._over = True
        try:
            self._sock.settimeout(left)
        except OSError as error:
            raise Closed(str(error)) from None
