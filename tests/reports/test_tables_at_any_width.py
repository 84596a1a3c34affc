"""Tables of the terminal at any width: no word is broken, and no sentence is cut into slivers."""

import datetime
import io
import itertools
import re
from pathlib import Path

import pytest
import tiny
from rich.console import Console

from autograde.cli import regrade, requests
from autograde.course.request_kinds import Kind, State
from autograde.course.requests import Request
from autograde.demo.demo import Comparison, comparison_table
from autograde.demo.sample_class import Sample
from autograde.grading.results import Outcome, Result, Status
from autograde.reports import explain_text, tables
from autograde.reports.explain import Explained, Explanation
from autograde.reports.regrade import Regraded
from autograde.reports.report import difficulties
from autograde.roster.missing import LateOrMissing, MissingWork, missing_table

LONG = "Each gradient is multiplied by its own input, and not by that of the other factor."
PARTS = [f"a-part-with-a-name-{i}" for i in range(25)]
STUDENTS = ["ada", "a-student-with-a-long-name-of-forty-signs", "cyd"]
WIDTHS = [60, 80, 100, 119, 120, 160, 200, 300]


def result(student, lost):
    outcomes = tuple(
        Outcome(part, 0.0 if i in lost else 4.0, 4.0, LONG if i in lost else "")
        for i, part in enumerate(PARTS)
    )
    return Result(student, Status.GRADED, (*outcomes, Outcome("words", None, 4.0)))


CLASS = [result(*one) for one in zip(STUDENTS, ((), (3, 7, 24), (3,)), strict=True)]
LATE = tuple(
    LateOrMissing(s, "Ada Lovelace", f"{s}@students.uni.example", "B", late, "" if late else LONG)
    for s, late in zip(STUDENTS, (0, 5000, 0), strict=True)
)
ASKED = [
    Request(i, "2030-01-31T23:59Z", "eve", s, "02_autograd", Kind.REGRADE, State.OPEN, text=LONG)
    for i, s in enumerate(STUDENTS)
]
ALL = {
    "scores": lambda width: tables.score_table(CLASS, width),
    "students": lambda width: tables.student_table(CLASS, difficulties(CLASS), width),
    "questions": lambda width: tables.question_table(difficulties(CLASS), width),
    "released": lambda width: tables.assignments_table(
        [(f"assignments/{part}/{part}.ipynb", 25, 100.0) for part in PARTS], width
    ),
    "explained": lambda width: explain_text.overview(
        Explanation(CLASS[1], "it", (), tuple(map(Explained, CLASS[1].outcomes)), ()), width
    ),
    "demo": lambda width: comparison_table(
        [Comparison(Sample(one.student, {}), 96.0, one) for one in CLASS], width
    ),
    "missing": lambda width: missing_table(
        MissingWork(datetime.datetime(2030, 1, 1), 400, LATE[::2], LATE[1:2]), width
    ),
    "requests": lambda width: requests._table(ASKED, width),
    "regraded": lambda width: regrade._table(
        [Regraded(s, 80.0, 84.5, tuple(PARTS[:9])) for s in STUDENTS], width
    ),
}


CASES = list(itertools.product(ALL, WIDTHS))


def drawn(parts, width):
    text = io.StringIO()
    Console(width=width, file=text).print(*parts, sep="\n")
    return text.getvalue()


def words(text):
    return set(re.findall(r"[^\s,:;.─]+", text))


@pytest.mark.parametrize(("name", "width"), CASES)
def test_every_line_fits_and_no_word_is_broken(name, width):
    whole, text = drawn(ALL[name](10_000), 10_000), drawn(ALL[name](width), width)
    assert max(map(len, text.splitlines())) <= width
    lost = words(whole.partition("─")[2]) - words(text)  # headings may be left out
    assert all(re.fullmatch(r"[\d·]+", word) for word in lost)  # as may points of each part


@pytest.mark.parametrize(("name", "width"), CASES)
def test_a_sentence_has_half_of_the_line_or_stands_beside_the_table_as_whole_lines(name, width):
    text = drawn(ALL[name](width), width)
    pieces = [" ".join(LONG.split()[i:j]) for i, j in itertools.combinations(range(16), 2)]
    for line in text.splitlines():
        if "multiplied" in line:
            said = max((piece for piece in pieces if piece in line), key=len)
            assert len(said) >= 24


def test_at_80_columns_the_numbers_of_the_parts_that_lost_are_there():
    lines = drawn(tables.student_table(CLASS, difficulties(CLASS), 80), 80).splitlines()
    assert any(line.split()[-5:] == ["88", "4", "8", "25", "26·"] for line in lines)
    assert lines[-1].strip() == "· waits for a person."
    assert any(line.split()[-3:] == ["96", "4", "26·"] for line in lines)


def test_all_tables_are_laid_out_in_one_place():
    files = Path(tiny.ROOT, "autograde").rglob("*.py")
    assert [f.name for f in files if "rich.table" in f.read_text(encoding="utf-8")] == ["tables.py"]
