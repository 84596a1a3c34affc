"""Mutants: each kind of mistake is made, each mutant is Python, and none is the answer itself."""

import ast

import pytest

from autograde.proof.mutants import MOST, mutants

KINDS = {
    "operator": ("y = a - b", "y = (a + b)"),
    "operands": ("y = a @ b", "y = (b @ a)"),
    "a part of it": ("y = a * b", "y = (a)"),
    "comparison": ("y = a < b", "y = (a <= b)"),
    "turned round": ("y = a < b", "y = (a > b)"),
    "negation": ("y = not a", "y = (a)"),
    "sign": ("y = -a", "y = (a)"),
    "and": ("y = a and b", "y = (a or b)"),
    "one more": ("y = 3", "y = (4)"),
    "one less": ("y = 3", "y = (2)"),
    "truth": ("y = f(True)", "y = f((False))"),
    "word": ("y = 'a'", "y = ('a?')"),
    "arguments": ("y = f(a, b, c=1)", "y = (f(b, a, c=1))"),
    "range ends early": ("y = list(range(n))", "y = list((range(n - 1)))"),
    "range begins late": ("y = list(range(n))", "y = list((range(1, n)))"),
    "axis": ("y = x.sum(axis=1)", "y = x.sum(axis=(0))"),
    "no axis": ("y = x.sum(axis=1)", "y = (x.sum())"),
    "neighbour": ("y = np.max(x)", "y = (np.min)(x)"),
    "transposed": ("y = x.T", "y = (x)"),
    "first argument": ("def f(x):\n    return g(x)", "def f(x):\n    return (x)"),
    "order of results": ("def f():\n    return a, b", "def f():\n    return (b, a)"),
    "one result": ("def f():\n    return a, b", "def f():\n    return (a)"),
    "not added": ("y += x", "y = x"),
    "subtracted": ("y += x", "y -= x"),
    "condition": ("if a:\n    f()", "if (not (a)):\n    f()"),
    "filter": ("y = [x for x in z if x]", "y = [x for x in z if (not (x))]"),
    "call dropped": ("y.append(1)", "pass"),
    "item dropped": ("y[0] = 1", "pass"),
    "refusal dropped": ("if a:\n    raise E('no')", "if a:\n    pass"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_mistake_is_made(kind):
    source, mutant = KINDS[kind]
    assert mutant in {one.source for one in mutants(source, 99)}


EVERYTHING = "\n".join(source for source, _ in KINDS.values())


def test_every_mutant_is_python_and_not_the_answer():
    found = mutants(EVERYTHING, 999)
    trees = [ast.dump(ast.parse(one.source)) for one in found]
    assert len(found) > len(KINDS)
    assert ast.dump(ast.parse(EVERYTHING)) not in trees
    assert len(set(trees)) == len(trees)


def test_there_are_so_many_at_most_and_the_same_each_time():
    assert len(mutants(EVERYTHING)) == MOST
    assert mutants(EVERYTHING) == mutants(EVERYTHING)
    assert {one.source for one in mutants(EVERYTHING)} != {
        one.source for one in mutants(EVERYTHING + "\n")
    }


@pytest.mark.parametrize(
    "source",
    [
        '@check("mul", 3)\ndef f(): pass',
        "def f(x: 'int | 3'): pass",
        '"""A docstring, 3."""',
        "import numpy",
        "y = f'{3:4}'",
        "%matplotlib inline",
        "def unfinished(:",
    ],
)
def test_what_is_no_answer_is_left_alone(source):
    assert mutants(source) == []


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("def f(x):\n    return int(x)", "def f(x):\n    return (x)"),
        ("def f(x):\n    return np.asarray(x)", "def f(x):\n    return (x)"),
        ("y = np.maximum(a, b)", "y = (np.maximum(b, a))"),
        ("y = a + b", "y = (b + a)"),
    ],
)
def test_what_would_be_right_all_the_same_is_not_called_a_mistake(source, right):
    assert right not in {one.source for one in mutants(source, 99)}


@pytest.mark.parametrize("before", ["# größer\n", "α = β\n", "\n\n\r\n", "s = '€'; "])
def test_a_mistake_is_where_it_belongs_whatever_comes_before(before):
    assert any(one.source == before + "y = (a + b)" for one in mutants(before + "y = a - b", 99))
