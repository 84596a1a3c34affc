"""Frozen builtins: Python's own names as no student's code can change them any more."""

import builtins

_BUILTINS = dict(vars(builtins))


def freeze_builtins(module: dict[str, object]) -> None:
    """Let the functions that a module defines from here on look up names like ``len`` in a copy.

    Parameters
    ----------
    module : dict
        Its ``globals()``.
    """
    module["__builtins__"] = _BUILTINS
