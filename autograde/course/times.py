"""Times as people and programs write them: with their offset from UTC, so that nobody guesses."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from autograde.course.course import CourseError

FORM = "2030-01-31T23:59+01:00"
PAST = "2025-01-31T23:59+01:00"


def moment(text: str) -> datetime | None:
    """The time that a text says, in UTC and without a time zone, as the gradebook keeps it.

    It is ISO 8601 with an offset; `Z` and what nbgrader writes, `UTC` at the end, are one. None
    for anything else: a time without an offset is another one wherever it is read.

    >>> moment("2030-01-31T23:59+01:00")
    datetime.datetime(2030, 1, 31, 22, 59)
    >>> moment("2030-01-31 22:59:00 UTC") == moment("2030-01-31T22:59Z")
    True
    >>> moment("2030-01-31 22:59"), moment("tomorrow")
    (None, None)
    """
    said = re.sub(r"\s*(UTC|GMT)$", "+00:00", text.strip())
    said = re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", said)
    try:
        when = datetime.fromisoformat(said)
        return None if when.tzinfo is None else when.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def moment_or_refuse(text: str) -> datetime:
    """The time that a text says, or a `CourseError` that shows how one is written."""
    found = moment(text)
    if found is None:
        raise CourseError(f"{text!r} is no time with its offset from UTC, such as {FORM}.")
    return found


def written(when: datetime) -> str:
    """A time of the gradebook's as text.

    >>> written(datetime(2030, 1, 31, 22, 59))
    '2030-01-31 22:59 UTC'
    """
    return f"{when:%Y-%m-%d %H:%M} UTC"
