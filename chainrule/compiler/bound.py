"""Compiled methods: every object has programs of its own, and they go when it goes."""

from __future__ import annotations

import threading
from typing import Any

from chainrule.compiler.ir import CompileError

PLACE = "__compiled__"
making = threading.Lock()


class Programs:
    """The compiled methods of one object, kept in its `__dict__`; a copy of it begins anew."""

    def __init__(self, owner: Any = None) -> None:
        self.owner = owner
        self.steps: dict[Any, Any] = {}

    def __reduce__(self) -> tuple[type[Programs], tuple[()]]:
        return Programs, ()


def programs_of(owner: Any, name: str) -> Programs:
    """The compiled methods of an object.

    Raises
    ------
    CompileError
        If the object has no `__dict__` to keep them in.
    """
    try:
        place = vars(owner)
    except TypeError:
        raise CompileError(
            f"{name} cannot be compiled for a {type(owner).__name__}, which has __slots__ and no "
            "place for programs: add '__dict__' to its __slots__"
        ) from None
    with making:
        found = place.get(PLACE)
        if not isinstance(found, Programs) or found.owner is not owner:  # those of another, copied
            found = place[PLACE] = Programs(owner)
    return found
