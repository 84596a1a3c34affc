"""The points that a graded cell earns, and why not all of them.

Points need evidence: a check that ran, to its end, in this grading. nbgrader's own rule gives
full points whenever it sees no error, and none as soon as anything is written to stderr.
"""

from __future__ import annotations

import builtins
import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.utils import is_solution
from sqlalchemy.orm.attributes import set_committed_value

from autograde.course.course import known_cells
from autograde.course.questions import (
    Question,
    grade_id,
    has_points,
    is_forgiven,
    is_test,
    is_unanswered,
    points,
    questions,
    written_points,
)
from autograde.grading.results import NO_ANSWER

FORGIVEN = "Everybody has all points of this part, because it was broken."
SET_ASIDE = "given_by_hand"  # where a graded notebook keeps what a person gave before that

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CELL_AS_FILE = re.compile(r"\((?:\d+\.py|<ipython-input-[^>]*>), line (\d+)\)")
_NUMPY = re.compile(
    r"(?:np\.(?:u?int\d+|float\d+|longdouble|u?longlong)|array)\('?([^'(),]+)'?(?:, dtype=\w+)?\)"
)


@dataclass(frozen=True)
class Score:
    """The points of a cell; None where a person has to grade it.

    Parameters
    ----------
    points : float or None
        Between 0 and what the cell is worth.
    reason : str
        A sentence, if these are not all the points, or if a test could not judge.
    """

    points: float | None
    reason: str = ""


def score(cell: NotebookNode) -> Score:
    """The points that an executed cell with points earns.

    >>> from nbformat.v4 import new_code_cell, new_output
    >>> check = {"grade": True, "solution": False, "points": 6, "grade_id": "mul-hidden"}
    >>> cell = new_code_cell("check()", metadata={"nbgrader": check})
    >>> score(cell)
    Score(points=0.0, reason='The check did not run.')
    >>> cell.execution_count = 1
    >>> score(cell)
    Score(points=6.0, reason='')
    """
    if is_forgiven(cell):
        return Score(points(cell))
    if is_solution(cell):
        return Score(0.0, NO_ANSWER) if is_unanswered(cell) else Score(None)
    if not is_test(cell) or cell.cell_type != "code":
        return Score(None)
    if not_judged(cell):
        return Score(None, not_judged(cell))
    error = failure(cell)
    if error:
        return Score(0.0, error)
    if not isinstance(cell.get("execution_count"), int):
        return Score(0.0, "The check did not run.")
    results = [out for out in cell.outputs if out.output_type == "execute_result"]
    if not results:
        return Score(points(cell))
    return _for_the_class(
        partial_score(results[-1]["data"].get("text/plain", ""), written_points(cell)), cell
    )


def not_judged(cell: NotebookNode) -> str:
    """The sentence that says why a test could not judge, or "" if it could or need not."""
    return (
        "" if is_forgiven(cell) else str(cell.metadata.get("autograde", {}).get("not_judged", ""))
    )


def own_error(cell: NotebookNode) -> str:
    """The test and the error of its own by which it failed, or "".

    >>> from nbformat.v4 import new_code_cell, new_output
    >>> about = {"nbgrader": {"grade_id": "half-hidden"}, "autograde": {"own_error": True}}
    >>> error = new_output("error", ename="OSError", evalue="No data.csv", traceback=[])
    >>> own_error(new_code_cell("check()", metadata=about, outputs=[error]))
    'half-hidden ends with OSError: No data.csv'
    """
    errors = [out for out in cell.get("outputs", []) if out.output_type == "error"]
    if not errors or is_forgiven(cell) or not cell.metadata.get("autograde", {}).get("own_error"):
        return ""
    said = _short(_first_paragraph(_ANSI.sub("", str(errors[-1]["evalue"]))), 200)
    return f"{grade_id(cell)} ends with {errors[-1]['ename']}{said and ': '}{said}"


def _for_the_class(found: Score, cell: NotebookNode) -> Score:
    """Points of the assignment as it is written, in those of the class."""
    written = written_points(cell)
    if found.points is None or written == points(cell) or not written:
        return found
    return replace(found, points=found.points * points(cell) / written)


def partial_score(shown: str | list[str], worth: float) -> Score:
    """The points that the last value of a check stands for, as the notebook shows it.

    A number, NumPy's included, is the points; True is all of them; anything else is none.

    >>> partial_score("np.float64(2.5)", 6.0)
    Score(points=2.5, reason='')
    >>> partial_score("nan", 6.0)
    Score(points=0.0, reason='The check gave nan, which is no number of points.')
    """
    text = ("".join(shown) if isinstance(shown, list) else shown).strip()
    if text in ("True", "np.True_"):
        return Score(worth)
    if text in ("False", "np.False_"):
        return Score(0.0, "The check gave False.")
    number = _number(text)
    if number is None or not math.isfinite(number):
        return Score(0.0, f"The check gave {_short(text, 60)}, which is no number of points.")
    if number < 0:
        return Score(0.0, f"The check gave {text}, and points cannot be negative.")
    if number > worth:
        return Score(worth, f"The check gave {text}, more than the {worth:g} points there are.")
    return Score(number)


def failure(cell: NotebookNode) -> str:
    """The sentence that says what went wrong in a cell, or "" if nothing did."""
    errors = [out for out in cell.get("outputs", []) if out.output_type == "error"]
    if not errors:
        return ""
    name, said = errors[-1]["ename"], _ANSI.sub("", str(errors[-1]["evalue"])).strip()
    if name == "NotImplementedError" and not said:
        return NO_ANSWER
    if not said:
        return f"{name}."
    sentence = _short(_CELL_AS_FILE.sub(r"in line \1", _first_paragraph(said)), 300)
    python_s_own = hasattr(builtins, name) and name != "AssertionError"
    return f"{name}: {sentence}" if python_s_own else sentence


def error_message(cell: NotebookNode) -> str:
    """The whole message of the exception in which a cell ended."""
    errors = [out for out in cell.get("outputs", []) if out.output_type == "error"]
    return _ANSI.sub("", "".join(errors[-1]["evalue"])).strip() if errors else ""


def question_reason(nb: NotebookNode, question: Question) -> str:
    """The reason why a question did not earn all its points, in one sentence, or ""."""
    answers = [nb.cells[i] for i in question.answers]
    reasons = [score(nb.cells[i]).reason for i in question.graded]
    reasons = [reason for reason in reasons if reason]
    if not reasons:
        return ""
    if answers and all(is_unanswered(cell) for cell in answers):
        return NO_ANSWER
    broken = next((failure(cell) for cell in answers if failure(cell)), "")
    return broken if broken and reasons[0].startswith("NameError") else reasons[0]


@dataclass(frozen=True)
class Rows:
    """The gradebook's rows of one submitted notebook: grades, comments, worth, by cell name."""

    grades: dict[str, Any]
    comments: dict[str, Any]
    worth: dict[str, float]

    @classmethod
    def of(cls, gradebook: Gradebook, notebook: str, assignment: str, student: str) -> Rows:
        """The rows of a student's notebook.

        nbgrader's own `find_grade` and `find_comment` join five tables for each cell.
        """
        known = known_cells(gradebook, gradebook.find_notebook(notebook, assignment))
        names = {one: name for one, name, _ in known}
        submitted = gradebook.find_submission_notebook(notebook, assignment, student)
        return cls(
            {names[grade.cell_id]: grade for grade in submitted.grades},
            {names[comment.cell_id]: comment for comment in submitted.comments},
            {name: worth for _, name, worth in known if worth is not None},
        )


def record_scores(
    rows: Rows, nb: NotebookNode, before: NotebookNode | None, same: Collection[str]
) -> None:
    """Write every score, and a comment on every answer.

    Parameters
    ----------
    rows : Rows
        Of the gradebook.
    nb : NotebookNode
        The notebook that was run; what a person gave and is set aside is kept in it.
    before : NotebookNode or None
        The one that was graded before, if points are set aside in it.
    same : collection of str
        The cells whose answers a person may have looked at: points for them are final.
    """
    for question in questions(nb):
        _comment(rows, nb, question)
    kept = _given_by_hand(before)
    for cell in nb.cells:
        if has_points(cell):
            name = str(grade_id(cell))
            _set_aside(rows.grades[name], cell, kept.get(name))
            _record(rows.grades[name], cell, seen=name in same)


def _record(grade: Any, cell: NotebookNode, *, seen: bool) -> None:
    earned = score(cell)
    grade.auto_score = earned.points
    # Points that a person gave stay; but the person should look again at another answer.
    if grade.manual_score is None:
        grade.needs_manual_grade = earned.points is None
    elif not seen:
        grade.needs_manual_grade = True


def keep_scores(grades: Iterable[Any]) -> None:
    """Have the scores of written grades follow from their points, as the data base computes them.

    Otherwise each grade would be read again, one by one.
    """
    for grade in grades:
        given = grade.auto_score if grade.manual_score is None else grade.manual_score
        total = 0.0 if given is None else given + (grade.extra_credit or 0.0)
        set_committed_value(grade, "score", total)


def _comment(rows: Rows, nb: NotebookNode, question: Question) -> None:
    reason = question_reason(nb, question)
    for index in question.answers:
        last = index == question.answers[-1]
        comment = rows.comments[str(grade_id(nb.cells[index]))]
        forgiven = any(is_forgiven(nb.cells[graded]) for graded in question.graded)
        said = FORGIVEN if forgiven else reason
        comment.auto_comment = (said or None) if last else None


def _given_by_hand(before: NotebookNode | None) -> dict[str, float]:
    """The points that a person gave and that were set aside, by cell."""
    cells = before.cells if before else []
    about = {str(grade_id(cell)): cell.metadata.get("autograde", {}) for cell in cells}
    return {name: said[SET_ASIDE] for name, said in about.items() if SET_ASIDE in said}


def _set_aside(grade: Any, cell: NotebookNode, kept: float | None) -> None:
    """Keep in the notebook what a person gave for a cell that is forgiven, and give it back after.

    What a person gave counts before what a program does, and would take points from somebody.
    """
    if not is_forgiven(cell):
        grade.manual_score = kept if grade.manual_score is None else grade.manual_score
        return
    if grade.manual_score is not None and grade.manual_score < points(cell):
        kept, grade.manual_score = grade.manual_score, None
    if kept is not None:
        cell.metadata["autograde"][SET_ASIDE] = kept


def _number(text: str) -> float | None:
    wrapped = _NUMPY.fullmatch(text)
    try:
        return float(wrapped.group(1) if wrapped else text)
    except ValueError:
        return None


def _first_paragraph(text: str) -> str:
    r"""The lines up to the first that is empty or indented, as one line.

    >>> _first_paragraph("The sign\nis wrong.\n    input: 3")
    'The sign is wrong.'
    """
    lines = takewhile(lambda line: line and not line[0].isspace(), text.splitlines())
    return " ".join(line.strip() for line in lines)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
