"""The workshop of this process: opened for its first student, closed at its end."""

from __future__ import annotations

import atexit
from functools import cache

from autograde.sealed.limits import Limits
from autograde.sealed.workshop import Workshop


@cache
def shared_workshop(limits: Limits, sandbox: bool) -> Workshop:
    """The workshop with these limits."""
    workshop = Workshop(limits, sandbox=sandbox)
    workshop.__enter__()
    atexit.register(workshop.__exit__, None, None, None)
    return workshop
