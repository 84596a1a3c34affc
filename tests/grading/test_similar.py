"""Across years: who shares more than chance is shown to be looked at, and nobody is accused."""

import hashlib
import json
import re

import pytest
import tiny
import varied
import years
from test_report import read, words
from typer.testing import CliRunner

from autograde.classrooms import HERE, classrooms
from autograde.cli.app import app
from autograde.course.course import CourseError
from autograde.handed_in_answers import written
from autograde.similar import similar
from autograde.similar_page import similar_page

STUDENTS = 40
WHO, BEFORE = "student 004", "student 007"
EVIL = "<script>alert(1)</script>"


def all_bytes(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def two_years(tmp_path_factory):
    """A course and last year's classroom; one of this year wrote what one of last year did."""
    folder = tmp_path_factory.mktemp("years")
    course = years.varied_course(folder / "course")
    released = tiny.released(course, years.NAME)
    last, this = varied.independent_class(STUDENTS, 1), varied.independent_class(STUDENTS, 2)
    for question, by_student in this.items():
        by_student[WHO] = varied.renamed(last[question][BEFORE])
    years.hand_in_class(folder / "2025" / "classroom", released, last)
    years.hand_in_class(course.classroom, released, this)
    return course, folder / "2025"


@pytest.fixture(scope="module")
def found(two_years):
    course, last = two_years
    with classrooms(course, [last]) as rooms:
        return similar(course, years.NAME, rooms)


def call(course, *arguments):
    command = ["similar", years.NAME, *map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, command)


def test_who_wrote_what_another_year_did_is_found_under_other_names_and_nobody_else(found):
    (pair,) = found.pairs
    assert set(pair.students) == {"student004", "student007 (2025)"}
    assert pair.shared[0].share == 1
    assert dict(found.compared) == {HERE: STUDENTS, "2025": STUDENTS}


def test_without_the_other_year_there_is_nothing_to_look_at(two_years):
    course, _ = two_years
    with classrooms(course, []) as rooms:
        assert similar(course, years.NAME, rooms).pairs == ()


def test_pairs_of_other_years_are_none_of_this_class_s_business(tmp_path):
    course = years.varied_course(tmp_path / "course")
    released = tiny.released(course, years.NAME)
    this, last = varied.independent_class(20, 1), varied.independent_class(20, 2)
    for by_student in last.values():
        by_student[WHO] = by_student[BEFORE]
    years.hand_in_class(course.classroom, released, this)
    years.hand_in_class(tmp_path / "2025", released, last)
    with classrooms(course, [tmp_path / "2025"]) as rooms:
        assert similar(course, years.NAME, rooms).pairs == ()


def test_one_name_in_two_classes_is_perhaps_one_person_and_no_pair(tmp_path):
    course = years.varied_course(tmp_path / "course")
    released = tiny.released(course, years.NAME)
    this, last = varied.independent_class(30, 1), varied.independent_class(30, 2)
    for question, by_student in this.items():
        by_student[WHO] = last[question][WHO]
    years.hand_in_class(course.classroom, released, this)
    years.hand_in_class(tmp_path / "2025", released, last)
    with classrooms(course, [tmp_path / "2025"]) as rooms:
        found = similar(course, years.NAME, rooms)
    assert found.pairs == ()
    assert [set(pair.students) for pair in found.repeaters] == [{"student004", "student004 (2025)"}]
    assert "Perhaps one person" in words(similar_page(years.NAME, found))


def test_the_page_and_the_table_ask_to_look_and_accuse_nobody(two_years, tmp_path):
    course, last = two_years
    said = call(course, "--with", last, "--html", tmp_path / "s.html")
    assert said.exit_code == 0, said.output
    page = words((tmp_path / "s.html").read_text(encoding="utf-8"))
    for text in (" ".join(said.stdout.split()), page):
        assert "look at" in text
        assert "This proves nothing." in text
        assert "Between years" in text
        assert "student004" in text
        assert "student007 (2025)" in text
        assert not re.search(r"cheat|plagiar|fraud|guilt|suspect|offen", text, re.IGNORECASE)


def test_the_page_shows_both_answers_as_text_and_runs_nothing(found):
    (pair,) = found.pairs
    question = pair.shared[0].question
    first, _ = pair.students
    before = found.answers.sources[question][first]
    found.answers.sources[question][first] = before + EVIL
    try:
        reader = read(similar_page(years.NAME, found))
    finally:
        found.answers.sources[question][first] = before
    assert not reader.all("script")
    assert EVIL in reader.words
    assert reader.words.count("def ") >= 2


def test_other_classrooms_are_read_and_left_as_they_are(two_years):
    course, last = two_years
    before = all_bytes(last)
    call(course, "--with", last)
    assert all_bytes(last) == before


def test_what_was_handed_out_is_no_answer(tmp_path):
    course = years.varied_course(tmp_path / "course")
    released = tiny.released(course, years.NAME)
    stubs = {q: {f"s{i}": released.cells[0].source for i in range(12)} for q in varied.TEMPLATES}
    years.hand_in_class(course.classroom, released, stubs)
    with classrooms(course, []) as rooms:
        found = similar(course, years.NAME, rooms)
    assert found.compared == ((HERE, 0),)
    assert "too few to say what is chance" in words(similar_page(years.NAME, found))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"cells": 1}',
        '{"cells": [1]}',
        '{"cells": [{"metadata": []}]}',
        '{"cells": [{"metadata": {"nbgrader": {"grade_id": "x"}}}]}',
        '{"cells": [{"metadata": {"nbgrader": {"grade_id": "x"}}, "source": [1]}]}',
        "[" * 100_000,
        b"\xff",
    ],
)
def test_a_notebook_that_cannot_be_read_has_no_answers_and_stops_nothing(tmp_path, content):
    file = tmp_path / "x.ipynb"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert written(file) == {}


def test_half_a_character_in_an_answer_can_be_compared_and_shown(tmp_path):
    file = tmp_path / "x.ipynb"
    file.write_text(
        '{"cells": [{"metadata": {"nbgrader": {"grade_id": "x"}}, "source": "\\ud800"}]}'
    )
    assert written(file) == {"x": "?"}


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    cell = {"metadata": {"nbgrader": {"grade_id": "x"}}, "source": "y"}
    secret.write_text(json.dumps({"cells": [cell]}))
    assert written(secret) == {"x": "y"}
    (tmp_path / "link.ipynb").symlink_to(secret)
    assert written(tmp_path / "link.ipynb") == {}


@pytest.mark.parametrize(
    ("folders", "reason"),
    [
        (["nowhere"], "nowhere is no classroom"),
        (["course"], "among the classes already"),
        (["2025", "2025/classroom"], "among the classes already"),
    ],
)
def test_a_folder_that_is_no_other_class_is_refused(two_years, folders, reason):
    course, last = two_years
    paths = [last.parent / name for name in folders]
    with pytest.raises(CourseError, match=reason), classrooms(course, paths):
        pass


def test_without_a_release_the_way_to_one_is_said(tmp_path):
    course = tiny.new_course(tmp_path / "course", tiny.tiny_cells(), years.NAME)
    said = call(course)
    assert said.exit_code == 2
    assert "run `autograde release varied`" in " ".join(said.stderr.split())


def test_classes_that_are_called_alike_are_told_apart(two_years, tmp_path):
    course, _ = two_years
    for place in ("a/2024", "b/2024"):
        (tmp_path / place / "classroom" / "runs").mkdir(parents=True)
    with classrooms(course, [tmp_path / "a/2024", tmp_path / "b/2024"]) as rooms:
        assert len({room.name for room in rooms}) == 3


def test_a_gradebook_of_another_year_is_read_from_a_copy(two_years, tmp_path):
    course, _ = two_years
    other = years.copied(course, tmp_path / "2024")
    database = other.classroom / "gradebook.db"
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    with classrooms(course, [tmp_path / "2024"]) as rooms:
        with rooms[0].course.gradebook() as gradebook:
            gradebook.add_student("eve")
        assert rooms[0].has_gradebook
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
