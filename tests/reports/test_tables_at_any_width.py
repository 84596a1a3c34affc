"""Tables of the terminal at any width: nothing is lost, and no sentence is cut into slivers."""

import io

import pytest
from rich.console import Console

from autograde.grading.results import Outcome, Result, Status, what_happened
from autograde.reports.report import difficulties
from autograde.reports.tables import question_table, score_table, student_table

LONG = "Each gradient is multiplied by its own input, and not by that of the other factor."


def result(student, lost):
    outcomes = tuple(
        Outcome(f"part-{i}", 0.0 if i in lost else 4.0, 4.0, LONG if i in lost else "")
        for i in range(25)
    )
    return Result(student, Status.GRADED, (*outcomes, Outcome("words", None, 4.0)))


CLASS = [result("ada", ()), result("a-student-with-a-long-name", (3, 7, 24)), result("cyd", (3,))]


def drawn(parts, width):
    text = io.StringIO()
    Console(width=width, file=text).print(*parts, sep="\n")
    return text.getvalue()


@pytest.mark.parametrize("width", [80, 100, 119, 120, 200])
@pytest.mark.parametrize(
    ("table", "sentences"),
    [
        (lambda width: score_table(CLASS, width), [what_happened(one) for one in CLASS]),
        (lambda width: student_table(CLASS, difficulties(CLASS), width),
         [what_happened(one) for one in CLASS]),
        (lambda width: question_table(difficulties(CLASS), width), [f"{LONG} (2 ×)"]),
    ],
    ids=["scores", "students", "questions"],
)  # fmt: skip
def test_every_line_fits_and_sentences_have_half_of_it_or_more(table, sentences, width):
    text = drawn(table(width), width)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    if width < 120:
        words = " ".join(text.split())
        assert all(sentence in words for sentence in sentences)
        said = [line for line in lines if "multiplied" in line]
        assert all(len(line.strip()) > width / 2 for line in said)
    for student in ("ada", "cyd"):
        assert student in text or "part-0" in text


def test_at_80_columns_the_numbers_of_the_parts_that_lost_are_there():
    lines = drawn(student_table(CLASS, difficulties(CLASS), 80), 80).splitlines()
    assert any(line.split()[-5:] == ["88", "4", "8", "25", "26·"] for line in lines)
    assert any(line.split()[-3:] == ["96", "4", "26·"] for line in lines)
