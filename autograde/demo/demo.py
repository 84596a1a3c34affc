"""Grade the sample class in a folder of its own, and compare with what each should get."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType
from rich.markup import escape

from autograde.course.course import CONFIGURATION, Assignment, Course, CourseError
from autograde.course.points import format_points
from autograde.course.release import release
from autograde.demo.sample_class import Sample, expected_points, hand_in_all, sample_class
from autograde.grading.results import Result, what_happened
from autograde.reports.tables import laid_out

SECONDS_A_CELL = 10  # instead of the course's 20: the sample answers are quick, or endless
LIMIT = f"c.Execution.cell_seconds = {SECONDS_A_CELL}"


@dataclass(frozen=True)
class Comparison:
    """A sample student, what they should get and what they got."""

    sample: Sample
    expected: float
    result: Result

    @property
    def right(self) -> bool:
        """Whether points, status and what waits for a person are as they should be."""
        return (
            self.result.points == self.expected
            and self.result.status is self.sample.status
            and bool(self.result.waiting) == self.sample.answered
        )


def copy_of(course: Course, folder: Path) -> Course:
    """The course's configuration and solutions in another, new or empty, folder.

    Raises
    ------
    CourseError
        If there is something in the folder already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} is not empty.")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(course.root / CONFIGURATION, folder)
    solutions = Path(course.directory.source_directory)
    shutil.copytree(course.root / solutions, folder / solutions)
    copy = Course.at(folder)
    copy.config.Execution.merge(course.config.Execution)  # also what the command line said
    return copy


def sample_submissions(assignment: Assignment, folder: Path) -> tuple[Assignment, list[Sample]]:
    """The assignment in a copy of its course, with the submissions of the sample class in it."""
    copy = copy_of(assignment.course, folder).assignment(assignment.name)
    copy.course.config.Execution.cell_seconds = SECONDS_A_CELL
    with (folder / CONFIGURATION).open("a", encoding="utf-8") as file:  # for a class that is kept
        file.write(f"\n# The sample answers are quick, or endless.\n{LIMIT}\n")
    release(copy)
    samples = sample_class(copy)
    hand_in_all(copy, samples)
    return copy, samples


def compare(
    assignment: Assignment, samples: Iterable[Sample], results: Iterable[Result]
) -> Iterator[Comparison]:
    """Each sample beside its result."""
    released = assignment.released()
    by_student = {result.student: result for result in results}
    for sample in samples:
        expected = expected_points(released, sample)
        yield Comparison(sample, expected, by_student[sample.student])


def comparison_table(comparisons: Iterable[Comparison], width: int) -> Iterator[RenderableType]:
    """A line for each sample student."""
    rows, said = [], []
    for one in comparisons:
        verdict = "[green]right[/]" if one.right else "[red]wrong[/]"
        points = format_points(one.expected), format_points(one.result.points)
        rows.append((escape(one.sample.student), *points, verdict))
        said.append(escape(what_happened(one.result)))
    return laid_out(("student", ">should get", ">got", ""), rows, width, "what happened", said)


def note_for_keeping(folder: Path) -> str:
    """The sentence on how to look at a kept sample class."""
    return (
        f"The class is in {folder}. To open it in the formgrader: "
        f"cd {folder} && jupyter lab, then Nbgrader → Formgrader in the menu."
    )
