"""Grade submissions, each on its own, so that none can stop the others."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograde.course.course import Assignment, AssignmentNotebook, CourseError, transaction
from autograde.course.points import give_points, set_points
from autograde.course.questions import Question, grade_id, questions
from autograde.course.release import is_current, is_registered, release
from autograde.grading import results
from autograde.grading.feedback import NO_PAGE, has_page, write_pages
from autograde.grading.job import Job, JobResult
from autograde.grading.late import note_arrival
from autograde.grading.model_answer import sealed_assignment
from autograde.grading.nbgrader_steps import Execution
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.scoring import Rows, keep_scores, not_judged, own_error, question_reason
from autograde.grading.submission import Submission, Unreadable
from autograde.grading.submitted_folder import Linked, Refused, make_safe
from autograde.grading.workers import Run, in_this_process
from autograde.grading.writing import Writer, read_quickly

Pages = Mapping[str, str]  # by the names of notebooks


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
            f"run `autograde release {assignment}`, then grade.{_before_that(assignment)}"
        )
    set_points(assignment)


def _before_that(assignment: Assignment) -> str:
    if not results.load(assignment.results):
        return ""
    return f" What that changes for whom, `autograde regrade {assignment} --preview` says before."


def left_to_do(assignment: Assignment, students: Sequence[str]) -> list[str]:
    """The students whose submission, or the assignment, changed since it was graded."""
    done = results.load(assignment.results)
    with assignment.course.gradebook() as gradebook:
        there = {one.student_id for one in gradebook.assignment_submissions(assignment.name)}
    return [
        student
        for student in students
        if student not in there or not _is_done(Submission(assignment, student), done.get(student))
    ]


def _is_done(submission: Submission, known: Result | None) -> bool:
    return (
        known is not None
        and known.status is not Status.FAILED
        and submission.graded_folder.is_dir()
        and known.fingerprint == submission.fingerprint()
    )


def graded_before(assignment: Assignment, students: Sequence[str]) -> list[str]:
    """Those whose own work is what was graded, so that it is the course or the grader that changed.

    1.0.0 kept one digest of all; what it graded counts, because the grader is another one.
    """
    done = results.load(assignment.results)
    known = {who: done[who] for who in students if who in done}
    return [who for who, one in known.items() if _is_same_work(Submission(assignment, who), one)]


def _is_same_work(submission: Submission, known: Result) -> bool:
    course, _, work = known.fingerprint.partition("-")
    course_now, _, work_now = submission.fingerprint().partition("-")
    return known.status is not Status.FAILED and course != course_now and work in ("", work_now)


def grade_all(
    assignment: Assignment,
    students: Sequence[str],
    *,
    run: Run = in_this_process,
    feedback: bool = True,
) -> Iterator[Result]:
    """Grade submissions, and keep each result at once.

    Workers run them; this process alone writes, whatever came in meanwhile at once.
    """
    results.tidy(assignment.results)
    execution = Execution(config=assignment.course.config)
    notes: dict[str, tuple[str, ...]] = {}
    jobs = _jobs(assignment, students, notes, feedback)
    graded = sealed_assignment(assignment, execution.limits, execution.options)
    with assignment.course.gradebook() as gradebook:
        writer = Writer(assignment)
        for batch in run(jobs, graded, execution.limits, execution.options):
            start = monotonic()
            recorded = [
                _finished(assignment, result, pages if feedback else None)
                for result, pages in _recorded(gradebook, writer, batch)
            ]
            each = (monotonic() - start) / len(batch)
            batch_results = [
                replace(
                    result,
                    notes=(*notes.pop(done.student), *result.notes),
                    seconds=round(done.seconds + each, 2),
                )
                for result, done in zip(recorded, batch, strict=True)
            ]
            results.add(assignment.results, *batch_results)
            yield from batch_results


def _finished(assignment: Assignment, result: Result, pages: Pages | None) -> Result:
    """A result with its fingerprint, and its pages written, if any are wanted."""
    submission = Submission(assignment, result.student)
    if pages is not None and result.status is not Status.FAILED:
        result = replace(result, notes=(*result.notes, *write_pages(submission, result, pages)))
    return replace(result, fingerprint=submission.fingerprint())


def make_missing_pages(assignment: Assignment, students: Iterable[str]) -> int:
    """Make the pages that graded submissions lack, without grading anew; how many it were."""
    known, count = results.load(assignment.results), 0
    for student in students:
        submission, result = Submission(assignment, student), known.get(student)
        if result and result.status is not Status.FAILED and not has_page(submission):
            notes = [note for note in result.notes if not note.startswith(NO_PAGE)]
            notes += write_pages(submission, result)
            results.add(assignment.results, replace(result, notes=tuple(notes)))
            count += 1
    return count


def _jobs(
    assignment: Assignment,
    students: Sequence[str],
    notes: dict[str, tuple[str, ...]],
    pages: bool,
) -> Iterator[Job]:
    """The submissions, each read when a worker is ready for it; leaves notes on their folders."""
    for student in students:
        job, notes[student] = _opened(Submission(assignment, student))
        yield replace(job, pages=pages)


def _opened(submission: Submission) -> tuple[Job, tuple[str, ...]]:
    """A submission's notebooks, and notes on its folder; what is wrong with it is its own."""
    job, notebooks = Job(submission.student, {}), submission.assignment.notebooks
    notes: list[str] = []
    try:
        notes += _made_safe(submission)
        for notebook in notebooks:
            try:
                found = submission.handed_in(notebook)
            except Unreadable as unreadable:
                job.problems[notebook.name] = str(unreadable)
            else:
                job.texts[notebook.name] = found.text
                notes += found.notes
    except Exception as error:  # one submission never stops the others
        said = str(error) if isinstance(error, Linked) else f"It cannot be opened: {error}"
        job = Job(submission.student, {}, {notebook.name: said for notebook in notebooks})
    return job, tuple(notes)


def _made_safe(submission: Submission) -> tuple[str, ...]:
    try:
        return make_safe(submission.folder)
    except Linked:
        raise
    except Refused as reason:
        return (f"{reason} Nothing but notebooks was taken from it.",)


def _recorded(
    gradebook: Gradebook, writer: Writer, batch: Sequence[JobResult]
) -> list[tuple[Result, Pages]]:
    """Write down submissions in one transaction; where that fails, each in one of its own."""
    before = [_graded_before(Submission(writer.assignment, done.student)) for done in batch]
    return _recorded_at_once(gradebook, writer, list(zip(batch, before, strict=True)))


def _recorded_at_once(
    gradebook: Gradebook, writer: Writer, batch: list[tuple[JobResult, dict[str, str]]]
) -> list[tuple[Result, Pages]]:
    try:
        with transaction(gradebook):
            return [record_result(writer, *one) for one in batch]
    except Exception as error:  # one submission never stops the others
        if len(batch) > 1:
            alone = (_recorded_at_once(gradebook, writer, [one]) for one in batch)
            return [result for results in alone for result in results]
        student = batch[0][0].student
        shutil.rmtree(writer.assignment.autograded(student), ignore_errors=True)
        said = f"The grader failed: {type(error).__name__}: {error}"
        return [(Result(student, Status.FAILED, (), (said,)), {})]


def record_result(writer: Writer, done: JobResult, before: dict[str, str]) -> tuple[Result, Pages]:
    """Write down how a submission fared: in the gradebook, and as a notebook to look at.

    A notebook that cannot be read gets no points, with the reason; where the grader fails, no
    points are recorded at all. Of the pages those are handed on that still hold.
    """
    if done.failed:
        return Result(done.student, Status.FAILED, (), (done.problem,)), {}
    submission = Submission(writer.assignment, done.student)
    shutil.rmtree(submission.graded_folder, ignore_errors=True)
    note_arrival(submission)
    same = writer.write(submission, done.notebooks, before) if done.notebooks else set()
    _record_problems(submission, done.problems)
    status = Status.GRADED if done.notebooks else Status.UNREADABLE
    notes = tuple(dict.fromkeys(done.problems.values()))
    result = Result(done.student, status, outcomes(submission), (*notes, *done.notes))
    return result, {name: page for name, page in done.pages.items() if name in same}


def _graded_before(submission: Submission) -> dict[str, str]:
    """The notebooks in which a person may have looked at answers, by name."""
    files = {note.name: submission.graded(note) for note in submission.assignment.notebooks}
    there = {name: file for name, file in files.items() if file.is_file()}
    return {name: file.read_text("utf-8", "replace") for name, file in there.items()}


def outcomes(submission: Submission) -> tuple[Outcome, ...]:
    """The result of each question of a graded submission, by the gradebook."""
    assignment = submission.assignment
    found: list[Outcome] = []
    with assignment.course.gradebook() as gradebook:
        for notebook in assignment.notebooks:
            nb = _graded(submission, notebook)
            rows = Rows.of(gradebook, notebook.name, assignment.name, submission.student)
            found += [_outcome(notebook, nb, question, rows) for question in questions(nb)]
    return tuple(found)


def _graded(submission: Submission, notebook: AssignmentNotebook) -> NotebookNode:
    """The graded notebook; plain nbgrader leaves none where nothing was handed in."""
    file = submission.graded(notebook)
    if file.is_file():
        return read_quickly(file.read_text(encoding="utf-8"))
    return _not_graded(notebook, f"No {notebook.file} was handed in.")


def _outcome(
    notebook: AssignmentNotebook, nb: NotebookNode, question: Question, rows: Rows
) -> Outcome:
    cells = [nb.cells[index] for index in question.graded]
    names = [str(grade_id(cell)) for cell in cells]
    grades = [rows.grades[name] for name in names]
    waiting = any(grade.needs_manual_grade for grade in grades)
    earned = sum(grade.score for grade in grades)
    return Outcome(
        notebook.label(question.name),
        None if waiting else earned,
        sum(rows.worth[name] for name in names),
        "" if "not_graded" in nb.metadata else question_reason(nb, question),
        next(filter(None, map(not_judged, cells)), ""),
        so_far=earned if waiting else 0.0,
        own_error=next(filter(None, map(own_error, cells)), ""),
    )


def _record_problems(submission: Submission, problems: Mapping[str, str]) -> None:
    """Record no points for these notebooks, and leave pages that say why."""
    if not problems:
        return
    assignment = submission.assignment
    for notebook in assignment.notebooks:
        if notebook.name in problems:
            submission.graded_folder.mkdir(parents=True, exist_ok=True)
            page = _not_graded(notebook, problems[notebook.name])
            nbformat.write(page, submission.graded(notebook))
    with assignment.course.gradebook() as gradebook:
        _record_zero(gradebook, submission, problems)


def _not_graded(notebook: AssignmentNotebook, problem: str) -> NotebookNode:
    """A page that says why, with the notebook as it was handed out."""
    nb = notebook.released()
    give_points(nb, notebook.points)
    note = f"**Not graded.** {problem} What follows is the assignment as it was handed out."
    nb.cells.insert(0, new_markdown_cell(note))
    nb.metadata["not_graded"] = problem
    return nb


def _record_zero(gradebook: Gradebook, submission: Submission, notebooks: Iterable[str]) -> None:
    gradebook.update_or_create_student(submission.student)
    row = gradebook.update_or_create_submission(submission.assignment.name, submission.student)
    for notebook in row.notebooks:
        if notebook.name in notebooks:
            for grade in notebook.grades:
                grade.auto_score = 0
                grade.needs_manual_grade = False
            for comment in notebook.comments:
                comment.auto_comment = None
    gradebook.db.commit()
    keep_scores(grade for notebook in row.notebooks for grade in notebook.grades)
