"""A learner without an instructor sees what grading would say, and nothing is recorded."""

import re
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograde.cli.app import app

ROOT = Path(__file__).parents[2]
NAME = "02_autograd"


def checked(*arguments):
    return CliRunner().invoke(app, ["check", *map(str, arguments), "--course", str(ROOT)])


def answered(tmp_path, renamed, **answers):
    """A copy of the released notebook with some bodies written."""
    notebook = tmp_path / f"{NAME}.ipynb"
    nb = nbformat.read(ROOT / "assignments" / NAME / notebook.name, as_version=4)
    for cell in nb.cells:
        for name, body in answers.items():
            if f"def {name}(" in cell.source:
                cell.source = cell.source.replace("raise NotImplementedError()", body)
                cell.source = cell.source.replace(f"def {name}(", f"def {renamed.get(name, name)}(")
    nbformat.write(nb, notebook)
    return notebook


@pytest.mark.slow
def test_right_and_wrong_answers_are_told_and_nothing_is_left_behind(tmp_path):
    (ROOT / "classroom" / "exchange").mkdir(parents=True, exist_ok=True)  # nbgrader wants it
    before = sorted((ROOT / "classroom").rglob("*"))
    notebook = answered(
        tmp_path,
        {"exp_vjp": "slope_of_exp"},
        add_vjp="return g, g",
        mul_vjp="return g * a, g * b",
        exp_vjp="return g * y",
    )
    result = checked(notebook)
    said = " ".join(result.output.split())
    assert result.exit_code == 1
    assert "mul.vjp is not right yet. What it returned is right, but in another order" in said
    assert "add.vjp is not right" not in said
    assert re.search(r"exp-vjp 3 3 ", said)  # found by the part that it is for, not by its name
    assert sorted((ROOT / "classroom").rglob("*")) == before


def test_what_is_no_assignment_is_answered_in_a_sentence():
    result = checked("77")
    assert result.exit_code == 2
    assert "There is no assignment 77. There are: " in " ".join(result.output.split())


def test_a_file_that_is_not_there_is_answered_in_a_sentence(tmp_path):
    result = checked(tmp_path / f"{NAME}.ipynb")
    assert result.exit_code == 2
    assert "There is no" in result.output
