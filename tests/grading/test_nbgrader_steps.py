"""What goes wrong in one question costs that question."""

import multiprocessing

import pytest
import tiny

from autograde.sandbox.host.launcher import Launcher

LOOP = "def double(x):\n    while True:\n        pass"
ENDED = "The code ended its own process (exit code 1)."
DEAF_LOOP = """def double(x):
    while True:
        try:
            while True:
                pass
        except KeyboardInterrupt:
            pass"""


@pytest.fixture
def impatient(course):
    """A course that stops a cell after two seconds."""
    course.config.Execution.cell_seconds = 2
    return course


def points(result):
    return {outcome.question: outcome.points for outcome in result.outcomes}


def reason(result, question="double"):
    return next(o.reason for o in result.outcomes if o.question == question)


def test_right_answers_earn_all_points_and_the_written_one_waits(course, graded):
    result = graded(tiny.answers_of(course))
    assert points(result) == {"double": 3, "half": 3, "words": None}
    assert result.waiting == 4


@pytest.mark.parametrize(
    ("double", "sentence"),
    [
        ("def double(x):\n    return x", "double(2) should be 4."),
        ("def double(x) return", "SyntaxError: expected ':' in line 1"),
        ("raise NotImplementedError()", "No answer."),
        ("import os\nos._exit(1)", ENDED),
        (
            "def double(x):\n    import os\n    os._exit(1)",
            ENDED,
        ),
        (LOOP, "Stopped after 2 s: perhaps a loop that does not end."),
        (f"{LOOP}\ndouble(2)", "Stopped after 2 s: perhaps a loop that does not end."),
        (DEAF_LOOP, "Stopped after 2 s: perhaps a loop that does not end."),
    ],
)
def test_a_broken_answer_costs_its_own_question_and_says_why(impatient, graded, double, sentence):
    result = graded(tiny.answers_of(impatient, double=double))
    assert points(result) == {"double": 0, "half": 3, "words": None}
    assert reason(result) == sentence


def test_a_time_out_is_waited_for_once_and_not_at_every_check_of_the_question(
    impatient, graded, monkeypatch
):
    started = multiprocessing.Value("i", 0)  # by the judge's process
    make = Launcher.spawn

    def spawn(*args):
        started.value += 1
        return make(*args)

    graded(tiny.answers_of(impatient))  # which records what the model answer does
    monkeypatch.setattr(Launcher, "spawn", spawn)
    graded(tiny.answers_of(impatient, double=LOOP))
    assert started.value == 2  # the first check ends one process; the other question has another


def test_an_endless_cell_of_the_student_s_own_costs_no_question(impatient, graded):
    nb = tiny.answers_of(impatient)
    nb.cells.insert(3, tiny.new_code_cell("while True:\n    pass"))
    assert points(graded(nb)) == {"double": 3, "half": 3, "words": None}


def test_the_whole_notebook_has_a_limit_and_what_is_left_earns_nothing(course, graded):
    course.config.Execution.notebook_seconds = 0
    result = graded(tiny.answers_of(course))
    assert points(result) == {"double": 0, "half": 0, "words": None}
    assert reason(result) == "The notebook used up its 0 s."


def test_an_untouched_notebook_earns_nothing_and_waits_for_nobody(course, graded):
    result = graded(tiny.released(course))
    assert points(result) == {"double": 0, "half": 0, "words": 0}
    assert {outcome.reason for outcome in result.outcomes} == {"No answer."}


def test_the_reason_stands_beside_the_answer_in_the_gradebook(course, graded):
    graded(tiny.answers_of(course, half="def half(x):\n    return x // 2"))
    with course.gradebook() as gradebook:
        comments = {
            name: gradebook.find_comment(name, tiny.NAME, tiny.NAME, "ada").comment
            for name in ("double", "half")
        }
    assert comments == {"double": None, "half": "Not for odd numbers."}


def test_points_that_a_person_gave_survive_grading_again(course, graded):
    nb = tiny.answers_of(course)
    graded(nb)
    tiny.give_by_hand(course, "ada", "words", 3)
    assert points(graded(nb))["words"] == 3
