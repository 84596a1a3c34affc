"""The parts over the years: every figure is what it says, and one year stays apart from another."""

import numpy as np
import pytest
import tiny
from in_jupyterlab import browser_page
from test_report import read, words
from tiny import copy_of
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.grading import results
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.run import grade_all, prepare
from autograde.item_statistics import discrimination, of_classes, point_biserial, statistics
from autograde.statistics_page import statistics_page

SIGN = "half is not right yet. The sign is wrong."
EVIL = "<script>alert(1)</script>"


def result(student, double, half, words=None, reason="", worth=6.0):
    outcomes = (
        Outcome("double", double, 6.0, reason if double < 6 else ""),
        Outcome("half", half, worth, reason if half < worth else ""),
        Outcome("words", words, 4.0),
    )
    return Result(student, Status.GRADED, outcomes)


LAST = [result(f"s{i}", 6.0 if i < 9 else 0.0, 6.0 if i < 3 else 2.0, 4.0, SIGN) for i in range(12)]
THIS = [result(f"s{i}", 6.0, 3.0 if i < 6 else 0.0, None, "No answer.", 3.0) for i in range(12)]
BOTH = {"2025": LAST, "this class": THIS}


def part(found, name):
    return next(one for one in found.parts if one.question == name)


def call(course, *arguments):
    command = ["statistics", tiny.NAME, *map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, command)


def test_each_year_has_its_own_share_and_mean_by_its_own_points():
    last, this = part(of_classes(BOTH), "half").years
    assert (last.name, last.solved, last.graded, last.worth) == ("2025", 3, 12, 6)
    assert last.mean == pytest.approx((3 * 6 + 9 * 2) / 12)
    assert (this.name, this.solved, this.graded, this.worth) == ("this class", 6, 12, 3)
    assert this.mean == pytest.approx(1.5)
    assert (this.share, this.unanswered) == (0.5, 6)


def test_the_commonest_mistake_is_named_and_counted_over_the_years():
    found = part(of_classes({"2024": LAST, **BOTH}), "half")
    (mistake,) = found.mistakes
    assert (mistake.sentence, mistake.count) == ("The sign is wrong.", 18)
    assert [len(year.mistakes) for year in found.years] == [1, 1, 0]


def test_a_part_that_waits_for_a_person_has_no_mean_yet():
    last, this = part(of_classes(BOTH), "words").years
    assert (last.mean, this.mean) == (4.0, None)
    assert "waits for a person" in words(statistics_page(tiny.NAME, of_classes(BOTH)))


def test_a_part_that_one_year_did_not_have_is_shown_for_the_others():
    old = [Result("s0", Status.GRADED, (Outcome("gone", 1.0, 2.0),))]
    found = of_classes({"2019": old, "this class": THIS})
    assert [year.name for year in part(found, "gone").years] == ["2019"]
    assert [one.question for one in found.parts] == ["double", "half", "words", "gone"]


def test_discrimination_is_the_correlation_with_the_other_parts():
    draw = np.random.default_rng(3)
    solved, rest = draw.random(50) < 0.4, draw.integers(0, 9, 50) / 2
    pairs = list(zip(map(bool, solved), map(float, rest), strict=True))
    assert point_biserial(pairs) == pytest.approx(np.corrcoef(solved, rest)[0, 1])


def test_the_part_itself_does_not_count_among_the_others():
    """With it, even a part that agrees with nothing would seem to agree with the sum."""
    draw = np.random.default_rng(0)
    students = [result(f"s{i}", 6.0 * (draw.random() < 0.5), 3.0, 4.0) for i in range(40)]
    assert discrimination("double", students) is None
    told = [result(f"s{i}", 6.0 * (i % 2), 6.0 * (i % 2), 4.0) for i in range(40)]
    assert discrimination("double", told) == pytest.approx(1.0)


def test_who_waits_for_a_person_is_not_taken_for_weak():
    """Half of the class has points for its words already: that says nothing of the others."""
    students = [
        result(f"s{i}", 6.0 * (i % 2), 6.0 * (i < 20), 4.0 if i % 2 else None) for i in range(40)
    ]
    assert discrimination("double", students) == pytest.approx(0.0)


def test_unreadable_submissions_do_not_make_a_part_discriminate():
    torn = [
        Result(f"t{i}", Status.UNREADABLE, (Outcome("double", 0.0, 6.0), Outcome("half", 0.0, 6.0)))
        for i in range(20)
    ]
    students = [result(f"s{i}", 6.0 * (i % 2), 6.0 * (i // 2 % 2)) for i in range(40)]
    assert discrimination("double", [*students, *torn]) == pytest.approx(0.0)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [(True, 1.0), (False, 0.0)] * 4,
        [(True, float(i)) for i in range(20)],
        [(False, float(i)) for i in range(20)],
        [(bool(i % 2), 3.0) for i in range(20)],
    ],
)
def test_where_a_correlation_says_nothing_there_is_none(pairs):
    assert point_biserial(pairs) is None


def test_the_picture_has_a_dot_for_each_part_and_class_and_says_so_in_words():
    page = read(statistics_page(tiny.NAME, of_classes(BOTH)))
    (drawing,) = [svg for svg in page.all("svg") if svg.get("role") == "img"]
    assert drawing["aria-labelledby"] == "d-title"
    in_key = 2
    assert len(page.all("circle")) == 5 + in_key  # this year's words wait
    text = statistics_page(tiny.NAME, of_classes(BOTH))
    assert "half 25% in 2025, 50% in this class" in text


def test_the_page_names_no_student_and_runs_nothing():
    shown = [result("s-secret-name", 0.0, 0.0, reason=EVIL)]
    page = read(statistics_page(EVIL, of_classes({EVIL: shown, "this class": shown})))
    assert not page.all("script")
    assert page.words.count(EVIL) >= 3
    assert "s-secret-name" not in page.words
    assert all("src" not in attributes for _, attributes in page.elements)
    (policy,) = [m for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy["content"].startswith("default-src 'none';")
    assert len(page.all("table")) == len(page.all("caption"))


@pytest.fixture
def two_years(course, tmp_path):
    """Last year bob erred in half and got 2.5 points for his words; this year nobody errs."""
    last = copy_of(course, tmp_path / "2025")
    tiny.hand_in(last, "bob", tiny.answers_of(last, half="half = abs"))
    prepare(last, tiny.NAME)
    list(grade_all(last, tiny.NAME, ["bob"], feedback=False))
    with last.gradebook() as gradebook:
        grade = gradebook.find_grade("words", tiny.NAME, tiny.NAME, "bob")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.db.commit()
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    prepare(course, tiny.NAME)
    list(grade_all(course, tiny.NAME, ["ada"], feedback=False))
    return course, last


def test_points_that_a_person_gave_in_another_year_count(two_years):
    course, last = two_years
    found = statistics(course, tiny.NAME, [last.root])
    assert [(y.name, y.mean) for y in part(found, "words").years] == [
        ("2025", 2.5),
        ("this class", None),
    ]
    assert [year.solved for year in part(found, "half").years] == [0, 1]


@pytest.mark.parametrize("lost", ["gradebook.db", "autograded"])
def test_of_a_year_whose_gradebook_or_notebooks_are_lost_the_record_is_taken(two_years, lost):
    course, last = two_years
    path = last.classroom / lost
    path.rename(last.root / "lost")
    last_year, _ = part(statistics(course, tiny.NAME, [last.root]), "half").years
    assert (last_year.solved, last_year.graded) == (0, 1)


def test_the_command_shows_each_year_and_writes_the_page(two_years, tmp_path):
    course, last = two_years
    said = call(course, "--with", last.classroom, "--html", tmp_path / "s.html")
    assert said.exit_code == 0, said.output
    lines = [" ".join(line.split()) for line in said.stdout.splitlines()]
    assert any(line.startswith("half 2025 0 (0%) 1 0 3 –", 2) for line in lines)
    assert any(line.startswith("this class 1 (100%) 1 3 3 –") for line in lines)
    assert "half: half(2) should be 1. (1 ×; 2025: 1, this class: 0)" in lines
    assert "its parts over the years" in words((tmp_path / "s.html").read_text("utf-8"))


def test_the_page_tells_the_points_of_the_class_and_not_its_seed(two_years, tmp_path):
    course, _ = two_years
    (course.classroom / "variant.toml").write_text("seed = 918273\n[points.tiny]\nhalf = 9\n")
    prepare(course, tiny.NAME)
    assert call(course, "--html", tmp_path / "s.html").exit_code == 0
    text = (tmp_path / "s.html").read_text("utf-8")
    assert "half 9 instead of 3" in words(text)
    assert "918273" not in text


def test_a_year_in_which_nothing_was_graded_is_said(two_years, tmp_path):
    course, _ = two_years
    results.add(course.record(tiny.NAME), THIS[0])
    (tmp_path / "2020" / "runs").mkdir(parents=True)
    said = call(course, "--with", tmp_path / "2020")
    assert said.exit_code == 2
    assert "Nothing of tiny was graded in 2020." in said.stderr


@pytest.mark.browser
def test_a_phone_need_not_scroll_sideways_and_no_name_lies_under_a_dot(tmp_path):
    file = tmp_path / "s.html"
    file.write_text(statistics_page(tiny.NAME, of_classes(BOTH)), encoding="utf-8")
    boxes = (
        "e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] }"
    )
    with browser_page(360, 800) as phone:
        phone.goto(file.as_uri())
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        names = [one.evaluate(boxes) for one in phone.locator(".dots .row").all()]
        dots = [one.evaluate(boxes) for one in phone.locator(".dots circle").all()]
    assert names
    assert dots
    for left, top, right, bottom in names:
        assert not any(
            x < right and left < x2 and y + 2 < bottom and top + 2 < y2 for x, y, x2, y2 in dots
        )
