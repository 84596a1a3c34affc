"""A class's own seed and points, kept in its `variant.toml`; no notebook is edited for them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograde.course.course import Course, CourseError
from autograde.course.suggestions import did_you_mean

FILE = "variant.toml"  # in the classroom
KEYS = ("seed", "points")


@dataclass(frozen=True)
class ClassSettings:
    """The settings that a class has of its own.

    .. code-block:: toml

        seed = 2026

        [points."02_autograd"]
        mul-vjp = 15

    Parameters
    ----------
    seed : int or None
        What the hidden checks draw by; None draws afresh at every run.
    points : mapping
        By assignment, then by question, what it is worth instead.
    """

    seed: int | None = None
    points: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, course: Course) -> ClassSettings:
        """The settings of a class; the course as it is written if it has none.

        Raises
        ------
        CourseError
            If the file cannot be read, or says something that it cannot mean.
        """
        file = course.classroom / FILE
        if not file.is_file():
            return cls()
        said = _parsed(file)
        unknown = sorted(said.keys() - set(KEYS))
        if unknown:
            raise CourseError(f"{file}: there is no {unknown[0]}. {did_you_mean(unknown[0], KEYS)}")
        return cls(_seed(said, file), _points(said, file))

    def check(self, course: Course) -> None:
        """Raise a `CourseError` that names the nearest if an assignment or question is unknown."""
        file = course.classroom / FILE
        for assignment, points in self.points.items():
            known = _questions(course, assignment, file)
            for question in points:
                if question not in known:
                    hint = did_you_mean(question, known)
                    raise CourseError(f"{file}: {assignment} has no part {question}. {hint}")

    def digest(self, assignment: str) -> str:
        """The settings that grading an assignment depends on; "" where the course is as written."""
        points = sorted(self.points.get(assignment, {}).items())
        return f"seed {self.seed} points {points}" if points or self.seed is not None else ""


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{file} is not valid TOML: {error}.") from None


def _seed(said: Mapping[str, Any], file: Path) -> int | None:
    seed = said.get("seed")
    if seed is None or type(seed) is int:
        return seed
    raise CourseError(f"{file}: seed should be a whole number, and is {seed!r}.")


def _points(said: Mapping[str, Any], file: Path) -> dict[str, dict[str, float]]:
    tables = said.get("points", {})
    if not isinstance(tables, dict):
        raise CourseError(f'{file}: points belong in tables such as [points."02_autograd"].')
    return {name: _of_assignment(name, table, file) for name, table in tables.items()}


def _of_assignment(assignment: str, table: Any, file: Path) -> dict[str, float]:
    if not isinstance(table, dict):
        raise CourseError(
            f'{file}: points belong in tables such as [points."{assignment}"], a line a part.'
        )
    for question, worth in table.items():
        where = f'{file}: [points."{assignment}"] {question}'
        if type(worth) not in (int, float) or not math.isfinite(worth):
            raise CourseError(f"{where} should be a number of points, and is {worth!r}.")
        if worth < 0:
            raise CourseError(f"{where} is {worth:g}, and points cannot be negative.")
    return {question: float(worth) for question, worth in table.items()}


def _questions(course: Course, name: str, file: Path) -> set[str]:
    try:
        return {question.name for question in course.assignment(name).questions}
    except CourseError as error:
        raise CourseError(f"{file}: {error}") from None
