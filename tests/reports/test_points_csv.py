"""Points of people: as a table down and up, the same for the same words, and never half-written."""

import csv
import json
from pathlib import Path

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.grading.run import grade_all
from autograde.reports.alike import give_alike
from autograde.reports.report import class_results

SAME = "Because two and two\nis four."
WORDS = {"ada": SAME, "bob": SAME, "cyd": "=1+1", "dan": SAME + "\n", "eve": "YOUR ANSWER HERE"}


def call(course, *arguments):
    command = [*map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


def told(course, *arguments):
    said = call(course, *arguments)
    assert said.exit_code == 0, said.output
    return said.stdout


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory, sandbox):
    course = tiny.copy_of(released_course, tmp_path_factory.mktemp("points") / "course")
    for student, words in WORDS.items():
        tiny.hand_in(course, student, tiny.answers_of(course, words=words))
    list(grade_all(tiny.of(course), list(WORDS), feedback=False))
    sections = {"ada": "Monday", "bob": "Tuesday", "cyd": "Monday"}
    (course.classroom / "sections.json").write_text(json.dumps(sections), encoding="utf-8")
    return course


@pytest.fixture
def graded(graded_once, tmp_path):
    return tiny.copy_of(graded_once, tmp_path / "course")


def read(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write(file, rows, separator=","):
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)


def rows_of(course, folder, *arguments):
    file = folder / "points.csv"
    told(course, "points", tiny.NAME, "--out", file, *arguments)
    return file, read(file)


def points(course):
    found = {}
    with course.gradebook() as gradebook:
        for one in gradebook.assignment_submissions(tiny.NAME):
            for grade in one.notebooks[0].grades:
                waits = grade.needs_manual_grade
                found[one.student_id, grade.name] = None if waits else grade.score
    return found


def comments(course):
    with course.gradebook() as gradebook:
        return {
            (one.student_id, comment.name): comment.manual_comment
            for one in gradebook.assignment_submissions(tiny.NAME)
            for comment in one.notebooks[0].comments
            if comment.manual_comment
        }


def test_the_table_has_what_people_grade_with_the_answers(graded, tmp_path):
    _, rows = rows_of(graded, tmp_path)
    assert {row["student"]: row["answer"] for row in rows} == {
        **WORDS, "cyd": "'=1+1"
    }  # fmt: skip
    assert {row["student"] for row in rows if row["points"] == ""} == {"ada", "bob", "cyd", "dan"}
    _, every = rows_of(graded, tmp_path, "--all")
    assert len(every) == 5 * len(WORDS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_goes_down_and_up_unchanged_changes_nothing(graded, tmp_path, separator):
    file, rows = rows_of(graded, tmp_path, "--all")
    write(file, rows, separator)
    before = points(graded)
    assert "0 points and 0 comments are new" in told(graded, "points", tiny.NAME, "--in", file)
    assert points(graded) == before
    with graded.gradebook() as gradebook:
        grades = gradebook.find_submission(tiny.NAME, "ada").notebooks[0].grades
        assert {grade.manual_score for grade in grades} == {None}


def test_points_and_words_of_the_table_are_in_the_gradebook_and_only_they(graded, tmp_path):
    file, rows = rows_of(graded, tmp_path)
    before = points(graded)
    for row in rows:
        if row["student"] == "ada":
            row |= {"points": "2,5", "comment": "=Good; “really”,\nMüller"}
    write(file, rows)
    said = told(graded, "points", tiny.NAME, "--in", file, "--dry-run")
    assert "1 points and 1 comments are new" in said
    assert (points(graded), comments(graded)) == (before, {})
    told(graded, "points", tiny.NAME, "--in", file)
    assert points(graded) == {**before, ("ada", "words"): 2.5}
    assert comments(graded) == {("ada", "words"): "=Good; “really”,\nMüller"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"student": "adda"}, "nothing of adda was graded. Did you mean ada?"),
        ({"cell": "wrods"}, "there is no cell wrods. Did you mean words?"),
        ({"points": "many"}, "'many' is no number of points."),
        ({"points": "-1"}, "-1 is not between 0 and 4."),
        ({"points": "4.5"}, "4.5 is not between 0 and 4."),
        ({"points": "inf"}, "'inf' is no number of points."),
        ({"answer_id": "00000000"}, "the answer of ada to words is another one by now."),
        ({"student": "bob", "answer_id": ""}, "bob words stands in line"),
        (
            {"cell": "half-hidden", "answer_id": "", "comment": "No."},
            "half-hidden is a test, and takes no comment.",
        ),
    ],
)
def test_a_line_that_is_wrong_is_told_with_its_place_and_nothing_is_written(
    graded, tmp_path, changed, sentence
):
    file, rows = rows_of(graded, tmp_path)
    before = points(graded)
    ada = next(row for row in rows if row["student"] == "ada")
    others = [row | {"points": "1"} for row in rows if row["student"] != "ada"]
    write(file, [*others, ada | {"points": "1"} | changed])
    said = call(graded, "points", tiny.NAME, "--in", file)
    assert said.exit_code == 2
    assert sentence in said.stderr
    assert "points.csv, line " in said.stderr
    assert "Nothing was written." in said.stderr
    assert points(graded) == before


def test_whoever_grades_a_section_or_a_part_has_these_lines_and_can_write_no_others(
    graded, tmp_path
):
    file, rows = rows_of(graded, tmp_path, "--section", "Monday", "--part", "words")
    assert {row["student"] for row in rows} == {"ada", "cyd"}
    rows[0]["points"] = "1"
    write(file, rows)
    only = ["--section", "Tuesday"]
    said = call(graded, "points", tiny.NAME, "--in", file, *only)
    assert "is not in Tuesday." in said.stderr
    said = call(graded, "points", tiny.NAME, "--in", file, "--part", "half")
    assert "words is not of half." in said.stderr
    told(graded, "points", tiny.NAME, "--in", file, "--section", "Monday", "--part", "words")
    said = call(graded, "points", tiny.NAME, "--out", file, "--section", "Mnday")
    assert "There is no section Mnday. There are: Monday, Tuesday." in said.stderr


def test_the_same_words_get_the_same_and_others_wait(graded):
    tiny.give_by_hand(graded, "bob", "words", 3)
    with graded.gradebook() as gradebook:
        gradebook.find_comment("words", tiny.NAME, tiny.NAME, "bob").manual_comment = "Short."
        gradebook.db.commit()
    assert "`autograde alike tiny` gives them the same" in told(graded, "report", tiny.NAME)
    told(graded, "alike", tiny.NAME, "--dry-run")
    assert points(graded)["ada", "words"] is None
    assert "ada, dan have 3 points, as bob" in told(graded, "alike", tiny.NAME)
    given = {who: points(graded)[who, "words"] for who in WORDS}
    assert given == {"ada": 3, "bob": 3, "cyd": None, "dan": 3, "eve": 0}
    assert comments(graded) == {(who, "words"): "Short." for who in ("ada", "bob", "dan")}
    assert "No answers that wait" in told(graded, "alike", tiny.NAME)


def test_where_people_disagree_about_the_same_words_nothing_is_given(graded):
    for student, given in (("ada", 1), ("bob", 3)):
        tiny.give_by_hand(graded, student, "words", given)
    assert "the same words were given 1 and 3 points" in told(graded, "alike", tiny.NAME)
    assert points(graded)["dan", "words"] is None


def test_the_same_words_that_nobody_graded_are_told(graded):
    (found,) = give_alike(tiny.of(graded))
    assert (found.waiting, found.points) == (("ada", "bob", "dan"), ())


def test_the_merge_file_has_who_to_write_to_and_the_page(graded, tmp_path):
    with graded.gradebook() as gradebook:
        about = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}
        gradebook.update_or_create_student("ada", **about)
        gradebook.db.commit()
    file = tmp_path / "merge.csv"
    said = told(graded, "feedback", tiny.NAME, "--merge", file)
    assert "Written: 5 pages" in said
    assert "Without an address: bob, cyd, dan, eve." in said
    ada = next(row for row in read(file) if row["student"] == "ada")
    assert (ada["name"], ada["email"], ada["points"]) == ("Ada Lovelace", "ada@example.org", "6")
    assert "double" in Path(ada["page"]).read_text(encoding="utf-8")


def test_a_page_that_was_written_before_has_the_points_given_since(graded):
    told(graded, "feedback", tiny.NAME, "--student", "ada")
    folder = tiny.of(graded).feedback("ada")
    before = (folder / "tiny.html").read_text(encoding="utf-8")
    tiny.give_by_hand(graded, "ada", "words", 3.25)
    told(graded, "feedback", tiny.NAME, "--student", "ada")
    assert "3.25" not in before
    assert "3.25" in (folder / "tiny.html").read_text(encoding="utf-8")
    assert not tiny.of(graded).feedback("bob").exists()


def test_class_results_have_the_points_of_the_table(graded, tmp_path):
    file, rows = rows_of(graded, tmp_path)
    write(file, [row | {"points": "1"} for row in rows])
    told(graded, "points", tiny.NAME, "--in", file)
    assert {one.student: one.points for one in class_results(tiny.of(graded))} == dict.fromkeys(
        WORDS, 7
    )
