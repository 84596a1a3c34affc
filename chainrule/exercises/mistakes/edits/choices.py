"""Slips in comparisons and conditions."""

from __future__ import annotations

import ast
from copy import deepcopy
from typing import Any

from chainrule.exercises.mistakes.edits.nodes import Edits, Say, binary, call, number
from chainrule.exercises.mistakes.words import number_in_words

STRICT: dict[Any, Any] = {ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt}
MIRROR: dict[Any, Any] = {ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Lt: ast.Gt, ast.LtE: ast.GtE}
OPPOSITE: dict[Any, Any] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def comparisons(node: Any, say: Say) -> Edits:
    """Of a comparison."""
    op, border = type(node.ops[0]), node.comparators[0]
    a, b = say(node.left), say(border)

    def by(other: Any, left: Any = node.left, right: Any = border) -> ast.Compare:
        return ast.Compare(deepcopy(left), [other()], [deepcopy(right)])

    if op in STRICT:
        yield (
            by(STRICT[op]),
            f"Exactly at the border, where {a} is equal to {b}, it decides wrongly.",
        )
        around = f"The comparison of {a} with {b} is the other way round."
        yield by(STRICT[MIRROR[op]]), around
        yield by(MIRROR[op]), around
        yield by(op, call("abs", node.left)), f"The size of {a} is compared, without its sign."
        cut = f"{a} is cut to a whole number before it is compared."
        yield by(op, call("np.trunc", node.left)), cut
        for step in (0.5, 1, -1):
            value = getattr(border, "value", None)
            if isinstance(value, int | float):
                moved: Any = number(value + step)
                there = number_in_words(value + step)
            else:
                moved = binary(border, ast.Add(), number(step))
                there = f"{b} {'−' if step < 0 else '+'} {number_in_words(abs(step))}"
            yield by(op, right=moved), f"{a} is compared with {there}; it must be {b}."
        gap = binary(node.left, ast.Sub(), border)
        zero = getattr(border, "value", None) == 0
        yield node.left if zero else gap, f"This is {a} itself; it is not compared with {b}."
        of = a if zero else f"{a} minus {b}"
        yield call("np.sign", gap), f"This is the sign of {of}: −1, 0 or 1."
        yield by(ast.Eq), f"It asks whether {a} and {b} are equal."
        yield by(ast.NotEq), f"It asks whether {a} and {b} differ."
    elif op in OPPOSITE:
        yield by(OPPOSITE[op]), f"The comparison of {a} with {b} is turned round."
    if op in (ast.Eq, ast.NotEq):
        for other, sign in ((ast.Gt, ">"), (ast.Lt, "<"), (ast.GtE, "≥"), (ast.LtE, "≤")):
            yield by(other), f"{a} is compared with {b} by {sign}; it must be by equality."


def choices(node: Any, say: Say) -> Edits:
    """Of `a if c else b`."""
    test = say(node.test, "a condition")
    yield node.body, f"The case in which {test} does not hold is missing."
    yield node.orelse, f"The case in which {test} holds is missing."
    swapped = ast.IfExp(deepcopy(node.test), deepcopy(node.orelse), deepcopy(node.body))
    yield swapped, "The two cases have changed places."


def conditions(node: Any, say: Say) -> Edits:
    """Of `and` and `or`."""
    for kept in node.values:
        lost = [say(value, "a second one") for value in node.values if value is not kept]
        yield kept, f"Of the conditions, {lost[0]} is missing."
    other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    word = "one is enough here" if isinstance(node.op, ast.And) else "all must hold here"
    yield ast.BoolOp(other, deepcopy(node.values)), f"Of the conditions, {word}."


def branches(node: Any, say: Say) -> Edits:
    """Of `if`."""
    test = say(node.test, "a condition")
    for new, words in (
        (number(True), f"It behaves as if {test} always held."),
        (number(False), f"It behaves as if {test} never held."),
        (ast.UnaryOp(ast.Not(), deepcopy(node.test)), f"What depends on {test} is turned round."),
    ):
        other = deepcopy(node)
        other.test = new
        yield other, words
