"""Who shares more than chance: those who copied, and not those who got it right."""

import math
from itertools import combinations

import numpy as np
import pytest
import varied

from autograde import similarity
from autograde.checks import examine_hidden
from autograde.fragments import code_fragments, prose_fragments
from autograde.similarity import unlikely_pairs

FIRST, SECOND, THIRD = (f"student {i:03}" for i in range(3))


def compared(answers, given=frozenset()):
    fragments = {
        question: {student: code_fragments(source) for student, source in by_student.items()}
        for question, by_student in answers.items()
    }
    return unlikely_pairs(fragments, given)


@pytest.mark.parametrize("question", varied.TEMPLATES)
def test_the_answers_that_are_compared_here_are_right(question):
    name = question.replace("-vjp", ".vjp").replace("-", "_")
    for source in varied.independent_class(8, seed=0)[question].values():
        for text in (source, varied.renamed(source)):
            space = {"np": np}
            exec(text, space)
            assert examine_hidden(name, space[name.replace(".", "_")], 1).passes


@pytest.mark.parametrize("seed", range(3))
def test_200_independent_right_answers_raise_no_pair(seed):
    assert compared(varied.independent_class(200, seed)) == []


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("students", [20, 60, 200])
def test_a_copy_with_other_names_layout_and_comments_is_found_and_nobody_else(students, seed):
    answers = varied.independent_class(students, seed)
    for by_student in answers.values():
        by_student[SECOND] = varied.renamed(by_student[FIRST])
    (pair,) = compared(answers)
    assert pair.students == (FIRST, SECOND)
    assert pair.shared[0].share == 1


def test_three_who_copied_from_each_other_are_three_pairs():
    answers = varied.independent_class(60, seed=0)
    for by_student in answers.values():
        by_student[SECOND] = by_student[THIRD] = varied.renamed(by_student[FIRST])
    pairs = {pair.students for pair in compared(answers)}
    assert pairs == set(combinations((FIRST, SECOND, THIRD), 2))


def test_one_short_answer_in_common_is_no_sign():
    answers = varied.independent_class(60, seed=0)
    answers["pow-vjp"][SECOND] = answers["pow-vjp"][FIRST]
    assert compared(answers) == []


def test_what_everybody_was_given_does_not_count():
    answers = varied.independent_class(60, seed=0)
    given = set()
    for by_student in answers.values():
        by_student[SECOND] = by_student[FIRST]
        given |= code_fragments(by_student[FIRST])
    assert compared(answers)
    assert compared(answers, given) == []


def test_what_many_have_in_common_does_not_count():
    answers = varied.independent_class(60, seed=0)
    for by_student in answers.values():
        for student in list(by_student)[:20]:
            by_student[student] = by_student[FIRST]
    assert compared(answers) == []


def test_of_a_class_of_nine_nothing_is_said():
    answers = varied.independent_class(9, seed=0)
    for by_student in answers.values():
        by_student[SECOND] = by_student[FIRST]
    assert compared(answers) == []


def test_pairs_by_chance_are_as_many_as_is_said(monkeypatch):
    """With a bound of one pair a class, independent classes give about that and no more."""
    monkeypatch.setattr(similarity, "EXPECTED", 1.0)
    found = [len(compared(varied.independent_class(60, seed))) for seed in range(20)]
    assert 0 < sum(found) <= 20 + 3 * math.sqrt(20)


def test_to_share_more_is_never_less_surprising():
    """Not even where only one pair shares little, and several share much."""
    students = [f"student {i:02}" for i in range(40)]
    parts = {who: {f"{who} alone"} for who in students}
    for place, much in enumerate([3, 9, 9, 9, 9]):
        for who in students[2 * place : 2 * place + 2]:
            parts[who] = {f"{place} {k}" for k in range(much)}
    answers = {
        f"question {i}": {who: frozenset(f"{i} {part}" for part in parts[who]) for who in students}
        for i in range(4)
    }
    *much, little = unlikely_pairs(answers)
    assert len(much) == 4
    assert little.students == (students[0], students[1])
    assert little.expected >= much[-1].expected


def test_twice_the_class_is_about_twice_the_work(monkeypatch):
    work = []

    def counted(*arguments):
        pairs = list(combinations(*arguments))
        work[-1] += len(pairs)
        return pairs

    monkeypatch.setattr(similarity, "combinations", counted)
    for students in (200, 400):
        work.append(0)
        compared(varied.independent_class(students, seed=0))
    assert 0 < work[0] < work[1] < 3 * work[0]


def test_code_that_cannot_be_read_to_its_end_is_compared_up_to_there():
    torn = "def f(x):\n    return x + 1 * 2 - 3 / x + (4"
    assert code_fragments(torn) & code_fragments("def g(y):\n    return y + 1 * 2 - 3 / y")
    assert code_fragments("\x00 ¿ \\") is not None


def test_an_empty_answer_has_nothing_to_share():
    assert code_fragments("") == code_fragments("# later\n'''text'''\n") == prose_fragments("!")
    assert not code_fragments("")
