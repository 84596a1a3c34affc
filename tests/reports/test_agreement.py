"""One truth about points: whoever asks, by whatever command, is told the same to the point."""

import csv
import datetime
import random
import re

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course
from autograde.course.requests import Kind, State, add

DUE = datetime.datetime(2026, 1, 31, 12, 0)
COSTS = """
c.AssignLatePenalties.plugin_class = "autograde.nbgrader_plugins.late_penalty.LatePenalty"
c.LatePenalty.percent_a_day = 7
c.LatePenalty.most_percent = 50
"""
ANSWERS = {
    "double": [None, "def double(x):\n    return 2 * x", "def double(x):\n    return 4"],
    "half": [None, "def half(x):\n    return x / 2", "def half(x):\n    return x // 2", "1 / 0"],
    "words": [None, "It is so.", "Because."],
}
STUDENTS = ["ada", "bob", "cyd", "dan", "eve", "flo"]


def call(course, *arguments):
    command = [*map(str, arguments), "--course", str(course.root)]
    said = CliRunner(env={"COLUMNS": "200"}).invoke(app, command)
    assert said.exit_code in (0, 1), said.output
    return said.stdout


def generate(course, chance):
    """A class of which everybody answers, is late and is graded by hand as chance has it."""
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + COSTS, encoding="utf-8")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE)
        for student in (*STUDENTS, "zoe"):
            gradebook.add_student(student, email=f"{student}@example.org")
    for student in STUDENTS:
        chosen = {name: chance.choice(texts) for name, texts in ANSWERS.items()}
        nb = tiny.answer(tiny.released(course), **{n: t for n, t in chosen.items() if t})
        tiny.hand_in(course, student, "{" if chance.random() < 0.1 else nb)
        if chance.random() < 0.8:
            when = DUE + datetime.timedelta(hours=chance.randint(-20, 200))
            stamp = tiny.of(course).submitted(student) / "timestamp.txt"
            stamp.write_text(f"{when.isoformat()}+00:00", encoding="utf-8")
    course = Course.at(course.root)
    for student in chance.sample(STUDENTS, 2):
        until = DUE + datetime.timedelta(hours=chance.randint(1, 100))
        granted = Kind.EXTENSION, State.GRANTED
        add(course, student, tiny.NAME, *granted, until=f"{until.isoformat()}Z")
    if chance.random() < 0.5:
        add(
            course,
            "*",
            tiny.NAME,
            Kind.FORGIVE,
            State.GRANTED,
            part=chance.choice(["half", "words"]),
        )
    return course


def after_grading(course, chance):
    """What people do when all is graded: points by hand, and one more extension."""
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(tiny.NAME):
            for grade in submission.notebooks[0].grades:
                if chance.random() < 0.3:
                    grade.manual_score = round(chance.uniform(0, grade.max_score), 2)
                    grade.needs_manual_grade = False
        gradebook.db.commit()
    granted = Kind.EXTENSION, State.GRANTED
    add(course, chance.choice(STUDENTS), tiny.NAME, *granted, until="2026-02-03T12:00Z")


def table_of(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def in_table(text, column, students=STUDENTS):
    """Points by student in a table of the terminal."""
    lines = (re.split(r"\s{2,}", line.strip()) for line in text.splitlines())
    rows = [row for row in lines if row[0] in students and len(row) > column]
    return {row[0]: float(row[column]) for row in rows}


FILES = ("nbgrader", "canvas", "moodle", "class", "merge")


def told(course, folder, name=tiny.NAME, students=STUDENTS):
    """Points that count, by student, as each command tells them."""
    files = {kind: folder / f"{kind}.csv" for kind in FILES}
    page = folder / "class.html"
    shown = call(course, "report", name, "--html", page, "--csv", files["class"])
    for to in ("nbgrader", "canvas", "moodle"):
        call(course, "export", files[to], "--to", to, "--assignment", name)
    call(course, "feedback", name, "--merge", files["merge"])
    return {
        "report": in_table(shown, 1, students),
        "page": {who: float(points) for who, points in re.findall(
            r'<th scope="row">(\w+)</th><td class="n">([\d.]+)</td>', page.read_text("utf-8"))},
        "table": {row["student"]: float(row["counted"]) for row in table_of(files["class"])},
        "nbgrader": {row["student_id"]: float(row["score"]) for row in table_of(files["nbgrader"])
                     if row["score"]},
        "canvas": {row["SIS Login ID"]: float(row[name]) for row in table_of(files["canvas"])
                   if row[name] not in ("", "EX") and row["SIS Login ID"]},
        "moodle": {row["Username"]: float(row[name]) for row in table_of(files["moodle"])
                   if row[name] != "-"},
        "merge": {row["student"]: float(row["points"]) for row in table_of(files["merge"])},
        "pages": pages(course, name, students),
        "explain": {who: explained(call(course, "explain", who, name)) for who in students},
    }  # fmt: skip


def explained(text):
    leaves = re.search(r"leaves ([\d.]+)\.", " ".join(text.split()))
    return float(leaves[1] if leaves else re.search(r"([\d.]+) of [\d.]+ points\.", text)[1])


def pages(course, name, students):
    """Points by the pages that students get."""
    folder = course.folder("feedback")
    texts = {who: (folder / who / name / f"{name}.html").read_text("utf-8") for who in students}
    shown = {who: re.search(r'class="total"><b>([\d.]+)</b>', text) for who, text in texts.items()}
    return {who: float(found[1]) for who, found in shown.items()}


@pytest.mark.sandbox
@pytest.mark.slow(seconds=60)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_everything_that_tells_points_tells_the_same(course, tmp_path, seed):
    chance = random.Random(seed)
    course = generate(course, chance)
    ran = in_table(call(course, "run", tiny.NAME, "--no-feedback"), 1)
    first = told(course, tmp_path)
    agree({"run": ran, **first})
    after_grading(course, chance)
    second = told(course, tmp_path)
    agree(second)
    assert first["nbgrader"] != second["nbgrader"]  # or nothing was tried


def agree(told, absent=("zoe",)):
    by_export = {who: round(points, 2) for who, points in told["nbgrader"].items()}
    for who in absent:
        assert by_export.pop(who) == 0  # who handed in nothing, and is nowhere else
    for command in told.keys() - {"nbgrader"}:
        assert {who: round(p, 2) for who, p in told[command].items()} == by_export, command
