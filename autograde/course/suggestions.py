"""Suggestions for a name that somebody mistyped."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 10


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The name that comes closest, if one is close, and some of those there are.

    >>> did_you_mean("02_autogard", ["01_neurons", "02_autograd"])
    'Did you mean 02_autograd? There are: 01_neurons, 02_autograd.'
    >>> did_you_mean("x", ["ada", "bob"])
    'There are: ada, bob.'
    """
    there = sorted(known)
    by_folded = {one.casefold(): one for one in there}
    close = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.5)
    meant = f"Did you mean {by_folded[close[0]]}? " if close else ""
    more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
    return f"{meant}There are: {', '.join(there[:SHOWN]) or 'none yet'}{more}."
