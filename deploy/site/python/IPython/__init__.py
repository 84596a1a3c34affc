"""Of IPython: the shell that runs a page's cells."""

from __future__ import annotations

from typing import Any

version_info = (9, 0, 0)  # which matplotlib asks for


def get_ipython() -> Any:
    """The page's shell."""
    import reader

    return reader.shell
