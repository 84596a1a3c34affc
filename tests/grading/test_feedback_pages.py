"""Each graded submission has a page, whatever is in it: it hides what is hidden, no more."""

import re
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import nbformat
import pytest
import tiny
from nbformat.v4 import new_markdown_cell, new_output
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course
from autograde.grading import feedback, feedback_page, results, submitted_folder
from autograde.grading.feedback_page import LARGEST, page, visible
from autograde.grading.results import Status
from autograde.grading.run import grade_all, make_missing_pages
from autograde.grading.standing import Standing
from autograde.grading.submission import Submission
from autograde.pages.formulas import formula, with_formulas
from autograde.pages.markdown import LONGEST, safe_markdown

pytestmark = pytest.mark.sandbox
ABOUT = {"title": "tiny", "student": "ada"}


@pytest.fixture
def ada(course):
    tiny.hand_in(course, "ada", tiny.answers_of(course, half="half = abs"))
    return Submission(tiny.of(course), "ada")


def page_of(submission):
    return submission.assignment.feedback(submission.student) / "tiny.html"


def text_of(submission):
    return page_of(submission).read_text(encoding="utf-8")


def raises(*_):
    raise ValueError("<b>unheard of</b>")


def test_a_page_that_cannot_be_laid_out_is_a_plain_one_until_it_can(ada, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(feedback_page, "_part", raises)
        (result,) = grade_all(ada.assignment, ["ada"])
    assert result.status is Status.GRADED
    assert "unheard of" in result.notes[-1]
    assert "plain page" in result.notes[-1]
    text = text_of(ada)
    assert "half" in text
    assert "0 of 3" in text
    assert "<b>" not in text
    assert not feedback.has_page(ada)
    assert make_missing_pages(ada.assignment, ["ada"]) == 1
    assert "What cost points" in text_of(ada)


def test_beside_a_page_is_what_nbgrader_needs_to_release_it(ada):
    """What comes with a submission comes back with its feedback, as nbgrader's own step does."""
    handed_in = ada.assignment.submitted(ada.student)
    names = (submitted_folder.SECRET, submitted_folder.TIMESTAMP)
    (handed_in / names[0]).write_text("between the two", "utf-8")
    (handed_in / names[1]).write_text("2026-01-01 10:00:00 UTC", "utf-8")
    list(grade_all(ada.assignment, ["ada"]))
    for name in names:
        assert (page_of(ada).parent / name).read_bytes() == (ada.graded_folder / name).read_bytes()


def test_the_next_run_makes_a_page_that_is_missing_and_grades_nothing_anew(course, ada):
    def run(*options):
        arguments = ["run", tiny.NAME, "--workers", "1", "--course", str(course.root), *options]
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)

    assert run("--no-feedback").exit_code == 0
    graded = ada.graded(ada.assignment.notebooks[0])
    before = graded.stat().st_mtime_ns
    assert not page_of(ada).exists()
    assert "1 of these had no feedback page" in run().stdout
    assert page_of(ada).exists()
    assert graded.stat().st_mtime_ns == before
    assert "feedback page" not in run().stdout


def test_a_page_that_is_older_than_the_grade_is_made_anew(course, ada):
    list(grade_all(ada.assignment, ["ada"]))
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    list(grade_all(ada.assignment, ["ada"], feedback=False))
    assert "<b>3</b> of 10 points" in text_of(ada)
    assert make_missing_pages(ada.assignment, ["ada", "nobody"]) == 1
    assert "<b>6</b> of 10 points" in text_of(ada)
    assert make_missing_pages(ada.assignment, ["ada"]) == 0


def test_a_full_disk_costs_a_page_until_there_is_room(ada, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(feedback, "_write", full)
        (result,) = grade_all(ada.assignment, ["ada"])
    assert result.notes == ("No feedback: No space left on device",)
    assert not page_of(ada).exists()
    assert make_missing_pages(ada.assignment, ["ada"]) == 1
    assert results.load(ada.assignment.results)["ada"].notes == ()
    assert "<b>3</b> of 10 points" in text_of(ada)


def give_by_hand(submission):
    """A person gives points and writes a comment; the deadline was days ago."""
    with submission.assignment.course.gradebook() as gradebook:
        about = ("words", "tiny", tiny.NAME, "ada")
        grade, comment = gradebook.find_grade(*about), gradebook.find_comment(*about)
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        comment.manual_comment = "Why <so>?"
        gradebook.db.commit()


def come_late(submission):
    with submission.assignment.course.gradebook() as gradebook:
        assignment = gradebook.find_assignment(tiny.NAME)
        assignment.duedate = datetime(2026, 1, 1)
        gradebook.db.commit()
    stamp = datetime(2026, 1, 1) + timedelta(hours=1)
    submission.folder.joinpath("timestamp.txt").write_text(f"{stamp} UTC", encoding="utf-8")


@pytest.mark.parametrize("by_hand", [False, True], ids=["alone", "by hand"])
@pytest.mark.parametrize("late", [False, True], ids=["in time", "late"])
def test_nbgrader_makes_the_same_page_as_a_run(course, ada, by_hand, late):
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
        plugin = "autograde.nbgrader_plugins.late_penalty.LatePenalty"
        settings.write(f"c.AssignLatePenalties.plugin_class = '{plugin}'\n")
        settings.write("c.LatePenalty.percent_a_day = 10\n")
    assignment = tiny.of(Course.at(course.root))
    if late:
        come_late(ada)
    list(grade_all(assignment, ["ada"]))
    if by_hand:
        give_by_hand(ada)
        list(grade_all(assignment, ["ada"]))
    ours = text_of(ada)
    assert ("by hand" in ours, "Why &lt;so&gt;?" in ours) == (by_hand, by_hand)
    assert ("It came late" in ours) == late
    made = assignment.step("generate_feedback", "ada")
    assert made["success"], made
    assert text_of(ada) == ours


def test_what_cost_points_comes_first_and_what_waits_is_no_loss(ada):
    list(grade_all(ada.assignment, ["ada"]))
    text = text_of(ada)
    heads = re.findall(r'<h2 id="(\w+)">', text)
    assert heads == ["lost", "waits", "right"]
    lost, waits, right = (text.index(f'<h2 id="{head}">') for head in heads)
    assert lost < text.index('id="part-2"') < waits < text.index('id="part-3"') < right
    assert "4 points wait for a person" in text
    assert "half(2) should be 1." in text


def graded(course, **answers):
    tiny.hand_in(course, "ada", tiny.answers_of(course, **answers))
    list(grade_all(tiny.of(course), ["ada"]))
    return nbformat.read(tiny.of(course).autograded("ada") / "tiny.ipynb", as_version=4)


SECRET = ["assert half(71) == 35.5, 'a secret sentence'", "secret = 71"]


@pytest.mark.parametrize("before", [[], ["assert half(2) == 1"], ["", "x = 1"]])
@pytest.mark.parametrize("after", [[], ["assert half(4) == 2"]])
@pytest.mark.parametrize("blocks", [1, 2])
def test_of_a_mixed_check_the_visible_lines_are_kept_and_no_other(before, after, blocks):
    block = ["### BEGIN HIDDEN TESTS", *SECRET, "### END HIDDEN TESTS"]
    source = "\n".join([*before, *block * blocks, *after])
    kept = visible(source).split("\n")
    assert [line for line in kept if line != feedback_page.HIDDEN] == [*before, *after]
    assert kept.count(feedback_page.HIDDEN) == blocks


def test_a_comment_is_laid_out_as_the_formgrader_says_and_on_a_full_page_as_it_was_written(course):
    nb = graded(course, double="def double(x):\n    return x" + "  # so" * 500)
    standing = Standing.automatic(nb)
    said = {"words": "**Why** <b onclick=x> $x^2$?\nAnd then?"}
    shown = page(nb, None, replace(standing, comments=said), ABOUT)
    assert "<strong>Why</strong>" in shown
    assert "<msup>" in shown
    assert "onclick=x>" not in shown
    full = dict.fromkeys(("double", "half", "words"), "**W** $x$\n" * 300)
    shown = page(nb, None, replace(standing, comments=full), ABOUT)
    assert "<strong>" not in shown
    assert shown.count("**W** $x$") == 900


def test_a_paragraph_is_shown_whole(course):
    words = "Because of this, and that, and something else. " * 60
    nb = graded(course, words=words)
    standing = replace(Standing.automatic(nb), comments={"words": words.upper()})
    shown = " ".join(page(nb, None, standing, ABOUT).split())
    assert words.strip() in shown
    assert words.strip().upper() in shown


def test_a_block_without_an_end_stays_hidden():
    assert "secret" not in visible("\n".join(["x = 1", "# BEGIN HIDDEN TESTS", *SECRET]))


def test_a_page_is_small_and_asks_no_other_machine_whatever_was_printed(course):
    nb = graded(course, half="half = abs", double="def double(x):\n    return x")
    noise = "<script src='https://x.example/y.js'></script>" * 20_000
    for cell in nb.cells:
        if cell.cell_type == "code" and "imports" not in str(cell.metadata):
            shown = {"text/html": noise, "image/svg+xml": noise, "text/plain": noise}
            more = [new_output("stream", text=noise), new_output("display_data", data=shown)]
            cell.outputs = [*more, *cell.outputs]
    nb.cells[1].source = noise
    text = page(nb, None, Standing.automatic(nb), {**ABOUT, "student": "<i>\"'"})
    assert len(text.encode()) <= LARGEST
    assert "<script" not in text
    assert "<i>" not in text
    around = re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)
    assert not re.search(r"(src|href)=[\"'](?!#)", around)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("piece", ["**a* ", "<i>*", "[*"])
def test_of_long_words_the_first_are_shown_as_they_were_written(piece):
    shown = safe_markdown(piece * LONGEST)
    assert shown.startswith("<pre>")
    assert "<i>" not in shown
    assert shown.count("*") == (piece * LONGEST)[:LONGEST].count("*")
    assert f"{len(piece) * LONGEST - LONGEST} more characters" in shown


def test_a_notebook_with_long_cells_has_a_page_soon(course, ada):
    nb = tiny.answers_of(course, words="[a](" * 10**5, double="x = 1\n" * 10**5)
    nb.cells += [new_markdown_cell("*a" * 10**5) for _ in range(5)]
    tiny.hand_in(course, "ada", nb)
    (result,) = grade_all(ada.assignment, ["ada"])
    assert result.notes == ()
    assert "more letters are left out" in text_of(ada)


HARMFUL = [r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}"]
HARMFUL += [r"\style{position:fixed}{x}", r"\class{a}{x}", "{" * 300]
HARMFUL += ["<img src=x onerror=alert(1)>"]


@pytest.mark.parametrize("tex", HARMFUL)
@pytest.mark.parametrize("installed", [True, False])
def test_a_formula_does_nothing(tex, installed, monkeypatch):
    formula.cache_clear()
    if installed:
        pytest.importorskip("latex2mathml")
    else:
        monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
    shown = with_formulas(f"so ${tex}$, see", safe_markdown)
    formula.cache_clear()
    tags = re.findall(r"<(\w+)([^>]*)>", shown)
    assert {tag for tag, _ in tags}.isdisjoint({"script", "img", "a", "style"})
    assert not any(re.search(r"href|style|onerror|class=.a", about) for _, about in tags)


@pytest.mark.parametrize("text", ["`$x$`", "```\n$x$\n```", "costs $5 and $6", "a$b$c", "$ x $"])
def test_what_is_no_formula_stays(text):
    assert with_formulas(text, str) == text
