"""By what the hidden checks draw: afresh at every run, or by the seed of a class."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

NUMBERS = 10**9
_seed: ContextVar[int | None] = ContextVar("seed", default=None)


@contextmanager
def drawn_by(seed: int | None) -> Iterator[None]:
    """Within this block, checks draw by a seed: every submission of a class meets the same inputs.

    None draws afresh.
    """
    token = _seed.set(seed)
    try:
        yield
    finally:
        _seed.reset(token)


def next_number(part: str) -> int:
    """The number of a part's hidden check.

    >>> with drawn_by(2026):
    ...     next_number("mul.vjp") == next_number("mul.vjp") != next_number("add.vjp")
    True
    """
    seed = _seed.get()
    if seed is None:
        return secrets.randbelow(NUMBERS)
    # A number of its own for each part, whichever of them were checked before.
    digest = hashlib.sha256(f"{seed} {part}".encode()).digest()
    return int.from_bytes(digest[:8]) % NUMBERS
