"""The formgrader in JupyterLab, on a graded class: listed, opened, a point given by hand.

All its pages are looked at without another machine, and a submission's in the dark and on a phone.
"""

import io
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny
from in_jupyterlab import browser_page, chromium, own_jupyterlab
from matplotlib.image import imread

from autograde.course.course import Course
from autograde.course.release import release
from autograde.demo.demo import copy_of
from autograde.demo.sample_class import hand_in_all, sample_class
from autograde.grading.run import grade_all

NAME = "02_autograd"
SLIP = "mul_vjp_inputs_swapped"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sandbox,
    pytest.mark.slow(seconds=50),
    pytest.mark.xdist_group("formgrader"),
]


@pytest.fixture(scope="module")
def graded_course(tmp_path_factory):
    """The real assignment; one student with the reference answers, one with a mistake."""
    chromium()  # or skip
    course = copy_of(Course.at(tiny.ROOT), tmp_path_factory.mktemp("formgrader") / "course")
    release(course.assignment(NAME))
    samples = [s for s in sample_class(course.assignment(NAME)) if s.student in ("reference", SLIP)]
    hand_in_all(course.assignment(NAME), samples)
    results = list(grade_all(course.assignment(NAME), [s.student for s in samples], feedback=False))
    assert [result.points for result in results] == [90, 86]
    return course


@pytest.fixture(scope="module")
def lab(graded_course):
    """The address of a JupyterLab that was started in the course's folder."""
    with own_jupyterlab(graded_course.root) as address:
        yield address


@pytest.fixture(scope="module")
def page(lab):
    with browser_page(1280, 900) as page:
        yield page


def keep(page, name):
    """Leave a picture where someone asked for it."""
    if os.environ.get("PICTURES"):
        page.screenshot(path=Path(os.environ["PICTURES"]) / f"{name}.png")


def test_in_the_formgrader_a_submission_is_found_opened_and_graded(graded_course, lab, page):
    page.goto(f"{lab}/lab")
    find(page)
    page.goto(f"{lab}/formgrader/gradebook/{NAME}/{NAME}")
    page.locator("tbody tr", has_text="86 / 100").locator("td.name a.name-hidden").click()
    read(page)
    give_points_for_the_written_answer(page, 7)
    with graded_course.gradebook() as gradebook:
        assert gradebook.find_submission(NAME, SLIP).score == 93


def test_its_autograde_button_grades_sealed(graded_course, lab, page):
    """The answer says where it ran; nobody else's result changes."""
    sample = sample_class(graded_course.assignment(NAME))[0]
    text = sample.files[f"{NAME}.ipynb"]
    shown = text.replace("return g, g", "return g, g\\nimport os; print('ran in', os.getcwd())", 1)
    assert shown != text
    new = replace(sample, student="new", files={f"{NAME}.ipynb": shown})
    hand_in_all(graded_course.assignment(NAME), [new])
    page.goto(f"{lab}/formgrader/manage_submissions/{NAME}")
    row = page.locator("tbody tr", has_text="new")
    row.locator("td.autograde a").click()
    page.locator(".modal-dialog", has_text="Success").wait_for()
    keep(page, "autograded")
    with graded_course.gradebook() as gradebook:
        assert gradebook.find_submission(NAME, "new").score == 90
    path = graded_course.assignment(NAME).autograded("new") / f"{NAME}.ipynb"
    assert "ran in /scratch" in path.read_text(encoding="utf-8")


LINKS = """() => [...document.querySelectorAll('a[href]')].map(a => a.href.split(/[?#]/)[0])"""
KINDS = ("manage_assignments", "manage_submissions/", "gradebook", f"gradebook/{NAME}/{NAME}",
         "manage_students", "manage_students/", "submissions/")  # fmt: skip


def test_none_of_its_pages_asks_another_machine(lab):
    """All pages that links lead to, from the first one, where no other machine can be had."""
    with browser_page(1280, 900) as page:
        others = []
        page.on("request", lambda request: others.append(request.url))
        page.route(lambda url: not url.startswith(lab), lambda route: route.abort())
        seen, found = set(), [f"{lab}/formgrader/manage_assignments"]
        while found:
            address = found.pop()
            if address in seen or address.endswith(("/next", "/prev")):
                continue
            seen.add(address)
            page.goto(address, wait_until="networkidle")
            found += [a for a in page.evaluate(LINKS) if a.startswith(f"{lab}/formgrader/")]
        for kind in KINDS:
            assert any(kind in address for address in seen), kind
        assert [url for url in others if not url.startswith((lab, "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1150])
def test_a_submission_can_be_read_in_the_dark_and_on_a_phone(graded_course, lab, width, scheme):
    with graded_course.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(NAME, SLIP).notebooks
        address = f"{lab}/formgrader/submissions/{notebook.id}/"
    with browser_page(width, 900) as page:
        page.emulate_media(color_scheme=scheme)
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        hint = page.locator("summary").first
        assert hint.evaluate("e => getComputedStyle(e).display") == "list-item"  # has a marker
        assert page.locator("math").count() > 20
        assert "$" not in page.locator("p", has_text="Example.").first.inner_text()
        picture = imread(io.BytesIO(page.screenshot()))
        keep(page, f"submission_{width}_{scheme}")
    assert (np.median(picture[..., :3]) < 0.25) == (scheme == "dark")


def find(page):
    """By the menu of JupyterLab to the list of assignments."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader").click()
    page.locator(".lm-Menu-itemLabel", has_text="Formgrader").first.click()
    frame = page.frame_locator("iframe[src*=formgrader]")
    row = frame.locator("tr", has=frame.locator("td.name", has_text=NAME))
    assert row.locator("td.num-submissions").inner_text() == "2"
    keep(page, "formgrader")


def read(page):
    """The points are at the checks and the reason at the answer."""
    points(page, "mul-vjp-hidden").and_(page.get_by_placeholder("0", exact=True)).wait_for()
    points(page, "add-vjp-hidden").and_(page.get_by_placeholder("2", exact=True)).wait_for()
    reason = page.locator("textarea.comment[placeholder*='in another order']")
    reason.scroll_into_view_if_needed()
    keep(page, "submission")


def give_points_for_the_written_answer(page, number):
    answer = page.locator(".nbgrader_cell", has_text="Student's answer")
    box = answer.locator("input.score")  # the others are graded by their checks
    box.fill(str(number))
    with page.expect_response(lambda r: "/formgrader/api/grade/" in r.url and r.ok):
        box.press("Tab")
    keep(page, "graded")


def points(page, grade_id):
    """The box for the points of a cell."""
    panel = page.locator(".nbgrader_cell", has=page.locator(f"text={grade_id}")).first
    return panel.locator("input.score")
