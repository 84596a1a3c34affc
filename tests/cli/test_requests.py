"""More time, excuses and requests: one file with a history, and points that follow it at once."""

import csv
import datetime

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.requests import Kind, State, add, deadlines, history, settle
from autograde.course.times import moment
from autograde.grading.run import grade_all
from autograde.reports.report import class_results
from autograde.roster.missing import missing_work

DUE = datetime.datetime(2026, 1, 31, 12, 0)
LATE = (
    "c.AssignLatePenalties.plugin_class = 'autograde.nbgrader_plugins.late_penalty.LatePenalty'\n"
)
LATE += "c.LatePenalty.percent_a_day = 10\n"


def call(course, *arguments):
    command = [*map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, command)


def told(course, *arguments):
    said = call(course, *arguments)
    assert said.exit_code == 0, said.output
    return said.stdout


def refused(course, *arguments):
    said = call(course, *arguments)
    assert said.exit_code == 2, said.output
    return said.stderr


def stamp(course, student, text):
    (tiny.of(course).submitted(student) / "timestamp.txt").write_text(text, encoding="utf-8")


def with_penalties(course):
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + LATE, encoding="utf-8")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE)
        for student in ("ada", "bob", "dan"):
            gradebook.update_or_create_student(student)
    return type(course).at(course.root)


@pytest.fixture(scope="module")
def late_once(released_course, tmp_path_factory, sandbox):
    """ada was in time, bob a day and an hour late; dan handed in nothing."""
    folder = tmp_path_factory.mktemp("late") / "course"
    course = with_penalties(tiny.copy_of(released_course, folder))
    for student, text in (("ada", "2026-01-31 11:59 UTC"), ("bob", "2026-02-01T14:00+01:00")):
        tiny.hand_in(course, student, tiny.answers_of(course))
        stamp(course, student, text)
    list(grade_all(tiny.of(course), ["ada", "bob"], feedback=False))
    return course


@pytest.fixture
def late(late_once, tmp_path):
    return tiny.copy_of(late_once, tmp_path / "course")


def costs(course):
    return {one.student: one.late for one in class_results(tiny.of(course)) if one.late}


def test_late_work_costs_its_share_for_each_day_begun(late):
    assert costs(late) == {"bob": pytest.approx(1.2)}


@pytest.mark.parametrize(
    ("until", "penalty"),
    [("2026-02-01T13:00Z", 0), ("2026-02-01T14:00+01:00", 0), ("2026-01-31T18:00-05:00", 0.6)],
)
def test_an_extension_gives_points_back_at_once_as_far_as_it_reaches(late, until, penalty):
    said = told(late, "extend", "bob", tiny.NAME, "--until", until, "--why", "ill")
    assert "Being late costs bob" in said
    assert costs(late).get("bob", 0) == pytest.approx(penalty)
    told(late, "extend", "bob", tiny.NAME, "--withdraw")
    assert costs(late) == {"bob": pytest.approx(1.2)}


def test_the_last_extension_counts_and_all_of_them_stay_in_the_history(late):
    for day in (2, 3):
        told(late, "extend", "bob", tiny.NAME, "--until", f"2026-02-0{day}T12:00Z")
    assert deadlines(late, tiny.NAME) == {"bob": datetime.datetime(2026, 2, 3, 12)}
    assert [line.number for line in history(late)] == [1, 2]


@pytest.mark.sandbox
def test_who_gets_more_time_beforehand_has_it_when_the_work_comes(late):
    told(late, "extend", "dan", tiny.NAME, "--until", "2026-02-05T12:00Z")
    with late.gradebook() as gradebook:  # nobody is counted as having handed in
        assert [one.student_id for one in gradebook.assignment_submissions(tiny.NAME)] == [
            "ada",
            "bob",
        ]
    (dan,) = missing_work(tiny.of(late)).missing
    assert "There is time until 2026-02-05 12:00 UTC." in dan.message
    tiny.hand_in(late, "dan", tiny.answers_of(late))
    stamp(late, "dan", "2026-02-05 11:00 UTC")
    list(grade_all(tiny.of(late), ["dan"], feedback=False))
    assert "dan" not in costs(late)
    assert "dan" not in [one.student for one in missing_work(tiny.of(late)).late]


@pytest.mark.sandbox
def test_a_time_stamp_that_is_taken_away_is_forgotten(late):
    (tiny.of(late).submitted("bob") / "timestamp.txt").unlink()
    list(grade_all(tiny.of(late), ["bob"], feedback=False))
    assert costs(late) == {}


def test_points_given_by_hand_are_reduced_without_grading_again(late):
    tiny.give_by_hand(late, "bob", "words", 4)
    assert costs(late) == {"bob": pytest.approx(2.0)}


def test_a_deadline_that_moves_is_followed(late):
    with late.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE + datetime.timedelta(hours=10))
    assert costs(late) == {"bob": pytest.approx(0.6)}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bob", tiny.NAME, "--until", "2026-02-05 12:00"], "with its offset from UTC, such as"),
        (["bob", tiny.NAME, "--until", "Friday"], "'Friday' is no time with its offset"),
        (["bob", tiny.NAME], "Until when? --until 2030-01-31T23:59+01:00."),
        (["bob", tiny.NAME, "--until", "2026-01-31T12:00Z"], "is later anyway: 2026-01-31 12:00"),
        (["bbo", tiny.NAME, "--until", "2026-02-05T12:00Z"], "Did you mean bob?"),
        (["bob", "tyni", "--until", "2026-02-05T12:00Z"], "Did you mean tiny?"),
        (["bob", tiny.NAME, "--withdraw"], "bob has no more time for tiny than others."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(late, arguments, sentence):
    assert sentence in refused(late, "extend", *arguments)
    assert history(late) == []


def test_without_a_deadline_nothing_can_be_extended(late):
    with late.gradebook() as gradebook:
        gradebook.find_assignment(tiny.NAME).duedate = None
        gradebook.db.commit()
    said = refused(late, "extend", "bob", tiny.NAME, "--until", "2030-01-31T12:00Z")
    assert "nbgrader db assignment add tiny --duedate" in said


def test_who_is_excused_is_not_missing(late):
    told(late, "excuse", "dan", tiny.NAME, "--why", "in hospital")
    found = missing_work(tiny.of(late))
    assert (found.missing, found.excused) == ((), ("dan",))
    assert "Excused: dan." in told(late, "missing", tiny.NAME)


def test_a_request_is_listed_until_it_is_settled_and_its_history_stays(late):
    told(late, "request", "bob", tiny.NAME, "regrade", "It is right.", "--part", "half")
    assert "regrade of half open" in told(late, "requests")
    assert "It is right." in told(late, "explain", "bob", tiny.NAME)
    told(late, "settle", "1", "refused", "It is not.", "--by", "petra")
    assert "Nothing is open." in told(late, "requests")
    every = told(late, "requests", "--all")
    assert "It is right." in every
    assert "by petra: It is not." in every
    assert "is refused already" in refused(late, "settle", "1", "refused")
    assert "There is no request number 7." in refused(late, "settle", "7", "granted")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"state": "grantd"}, "line 2: there is no state 'grantd'. Did you mean granted?"),
        ({"kind": "regarde"}, "Did you mean regrade?"),
        ({"number": "one"}, "number should be a whole number"),
        ({"kind": "extension", "state": "granted", "until": "soon"}, "until should be a time"),
    ],
)
def test_a_line_written_by_hand_that_says_nothing_is_refused_with_its_place(
    late, changed, sentence
):
    add(late, "bob", tiny.NAME, Kind.REGRADE, State.OPEN)
    file = late.classroom / "requests.csv"
    (row,) = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    row |= changed
    lines = ";".join(row), ";".join(row.values())
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    assert sentence in refused(late, "requests")


def test_what_a_spreadsheet_saved_is_read_and_continued(late):
    add(late, "bob", tiny.NAME, Kind.REGRADE, State.OPEN, text="=1+1; oh, no")
    file = late.classroom / "requests.csv"
    (row,) = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    names = sorted(row)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerows([names, [row[name] for name in names]])
    settle(late, 1, State.GRANTED, text="yes")
    add(late, "dan", tiny.NAME, Kind.EXCUSE, State.OPEN)
    assert [(one.number, one.state) for one in history(late)] == [
        (1, State.OPEN), (1, State.GRANTED), (2, State.OPEN),
    ]  # fmt: skip
    assert history(late)[0].text == "=1+1; oh, no"


@pytest.mark.parametrize(
    "text",
    ["2026-01-31T13:00+01:00", "2026-01-31 12:00:00.000000 UTC", "2026-01-31T12:00Z",
     "2026-01-31 07:00 -0500", "20260131T120000Z"],
)  # fmt: skip
def test_every_way_to_write_a_time_with_an_offset_is_the_same_time(text):
    assert moment(text) == DUE


@pytest.mark.parametrize(
    "text", ["2026-01-31 12:00", "2026-01-31", "31.1.2026 12:00 UTC", "now", "", "12:00Z",
             "2026-13-01T00:00Z", "0001-01-01T00:00+10:00"]
)  # fmt: skip
def test_a_time_that_has_to_be_guessed_is_none(text):
    assert moment(text) is None


def test_what_was_granted_is_not_granted_once_more(late):
    more = ("extend", "bob", tiny.NAME, "--until", "2026-02-03T12:00Z")
    told(late, *more)
    told(late, "excuse", "dan", tiny.NAME)
    assert refused(late, *more).strip() == "bob has until then already: 2026-02-03 12:00 UTC."
    assert refused(late, "excuse", "dan", tiny.NAME).strip() == (
        "dan is excused already, by request 2."
    )
    assert [one.number for one in history(late)] == [1, 2]


def test_what_is_for_everybody_says_so(late):
    assert "1 · everybody · tiny: forgive of half" in told(late, "forgive", tiny.NAME, "half")
