"""The workshop of this process: opened for its first student, closed at its end."""

from __future__ import annotations

import atexit
import gc
from functools import cache

from autograde.sandbox.host.launcher import Workshop
from autograde.sandbox.protocol.limits import Limits


@cache
def shared_workshop(limits: Limits, sandbox: bool) -> Workshop:
    """The workshop with these limits."""
    workshop = Workshop(limits, sandbox=sandbox)
    workshop.__enter__()
    atexit.register(workshop.__exit__, None, None, None)
    gc.collect()
    gc.freeze()  # nbgrader alone makes a million objects, which each full collection went through
    return workshop
