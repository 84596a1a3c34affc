"""What to say when somebody mistypes a name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 10


def instead(name: str, known: Iterable[str]) -> str:
    """The names that come close, or some of those there are.

    >>> instead("02_autogard", ["01_neurons", "02_autograd"])
    'Did you mean 02_autograd?'
    >>> instead("x", ["ada", "bob"])
    'There are: ada, bob.'
    """
    there = sorted(known)
    by_folded = {one.casefold(): one for one in there}
    close = get_close_matches(name.casefold(), by_folded, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(by_folded[one] for one in close)}?"
    more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
    return f"There are: {', '.join(there[:SHOWN]) or 'none yet'}{more}."
