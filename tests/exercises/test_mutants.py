"""The generator of wrong answers makes wrong ones only, and the checks name what is wrong."""

import ast
from random import Random

import numpy as np
import pytest

from chainrule.exercises.parts import parts
from tests.exercises import measure_naming
from tests.exercises.measure_naming import (
    ERROR,
    FACT,
    GENERIC,
    KIND,
    NAMED,
    kind_of,
    named_truly,
    of_mutants,
)
from tests.exercises.mutants import Mutant, Program, expressions, mutants, programs, statements
from tests.exercises.mutants.behaviour import TimeUp, behaviour
from tests.exercises.mutants.harvest import wrong_mutants

OPERATORS = {operator.__name__ for operator in expressions.OPERATORS + statements.OPERATORS}
EVERYTHING = """
def first(x, a):
    for one in x:
        a = np.maximum(a, one)
    return a
def answer(x, w, n):
    total, rows = 0, []
    for i in range(len(x)):
        if not (x[i] > 2 and i % 2 == 0):
            total += -x[1:, i] @ w.T - n
        else:
            total -= np.sum(w, axis=0)
        rows = rows
    rows = [a for a in rows if a]
    scale = n if n else 1
    return (total * scale, np.sum(rows), n)
"""
FACTS = (FACT, GENERIC)
SOME = [part for i, part in enumerate(parts) if i % 7 == 3]  # for a sample that is quick


def mutants_of(source, seed=0):
    text = ast.unparse(ast.parse(source))
    return [*mutants(Program("mul.vjp", text, {"np": np}), Random(seed))]


def test_every_operator_finds_something_to_change():
    assert {mutant.operator for mutant in mutants_of(EVERYTHING)} == OPERATORS


def test_a_mutant_differs_from_its_program_in_a_line_or_two():
    for mutant in mutants_of(EVERYTHING):
        assert mutant.source != mutant.program.source
        assert 0 < len(mutant.change.splitlines()) <= 8
        assert callable(mutant.function())


def test_the_same_seed_gives_the_same_mutants():
    first, again, other = (mutants_of(EVERYTHING, seed) for seed in (3, 3, 4))
    assert [m.source for m in first] == [m.source for m in again] != [m.source for m in other]


@pytest.mark.parametrize("part", parts)
def test_each_part_has_right_answers_whose_text_is_found(part):
    found = programs()[part]
    assert len(found) >= 8
    takes = {program.function().__code__.co_argcount for program in found}
    assert len(parts[part].arguments) in takes


def test_what_computes_the_same_is_no_mutant():
    assert behaviour("mul.vjp", lambda g, y, a, b: (b * g, np.multiply(a, g))) is None
    assert behaviour("mul.vjp", lambda g, y, a, b: [0 + g * b, g * a]) is None


def test_mutants_that_do_the_same_are_alike_and_others_are_not():
    one, two = (behaviour("mul.vjp", f) for f in (lambda g, y, a, b: (b, a), lambda *x: x[3:1:-1]))
    assert one == two is not None
    assert one != behaviour("mul.vjp", lambda g, y, a, b: (a, b))


def test_a_slip_that_shows_on_odd_inputs_only_is_a_mutant_still():
    assert behaviour("mul.vjp", lambda g, y, a, b: (g * y / a, g * y / b)) is not None


def test_an_answer_that_never_ends_is_stopped():
    def endless(g, y, a, b):
        while True:
            a = a + 1

    with pytest.raises(TimeUp):
        behaviour("mul.vjp", endless)


def test_mutants_of_a_part_are_wrong_and_each_in_a_way_of_its_own():
    found = wrong_mutants("exp.vjp", 20)
    does = [behaviour("exp.vjp", wrong.mutant.function()) for wrong in found]
    assert None not in does
    assert len({one.outline for one in does}) == len(found) == 20


def verdict_on(part, function):
    return measure_naming.examine(parts[part], function, parts[part].cases())


def test_a_name_is_true_if_the_named_function_gives_the_same():
    def no_upstream(g, y, a, b):
        return b, a

    verdict = verdict_on("mul.vjp", no_upstream)
    assert kind_of(verdict) == NAMED
    assert named_truly(verdict, no_upstream) == 1
    assert named_truly(verdict, lambda g, y, a, b: (a, b)) < measure_naming.MOSTLY


def test_a_machine_on_which_all_takes_too_long_refutes_no_name(monkeypatch):
    def late(*arguments):
        raise TimeUp

    verdict = verdict_on("mul.vjp", lambda g, y, a, b: (b, a))
    monkeypatch.setattr(measure_naming, "tries", late)
    assert named_truly(verdict, lambda g, y, a, b: (b, a)) == 1
    monkeypatch.undo()
    assert named_truly(verdict, lambda g, y, a, b: (a, b)) == 0


def mutant_of(source, wrong):
    program = Program("mul.vjp", ast.unparse(ast.parse(source)), {"np": np})
    return Mutant(program, "by hand", ast.unparse(ast.parse(wrong)))


def test_a_name_by_repair_is_true_if_it_is_right_and_its_line_is_the_one_that_was_changed():
    right = "def answer(g, y, a, b):\n    one = g * b\n    return one, g * a"
    mutant = mutant_of(right, right.replace("g * a", "g * a[:, 9, 9]"))
    verdict = verdict_on("mul.vjp", mutant.function())
    assert (mutant.lines, kind_of(verdict)) == ({3}, NAMED)
    assert named_truly(verdict, mutant.function(), mutant) == 1
    elsewhere = mutant_of(mutant.source, mutant.source.replace("g * b", "b * g"))
    assert named_truly(verdict, mutant.function(), elsewhere) == 0


def test_a_line_that_is_said_to_be_missing_must_be_the_one_that_was_dropped():
    right = "def answer(g, y, a, b):\n    one = g * b\n    two = g * a\n    return one, two"
    mutant = mutant_of(right, right.replace("    two = g * a\n", ""))
    verdict = verdict_on("mul.vjp", mutant.function())
    assert verdict.repair.missing == "two"
    assert named_truly(verdict, mutant.function(), mutant) == 1
    assert not mutant.lacks("one")


def test_a_wrong_kind_of_answer_and_an_error_are_told_apart_from_names():
    assert kind_of(verdict_on("mul.vjp", lambda g, y, a, b: g)) == KIND
    assert kind_of(verdict_on("mul.vjp", lambda g, y, a, b: g[99])) == ERROR
    assert kind_of(verdict_on("mul.vjp", lambda g, y, a, b: (np.sin(3 * g + b), g * a))) in FACTS


@pytest.mark.share(3)
@pytest.mark.parametrize("some", [SOME[k::3] for k in range(3)], ids=" ".join)
def test_a_sample_of_mutants_is_named_truly(some):
    found = [one for one in of_mutants(some, most=6, seed=1) if not one.full_marks]
    kinds = [one.kind for one in found]
    assert not [measure_naming.in_words(one) for one in found if one.misnamed]
    assert kinds.count(GENERIC) <= 0.1 * len(found)


BORDERS = ["perceptron.predict", "count_mistakes", "max.vjp", "relu", "early_stop"]


@pytest.mark.share(3)
@pytest.mark.parametrize("part", BORDERS)
def test_no_answer_of_others_gets_a_name_that_new_inputs_would_refute(part):
    found = [*measure_naming.of_others([part])]
    assert len(found) >= 10
    assert not [measure_naming.in_words(one) for one in found if one.misnamed]
