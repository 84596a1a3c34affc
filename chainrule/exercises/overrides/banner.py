"""On whose parts the engine runs; the parts themselves are loaded only if one of them does."""

from __future__ import annotations

from chainrule.exercises.messages import join_names
from chainrule.exercises.overrides import overrides


def engine_banner() -> str:
    """A sentence that says on whose parts the engine runs.

    >>> from chainrule.exercises import reset
    >>> reset()
    >>> engine_banner()
    'The engine runs on the reference: none of your parts has joined it.'
    """
    if not overrides:
        return "The engine runs on the reference: none of your parts has joined it."
    from chainrule.exercises.progress import whose

    owners = whose()
    mine = [name for name, owner in owners.items() if owner == "yours"]
    if len(mine) == len(owners):
        return f"The engine runs on all {len(mine)} of your parts."
    return f"The engine runs on {len(mine)} of your parts ({join_names(mine)}), else the reference."
