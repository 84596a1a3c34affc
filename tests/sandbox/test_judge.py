"""Tests run with the release's names and the student's functions, and each name has one owner."""

import numpy as np
import pytest

from autograde.sandbox.host.judge import Judge
from autograde.sandbox.host.replies import Called, Raised
from autograde.sandbox.host.student_function import StudentFunction


class Notebook:
    """Stands for a student's process: a namespace whose functions are called by value."""

    def __init__(self, **names):
        self.names = names
        self.asked = set()
        self.writes_back = False

    def values(self, names):
        self.asked |= set(names)
        return {name: self._value(self.names[name]) for name in names if name in self.names}

    def _value(self, value):
        if not callable(value):
            return value

        def call(number, args, kwargs):
            after = [np.copy(a) if isinstance(a, np.ndarray) else a for a in args]
            try:
                return Called(value(*after, **kwargs), after, "", [], None)
            except Exception as error:
                return Called(None, after, "", [], Raised(type(error).__name__, str(error)))

        return StudentFunction("f", 0, call, self.writes_back)


def said(judgement):
    """The text of the errors, or "" for a test that passes."""
    errors = [o for o in judgement.outputs if o["output_type"] == "error"]
    assert judgement.ended == (not errors)
    return "".join(error["evalue"] for error in errors)


def test_a_test_calls_the_student_s_function():
    student = Notebook(double=lambda x: 2 * x)
    assert said(Judge().test("assert double(4) == 8", student)) == ""
    assert said(Judge().test("assert double(4) == 9, 'It is 8.'", student)) == "It is 8."


def test_names_of_locked_cells_are_never_asked_of_the_student():
    judge, student = Judge(), Notebook(check=lambda *_: None, value=3)
    judge.provide("def check(x):\n    assert x == 4, 'Not 4.'")
    assert said(judge.test("check(value)", student)) == "Not 4."
    assert student.asked == {"value"}


def test_a_locked_cell_that_fails_does_not_leave_its_names_to_the_student():
    """Else a student who makes it fail could put a check in the place of ours."""
    judge, student = Judge(), Notebook(train=lambda: 1 / 0, check=lambda *_: None)
    judge.provide("losses = train()\ndef check(): assert False, 'ours'")
    for _ in range(2):
        assert "division" in said(judge.test("check()", student))


def test_names_that_come_with_a_star_are_known():
    judge, student = Judge(), Notebook(sqrt=lambda x: 3, value=4)
    judge.provide("from math import *")
    assert said(judge.test("assert sqrt(value) == 2", student)) == ""


def test_a_locked_cell_that_no_test_needs_does_not_run():
    judge = Judge()
    judge.provide("import math\n1 / 0")
    assert said(judge.test("assert value == 1", Notebook(value=1))) == ""


def test_builtins_are_python_s_own_whatever_the_student_defines():
    student = Notebook(abs=lambda x: 0, value=-3)
    assert said(Judge().test("assert abs(value) == 3", student)) == ""
    assert "abs" not in student.asked


def test_what_an_answer_cell_of_the_release_defines_is_the_student_s():
    judge = Judge()
    judge.provide("rate = 0.1")
    judge.leave("rate = ...  # YOUR CODE HERE")
    assert said(judge.test("assert rate == 0.5", Notebook(rate=0.5))) == ""


def test_what_a_cell_binds_again_after_an_answer_is_the_release_s():
    judge = Judge()
    judge.leave("rate = ...")
    judge.provide("rate = 0.1")
    assert said(judge.test("assert rate == 0.1", Notebook(rate=0.5))) == ""


def test_names_within_a_test_are_not_told_to_the_student():
    student = Notebook(f=abs)
    source = "secret = 42\ndef helper(hidden): return hidden\nassert f(helper(-42)) == secret"
    assert said(Judge().test(source, student)) == ""
    assert student.asked == {"f"}


def test_a_function_of_a_locked_cell_finds_the_student_s_function_later():
    judge = Judge()
    judge.provide("def twice(x): return f(f(x))")
    assert said(judge.test("assert twice(3) == 5", Notebook(f=lambda x: x + 1))) == ""


def test_a_name_that_nobody_defines_is_a_name_error():
    assert "name 'f' is not defined" in said(Judge().test("f(1)", Notebook()))


def test_values_of_one_test_are_gone_in_the_next():
    judge = Judge()
    assert said(judge.test("assert f(1) == 1", Notebook(f=lambda x: x))) == ""
    assert "not defined" in said(judge.test("f(1)", Notebook()))


def test_a_function_cannot_change_what_its_test_compares_with():
    def zero(x):
        x *= 0
        return x

    test = "import numpy as np\nx = np.ones(3)\nassert np.array_equal(f(x), 2 * x), 'wrong'"
    assert said(Judge().test(test, Notebook(f=zero))) == "wrong"


def test_a_test_that_says_so_sees_its_arguments_changed():
    student = Notebook(f=lambda x: x.sort())
    student.writes_back = True
    test = "import numpy as np\nx = np.array([2, 1])\nf(x)\nassert x.tolist() == [1, 2]"
    assert said(Judge().test(test, student)) == ""


@pytest.mark.parametrize("error", [StopIteration, StopAsyncIteration, KeyboardInterrupt])
def test_no_exception_of_a_student_s_ends_a_loop_of_the_test_early(error):
    """`map` takes a StopIteration for the end of its inputs."""

    def call(number, args, kwargs):
        return Called(None, [], "", [], Raised(error.__name__, "over"))

    student = Notebook()
    student.values = lambda names: {"f": StudentFunction("f", 0, call)}
    test = "for y in map(f, [1, 2]):\n    assert y == 0, 'wrong'"
    assert said(Judge().test(test, student)) == "over"


def test_the_last_value_is_shown_as_points_and_a_semicolon_hides_it():
    student = Notebook(value=1)
    shown = Judge().test("value / 2", student).outputs
    assert [o["data"]["text/plain"] for o in shown] == ["0.5"]
    assert Judge().test("value / 2;", student).outputs == []


def test_an_error_shows_none_of_the_lines_that_raised_it():
    judgement = Judge().test("secret = 42\nassert value == secret, 'Wrong.'", Notebook(value=1))
    assert "secret" not in str(judgement.outputs)
