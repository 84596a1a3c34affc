"""Grade submissions, each on its own, so that none can stop the others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

import nbformat
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograde.course.course import Assignment, CourseError
from autograde.course.points import give_points, set_points
from autograde.course.questions import grade_id, points, questions
from autograde.course.release import is_current, is_registered, last_line, release
from autograde.grading import results
from autograde.grading.assignment import GradedAssignment
from autograde.grading.job import Job, JobResult
from autograde.grading.nbgrader_steps import Execution, already_executed
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.scoring import Rows, question_reason
from autograde.grading.submission import Submission, Unreadable
from autograde.grading.submitted_folder import make_safe
from autograde.grading.workers import Run, in_this_process


def prepare(assignment: Assignment) -> None:
    """Make sure that the gradebook knows the assignment as it is now.

    Raises
    ------
    CourseError
        If its checks were changed after it was released, or the class's settings cannot be applied.
    """
    if not is_registered(assignment):
        release(assignment)
    if not is_current(assignment):
        raise CourseError(
            f"The checks of {assignment} were changed since it was released: "
            f"run `autograde release {assignment}`, then grade."
        )
    set_points(assignment)


def left_to_do(assignment: Assignment, students: Sequence[str]) -> list[str]:
    """The students whose submission, or the assignment, changed since it was graded."""
    done = results.load(assignment.results)
    return [
        student
        for student in students
        if not _is_done(Submission(assignment, student), done.get(student))
    ]


def _is_done(submission: Submission, known: Result | None) -> bool:
    return (
        known is not None
        and known.status is not Status.FAILED
        and submission.graded.parent.is_dir()
        and known.fingerprint == submission.fingerprint()
    )


def grade_all(
    assignment: Assignment,
    students: Sequence[str],
    *,
    run: Run = in_this_process,
    feedback: bool = True,
) -> Iterator[Result]:
    """Grade submissions, and keep each result at once.

    Workers run them; this process alone writes, a submission at a time.
    """
    results.tidy(assignment.results)
    execution = Execution(config=assignment.course.config)
    notes: dict[str, tuple[str, ...]] = {}
    jobs = _jobs(assignment, students, notes)
    for done in run(jobs, GradedAssignment.of(assignment), execution.limits, execution.options):
        start = monotonic()
        submission = Submission(assignment, done.student)
        result = record_result(submission, done)
        if feedback and result.status is not Status.FAILED:
            result = _with_feedback(submission, result)
        result = replace(
            result,
            notes=(*notes.pop(done.student), *result.notes),
            seconds=round(done.seconds + monotonic() - start, 2),
            fingerprint=submission.fingerprint(),
        )
        results.add(assignment.results, result)
        yield result


def _jobs(
    assignment: Assignment, students: Sequence[str], notes: dict[str, tuple[str, ...]]
) -> Iterator[Job]:
    """The submissions, each read when a worker is ready for it; leaves notes on their folders."""
    for student in students:
        submission = Submission(assignment, student)
        notes[student] = make_safe(submission.folder)
        try:
            text, problem = submission.text(), ""
        except Unreadable as unreadable:
            text, problem = b"", str(unreadable)
        yield Job(student, submission.name, text, problem)


def record_result(submission: Submission, done: JobResult) -> Result:
    """Write down how a submission fared: in the gradebook, and as a notebook to look at.

    One that cannot be read gets no points, with the reason; where the grader or nbgrader fails,
    no points are recorded at all.
    """
    student = submission.student
    if done.failed:
        return Result(student, Status.FAILED, (), (done.problem,))
    if done.problem:
        return _unreadable(submission, done.problem)
    with already_executed(nbformat.reads(done.notebook, as_version=4)):
        graded = submission.assignment.step("autograde", student)
    if not graded["success"]:
        return Result(student, Status.FAILED, (), (f"nbgrader failed: {last_line(graded)}",))
    return Result(student, Status.GRADED, outcomes(submission), done.notes)


def outcomes(submission: Submission) -> tuple[Outcome, ...]:
    """The result of each question of a graded submission, by the gradebook."""
    assignment, nb = submission.assignment, nbformat.read(submission.graded, as_version=4)
    found = []
    with assignment.course.gradebook() as gradebook:
        rows = Rows.of(gradebook, assignment.notebook, assignment.name, submission.student)
        for question in questions(nb):
            cells = [nb.cells[i] for i in question.graded]
            grades = [rows.grades[str(grade_id(cell))] for cell in cells]
            waiting = any(g.needs_manual_grade and g.manual_score is None for g in grades)
            found.append(
                Outcome(
                    question.name,
                    None if waiting else sum(grade.score for grade in grades),
                    sum(rows.worth[str(grade_id(cell))] for cell in cells),
                    question_reason(nb, question),
                )
            )
    return tuple(found)


def _unreadable(submission: Submission, problem: str) -> Result:
    """Record no points, and a page that says why where the graded notebook would be."""
    assignment, student = submission.assignment, submission.student
    nb = assignment.released()
    note = f"**Not graded.** {problem} What follows is the assignment as it was handed out."
    nb.cells.insert(0, new_markdown_cell(note))
    give_points(nb, assignment.points)
    shutil.rmtree(submission.graded.parent, ignore_errors=True)
    submission.graded.parent.mkdir(parents=True)
    nbformat.write(nb, submission.graded)
    with assignment.course.gradebook() as gradebook:
        _record_zero(gradebook, assignment.name, student)
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
    made = submission.assignment.step("generate_feedback", submission.student)
    if made["success"]:
        return result
    return replace(result, notes=(*result.notes, f"No feedback: {last_line(made)}"))
