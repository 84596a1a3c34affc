"""Python's built-in names as they were before a student's code could change them."""

import builtins

_BUILTINS = dict(vars(builtins))


def keep_builtins(module: dict[str, object]) -> None:
    """Let the functions that a module defines from here on look up names like ``len`` in a copy.

    Parameters
    ----------
    module : dict
        Its ``globals()``.
    """
    module["__builtins__"] = _BUILTINS
