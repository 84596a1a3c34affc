"""nbgrader's own example of a course is sealed by two lines in its configuration."""

import os
import shutil
import subprocess
import sys
import tarfile

import nbformat
import pytest
import tiny
from environments import install
from nbgrader.utils import is_grade, is_solution
from typer.testing import CliRunner

import chainrule
from autograde.cli.app import app
from autograde.course.course import Course
from autograde.grading.run import grade_all
from autograde.reports.report import class_results

pytestmark = pytest.mark.slow(seconds=45)
LINES = "from autograde.configure import sealed\nsealed(c)\n"
PS1 = "ps1"


def quickstart(folder):
    """A new course by nbgrader's own command, with the two lines."""
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "quickstart", "course101"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    with (folder / "course101" / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LINES)
    return Course.at(folder / "course101")


def autograde(course, *words):
    said = CliRunner().invoke(app, [*words, "--course", str(course.root)])
    assert said.exit_code == 0, said.output
    return said.output


def hand_in_all(course):
    """The model solution as ada's, the untouched notebooks as bob's, one of them as cyd's."""
    ps1 = course.assignment(PS1)
    for student, folder in (("ada", ps1.solution), ("bob", ps1.release), ("cyd", ps1.solution)):
        shutil.copytree(folder, ps1.submitted(student))
    (ps1.submitted("cyd") / "problem2.ipynb").unlink()


@pytest.fixture(scope="module")
def course101(tmp_path_factory, sandbox):
    """The course, released and graded once."""
    course = quickstart(tmp_path_factory.mktemp("quickstart"))
    autograde(course, "release", "--unproven")
    hand_in_all(course)
    autograde(course, "run", PS1, "--workers", "1")
    return course


def earned(course):
    """By student, the points of tests."""
    with course.gradebook() as gradebook:
        return {
            submission.student_id: sum(
                grade.auto_score or 0
                for notebook in submission.notebooks
                for grade in notebook.grades
            )
            for submission in gradebook.assignment_submissions(PS1)
        }


def test_two_lines_are_all_that_is_added(course101):
    config = (course101.root / "nbgrader_config.py").read_text(encoding="utf-8")
    assert config.endswith(LINES)
    assert course101.folder("submitted") == course101.root / "submitted"


def test_both_notebooks_are_graded_and_what_a_person_grades_waits(course101):
    assert earned(course101) == {"ada": 3, "bob": 0, "cyd": 3}
    ada, bob, cyd = class_results(course101.assignment(PS1))
    assert (ada.worth, bob.worth, cyd.worth) == (13, 13, 13)
    assert ada.waiting == cyd.waiting + 3  # a notebook that was not handed in waits for nobody


def test_plain_nbgrader_gives_the_same_points(course101, tmp_path):
    course = tiny.copy_of(course101, tmp_path / "course")
    before = earned(course)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", PS1, "--force"],
        cwd=course.root, check=False, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert earned(course) == before


def test_a_wrong_answer_loses_the_points_of_its_tests(course101, tmp_path):
    course = tiny.copy_of(course101, tmp_path / "course")
    ps1 = course.assignment(PS1)
    path = ps1.submitted("ada") / "problem1.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if is_solution(cell) and not is_grade(cell):
            cell.source = cell.source.replace("** 2", "** 3")
    nbformat.write(nb, path)
    list(grade_all(ps1, ["ada"], feedback=False))
    assert earned(course)["ada"] == 1.5  # for the error that is raised as before, and the helper


SAID = {
    ("report", PS1): "problem1/squares",
    ("explain", "ada", PS1): "3 of 13 points",
    ("export", "grades.csv"): "13.0",
}


@pytest.mark.parametrize(("words", "said"), SAID.items(), ids=lambda words: words[0])
def test_every_command_that_looks_at_points_knows_all_of_them(
    course101, tmp_path, words, said, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    shown = autograde(course101, *words)
    shown += "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.csv"))
    assert said in shown


def test_a_backup_holds_people_s_work_and_none_of_the_course(course101, tmp_path):
    file = tmp_path / "class.tar.gz"
    autograde(course101, "backup", str(file))
    with tarfile.open(file) as archive:
        tops = {name.split("/")[0] for name in archive.getnames()}
        assert tops == {"submitted", "autograded", "feedback", "gradebook.db", "classroom"}
        assert not any("nbgrader_config" in name or "source" in name for name in archive.getnames())


def everything_but_people_s(root):
    """What is in each file of a course, and where, but for what is about people."""
    people = {"submitted", "autograded", "feedback", "runs", "downloaded", "gradebook.db"}
    files = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
    own = [path for path in files if path.parts[0] not in people]
    return {p: (root / p).read_bytes() for p in own if not p.parts[0].startswith(".replaced-")}


def test_restoring_brings_people_s_work_back_and_leaves_today_s_course_alone(course101, tmp_path):
    course = tiny.copy_of(course101, tmp_path / "course101")
    (course.root / "downloaded" / PS1).mkdir(parents=True)
    (course.root / "downloaded" / PS1 / "all.zip").write_bytes(b"zip")
    before = class_results(course.assignment(PS1))
    autograde(course, "backup", str(tmp_path / "class.tar.gz"))
    subprocess.run(["git", "init", "-q"], cwd=course.root, check=True)
    for name in ("source/ps1/problem1.ipynb", "source/header.ipynb", "notes.md", "release/new.txt"):
        (course.root / name).parent.mkdir(exist_ok=True)
        with (course.root / name).open("a", encoding="utf-8") as file:
            file.write("\n")
    shutil.rmtree(course.root / "downloaded")
    shutil.rmtree(course.assignment(PS1).submitted("ada"))
    today = everything_but_people_s(course.root)
    autograde(course, "restore", str(tmp_path / "class.tar.gz"), "--force")
    assert everything_but_people_s(course.root) == today
    assert (course.root / "downloaded" / PS1 / "all.zip").read_bytes() == b"zip"
    shutil.copy(course101.root / "source/ps1/problem1.ipynb", course.root / "source/ps1")
    assert class_results(course.assignment(PS1)) == before


def test_the_grader_is_installed_without_the_course_it_was_written_for(tmp_path):
    """It is one package, and grades where there is no chainrule."""
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", python.parents[1]], check=True)
    failed = install(python, str(tiny.ROOT / "autograde"))
    if failed:
        pytest.skip(f"packages cannot be fetched: {failed}")
    course = quickstart(tmp_path)

    def call(*command):
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            [python, "-m", *command],
            cwd=course.root, env=kept, check=True, capture_output=True, encoding="utf-8",
        ).stdout  # fmt: skip

    top = (
        "from importlib.metadata import files; "
        "print({file.parts[0] for file in files('chainrule-autograde')})"
    )
    tops = subprocess.run([python, "-c", top], cwd=tmp_path, capture_output=True, encoding="utf-8")
    about = f"chainrule_autograde-{chainrule.__version__}.dist-info"
    assert eval(tops.stdout) - {"..", about} == {"autograde"}
    assert "release" in call("autograde", "--help")
    call("autograde", "release")
    hand_in_all(course)
    call("autograde", "run", PS1)
    assert earned(course) == {"ada": 3, "bob": 0, "cyd": 3}
    call("nbgrader", "autograde", PS1, "--force")
    assert earned(course) == {"ada": 3, "bob": 0, "cyd": 3}
