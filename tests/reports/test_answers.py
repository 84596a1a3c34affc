"""Answers as plain files: the students' own, each once, and nothing else."""

import pytest
import tiny
from nbformat.v4 import new_code_cell
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import CourseError
from autograde.reports.answers import write_answers

HALF = "def half(x):\n    return x * 0.5  # Größe"


def call(course, *arguments):
    command = ["answers", *map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


def test_answers_are_one_file_of_code_and_one_of_words_a_student(course, tmp_path):
    nb = tiny.answers_of(course, half=HALF)
    nb.cells.append(new_code_cell("print('my own cell')"))
    nb.cells[2].source = "# an edited check"
    tiny.hand_in(course, "ada", nb)
    blank = tiny.released(course)
    tiny.hand_in(course, "bob", blank)
    said = call(course, tiny.NAME, tmp_path / "answers")
    assert said.exit_code == 0, said.output
    assert "the answers of 2 students" in said.stdout
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "answers").iterdir()}
    assert files == {
        "ada.py": f"# double\n{tiny.RIGHT['double']}\n\n\n# half\n{HALF}\n",
        "ada.md": "## words\n\nIt is so.\n",
        "bob.py": "\n",
    }


def test_what_cannot_be_read_and_what_is_a_link_are_named(course, tmp_path):
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    tiny.hand_in(course, "bob", "{")
    linked = tiny.of(course).submitted("cyd")
    linked.mkdir(parents=True)
    (linked / "tiny.ipynb").symlink_to(tiny.of(course).solution / "tiny.ipynb")
    said = call(course, tiny.NAME, tmp_path / "answers")
    assert "the answers of 1 student," in said.stdout
    assert "Could not be read: bob, cyd." in said.stdout
    assert {path.stem for path in (tmp_path / "answers").iterdir()} == {"ada"}


def test_a_folder_in_use_is_refused(course, tmp_path):
    (tmp_path / "mine.py").write_text("", encoding="utf-8")
    with pytest.raises(CourseError, match="is not an empty folder"):
        write_answers(tiny.of(course), [], tmp_path)
    assert [path.name for path in tmp_path.glob("*.py")] == ["mine.py"]


def test_where_nobody_handed_in_nothing_is_written(course, tmp_path):
    said = call(course, tiny.NAME, tmp_path / "answers")
    assert said.exit_code == 2
    assert "Nobody handed in tiny" in said.stderr
    assert not (tmp_path / "answers").exists()
