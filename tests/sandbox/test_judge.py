"""Tests run with the release's names and the student's functions, and each name has one owner."""

from functools import partial

import pytest
from sealed import Notebook, judged, said

from autograde.sandbox.host.judge import Judge
from autograde.sandbox.host.seal import Seal


@pytest.fixture
def notebook(control):
    """Opens notebooks, and closes them in the end."""
    opened = []

    def new(*args, **kwargs):
        opened.append(Notebook(control, *args, **kwargs))
        return opened[-1]

    yield new
    for one in opened:
        one.__exit__()


@pytest.fixture
def judgement(control):
    """The judgement of an answer by a test that was recorded with a model answer."""
    return partial(judged, control)


def asked(one):
    """The names that a judge asked its student for."""
    return {path for path in one.seal.objects | one.seal.values if path.isidentifier()}


def test_a_test_calls_the_student_s_function(notebook):
    student = notebook("def double(x): return 2 * x")
    assert said(student.test("assert double(4) == 8")) == ""
    assert said(student.test("assert double(4) == 9, 'It is 8.'")) == "It is 8."


def test_names_of_locked_cells_are_never_asked_of_the_student(notebook):
    given = "def check(x):\n    assert x == 4, 'Not 4.'"
    student = notebook("def check(x): pass\nvalue = 3", seal=Seal(names={"answer": ["value"]}))
    student.give(given)
    student.answer("def check(x): pass")
    assert said(student.test("check(value)")) == "Not 4."


def test_a_locked_cell_that_fails_does_not_leave_its_names_to_the_student(notebook):
    """Else a student who makes it fail could put a check in the place of ours."""
    student = notebook("def train(): 1 / 0")
    student.give("losses = train()\ndef check(): assert False, 'ours'")
    student.client.run("def check(): pass")
    for _ in range(2):
        assert "division" in said(student.test("check()"))
    assert asked(student) == {"train"}


def test_a_locked_cell_that_no_test_needs_does_not_run(notebook):
    student = notebook("value = 1", "import math\n1 / 0")
    assert said(student.test("assert value == 1")) == ""


def test_builtins_are_python_s_own_whatever_the_student_defines(notebook):
    student = notebook("def abs(x): return 0\nvalue = -3", seal=Seal(names={"answer": ["value"]}))
    assert said(student.test("assert abs(value) == 3")) == ""


def test_what_an_answer_cell_of_the_release_defines_is_the_student_s(notebook):
    assert said(notebook("rate = 0.5", "rate = 0.1").test("assert rate == 0.5")) == ""


def test_an_answer_that_was_never_seen_has_the_names_of_its_stub(notebook):
    student = notebook(seal=Seal())
    student.judge.leave("answer", "rate = ...  # YOUR CODE HERE", "rate = 0.5\nextra = 1")
    student.client.run("rate = 0.5\nextra = 1")
    assert said(student.test("assert rate == 0.5")) == ""
    assert "not defined" in said(student.test("extra"))


def test_what_a_cell_binds_again_after_an_answer_is_the_release_s(notebook):
    student = notebook("rate = 0.5")
    student.give("rate = 0.1")
    student.client.run("rate = 0.5")
    assert said(student.test("assert rate == 0.1")) == ""


def test_names_within_a_test_are_not_told_to_the_student(notebook):
    student = notebook("f = abs\nsecret = 1")
    source = "secret = 42\ndef helper(hidden): return hidden\nassert f(helper(-42)) == secret"
    assert said(student.test(source)) == ""
    assert asked(student) == {"f"}


def test_a_function_of_a_locked_cell_finds_the_student_s_function_later(notebook):
    student = notebook("def f(x): return x + 1", "def twice(x): return f(f(x))")
    assert said(student.test("assert twice(3) == 5")) == ""


def test_a_name_that_nobody_defines_is_a_name_error(notebook):
    assert "name 'f' is not defined" in said(notebook().test("f(1)"))


def test_values_are_those_that_names_have_when_they_are_used(notebook):
    student = notebook("count = 0\ndef up():\n    global count\n    count += 1")
    assert said(student.test("assert count == 0\nup()\nassert count == 1\nup()")) == ""
    assert said(student.test("assert count == 2")) == ""
    student.client.run("del count")
    assert "not defined" in said(student.test("count"))


def test_what_one_test_binds_the_next_one_finds(notebook):
    student = notebook("def f(x): return x + 1")
    assert said(student.test("found = f(1)")) == ""
    assert said(student.test("assert found == 2")) == ""


def test_a_function_cannot_change_what_its_test_compares_with(judgement):
    test = "import numpy as np\nx = np.ones(3)\nassert np.array_equal(f(x), 2 * x), 'wrong'"
    zero = "def f(x):\n    x *= 0\n    return x"
    assert said(judgement("def f(x): return 2 * x", zero, test)) == "wrong"


def test_a_test_sees_its_arguments_changed_where_the_model_answer_changes_them(judgement):
    sort = "def f(x): x.sort()"
    test = "import numpy as np\nx = np.array([2, 1])\nf(x)\nassert x.tolist() == [1, 2], 'wrong'"
    assert said(judgement(sort, sort, test)) == ""
    assert said(judgement(sort, "def f(x): return sorted(x)", test)) == "wrong"


def test_a_test_that_says_so_sees_its_arguments_changed(notebook):
    student = notebook("def f(x): x.sort()", seal=Seal(names={"answer": ["f"]}))
    test = "import numpy as np\nx = np.array([2, 1])\nf(x)\nassert x.tolist() == [1, 2]"
    assert not student.test(test).ended
    student.client.writes_back = True
    assert said(student.test(test)) == ""


@pytest.mark.parametrize(
    "error",
    ["StopIteration", "StopAsyncIteration", "KeyboardInterrupt", "GeneratorExit", "SystemExit"],
)
def test_no_exception_of_a_student_s_ends_a_loop_of_the_test_early(notebook, error):
    """`map` takes a StopIteration for the end of its inputs."""
    student = notebook(f"def f(x): raise {error}('over')")
    assert said(student.test("for y in map(f, [1, 2]):\n    assert y == 0, 'wrong'")) == "over"


def test_the_last_value_is_shown_as_points_and_a_semicolon_hides_it(notebook):
    student = notebook("value = 1")
    shown = student.test("value / 2").outputs
    assert [o["data"]["text/plain"] for o in shown] == ["0.5"]
    assert student.test("value / 2;").outputs == []


def test_an_error_shows_none_of_the_lines_that_raised_it(notebook):
    judgement = notebook("value = 1").test("secret = 42\nassert value == secret, 'Wrong.'")
    assert said(judgement) == "Wrong."
    assert "secret" not in str(judgement.outputs)


def test_a_cell_has_no_future_that_it_did_not_import(notebook):
    student = notebook(given="def given(x: int): pass")
    test = (
        "def own(x: int): pass\nassert own.__annotations__ == given.__annotations__ == {'x': int}"
    )
    assert said(student.test(test)) == ""


def test_a_judge_without_a_student_has_the_names_that_are_given():
    judge = Judge()
    judge.provide("rate = 0.1")
    judge.leave("answer", "f = ...")
    assert judge.names["rate"] == 0.1
    assert "f" not in judge.names
