"""The stubs of a new part: what is written, and that nothing is overwritten."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from chainrule.exercises import new
from chainrule.exercises.examine import examine
from chainrule.exercises.part import Part

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "pyproject.toml"
PARTS, CHECKS = Path("chainrule/exercises/parts/xor"), Path("autograde/checks/xor")
ANSWERS, NOTEBOOK = Path("tests/exercises/answers"), Path("solutions/01_xor/01_xor.ipynb")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """What of a course the stubs go into."""
    for folder in (PARTS, CHECKS, ANSWERS, NOTEBOOK.parent):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def namespace(path):
    space = {"__name__": "stub"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), space)
    return space


def test_the_part_and_its_check_run_before_they_are_filled(course, monkeypatch, capsys):
    assert new.main(["01_xor", "hinge", "--arguments", "a", "t"]) == 0
    space = namespace(PARTS / "hinge.py")
    part = space["hinge"]
    assert isinstance(part, Part)
    assert (part.name, part.arguments, part.number) == ("hinge", ("a", "t"), 13)
    monkeypatch.setitem(sys.modules, "chainrule.exercises.parts.xor.hinge", namespace_module(space))
    draw = namespace(CHECKS / "hinge.py")["hinge"]
    for cases in (part.cases(), draw(np.random.default_rng(0))):
        assert examine(part, lambda a, t: a.copy(), cases).passes


def namespace_module(space):
    module = type(sys)("hinge")
    vars(module).update(space)
    return module


def test_what_is_left_to_fill_in_is_counted_and_is_there(course, capsys):
    new.main(["01_xor", "hinge", "--arguments", "a", "t"])
    told = re.findall(r"wrote (\S+): (\d+) to fill in", capsys.readouterr().out)
    assert [Path(name) for name, _ in told] == [
        PARTS / "hinge.py",
        CHECKS / "hinge.py",
        ANSWERS / "xor_wrong.py",
        ANSWERS / "xor_right.py",
        NOTEBOOK,
    ]
    for name, number in told:
        assert Path(name).read_text(encoding="utf-8").count("FILL IN") == int(number) > 0


def test_both_tables_of_answers_have_an_empty_entry(course):
    new.main(["01_xor", "hinge"])
    for kind in ("wrong", "right"):
        table = namespace(ANSWERS / f"xor_{kind}.py")[kind]
        assert table["hinge"] == []
        assert len(table) > 1


def test_the_notebook_has_four_more_cells_and_still_100_points(course):
    before = nbformat.read(NOTEBOOK, as_version=4)
    new.main(["01_xor", "hinge.vjp", "--arguments", "a", "t", "--title", "A margin"])
    after = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(after)
    MetadataValidator().validate_nb(after)
    at = next(i for i, cell in enumerate(before.cells) if cell.id == "words")
    task, answer, visible, hidden = after.cells[at : at + 4]
    assert [c.id for c in after.cells[:at]] == [c.id for c in before.cells[:at]]
    assert task.source.startswith("## 13 · A margin\n")
    assert answer.source.startswith('@implements("hinge.vjp")\ndef hinge_vjp(a, t):\n')
    assert visible.source == 'check("hinge.vjp", hinge_vjp)'
    assert 'hidden_check("hinge.vjp", hinge_vjp)' in hidden.source
    assert [c.id for c in (answer, visible, hidden)] == [
        "hinge-vjp",
        "hinge-vjp-visible",
        "hinge-vjp-hidden",
    ]
    assert sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in after.cells) == 100


def test_a_copy_without_a_grader_gets_the_students_side(course, capsys):
    shutil.rmtree("autograde")
    shutil.rmtree("tests")
    assert new.main(["01_xor", "hinge"]) == 0
    assert not Path("autograde").exists()
    assert not Path("tests").exists()
    assert (PARTS / "hinge.py").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["01_xro", "hinge"], "There is no assignment '01_xro': is it '01_xor'?"),
        (["01_xor", "gate"], "gate is there already, in chainrule/exercises/parts/xor/gates.py."),
        (["01_xor", "Hinge!"], "'Hinge!' is no name of a part"),
        (["01_xor", "../hinge"], "'../hinge' is no name of a part"),
        (["01_xor", "hinge", "--arguments", "a", "for"], "'for' is no name in Python"),
        (["01_xor", "hinge", "--file", "a/b"], "'a/b' is no name in Python"),
        (["01_xor", "hinge", "--file", "gates"], "gates.py is there already"),
        (["02_autograd", "hinge"], "run this in the folder of the course"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(course, capsys, words, says):
    before = files(course)
    assert new.main(words) == 1
    out, err = capsys.readouterr()
    assert (out, err.startswith("Nothing was written. ")) == ("", True)
    assert says in err
    assert files(course) == before


def test_a_second_time_nothing_is_overwritten(course, capsys):
    new.main(["01_xor", "hinge"])
    before = files(course)
    assert new.main(["01_xor", "hinge"]) == 1
    (PARTS / "hinge.py").unlink()
    (CHECKS / "hinge.py").unlink()
    before = files(course)
    assert new.main(["01_xor", "hinge"]) == 1
    assert "have an entry 'hinge' already" in capsys.readouterr().err
    shutil.copytree(ROOT / ANSWERS, ANSWERS, dirs_exist_ok=True)
    before = files(course)
    assert new.main(["01_xor", "hinge"]) == 1
    assert "The notebook has a cell hinge already." in capsys.readouterr().err
    assert files(course) == before


def test_the_stubs_are_formatted_as_the_course_is(course):
    new.main(["01_xor", "hinge.vjp", "--arguments", "g", "y", "x"])
    for path in (PARTS / "hinge.py", CHECKS / "hinge.py"):
        command = [sys.executable, "-m", "ruff", "format", "--check", "--config", CONFIG, path]
        assert subprocess.run(command, check=False).returncode == 0


def test_nothing_of_the_course_is_left_to_fill_in():
    for folder in (PARTS.parent, CHECKS.parent, ANSWERS, NOTEBOOK.parents[1]):
        for path in sorted((ROOT / folder).rglob("*.[pi][yp]*")):
            if "__pycache__" not in path.parts and path.is_file():
                assert "FILL IN" not in path.read_text(encoding="utf-8"), path


def test_help_says_what_is_written(capsys):
    with pytest.raises(SystemExit) as stopped:
        new.main(["--help"])
    assert stopped.value.code == 0
    assert "overwrites nothing" in capsys.readouterr().out


def test_an_assignment_without_a_notebook_is_told_before_anything_is_written(course, capsys):
    NOTEBOOK.unlink()
    assert new.main(["01_xor", "hinge"]) == 1
    assert f"There is no {NOTEBOOK}" in capsys.readouterr().err
    assert not Path("chainrule/exercises/parts/xor/hinge.py").exists()
