"""The notebook that a check runs in, if it runs in one."""

from __future__ import annotations

import os
import sys
from typing import Any


def shell() -> Any:
    """The shell of the notebook; None in scripts, and while nbgrader runs the cells.

    nbgrader keeps of a failed test only its traceback, so that this must say it all there.
    """
    ipython = sys.modules.get("IPython")
    found = ipython.get_ipython() if ipython and "NBGRADER_EXECUTION" not in os.environ else None
    return found if hasattr(found, "kernel") else None


def show(message: Any, raised: bool = False) -> None:
    """Display a message, which may be raised next, as a card in a notebook; print it elsewhere."""
    found = shell()
    if found is None:
        print(message)
    else:
        found.display_pub.publish(message._repr_mimebundle_(raised=raised))


def display(value: Any) -> None:
    """Display a value in a notebook; print it elsewhere."""
    if shell() is None:
        print(value)
    else:
        from IPython.display import display as show_value

        show_value(value)  # type: ignore[no-untyped-call]


def cell_number() -> int | None:
    """The number of the cell that runs; None outside of notebooks."""
    found = shell()
    return None if found is None else int(found.execution_count)
