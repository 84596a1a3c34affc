"""`course.py lab` as a new student meets it: start page, a part, an update in mid-term."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from in_jupyterlab import READY, browser_page, chromium, running_jupyterlab, until
from test_own_copy import git

from chainrule.exercises.outline import outline
from chainrule.exercises.questions.record import Entry
from chainrule.exercises.standing import standing
from chainrule.exercises.standing_page import report_page

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=65)]

ROOT = Path(__file__).resolve().parents[1]
NAME = "assignments/01_xor/01_xor.ipynb"
ANSWER = """@implements("perceptron.predict")
def predict(x, w, b):
    return (x @ w + b > 0).astype(int)"""
CUT = """() => [...document.querySelectorAll('.cr-course *')].filter(
    e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
    .map(e => e.outerHTML.slice(0, 90))"""

CUT_NAMES = """() => [...document.querySelectorAll('.jp-DirListing-itemText')].filter(
    e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A student's clone of a course, and the repository that it came from."""
    chromium()
    folder = tmp_path_factory.mktemp("course")
    origin = folder / "origin"
    for name in ("lectures", "assignments", "deploy/lab"):
        hidden = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(ROOT / name, origin / name, ignore=hidden)
    shutil.copy(ROOT / "nbgrader_config.py", origin)
    (origin / ".gitignore").write_text("/my/\n.home/\n__pycache__/\n/classroom/\n", "utf-8")
    git(folder, "init", str(origin))
    git(origin, "add", ".")
    git(origin, "commit", "-m", "first")
    git(folder, "clone", str(origin), "clone")
    return folder / "clone"


@pytest.fixture(scope="module")
def address(course):
    """The address of the JupyterLab that `course.py lab` starts."""
    home = course / ".home"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAINRULE_RECORD", str(home / "answers.jsonl"))
        program = [str(course / "deploy/lab/start.py")]
        with running_jupyterlab(course, home, program=program) as found:
            yield found


@pytest.fixture
def page(address):
    """The page that a student sees first."""
    with browser_page(1400, 1000) as opened:
        opened.goto(f"{address}/lab?reset")
        opened.wait_for_selector(".cr-course h1")
        yield opened


def run(page, command, **arguments):
    """Execute one of JupyterLab's commands, without waiting for what it returns."""
    words = json.dumps([command, arguments])
    page.evaluate(f"() => {{ window.jupyterapp.commands.execute(...{words}) }}")


def theme(page, dark):
    run(page, "apputils:change-theme", theme=f"JupyterLab {'Dark' if dark else 'Light'}")
    page.wait_for_selector(
        f'body[data-jp-theme-light="{"false" if dark else "true"}"]', state="attached"
    )
    page.wait_for_timeout(500)


def shown(page):
    return " ".join(page.locator(".cr-course").inner_text().split())


def test_the_start_page_has_whole_titles_and_a_students_tools_only(page):
    text = shown(page)
    for chapter in outline(ROOT):
        title = re.sub(r"^(Assignment )?\d+b? · ", "", chapter.title)
        assert " ".join(title.split()) in text
    assert "Begin: lecture 1" in text
    assert page.locator(".jp-Launcher").count() == 0
    commands = page.evaluate("() => window.jupyterapp.commands.listCommands()")
    assert not [name for name in commands if "formgrader" in name or "course-list" in name]
    menus = [one.inner_text() for one in page.locator(".lm-MenuBar-itemLabel").all()]
    assert "Nbgrader" not in menus
    assert page.get_by_text("Create Assignment").count() == 0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1400, 700])
def test_the_start_page_is_accessible_and_nothing_in_it_is_cut_off(page, dark, width):
    axe = pytest.importorskip("axe_core_python.sync_playwright")
    page.set_viewport_size({"width": width, "height": 1000})
    theme(page, dark)
    for fold in page.locator(".cr-course summary").all()[:2]:
        fold.click()
    assert page.evaluate(CUT) == []
    found = axe.Axe().run(page, context={"include": [[".cr-course"]]})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("folder", ["", "lectures", "lectures/gallery", "assignments/03_jacobians"])
def test_the_names_of_files_are_whole(page, course, folder):
    page.set_viewport_size({"width": 1150, "height": 1000})
    run(page, "filebrowser:open-path", path=f"/{folder}")
    there = sorted(one.name for one in (course / "my" / folder).glob("[!.]*"))
    names = page.locator(".jp-DirListing-itemName")
    until(page, lambda: sorted(names.all_inner_texts()) == there)
    assert page.evaluate(CUT_NAMES) == []


def test_a_part_is_solved_the_page_moves_and_an_update_keeps_the_answer(page, course, address):
    page.get_by_text("Parts of assignment 1").click()
    page.locator(".cr-course a", has_text="1 · perceptron.predict").click()
    page.wait_for_function(READY)
    assert page.get_by_text("Validate").first.is_visible()
    heading = page.locator(".jp-RenderedMarkdown h2", has_text="1 · The answer")
    until(page, heading.is_visible)
    imports = page.locator(".jp-CodeCell .cm-content", has_text="from chainrule").first
    imports.click()
    page.keyboard.press("Control+Enter")
    cell = page.locator(".jp-CodeCell .cm-content", has_text="def predict").first
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ANSWER)
    page.keyboard.press("Control+Enter")
    card = page.locator(".cr-verdict.passes").first
    card.wait_for()
    card.get_by_text("Our solution, and why").click()
    assert card.get_by_text("All scores are one matrix product").is_visible()
    page.keyboard.press("Control+s")
    work = course / "my" / NAME
    until(page, lambda: "x @ w + b > 0" in work.read_text(encoding="utf-8"))
    page.locator(".lm-TabBar-tabLabel", has_text="Course").click()
    until(page, lambda: "1 of 12 parts" in shown(page))
    assert "Continue: assignment 1, part 2 · perceptron.update" in shown(page)

    origin = course.parent / "origin"
    text = (origin / NAME).read_text(encoding="utf-8")
    mended = text.replace("## 1 · The answer", "## 1 · The answer, mended")
    assert mended != text
    (origin / NAME).write_text(mended, encoding="utf-8")
    git(origin, "commit", "-am", "mended")
    git(course, "pull")  # by hand: nothing of the student's is in its way
    until(page, lambda: "A notebook has been corrected" in shown(page))
    done = subprocess.run(
        [sys.executable, "deploy/lab/update.py"], cwd=course, env=os.environ,
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "1 answer carried over: perceptron-predict." in done.stdout
    until(page, lambda: "has been corrected" not in shown(page))
    page.goto(f"{address}/doc/tree/{NAME}?reset")
    page.locator(".jp-RenderedMarkdown h2", has_text="1 · The answer, mended").wait_for()
    assert page.locator(".cm-content", has_text="x @ w + b > 0").count() == 1


def test_the_page_to_print_says_what_was_built(address, page):
    with urllib.request.urlopen(f"{address}/chain-rule/report", timeout=60) as answer:
        assert b"<h1>Chain Rule: so far</h1>" in answer.read()


def test_what_was_built_is_one_printed_page_and_in_words():
    chapters = outline(ROOT)
    tasks = [task for chapter in chapters for task in chapter.tasks]
    done = [Entry(task.noted, "", True, "2026-11-29T10:00:00+00:00") for task in tasks]
    with browser_page() as page:
        page.set_content(report_page(standing(chapters, done)))
        for paper in ("A4", "Letter"):
            assert len(re.findall(rb"/Type /Page\b", page.pdf(format=paper))) == 1
        assert page.get_by_role("heading", name="Chain Rule: finished").is_visible()
        assert page.get_by_text("The matrix product matmul.vjp").is_visible()


def test_what_is_asked_for_review_is_a_click_away(page, course):
    line = {"name": "one-veto", "said": "a", "right": True, "when": "2026-01-01T10:00:00+00:00"}
    with (course / ".home/answers.jsonl").open("a", encoding="utf-8") as end:
        end.write(json.dumps(line) + "\n")
    page.get_by_text("1 question is due for review.").click()
    page.wait_for_function(READY)
    assert page.locator(".jp-RenderedMarkdown h1", has_text="Review").is_visible()
