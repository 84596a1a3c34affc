"""The class on one page: what it shows, that it needs nothing else, and that it runs nothing."""

import csv
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
import tiny
from in_jupyterlab import browser_page
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.grading import results
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.run import grade_all
from autograde.reports.report import MEMORY, TIME, difficulties, incidents
from autograde.reports.report_page import page

WRONG = "mul.vjp is not right yet. Each gradient is multiplied by its own input."
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>&amp;"
VOID = {"meta", "input", "br", "img", "link"}


def result(student, double=6.0, half=4.0, words=None, reasons=("", ""), **others):
    outcomes = (
        Outcome("double", double, 6.0, reasons[0]),
        Outcome("half", half, 4.0, reasons[1]),
        Outcome("words", words, 5.0),
    )
    return Result(student, Status.GRADED, outcomes, **others)


CLASS = [
    result("ada"),
    result("bob", double=0.0, reasons=(WRONG, "")),
    result("cyd", double=0.0, reasons=(WRONG, "")),
    result("dan", 2.0, reasons=("NameError: name 'y' is not defined", "")),
    result("eve", half=0.0, reasons=("", "Stopped after 20 s: perhaps a loop that does not end.")),
    result("flo", half=0.0, reasons=("", "The code used more memory than it may.")),
    result("gus", half=0.0, reasons=("", "The code ended its own process (exit code 3).")),
    Result("hal", Status.UNREADABLE, (), ("tiny.ipynb is not valid JSON.",)),
    Result("ida", Status.FAILED, (), ("The grader failed: OSError: no space left",)),
]


BEFALLEN = [
    *CLASS,
    Result(
        "jim",
        Status.GRADED,
        (Outcome("double", None, 6.0, not_judged="The test asks for what cannot cross."),),
    ),
]


class Reader(HTMLParser):
    """The elements and the words of a page; fails where a tag is closed that is not open."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.words = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID and tag != "rect" and tag != "line":
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "title"} & set(self.open):
            self.words += data + " "

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def read(text):
    reader = Reader(text)
    assert not reader.open
    return reader


def words(text):
    return " ".join(read(text).words.split())


def shown(results=CLASS):
    return page("tiny", results)


def section(text, name):
    return re.search(rf'<section aria-labelledby="{name}">.*?</section>', text, re.DOTALL)[0]


def test_the_hardest_part_stands_first_with_what_it_gave_and_who_solved_it():
    parts = words(section(shown(), "parts"))
    # double: 6 + 0 + 0 + 2 + 3 × 6 of 7 × 6 points; half: 4 × 4 of 7 × 4
    assert re.search(r"2 half 57 % 4 of 7 .*1 double 62 % 4 of 7 .*3 words waits", parts)


def test_the_commonest_mistake_is_counted_and_stands_before_the_others():
    mistakes = words(section(shown(), "mistakes"))
    assert re.search(r"2 × Each gradient is multiplied.* 1 × NameError: name 'y'", mistakes)


def test_a_part_that_most_wait_for_has_no_difficulty_yet():
    *_, waits = difficulties(CLASS)
    assert waits.share is None
    *_, given = difficulties([result("ada", words=2.5), result("bob", words=5.0), CLASS[0]])
    assert given.share == 0.75


@pytest.mark.parametrize(
    ("title", "student", "sentence"),
    [
        ("The grader failed", "ida", "no space left"),
        ("Could not be read", "hal", "not valid JSON"),
        ("Could not be judged", "jim", "double: The test asks for what cannot cross."),
        ("Took too long", "eve", "half: Stopped after 20 s"),
        ("Used too much memory", "flo", "half: The code used more memory"),
        ("Ended its own process", "gus", "half: The code ended its own process"),
    ],
)
def test_everybody_whom_something_befell_is_named_once_with_the_sentence(title, student, sentence):
    (incident,) = [one for one in incidents(BEFALLEN) if one.title == title]
    (case,) = incident.cases
    assert case.student == student
    assert sentence in case.sentence
    assert f"{title} (1) {student} " in words(section(shown(BEFALLEN), "attention"))


def test_who_waits_for_a_person_is_named_with_the_points_that_wait():
    attention = words(section(shown(), "attention"))
    assert "Waits for a person (7) ada (5) , bob (5)" in attention


@pytest.mark.sandbox
def test_the_sentences_of_the_limits_are_recognised(course):
    """As the grader writes them, so that a change of words there is noticed here."""
    course.config.Execution.cell_seconds = 4.0
    course.config.Execution.memory_bytes = 600 * 2**20
    hog = "def half(x):\n    return [bytes([i % 7]) * 10**7 for i in range(10**6)]"
    loop = "def half(x):\n    while True:\n        pass"
    for student, text in (("eve", loop), ("flo", hog)):
        tiny.hand_in(course, student, tiny.answers_of(course, half=text))
    graded = grade_all(tiny.of(course), ["eve", "flo"], feedback=False)
    eve, flo = [one.outcomes[1].reason for one in graded]
    assert TIME.match(eve)
    assert MEMORY.match(flo)


def test_the_histogram_counts_every_score_and_none_of_those_without_one():
    (title,) = re.findall(r"<title id=\"h-title\">(.*?)</title>", shown())
    counts = [int(count) for count in re.findall(r"to [\d.]+: (\d+)", title)]
    assert sum(counts) == len(CLASS) - 1
    assert counts[0] == 1  # hal, who has nothing
    assert "Median 6 of 15." in title


def test_a_student_s_text_is_shown_and_never_obeyed():
    several = [result(EVIL, 0.0, reasons=(EVIL, ""), notes=(EVIL,)), result("bob")]
    unreadable = Result("x" + EVIL, Status.UNREADABLE, (), (EVIL,))
    text = shown([*several, unreadable])
    reader = read(text)
    assert not reader.all("script")
    assert not reader.all("img")
    assert not any(name.startswith("on") for _, found in reader.elements for name in found)
    assert reader.words.count(EVIL) >= 4


def test_the_page_asks_for_nothing_and_runs_nothing():
    text = shown()
    reader = read(text)
    for _, attributes in reader.elements:
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text
    assert not {"script", "link", "iframe", "object", "base"} & {tag for tag, _ in reader.elements}
    (policy,) = [m for m in reader.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy["content"].startswith("default-src 'none';")


def test_the_page_can_be_heard_and_walked_through():
    reader = read(shown())
    (html,) = reader.all("html")
    assert html["lang"] == "en"
    names = {attributes["id"] for _, attributes in reader.elements if "id" in attributes}
    assert {a["href"].removeprefix("#") for a in reader.all("a")} <= names
    assert len(reader.all("table")) == len(reader.all("caption"))
    assert all("scope" in heading for heading in reader.all("th"))
    labelled = {label["for"] for label in reader.all("label")}
    assert {button["id"] for button in reader.all("input")} == labelled
    for drawing in reader.all("svg"):
        assert drawing.get("aria-hidden") == "true" or drawing["aria-labelledby"] in names
    levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_students_come_by_points_and_by_name():
    tables = re.findall(r'<table class="students">.*?</table>', shown(), re.DOTALL)
    by_points, by_name = (re.findall(r'<th scope="row">(\w+)</th>', table) for table in tables)
    assert by_name == [one.student for one in CLASS]
    assert by_points == ["ida", "hal", "bob", "cyd", "dan", "eve", "flo", "gus", "ada"]


def test_late_work_is_marked_with_what_it_costs():
    text = shown([replace(one, late=1.5 * (one.student == "bob")) for one in CLASS])
    assert "Late: 1.5 points less." in words(section(text, "students"))
    assert "lose points for being late 1" in words(text)


def test_a_class_of_which_nothing_could_be_graded_has_a_page():
    failed = [Result("ida", Status.FAILED, (), ("The grader failed.",))]
    assert "No points have been recorded yet." in words(shown(failed))


@pytest.fixture
def recorded(course):
    """A course whose record holds the class above."""
    for one in CLASS:
        results.add(tiny.of(course).results, one)
    return course


def test_the_command_writes_both_files(recorded, tmp_path):
    html, table = tmp_path / "class.html", tmp_path / "class.csv"
    arguments = ["report", tiny.NAME, "--html", html, "--csv", table, "--course", recorded.root]
    said = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert said.exit_code == 0, said.output
    assert "not valid JSON" in words(html.read_text(encoding="utf-8"))
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["student"]: row for row in csv.DictReader(lines)}
    assert [rows["dan"][name] for name in ("points", "double", "words")] == ["6.0", "2.0", ""]
    assert rows["hal"]["what_happened"] == "tiny.ipynb is not valid JSON."


def test_a_page_that_cannot_be_written_is_said_in_a_sentence(recorded, tmp_path):
    file = tmp_path / "nowhere" / "class.html"
    arguments = ["report", tiny.NAME, "--html", str(file), "--course", str(recorded.root)]
    said = CliRunner().invoke(app, arguments)
    assert said.exit_code == 2
    assert said.stderr.strip().endswith("cannot be written: No such file or directory.")


def test_a_student_s_text_is_no_formula_and_excel_is_told_that_it_is_utf_8(course, tmp_path):
    noted = Result("=1+1", Status.UNREADABLE, (), ("@SUM(A1) für Zoë",))
    results.add(tiny.of(course).results, noted)
    file = tmp_path / "class.csv"
    arguments = ["report", tiny.NAME, "--csv", str(file), "--course", str(course.root)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"'=1+1," in content
    assert ",'@SUM(A1) für Zoë".encode() in content


def test_a_student_s_text_does_not_steer_the_terminal(course):
    noted = Result("eve\x1b]0;title\x07", Status.UNREADABLE, (), ("\x1b[2J [red]gone[/]",))
    results.add(tiny.of(course).results, noted)
    said = CliRunner(env={"COLUMNS": "200"}).invoke(
        app, ["report", tiny.NAME, "--course", str(course.root)]
    )
    assert "\x1b" not in said.stdout
    assert "[red]gone[/]" in said.stdout


@pytest.mark.browser
def test_in_a_browser_nothing_runs_nothing_is_fetched_and_a_phone_need_not_scroll(tmp_path):
    students = [
        result(f"student {i:03}", 0.0, reasons=(EVIL, ""), notes=(EVIL,)) for i in range(20)
    ]
    file = tmp_path / "class.html"
    file.write_text(shown(students), encoding="utf-8")
    asked, heard = [], []
    with browser_page(400, 800) as phone:
        phone.on("request", lambda request: asked.append(request.url))
        phone.on("console", lambda message: heard.append(message.text))
        phone.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        phone.goto(file.as_uri())
        assert phone.evaluate("document.documentElement.scrollWidth") <= 400
        assert phone.locator(".by-points").is_visible()
        phone.locator("#points").focus()
        phone.keyboard.press("ArrowRight")
        assert phone.locator(".by-name").is_visible()
        assert not phone.locator(".by-points").is_visible()
    assert asked == [file.as_uri()]
    assert heard == []


def test_what_could_not_be_judged_is_said_of_the_test_and_is_nobody_s_mistake():
    sentence = "A test runs a text as code."
    waits = Outcome("shown", None, 2.0, not_judged=sentence)
    wrong = Outcome("double", 1.0, 3.0, reason="double is not right yet. The sign is wrong.")
    class_ = [Result("ada", Status.GRADED, (waits, wrong)), Result("bob", Status.GRADED, (waits,))]
    assert (waits.why, wrong.why) == (f"Not judged. {sentence}", "The sign is wrong.")
    assert results.not_judged(class_) == [
        f"Not judged: shown, in 2 of 2 submissions. {sentence}",
    ]
    assert results.what_happened(class_[1]) == f"shown: Not judged. {sentence}"
    assert [one.commonest for one in difficulties(class_) if one.question == "shown"] == [""]
    (incident,) = [one for one in incidents(class_) if one.title == "Could not be judged"]
    assert len(incident.cases) == 2
