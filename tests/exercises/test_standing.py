"""How far a learner is: from what was noted, in the course's order, on one page."""

import json
from datetime import date, timedelta
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.exercises.outline import outline
from chainrule.exercises.parts import assignments
from chainrule.exercises.practice import exercises
from chainrule.exercises.questions import predictions
from chainrule.exercises.questions.record import Entry
from chainrule.exercises.standing import standing
from chainrule.exercises.standing_page import course_page, report_page

ROOT = Path(__file__).resolve().parents[2]
COURSE = outline(ROOT)
TASKS = [task for chapter in COURSE for task in chapter.tasks]


def entry(name, right=True, day=date(2026, 11, 20)):
    return Entry(name, "a", right, f"{day.isoformat()}T10:00:00+01:00")


def test_the_outline_finds_all_that_the_notebooks_ask():
    asked = {kind: {t.name for t in TASKS if t.kind == kind} for kind in ("part", "exercise")}
    assert asked["part"] == {part.name for group in assignments.values() for part in group}
    assert asked["exercise"] == set(exercises)
    found = {task.name for task in TASKS if task.kind == "prediction"}
    assert found == {question.name for group in predictions.values() for question in group}


def test_the_chapters_come_in_the_courses_order_with_whole_titles():
    path = [(one.kind, one.number) for one in COURSE if one.kind != "gallery"]
    assert path == [("lecture", "1"), ("assignment", "1"), ("lecture", "2"), ("assignment", "2"),
                    ("lecture", "3"), ("lecture", "3b"), ("assignment", "3"), ("lecture", "4"),
                    ("assignment", "4"), ("lecture", "5"), ("assignment", "5")]  # fmt: skip
    assert {one.kind for one in COURSE[len(path) :]} == {"gallery"}
    for one in COURSE:
        cells = json.loads((ROOT / one.path).read_text(encoding="utf-8"))["cells"]
        assert f"# {one.title}" in "".join(cells[0]["source"]).splitlines()


def test_every_task_leads_to_a_cell_of_its_notebook():
    for one in COURSE:
        cells = json.loads((ROOT / one.path).read_text(encoding="utf-8"))["cells"]
        assert {task.cell for task in one.tasks} <= {cell["id"] for cell in cells}


@given(st.lists(st.tuples(st.sampled_from(TASKS), st.booleans()), max_size=40))
def test_what_was_tried_last_counts_and_all_is_counted_once(tried):
    found = standing(COURSE, [entry(task.noted, right) for task, right in tried])
    last = {task.noted: right or task.kind == "prediction" for task, right in tried}
    for kind in ("part", "prediction", "exercise"):
        of_kind = {task.noted for task in TASKS if task.kind == kind}
        assert found.count(kind, gallery=True) == (
            sum(last.get(n, False) for n in of_kind),
            len(of_kind),
        )
    if found.continued:
        chapter, task = found.continued
        assert not last.get(task.task.noted, False)
        assert task.task in chapter.chapter.needed
    json.dumps(found.as_dict())


def test_it_goes_on_in_the_furthest_chapter_that_was_begun():
    noted = [entry("part add.vjp"), entry("part mul.vjp", right=False), entry("one-veto")]
    assert standing(COURSE, noted).next == "Continue: assignment 2, part 2 · mul.vjp"
    assert standing(COURSE, []).next == "Begin: lecture 1"
    whole = [entry(f"part {part.name}") for part in assignments["02_autograd"]]
    assert standing(COURSE, whole).next == "Continue: lecture 3"


def test_with_everything_done_it_is_finished_and_can_be_printed():
    found = standing(COURSE, [entry(task.noted) for task in TASKS])
    assert found.finished
    assert found.next == "All is done."
    page = report_page(found, date(2026, 12, 24))
    assert "<h1>Chain Rule: finished</h1>" in page
    assert "24 December 2026" in page
    for group in assignments.values():
        assert all(f"<code>{part.name}</code></li>" in page for part in group)
    titles = [task.title for task in TASKS if task.kind == "part"]
    assert all(titles)
    assert all(f"<li>{escape(title)} <code>" in page for title in titles)


def test_one_missing_part_is_not_finished_and_the_page_says_what_there_is():
    found = standing(COURSE, [entry(task.noted) for task in TASKS[:-60]])
    assert not found.finished
    assert "<h1>Chain Rule: so far</h1>" in report_page(found)


@pytest.mark.parametrize(("days", "due"), [(0, 0), (3, 1)])
def test_reviews_that_are_due_are_counted_and_the_next_day_is_told(days, due):
    answered = date(2026, 11, 20)
    found = standing(COURSE, [entry("one-veto", day=answered)], answered + timedelta(days))
    assert found.due == due
    assert ("23 November" in found.review) == (not due)


def test_nothing_in_a_page_is_code():
    chapter = outline(ROOT)[0]
    evil = type(chapter)(chapter.path, "<script>x</script>", chapter.tasks)
    page = course_page(standing([evil], []), lambda one, cell: f"{one.path}#'<b>{cell}")
    assert "<script>" not in page
    assert "<b>" not in page


def test_a_notebook_that_cannot_be_read_is_left_out(tmp_path):
    (tmp_path / "lectures").mkdir()
    for name, text in (("01_a", "{"), ("02_b", "[]"), ("03_c", '{"cells": []}')):
        (tmp_path / "lectures" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    assert outline(tmp_path) == ()
