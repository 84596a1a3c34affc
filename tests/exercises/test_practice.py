"""An answer to an exercise is tried, and every reply is calm."""

import pytest

from chainrule.exercises import exercise
from chainrule.exercises.practice import exercises
from chainrule.exercises.practice.exercise import Exercise
from chainrule.exercises.questions import record


def check_double(answer):
    return "" if answer(3) == 6 else "For x = 3 it is not 6."


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """One exercise more, and a record of its own."""
    monkeypatch.setenv("CHAINRULE_RECORD", "")
    monkeypatch.setattr(record, "_memory", [])
    monkeypatch.setitem(exercises, "9.1", Exercise("9.1", "Double", 2, check_double))


def dots(x): ...


def documented(x):
    """What it does."""


def documented_constant(x):
    """What it does."""
    return 2.0


def unwritten(x):
    raise NotImplementedError


def stops(x):
    raise KeyError("x")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (..., "Nothing is written here yet."),
        (dots, "Nothing is written here yet."),
        (documented, "Nothing is written here yet."),
        (unwritten, "Nothing is written here yet."),
        (stops, "It stopped with KeyError: 'x'."),
        (lambda x: x, "For x = 3 it is not 6."),
        (lambda x: 2.0, "For x = 3 it is not 6."),
        (lambda x: "6", "For x = 3 it is not 6."),
        (documented_constant, "For x = 3 it is not 6."),
        (lambda x: 6, "Right."),
        (None, "It stopped with TypeError: 'NoneType' object is not callable."),
        (lambda x: 2 * x, "Right."),
    ],
)
def test_every_answer_gets_a_sentence(answer, says, capsys):
    exercise("9.1", answer)
    assert capsys.readouterr().out == f"9.1 ★★ Double: {says}\n"
    assert (record.last("exercise 9.1") is not None) == (says == "Right.")


def test_an_unknown_exercise_is_told_the_nearest():
    with pytest.raises(ValueError, match=r"is it '9\.1'"):
        exercise("9.11", dots)


@pytest.mark.parametrize("one", exercises.values(), ids=exercises)
def test_exercises_have_stars_and_a_title(one):
    assert 1 <= one.stars <= 3
    assert one.title
    assert one.wrong
