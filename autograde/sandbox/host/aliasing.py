"""Containers of a test's, and the student's copies of them, which are to change with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograde.sandbox.protocol.aliasing import LARGEST_SHARED, SHARED

MOST_SHARED = 32  # containers of a test
MOST_COPIES = 4  # that the student's process has of one


class SharedContainers:
    """Remembers what a test passed on or got, and tells what it has changed of that.

    Parameters
    ----------
    packed : callable
        The bytes of a container.
    """

    def __init__(self, packed: Callable[[Any], bytes]) -> None:
        self._packed = packed
        # By id: the container, what it held, and the numbers of its copies.
        self._known: dict[int, tuple[Any, tuple[Any, ...], list[int]]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()

    def remember(self, pairs: Iterable[tuple[Any, int, bytes | None]]) -> None:
        """Remember containers.

        Each with the number by which its copy is known, 0 if it is not, and with its bytes, if
        they are known.
        """
        for mine, number, packed in pairs:
            if not number or type(mine) not in SHARED:
                continue
            known = self._known.get(id(mine))
            if known is None:
                content = (packed,) if packed is not None else self._content(mine)
                if len(content[-1]) <= LARGEST_SHARED:
                    self._known[id(mine)] = (mine, content, [number])
            else:
                known[2][:] = [*known[2][1 - MOST_COPIES :], number]
        while len(self._known) > MOST_SHARED:
            del self._known[next(iter(self._known))]

    def find(self, number: int) -> Any:
        """The container whose copy is known by this number, or None."""
        known = self._known.values()
        return next((mine for mine, _, numbers in known if number in numbers), None)

    def changed(self) -> list[tuple[int, Any]]:
        """The numbers of copies, and what they are to be, of what was changed since."""
        changed = []
        for mine, content, numbers in list(self._known.values()):
            if (now := self._content(mine)) != content:
                changed += [(number, mine) for number in numbers]
                self._known[id(mine)] = (mine, now, numbers)
            elif _references(mine) <= UNUSED:
                del self._known[id(mine)]
        return changed

    def _content(self, container: Any) -> tuple[Any, ...]:
        """What tells whether a container was changed."""
        if type(container) is np.ndarray:
            return container.shape, container.dtype, container.tobytes()
        return (self._packed(container),)


def _references(container: Any) -> int:
    return sys.getrefcount(container)


def _of_one_that_is_only_known() -> int:
    """The references to a container that nobody has but this module, seen from `changed`."""
    known: list[tuple[Any, ...]] = [([],)]
    for (mine,) in known:
        found = _references(mine)
    return found


UNUSED = _of_one_that_is_only_known()
