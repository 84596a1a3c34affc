"""Make `files.json` and `gradebook.sql`: a small class, graded by version 1.0.0.

The solution in `files.json` is written by hand; the rest comes from the course as it was then, and
this environment:

    git worktree add ../chain-rule-1.0.0 9ebffb3
    PYTHONPATH=../chain-rule-1.0.0 python tests/grading/class_of_1_0_0/make.py ../chain-rule-1.0.0
"""

import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

HERE = Path(__file__).resolve().parent
RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "half": "def half(x):\n    return x / 2",
    "words": "It is so.",
}
WRONG = "def half(x):\n    return x // 2"
LATE = re.compile(r"^# (?=c\.(AssignLatePenalties|LatePenalty)\.)", re.MULTILINE)
# Whose answers, and when: the class has one of each kind of trouble.
HANDED_IN = {
    "ada": ({}, "2026-01-30 10:00:00 UTC"),
    "bob": ({"half": WRONG}, "2026-01-30 10:00:00 UTC"),
    "cyd": (None, None),
    "dan": ({"words": "Because it is."}, "2026-02-02 10:00:00 UTC"),
    "eve": ("{", None),
}
CLASS = "id,first_name,last_name,email\n" + "".join(
    f"{who},{who.title()},Doe,{who}@example.org\n" for who in (*HANDED_IN, "flo")
)


def autograde(course, *words):
    done = subprocess.run([sys.executable, "-m", "autograde", *words], cwd=course, check=False)
    assert done.returncode in (0, 1), words


def hand_in(course):
    for who, (said, stamp) in HANDED_IN.items():
        folder = course / "classroom/submitted" / who / "tiny"
        folder.mkdir(parents=True)
        nb = nbformat.read(course / "assignments/tiny/tiny.ipynb", as_version=4)
        if isinstance(said, dict):
            for cell in nb.cells:
                name = cell.metadata["nbgrader"]["grade_id"]
                cell.source = {**RIGHT, **said}.get(name, cell.source)
        text = said if isinstance(said, str) else nbformat.writes(nb)
        (folder / "tiny.ipynb").write_text(text, encoding="utf-8")
        if stamp:
            (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")


def grade_by_hand(course):
    """As a person does in the formgrader."""
    with Gradebook(f"sqlite:///{course}/classroom/gradebook.db") as gradebook:
        for cell, who, points in (("words", "ada", 3), ("half-hidden", "bob", 1.5)):
            grade = gradebook.find_grade(cell, "tiny", "tiny", who)
            grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment("words", "tiny", "tiny", "ada").manual_comment = "Well said, Ada."
        gradebook.db.commit()


def dump(course):
    with sqlite3.connect(course / "classroom/gradebook.db") as gradebook:
        text = "\n".join(gradebook.iterdump())
    (HERE / "gradebook.sql").write_text(text + "\n", encoding="utf-8")


def make(of_then, course):
    config = (of_then / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(LATE.sub("", config), encoding="utf-8")
    source = course / "solutions/tiny/tiny.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(files()["solutions/tiny/tiny.ipynb"], encoding="utf-8")
    (course / "classroom").mkdir()
    (course / "classroom/class.csv").write_text(CLASS, encoding="utf-8")
    (course / "classroom/variant.toml").write_text("[points.tiny]\ndouble = 6\n", encoding="utf-8")
    autograde(course, "students", "classroom/class.csv")
    autograde(course, "release", "tiny")
    add = ["db", "assignment", "add", "tiny", "--duedate", "2026-01-31 23:59 UTC"]
    subprocess.run([sys.executable, "-m", "nbgrader", *add], cwd=course, check=True)
    hand_in(course)
    autograde(course, "run", "tiny", "--no-feedback")
    grade_by_hand(course)
    autograde(course, "run", "tiny", "--no-feedback", "--force")
    autograde(course, "export", "classroom/grades.csv")


def files():
    return json.loads((HERE / "files.json").read_text(encoding="utf-8"))


def keep(course):
    kept = {}
    for path in sorted(course.rglob("*")):
        if path.is_file() and path.suffix != ".db":
            kept[path.relative_to(course).as_posix()] = path.read_text(encoding="utf-8")
    text = json.dumps(kept, indent=1, ensure_ascii=False)
    (HERE / "files.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder).resolve()
        make(Path(sys.argv[1]).resolve(), course)
        dump(course)
        keep(course)
