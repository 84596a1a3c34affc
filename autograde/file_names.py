"""Names of files that students chose, which need not be text."""

from __future__ import annotations

import os
from pathlib import PurePath


def readable(path: PurePath) -> str:
    r"""The name of a file as text that can be written and sent, whatever bytes it consists of.

    >>> readable(PurePath("notes") / os.fsdecode(b"caf\xe9.txt"))
    'notes/caf�.txt'
    """
    return os.fsencode(path).decode("utf-8", "replace")
