"""A course that knows nothing of chainrule: the grader imports, grades and regrades without it."""

import re
import subprocess
import sys

import pytest
import tiny

from autograde.grading.nbgrader_steps import Execution
from autograde.grading.submission import Submission, checks_digest

IMPORT_ALL = """import importlib, pkgutil, sys

class NoChainrule:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] == "chainrule":
            raise ModuleNotFoundError(name)

def import_all(package):
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if found.name not in ("autograde.checks", "autograde.demo", "autograde.__main__"):
            try:
                module = importlib.import_module(found.name)
            except ModuleNotFoundError as error:
                if error.name != "pandas":  # its kinds are for whoever has it
                    raise
                continue
            print(found.name)
            if found.ispkg:
                import_all(module)

sys.meta_path.insert(0, NoChainrule)
import_all(importlib.import_module("autograde"))
"""


def test_all_but_checks_and_demo_can_be_imported_where_there_is_no_chainrule():
    command = [sys.executable, "-c", IMPORT_ALL]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", cwd=tiny.ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {"autograde.grading.run", "autograde.sandbox.guest.main"} <= set(done.stdout.split())


@pytest.fixture
def other_course(course):
    """A course with the grader's own settings."""
    for name in ("packages", "preload", "guard", "checks"):
        del course.config.Execution[name]
    return course


def test_the_grader_s_own_settings_name_no_course_s_packages(other_course):
    execution = Execution(config=other_course.config)
    assert (execution.packages, execution.preload, execution.checks) == ([], [], [])
    assert execution.guard == ""


ROW = re.compile(r"^\| `(\w+)` \| `([^`]+)` \| (.+) \|$", re.MULTILINE)


def test_the_handbook_s_table_of_settings_is_that_of_the_class():
    page = (tiny.ROOT / "docs/handbook/other_courses.md").read_text(encoding="utf-8")
    table = {name: (eval(default), said) for name, default, said in ROW.findall(page)}
    traits = Execution.class_own_traits(config=True)
    assert table == {name: (trait.default(), trait.help) for name, trait in traits.items()}


@pytest.mark.sandbox
def test_it_is_graded_and_its_answers_find_no_chainrule(other_course, graded):
    double = "import chainrule\ndef double(x):\n    return 2 * x"
    result = graded(tiny.answers_of(other_course, double=double))
    assert [outcome.points for outcome in result.outcomes] == [0, 3, None]


def test_a_change_of_one_course_s_checks_regrades_no_other(course, tmp_path, monkeypatch):
    package = tmp_path / "checks_of_here"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    other = tiny.copy_of(course, tmp_path / "other")
    course.config.Execution.checks = ["checks_of_here"]
    other.config.Execution.checks = []

    def fingerprints():
        checks_digest.cache_clear()
        return [Submission(tiny.of(each), "ada").fingerprint() for each in (course, other)]

    mine, theirs = fingerprints()
    (package / "__init__.py").write_text("LARGEST = 9\n", encoding="utf-8")
    mine_now, theirs_now = fingerprints()
    assert mine_now != mine
    assert theirs_now == theirs
