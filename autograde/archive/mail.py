"""Mails with attachments, as programs save them: one in an `.eml` file, several in an `.mbox`."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """A mail.

    Parameters
    ----------
    sender : str
        The address it says it comes from.
    when : datetime or None
        When the last server received it, in UTC; as its sender dates it only if no server said so.
    attachments : tuple of (str, bytes)
        Name and content.
    """

    sender: str
    when: datetime | None
    attachments: tuple[tuple[str, bytes], ...]


def mails_in(file: Path) -> Iterator[bytes]:
    """The texts of the mails in a mailbox."""
    box = mailbox.mbox(file, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 (a mailbox goes through its messages instead)
            yield box.get_bytes(key)
    finally:
        box.close()


def mail(content: bytes) -> Mail:
    r"""A mail from its text.

    >>> mail(b"From: Ada <Ada@Example.org>\nDate: Thu, 31 Jan 2030 23:59:00 +0100\n\nHi.").when
    datetime.datetime(2030, 1, 31, 22, 59)
    """
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    attachments = []
    for part in message.walk():
        name = part.get_filename()
        if name:
            payload = part.get_payload(decode=True)
            attachments.append((name, payload if isinstance(payload, bytes) else b""))
    sender = parseaddr(str(message.get("From", "")))[1]
    return Mail(sender, _received(message), tuple(attachments))


def _received(message: EmailMessage) -> datetime | None:
    """The time that the uppermost server wrote, which is the one of whoever was mailed to."""
    stamps = [str(line).rpartition(";")[2] for line in message.get_all("Received", [])[:1]]
    for text in (*stamps, str(message.get("Date", ""))):
        try:
            when = parsedate_to_datetime(text.strip())
        except (ValueError, TypeError):
            continue
        if when.tzinfo is not None:
            return when.astimezone(UTC).replace(tzinfo=None)
    return None
