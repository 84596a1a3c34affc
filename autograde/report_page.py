"""The results of a class as one page that needs nothing else, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from autograde import drawing
from autograde.answers import Answers, class_answers
from autograde.class_points import about_the_class
from autograde.course import Course, CourseError
from autograde.record import Outcome, Result, Status
from autograde.report import Difficulty, difficulties, late_penalties, troubles
from autograde.similarity import CAVEAT, SMALLEST_CLASS, Pair, unlikely_pairs
from autograde.tables import number, points, what_happened

TEMPLATE = "report_page.html"
LONGEST_ANSWER = 4_000  # characters of an answer that are shown
MOST_PAIRS = 50
MOST_MISTAKES = 8
MOST_NAMES = 20


@dataclass(frozen=True)
class Line:
    """A student on the page.

    Parameters
    ----------
    student : str
        The name.
    points : str
        What was earned, or a dash where nothing was recorded.
    late : float
        What is to be taken from it.
    cells : tuple of (str, str)
        For each question what was earned, and a class for its colour.
    said : str
        What happened.
    """

    student: str
    points: str
    late: float
    cells: tuple[tuple[str, str], ...]
    said: str


@dataclass(frozen=True)
class SharedAnswers:
    """A pair, and their answers to the question in which they share most."""

    pair: Pair
    answers: tuple[str, str]


def write_page(
    course: Course, assignment: str, class_results: Sequence[Result], file: Path
) -> None:
    """Write the page.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    students = [result.student for result in class_results]
    answers = class_answers(course, assignment, students)
    late = late_penalties(course, assignment)
    about = about_the_class(course, assignment)
    try:
        file.write_text(page(assignment, class_results, answers, late, about), encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{file} cannot be written: {error.strerror}.") from None


def page(
    assignment: str,
    class_results: Sequence[Result],
    answers: Answers,
    late: dict[str, float],
    about: Sequence[str] = (),
) -> str:
    """The page as HTML; whatever students wrote stands in it as text."""
    questions = difficulties(class_results)
    counted = [result for result in class_results if result.status is not Status.FAILED]
    pairs = unlikely_pairs(answers.fragments(), answers.given)
    compared = {who for by_student in answers.sources.values() for who in by_student}
    return _template().render(
        assignment=assignment,
        about=about,
        written=datetime.now().astimezone(),
        summary=summary(class_results, late),
        histogram=_histogram(counted),
        hardest=sorted(questions, key=_hardness),
        questions=questions,
        troubles=troubles(class_results),
        waiting=[result for result in class_results if result.waiting],
        pairs=[_shown(pair, answers) for pair in pairs[:MOST_PAIRS]],
        pairs_left_out=max(0, len(pairs) - MOST_PAIRS),
        compared=len(compared),
        comparable=len(compared) >= SMALLEST_CLASS,
        caveat=CAVEAT,
        by_points=[_line(r, questions, late) for r in sorted(class_results, key=_rank)],
        by_name=[_line(r, questions, late) for r in class_results],
        most_mistakes=MOST_MISTAKES,
        most_names=MOST_NAMES,
    )


def summary(class_results: Sequence[Result], late: dict[str, float]) -> list[tuple[str, str]]:
    """The figures at the top of the page, a name and a value each."""
    scores = [r.points for r in class_results if r.status is not Status.FAILED]
    worth = max((result.worth for result in class_results), default=0.0)
    waiting = sum(bool(result.waiting) for result in class_results)
    found = [("submissions", str(len(class_results)))]
    if scores:
        found.append((f"median of {number(worth)}", number(median(scores))))
        found.append(("lowest – highest", f"{number(min(scores))} – {number(max(scores))}"))
    ungraded = sum(result.status is not Status.GRADED for result in class_results)
    found.append(("could not be graded", str(ungraded)))
    found.append(("wait for a person", str(waiting)))
    if any(late.values()):
        found.append(("lose points for being late", str(sum(map(bool, late.values())))))
    return found


def by_chance(expected: float) -> str:
    """How rare a pair is, no more exactly than the assumption behind it deserves.

    >>> by_chance(0.004), by_chance(1e-30)
    ('1 class in 200', 'less than 1 class in a million')
    """
    classes = 1 / max(expected, 1e-300)
    if classes > 1e6:
        return "less than 1 class in a million"
    size = 10 ** (len(str(int(classes))) - 1)
    return f"1 class in {int(classes) // size * size:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _histogram(counted: Sequence[Result]) -> str:
    worth = max((result.worth for result in counted), default=0.0)
    return drawing.histogram([result.points for result in counted], worth) if worth else ""


def _hardness(question: Difficulty) -> tuple[float, int]:
    """Hard questions first, ungraded ones last, and otherwise as in the assignment."""
    return (2.0 if question.share is None else question.share, question.number)


def _rank(result: Result) -> tuple[float, str]:
    return (-1.0 if result.status is Status.FAILED else result.points, result.student)


def _line(result: Result, questions: Sequence[Difficulty], late: dict[str, float]) -> Line:
    found = {outcome.question: outcome for outcome in result.outcomes}
    cells = tuple(_cell(found.get(question.question)) for question in questions)
    total = "–" if result.status is Status.FAILED else number(result.points)
    penalty = late.get(result.student, 0.0)
    return Line(result.student, total, penalty, cells, what_happened(result))


def _cell(outcome: Outcome | None) -> tuple[str, str]:
    """What stands in the table for a question, and a class for its colour."""
    if outcome is None:
        return "–", "none"
    if outcome.points is None:
        return points(None), "waits"
    lost = "part" if outcome.points else "none"
    return points(outcome.points), lost if outcome.points < outcome.worth else "full"


def _shown(pair: Pair, answers: Answers) -> SharedAnswers:
    sources = answers.sources[pair.shared[0].question]
    first, second = (sources[student][:LONGEST_ANSWER] for student in pair.students)
    return SharedAnswers(pair, (first, second))


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, by_chance=by_chance, bar=drawing.bar)
    return environment.get_template(TEMPLATE)
