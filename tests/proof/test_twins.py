"""Twins: each answers every question, with Python that runs, whatever it is that was asked for."""

import itertools

import naive
import pytest

from autograde.proof.bindings import made, read
from autograde.proof.twins import EXIT, ends_in_turn, forgery, twins

ASKED = {
    "function": ("def f(x):\n    return x + 1.0", "assert f(1) == 2"),
    "decorated": ("import functools\n@functools.cache\ndef f(x):\n    return x", "assert f(1)"),
    "lambda": ("f = lambda x: x + 1", "assert f(1) == 2"),
    "class": ("class F:\n    def g(self, x):\n        return x", "assert F().g(1) == 1"),
    "value": ("f = 3", "assert f == 3"),
    "several": ("a, b = 1, [2]\nclass C: pass\ndef d(): pass", "assert a and b and C and not d()"),
    "magic": ("%matplotlib inline\nf = 3", "assert f"),
}
REFERENCE = naive.reference(*((name, *asked) for name, asked in ASKED.items()))
TWINS = list(twins(REFERENCE))


def ident(twin):
    return twin.does.replace(" ", "_")


@pytest.mark.parametrize("twin", TWINS, ids=ident)
def test_a_twin_answers_every_question(twin):
    assert twin.answers.keys() == REFERENCE.answers.keys() == ASKED.keys()


@pytest.mark.parametrize("name", sorted(ASKED.keys() - {"magic"}))
@pytest.mark.parametrize("twin", TWINS, ids=ident)
def test_an_answer_makes_every_name_that_was_asked_for(twin, name):
    if twin.answers[name] != EXIT:
        names = {}
        exec(twin.answers[name], names)
        assert made(REFERENCE.answers[name]).keys() <= names.keys()


def test_a_name_that_tests_call_becomes_a_function_however_it_was_made():
    (true,) = [twin for twin in TWINS if twin.does == "returns True"]
    assert "def f(" in true.answers["lambda"]


@pytest.mark.parametrize("value", [3, 2.5, [1, (2.0, {"a": 3})], "text", True, None, {1, 2}])
def test_what_is_unknown_keeps_its_shape_and_no_value(value):
    (unknown,) = [twin for twin in TWINS if "right shape" in twin.does]
    names = {}
    exec(unknown.answers["function"].replace("x + 1.0", "x"), names)
    got, seen = names["f"](value), str(value)
    assert type(got) in (type(value), float, type(None))
    assert not set("123.5") & set(str(got))
    assert got != value or value is None
    assert str(value) == seen


def test_whoever_forges_makes_every_name_that_tests_and_given_cells_read():
    reference = naive.reference(
        ("one", "def one():\n    return 1", "import math\nassert math.isclose(one(), tool(1))"),
        given="from tools import tool\nlimit = other",
    )
    forged = made(forgery(reference, "_tool = 1")).keys()
    tests = [*reference.tests.values(), *reference.given]
    assert set().union(*map(read, tests)) | {"one"} <= forged


@pytest.mark.parametrize("count", [1, 2, 3, 8, 13])
def test_of_any_two_answers_one_ends_its_process_where_the_other_goes_on(count):
    names = [str(i) for i in range(count)]
    sets = ends_in_turn(names)
    for first, second in itertools.permutations(names, 2):
        assert any(first in ends and second not in ends for ends in sets)
    assert all(set() < ends < set(names) or count == 1 for ends in sets)
