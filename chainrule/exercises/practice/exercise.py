"""An exercise of a lecture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Exercise:
    """An exercise with its check; the task, hint and solution stand in the notebook.

    Parameters
    ----------
    name : str
        The lecture's number and the exercise's, such as ``1.3``.
    title : str
        As in the notebook.
    stars : int
        How hard it is, 1 to 3.
    check : callable
        From an answer to a sentence that says what is wrong with it, never the solution; empty if
        it is right.
    wrong : mapping
        Sources of wrong answers, each with a fragment of what is said to it; for the tests.
    """

    name: str
    title: str
    stars: int
    check: Callable[[Any], str]
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """Its number, stars and title."""
        return f"{self.name} {'★' * self.stars} {self.title}"
