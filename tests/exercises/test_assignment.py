"""The instructors' notebooks: their cells, their points, and that their answers are right."""

import re
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.nbgraderformat import MetadataValidator

from chainrule.exercises.parts import assignments

RUNG = re.compile(r"<summary>Hint \d</summary>\n\n(.*?)\n\n</details>", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
ANSWER = re.compile(r"### BEGIN SOLUTION\n(.*?)\s*### END SOLUTION", re.DOTALL)
SOURCES = sorted((Path(__file__).parents[2] / "solutions").glob("*/*.ipynb"))


@pytest.fixture(scope="module", params=SOURCES, ids=lambda path: path.stem)
def notebook(request):
    nb = nbformat.read(request.param, as_version=4)
    nb.metadata["assignment"] = request.param.stem
    return nb


def parts_of(notebook):
    return assignments[notebook.metadata["assignment"]]


def graded(notebook):
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


def test_the_notebook_and_its_metadata_are_valid(notebook):
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_ids_are_unique_and_outputs_are_stripped(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")


def test_each_part_has_an_answer_a_visible_and_a_hidden_check(notebook):
    cells = graded(notebook)
    assert 10 <= len(parts_of(notebook)) <= 18
    for part in parts_of(notebook):
        grade_id = re.sub("[._]", "-", part.name)
        answer = cells[grade_id].metadata.nbgrader
        assert (answer.solution, answer.grade, answer.locked) == (True, False, False)
        checks = [
            cells[f"{grade_id}-{suffix}"].metadata.nbgrader for suffix in ("visible", "hidden")
        ]
        assert all(check.grade and check.locked for check in checks)
        assert 0 < checks[0].points < checks[1].points
        assert "### BEGIN HIDDEN TESTS" not in cells[f"{grade_id}-visible"].source
        assert f'@implements("{part.name}")\ndef {part.function}(' in cells[grade_id].source
        assert f'check("{part.name}", {part.function})' in cells[f"{grade_id}-visible"].source


def test_parts_have_the_numbers_of_their_headings(notebook):
    headings = [re.match(r"## (\d+) ·", c.source) for c in notebook.cells if c.id.endswith("-task")]
    assert [part.number for part in parts_of(notebook)] == [int(h[1]) for h in headings]


def test_there_are_100_points_some_of_them_for_words(notebook):
    about = [cell.metadata.nbgrader for cell in graded(notebook).values()]
    assert sum(cell.get("points", 0) for cell in about) == 100
    by_hand = [cell for cell in about if cell.grade and cell.solution]
    assert len(by_hand) == 1
    assert by_hand[0].points >= 5


def test_what_is_left_when_solutions_are_taken_out_says_no_answer(notebook):
    for cell in graded(notebook).values():
        source = re.sub(r"(?s)### BEGIN (SOLUTION|HIDDEN TESTS).*?### END \1", "", cell.source)
        if cell.cell_type == "code":
            assert "return" not in source
            assert "autograde" not in source


def test_no_answer_has_more_than_eight_lines_to_write(notebook):
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    given = {line for text in texts for line in text.splitlines()}
    for cell in notebook.cells:
        for answer in re.findall(r"(?s)### BEGIN SOLUTION\n(.*?)\s*### END SOLUTION", cell.source):
            assert len([line for line in answer.splitlines() if line not in given]) <= 8


def test_a_ladder_of_hints_goes_from_a_question_to_nearly_the_line(notebook):
    tasks = [cell for cell in notebook.cells if cell.id.endswith("-task")]
    assert len(tasks) == len(parts_of(notebook))
    for task in tasks:
        first, *between, last = RUNG.findall(task.source)
        assert task.source.count("<details>") == len(between) + 2 >= 3, task.id
        assert "?" in first, task.id
        assert "`" not in first, task.id
        assert re.search(r"[`$\d½₀=·−]", last), task.id


def test_no_hint_is_the_answer(notebook):
    cells = {cell.id: cell for cell in notebook.cells}
    for task in [cell for cell in notebook.cells if cell.id.endswith("-task")]:
        said = {plain(one) for rung in RUNG.findall(task.source) for one in CODE.findall(rung)}
        (answer,) = ANSWER.findall(cells[task.id.removesuffix("-task")].source)
        lines = {plain(line) for line in answer.splitlines()}
        lines |= {line.removeprefix("return") for line in lines}
        assert not [one for one in said & lines if not one.isidentifier()], task.id


def plain(code):
    return re.sub(r"\s", "", code)


def executed(notebook, tmp_path, **how):
    client = NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, **how)
    client.execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_solutions_pass_every_check_and_nothing_goes_to_stderr(notebook, tmp_path):
    outputs = executed(deepcopy(notebook), tmp_path)
    text = "".join(output.get("text", "") for output in outputs)
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    shown = [output.data["text/plain"] for output in outputs if "data" in output]
    text += "".join(shown)
    assert text.count(" passes: right on") == 2 * len(parts_of(notebook))
    number = len(parts_of(notebook))
    assert f"{number} of {number} parts pass." in outputs[-1].data["text/plain"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_an_empty_notebook_fails_every_check_calmly(notebook, tmp_path):
    empty = deepcopy(notebook)
    for cell in empty.cells:
        cell.source = re.sub(
            r"(?s)### BEGIN SOLUTION.*?### END SOLUTION", "raise NotImplementedError()", cell.source
        )
    outputs = executed(empty, tmp_path, allow_errors=True)
    errors = [output for output in outputs if output.output_type == "error"]
    assert len(errors) == 2 * len(parts_of(notebook))
    assert all("is not written yet." in "".join(error.traceback) for error in errors)
    assert not any("Traceback" in "".join(error.traceback) for error in errors)
    assert not [output for output in outputs if output.get("name") == "stderr"]
