"""When work came, until when it might, and what lateness costs: kept in the gradebook."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import AssignLatePenalties

from autograde.course.course import Course
from autograde.course.requests import deadlines
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import handed_in_at

COSTLY = ("AssignLatePenalties", "LateSubmissionPlugin")  # what a course that takes points sets


def note_arrival(submission: Submission) -> None:
    """Write down when a submission came, and what its student was granted, before it is graded.

    A time stamp that was taken away is forgotten: nbgrader would keep the one it saw first.
    """
    course, name = submission.assignment.course, submission.assignment.name
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(submission.student)
        row = gradebook.update_or_create_submission(name, submission.student)
        row.timestamp = handed_in_at(submission.folder)
        _extend(row, deadlines(course, name))
        gradebook.db.commit()


def _extend(row: Any, granted: dict[str, datetime | None]) -> None:
    """Bring what was granted into a submission; who never asked keeps what is there."""
    if row.student_id in granted:
        until, due = granted[row.student_id], row.assignment.duedate
        row.extension = until - due if until and due else None


def settle_penalties(course: Course, assignment: str) -> dict[str, float]:
    """Bring each late penalty in step with points, deadline and extension; returns them.

    Points change after grading: a person gives some, a deadline moves, a request is granted. Where
    the course takes no penalties, those that are there stay.
    """
    granted = deadlines(course, assignment)
    is_costly = any(name in course.config for name in COSTLY)
    plugin = penalties_of(course)
    with course.gradebook() as gradebook:
        try:
            rows = gradebook.find_assignment(assignment).submissions
        except MissingEntry:
            return {}
        for row in rows:
            _extend(row, granted)
        for row in rows:
            if is_costly and (_seconds_late(row) or row.late_submission_penalty):
                take_penalties(row, plugin)
        gradebook.db.commit()
        return {row.student_id: float(row.late_submission_penalty) for row in rows}


def deadline(course: Course, assignment: str) -> datetime | None:
    """The deadline of an assignment, in UTC."""
    with course.gradebook() as gradebook:
        try:
            found: datetime | None = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return None
    return found


def penalty_of(course: Course, assignment: str, student: str) -> float:
    """What being late costs a student, as it is written down."""
    with course.gradebook() as gradebook:
        try:
            return float(gradebook.find_submission(assignment, student).late_submission_penalty)
        except MissingEntry:
            return 0.0


def penalties_of(course: Course) -> Any:
    """What says in a course how much being late costs, as nbgrader asks it."""
    step = AssignLatePenalties(config=course.config)
    step.init_plugin()
    return step.plugin_inst


def take_penalties(row: Any, plugin: Any) -> dict[str, float | None]:
    """Write down the penalty of a submission for each of its notebooks, as nbgrader does it."""
    late = _seconds_late(row)
    costs: dict[str, float | None] = {}
    for notebook in row.notebooks:
        ask = plugin.late_submission_penalty
        cost = ask(row.student_id, notebook.score, late) if late else None
        costs[notebook.name] = None if cost is None else min(max(0.0, cost), notebook.score)
        if notebook.late_submission_penalty != costs[notebook.name]:
            notebook.late_submission_penalty = costs[notebook.name]
    return costs


def _seconds_late(row: Any) -> float:
    return float(row.total_seconds_late) if row.assignment.duedate else 0.0
