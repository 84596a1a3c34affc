"""Grade submissions, each on its own, so that none can stop the others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

import nbformat
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograde import record
from autograde.course import Course, CourseError
from autograde.questions import grade_id, points, questions
from autograde.record import Outcome, Result, Status
from autograde.release import is_current, is_registered, last_line, release
from autograde.scoring import question_reason
from autograde.submission import Submission, Unreadable


def prepare(course: Course, assignment: str) -> None:
    """Make sure that the gradebook knows the assignment as it is now.

    Raises
    ------
    CourseError
        If there is no such assignment, or its checks were changed after it was released.
    """
    course.check_name(assignment)
    if not is_registered(course, assignment):
        release(course, assignment)
    if not is_current(course, assignment):
        raise CourseError(
            f"The checks of {assignment} were changed since it was released: "
            f"run `autograde release {assignment}`, then grade."
        )


def left_to_do(course: Course, assignment: str, students: Sequence[str]) -> list[str]:
    """Those whose submission, or the assignment, changed since it was graded."""
    done = record.load(course.record(assignment))
    return [student for student in students if not _is_done(course, assignment, student, done)]


def _is_done(course: Course, assignment: str, student: str, done: dict[str, Result]) -> bool:
    known = done.get(student)
    return (
        known is not None
        and known.status is not Status.FAILED
        and course.autograded(assignment, student).is_dir()
        and known.fingerprint == Submission(course, assignment, student).fingerprint()
    )


def grade_all(
    course: Course, assignment: str, students: Sequence[str], *, feedback: bool = True
) -> Iterator[Result]:
    """Grade submissions one after the other, and keep each result at once."""
    results = record.load(course.record(assignment))
    for student in students:
        start = monotonic()
        submission = Submission(course, assignment, student)
        result = grade(submission)
        if feedback and result.status is not Status.FAILED:
            result = _with_feedback(submission, result)
        seconds = round(monotonic() - start, 2)
        fingerprint = submission.fingerprint()
        result = replace(result, seconds=seconds, fingerprint=fingerprint)
        results[student] = result
        record.save(course.record(assignment), results)
        yield result


def grade(submission: Submission) -> Result:
    """Grade a submission.

    One that cannot be read gets no points, with the reason; where nbgrader itself fails, no
    points are recorded at all.
    """
    try:
        notes = submission.notes()
    except Unreadable as problem:
        return _unreadable(submission, str(problem))
    course, assignment, student = submission.course, submission.assignment, submission.student
    graded = course.step("autograde", assignment, student)
    if not graded["success"]:
        return Result(student, Status.FAILED, (), (f"nbgrader failed: {last_line(graded)}",))
    return Result(student, Status.GRADED, outcomes(submission), notes)


def outcomes(submission: Submission) -> tuple[Outcome, ...]:
    """How each question of a graded submission fared, by the gradebook."""
    course, assignment, student = submission.course, submission.assignment, submission.student
    nb = nbformat.read(course.autograded(assignment, student) / submission.name, as_version=4)
    where = (course.notebook(assignment), assignment, student)
    found = []
    with course.gradebook() as gradebook:
        for question in questions(nb):
            cells = [nb.cells[i] for i in question.graded]
            grades = [gradebook.find_grade(grade_id(cell), *where) for cell in cells]
            waiting = any(g.needs_manual_grade and g.manual_score is None for g in grades)
            found.append(
                Outcome(
                    question.name,
                    None if waiting else sum(grade.score for grade in grades),
                    sum(points(cell) for cell in cells),
                    question_reason(nb, question),
                )
            )
    return tuple(found)


def _unreadable(submission: Submission, problem: str) -> Result:
    """Record no points, and a page that says why where the graded notebook would be."""
    course, assignment, student = submission.course, submission.assignment, submission.student
    nb = nbformat.read(course.release(assignment) / submission.name, as_version=4)
    note = f"**Not graded.** {problem} What follows is the assignment as it was handed out."
    nb.cells.insert(0, new_markdown_cell(note))
    folder = course.autograded(assignment, student)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nbformat.write(nb, folder / submission.name)
    with course.gradebook() as gradebook:
        _record_zero(gradebook, assignment, student)
    nothing = tuple(
        Outcome(q.name, 0.0, sum(points(nb.cells[i]) for i in q.graded)) for q in questions(nb)
    )
    return Result(student, Status.UNREADABLE, nothing, (problem,))


def _record_zero(gradebook: Gradebook, assignment: str, student: str) -> None:
    gradebook.update_or_create_student(student)
    submission = gradebook.update_or_create_submission(assignment, student)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = 0
            grade.needs_manual_grade = False
        for comment in notebook.comments:
            comment.auto_comment = None
    gradebook.db.commit()


def _with_feedback(submission: Submission, result: Result) -> Result:
    course = submission.course
    made = course.step("generate_feedback", submission.assignment, submission.student)
    if made["success"]:
        return result
    return replace(result, notes=(*result.notes, f"No feedback: {last_line(made)}"))
