"""Slips in names, loops and what is returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from chainrule.exercises.mistakes.edits.nodes import (
    Edits,
    Say,
    binary,
    call,
    called,
    negative,
    number,
    part_of,
)


def replacements(node: Any, say: Say, names: tuple[str, ...]) -> Edits:
    """One name for another."""
    me = say(node, "")
    if node.id not in names or not isinstance(node.ctx, ast.Load) or not me:
        return
    for other in names:
        there = ast.Name(other, ast.Load())
        if other != node.id and say(there, ""):
            yield there, f"{say(there)} stands where {me} belongs."


def influences(node: Any, say: Say) -> Edits:
    """The sign of an argument, or of an item of one; it is left out, or counts otherwise."""
    me = say(node, "")
    if not me:
        return
    yield negative(node), f"The sign of {me} is the opposite one."
    yield call("np.ones_like", node), f"There is 1 where {me} belongs."
    yield call("np.zeros_like", node), f"There is 0 where {me} belongs."
    yield binary(number(2), ast.Mult(), node), f"{me} counts twice."
    yield binary(node, ast.Div(), number(2)), f"{me} counts half."
    yield binary(node, ast.Add(), number(1)), f"{me} is 1 too large."
    yield binary(node, ast.Sub(), number(1)), f"{me} is 1 too small."
    yield binary(node, ast.Mult(), node), f"{me} counts with its square."
    yield call("abs", node), f"The absolute value of {me} is taken."
    yield call("np.sign", node), f"Only the sign of {me} counts."


def lists(node: Any, say: Say) -> Edits:
    """Of a list that is written out: two that have changed places."""
    for i in range(len(node.elts) - 1 if isinstance(node.ctx, ast.Load) else 0):
        items = [*node.elts[:i], node.elts[i + 1], node.elts[i], *node.elts[i + 2 :]]
        a, b = say(items[i + 1]), say(items[i])
        yield ast.List(deepcopy(items), ast.Load()), f"{a} and {b} have changed places."


def whole_expressions(node: Any, say: Say) -> Edits:
    """The sign of a product or a call."""
    is_product = isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.MatMult | ast.Mult | ast.Div
    )
    name = say(node, "") if is_product or isinstance(node, ast.Call) else ""
    if name:
        yield negative(node), f"The sign of {name} is the opposite one."


def returned(node: Any, outputs: tuple[str, ...]) -> Edits:
    """Of what is returned: another order, one twice, one alone."""
    if not isinstance(node.value, ast.Tuple):
        return
    items, n = node.value.elts, len(node.value.elts)
    names = outputs if len(outputs) == n else tuple(f"output {i + 1}" for i in range(n))

    def back(*chosen: Any) -> ast.Return:
        return ast.Return(ast.Tuple([deepcopy(one) for one in chosen], ast.Load()))

    for i in range(n):
        for j in range(n):
            if i != j:
                twice = [*items[:i], items[j], *items[i + 1 :]]
                yield back(*twice), f"{names[i]} is the same as {names[j]}."
    for i in range(n):
        for j in range(i + 1, n):
            order = list(items)
            order[i], order[j] = order[j], order[i]
            yield back(*order), f"{names[i]} and {names[j]} have changed places."
    if n == 3:
        for first, second, third in ((2, 0, 1), (1, 2, 0)):
            yield back(items[first], items[second], items[third]), "All three are in another order."


ROUNDS: tuple[tuple[Any, Any, Any, str], ...] = (
    (None, 1, None, "Only the {} counts: is `return` inside of the loop?"),
    (1, None, None, "The {} is left out."),
    (None, -1, None, "The {1} is left out."),
    (None, None, -1, "They are taken in the other order, from the {3} to the {2}."),
    (-1, None, None, "Only the {1} counts."),
)


def rounds(node: Any, say: Say) -> Iterator[tuple[Any, str]]:
    """What a loop goes through: a part of it, or in the other order."""
    backwards = isinstance(node, ast.Call) and called(node) == "reversed"
    ends = ("last", "first") if backwards else ("first", "last")
    things = say(node, "")
    one = "one" if not things or things.startswith("`") else f"of {things}"
    for low, high, step, words in ROUNDS:
        said = words.format(*(f"{end} {one}" for end in ends), *ends)
        yield part_of(call("list", node), low, high, step), said


def loops(node: Any, say: Say) -> Edits:
    """Of a loop: one round only, one left out, the other order."""
    for some, words in rounds(node.iter, say):
        new = deepcopy(node)
        new.iter = some
        yield new, words


def generators(node: Any, say: Say) -> Edits:
    """Of a comprehension: the same, and a condition that is ignored."""
    for some, words in rounds(node.generators[0].iter, say):
        new = deepcopy(node)
        new.generators[0].iter = some
        yield new, words
    if node.generators[0].ifs:
        new = deepcopy(node)
        new.generators[0].ifs = []
        yield new, "A condition is missing: all of them are taken."


def additions(node: Any, say: Say) -> Edits:
    """Of `a += b`."""
    target = deepcopy(node.target)
    set_anew = ast.Assign([target], deepcopy(node.value), lineno=0)
    yield set_anew, "What was there before is overwritten; it must be added to."
    other = deepcopy(node)
    other.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    word = "taken off" if isinstance(node.op, ast.Add) else "added"
    yield other, f"{say(node.value, 'what comes')} is {word} each time."
