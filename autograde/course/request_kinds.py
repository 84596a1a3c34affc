"""The kinds of requests, and what becomes of one."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is asked for."""

    EXTENSION = "extension"  # a later deadline
    EXCUSE = "excuse"  # who hands in nothing is not missing, and has no grade
    REGRADE = "regrade"  # that a person looks again
    FORGIVE = "forgive"  # all points of a part for everybody


class State(StrEnum):
    """What became of it."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
