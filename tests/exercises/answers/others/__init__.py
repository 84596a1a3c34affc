"""Answers by people who knew the assignments' texts alone: each right one passes, each wrong one
fails.

The modules here call `right` and `wrong` on import.
"""

from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Answer = Callable[..., Any]

rights: dict[str, list[Answer]] = defaultdict(list)
wrongs: dict[str, list[tuple[str, Answer]]] = defaultdict(list)


def right(part: str) -> Callable[[Answer], Answer]:
    """Record a right answer to a part."""

    def record(function: Answer) -> Answer:
        rights[part].append(function)
        return function

    return record


def wrong(part: str, what: str) -> Callable[[Answer], Answer]:
    """Record a wrong answer to a part, and what is wrong with it."""

    def record(function: Answer) -> Answer:
        wrongs[part].append((what, function))
        return function

    return record


for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
