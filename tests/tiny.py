"""A course with one tiny assignment, for tests of the grader."""

import functools
import shutil
from pathlib import Path

import nbformat
import nbgrader.api
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.course.course import Course

ROOT = Path(__file__).resolve().parents[1]
NAME = "tiny"

# Each new gradebook asks a program of its own for the version of its tables, which is always one.
nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)

DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x  # twice\n    ### END SOLUTION\n"
HALF = (
    "def half(x):\n    ### BEGIN SOLUTION\n    return x / 2  # one of two\n    ### END SOLUTION\n"
)
HALF_HIDDEN = 'assert math.isclose(half(71), 35.5), "Not for odd numbers."'


def hidden(test):
    return f"# A hidden check.\n### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"


def cell(name, source, points=None, solution=False, kind=new_code_cell):
    about = {
        "grade": points is not None,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        about["points"] = points
    return kind(source, id=name, metadata={"nbgrader": about})


def tiny_cells():
    """Two questions of 1 + 2 points, and one of 4 that a person grades."""
    return [
        cell("imports", "import math"),
        cell("double", DOUBLE, solution=True),
        cell("double-visible", 'assert double(2) == 4, "double(2) should be 4."', 1),
        cell("double-hidden", hidden('assert double(71) == 142, "Wrong for 71."'), 2),
        cell("half", HALF, solution=True),
        cell("half-visible", 'assert half(2) == 1, "half(2) should be 1."', 1),
        cell("half-hidden", hidden(HALF_HIDDEN), 2),
        cell("words", "Because.", 4, solution=True, kind=new_markdown_cell),
    ]


def notebook(cells):
    about = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": about})


def new_course(folder, cells, name=NAME):
    """A course of one assignment, not yet released."""
    Path(folder, "solutions", name).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    nbformat.write(notebook(cells), Path(folder, "solutions", name, f"{name}.ipynb"))
    return Course.at(Path(folder))


def of(course):
    """The tiny assignment of a course."""
    return course.assignment(NAME)


def copy_of(course, folder):
    shutil.copytree(course.root, folder)
    return Course.at(folder)


def released(course, name=NAME):
    return course.assignment(name).released()


def hand_in(course, student, nb, name=NAME):
    folder = course.assignment(name).submitted(student)
    folder.mkdir(parents=True, exist_ok=True)
    text = nb if isinstance(nb, str) else nbformat.writes(nb)
    (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")


def answer(nb, **answers):
    """Write answers into the cells with these names."""
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "").replace("-", "_")
        if name in answers:
            cell.source = answers[name]
    return nb


RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "half": "def half(x):\n    return x / 2",
    "words": "It is so.",
}


def answers_of(course, name=NAME, **changed):
    """The released notebook with right answers, or these."""
    return answer(released(course, name), **{**RIGHT, **changed})


def points_by_cell(course, student, name=NAME):
    """What the gradebook holds, by cell."""
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission(name, student)
        return {g.name: g.auto_score for nb in submission.notebooks for g in nb.grades}


def give_by_hand(course, student, cell, points, name=NAME):
    """Give points as a person does in the formgrader."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(cell, name, name, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
