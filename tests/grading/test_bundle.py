"""A bundle for a dispute: all about one student, nothing about another, and no hidden check."""

import csv
import datetime
import hashlib
import io
import json
import os
import zipfile

import nbformat
import pytest
import tiny
from tiny import copy_of
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.release import lines_inside, release
from autograde.grading.run import grade_all, prepare

DUE = datetime.datetime(2026, 1, 31, 12, 0)
OTHERS = ("ada-the-other", "ada@secret.example", "Lovelace", "answer_of_ada")
NOT_FOR_ODD = "def half(x):\n    print('called with', x)\n    return x // 2  # bob's own"
ADD = "def add_vjp(g, y, a, b):\n    ### BEGIN SOLUTION\n    return g, g\n    ### END SOLUTION\n"


def call(course, *arguments):
    command = ["bundle", *map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


@pytest.fixture(scope="module")
def disputed(released_course, tmp_path_factory):
    """bob erred in half and was late; another student, with a secret address, was right."""
    course = copy_of(released_course, tmp_path_factory.mktemp("bundle") / "course")
    tiny.hand_in(course, "bob", tiny.answers_of(course, half=NOT_FOR_ODD))
    other = "def double(x):\n    answer_of_ada = 2 * x\n    return answer_of_ada"
    tiny.hand_in(course, "ada-the-other", tiny.answers_of(course, double=other))
    stamp = course.submitted(tiny.NAME, "bob") / "timestamp.txt"
    stamp.write_text("2026-01-31 14:00:00 UTC")
    (stamp.parent / "data").mkdir()
    (stamp.parent / "data" / "notes.txt").write_bytes(b"\xff mine")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE)
        about = {"last_name": "Lovelace", "email": "ada@secret.example"}
        gradebook.add_student("ada-the-other", **about)
    prepare(course, tiny.NAME)
    list(grade_all(course, tiny.NAME, ["bob", "ada-the-other"]))
    with course.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(tiny.NAME, "bob").notebooks
        notebook.late_submission_penalty = 1.5
        gradebook.db.commit()
    return course


@pytest.fixture(scope="module")
def files(disputed, tmp_path_factory):
    """What is in bob's bundle, by path."""
    file = tmp_path_factory.mktemp("zip") / "bob.zip"
    said = call(disputed, "bob", tiny.NAME, "--to", file)
    assert said.exit_code == 0, said.output
    return read(file)


def read(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_submission_is_there_as_it_was_received(disputed, files):
    folder = disputed.submitted(tiny.NAME, "bob")
    for name in ("tiny.ipynb", "timestamp.txt", "data/notes.txt"):
        assert files[f"tiny/submitted/{name}"] == (folder / name).read_bytes()


def test_the_graded_notebook_shows_answers_and_what_the_checks_said(files):
    nb = nbformat.reads(files["tiny/graded.ipynb"].decode(), as_version=4)
    text = json.dumps(nb)
    assert "return x // 2" in text
    assert "Not for odd numbers." in text


def test_points_penalty_and_total_are_there_part_by_part(files):
    table = io.StringIO(files["tiny/points.csv"].decode("utf-8-sig"))
    rows = {row["part"]: row for row in csv.DictReader(table)}
    assert [rows[part]["points"] for part in ("double", "half")] == ["3.0", "1.0"]
    assert rows["half"]["why"] == "Not for odd numbers."
    assert rows["words"]["points"] == "waits for a person"
    assert rows["late penalty"]["points"] == "-1.5"
    assert rows["total"]["points"] == "2.5"


def test_the_explanation_gives_reasons_and_the_answer_that_lost_points(files):
    text = files["tiny/explanation.txt"].decode()
    assert "4 of 10 points." in text
    assert "It was late, which costs 1.5 and leaves 2.5." in text
    assert "half-hidden: 0 of 2 points" in text
    assert "bob's own" in text
    assert "classroom" not in text


def test_times_and_versions_are_there(files):
    assert json.loads(files["tiny/times.json"]) == {
        "deadline": "2026-01-31T12:00:00",
        "extension_in_seconds": None,
        "received": "2026-01-31T14:00:00",
        "seconds_late": 7200.0,
    }
    found = json.loads(files["tiny/versions.json"])
    assert found["nbgrader"][0].isdigit()
    assert len(found["checks (SHA-256)"]) == 64


def test_the_page_that_the_student_got_is_there(disputed, files):
    page = disputed.feedback(tiny.NAME, "bob") / "tiny.html"
    assert files["tiny/feedback.html"] == page.read_bytes()


def test_nothing_of_anybody_else_is_in_it(files):
    for name, content in files.items():
        for other in OTHERS:
            assert other.encode() not in content, name
            assert other not in name


def test_no_line_of_a_hidden_check_is_in_it(disputed, files):
    with disputed.gradebook() as gradebook:
        cells = gradebook.find_notebook(tiny.NAME, tiny.NAME).source_cells
        secrets = set().union(*(lines_inside(cell.source, "HIDDEN TESTS") for cell in cells))
    assert len(secrets) == 2
    whole = b"\n".join(files.values())
    for secret in {*secrets, "35.5", "double(71)", "called with 71", "HIDDEN TESTS"}:
        assert secret.encode() not in whole
        assert json.dumps(secret)[1:-1].encode() not in whole


def test_every_file_has_its_checksum(files):
    listed = dict(
        reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines()
    )
    assert listed.keys() == files.keys() - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256(files[name]).hexdigest() == digest


def test_a_drawn_check_comes_with_its_number_and_without_its_call_or_the_seed(tmp_path):
    check = 'from autograde.checks import hidden_check\nhidden_check("add.vjp", add_vjp)'
    cells = [
        tiny.cell("imports", "import numpy as np"),
        tiny.cell("add-vjp", ADD, solution=True),
        tiny.cell("add-vjp-hidden", tiny.hidden(check), 6),
    ]
    course = tiny.new_course(tmp_path, cells)
    release(course, tiny.NAME)
    (course.classroom / "variant.toml").write_text("seed = 9182736\n[points.tiny]\nadd-vjp = 8\n")
    wrong = "def add_vjp(g, y, a, b):\n    return g, -g"
    tiny.hand_in(course, "bob", tiny.answer(tiny.released(course), add_vjp=wrong))
    prepare(course, tiny.NAME)
    list(grade_all(course, tiny.NAME, ["bob"]))
    assert call(course, "bob", "--to", tmp_path / "b.zip").exit_code == 0
    files = read(tmp_path / "b.zip")
    text = files["tiny/explanation.txt"].decode()
    assert "check number" in text
    assert "add-vjp 8 instead of 6" in text
    whole = b"\n".join(files.values())
    assert b"hidden_check(" not in whole
    assert b"9182736" not in whole


def test_without_an_assignment_all_that_were_handed_in_are_there(disputed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = call(disputed, "bob")
    assert "Written: bob.zip (tiny)." in said.stdout
    assert "tiny/graded.ipynb" in read(tmp_path / "bob.zip")


def test_a_submission_that_is_not_graded_yet_is_bundled_with_that_word(course, tmp_path):
    tiny.hand_in(course, "eve", tiny.answers_of(course))
    (course.submitted(tiny.NAME, "eve") / "link").symlink_to("/etc/passwd")
    no_text = os.fsdecode(b"caf\xe9.txt")
    (course.submitted(tiny.NAME, "eve") / no_text).write_text("mine")
    said = call(course, "eve", tiny.NAME, "--to", tmp_path / "eve.zip")
    assert "Left out, because it is no plain file: tiny/link" in said.stdout
    files = read(tmp_path / "eve.zip")
    assert b"has not been graded yet" in files["tiny/explanation.txt"]
    assert "tiny/submitted/tiny.ipynb" in files
    assert "tiny/submitted/link" not in files
    assert files["tiny/submitted/caf\N{REPLACEMENT CHARACTER}.txt"] == b"mine"


def test_a_bundle_can_be_read_by_its_owner_alone_and_replaces_none(disputed, tmp_path):
    file = tmp_path / "bob.zip"
    call(disputed, "bob", "--to", file)
    assert file.stat().st_mode & 0o077 == 0
    again = call(disputed, "bob", "--to", file)
    assert again.exit_code == 2
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bobb"], "Nobody called bobb handed in anything. Did you mean bob?"),
        (["../../bob"], "Nobody called ../../bob handed in anything."),
        (["bob", "tyni"], "There is no assignment tyni. Did you mean tiny?"),
        (["dan", "tiny"], "Nobody called dan handed in tiny."),
    ],
)
def test_a_mistyped_name_is_answered_with_the_nearest(disputed, tmp_path, arguments, sentence):
    said = call(disputed, *arguments, "--to", tmp_path / "x.zip")
    assert said.exit_code == 2
    assert sentence in said.stderr
    assert not (tmp_path / "x.zip").exists()
