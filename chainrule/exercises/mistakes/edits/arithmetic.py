"""Slips in sums, products, powers, signs and numbers."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from chainrule.exercises.mistakes.edits.nodes import Edits, Say, binary, negative, number, turned
from chainrule.exercises.mistakes.words import number_in_words


def sums(node: Any, say: Say) -> Edits:
    """Of a sum."""
    a, b = say(node.left), say(node.right)
    yield binary(node.left, ast.Sub(), node.right), f"{b} is taken off; it must be added."
    yield binary(node.right, ast.Sub(), node.left), f"{a} is taken off; it must be added."
    yield node.left, f"{b} is not added."
    yield node.right, f"{a} is not added."
    both = binary(node.left, ast.Mult(), node.right)
    yield both, f"{a} and {b} are multiplied; they must be added."
    yield binary(node, ast.Add(), node.right), f"{b} is added twice."
    yield binary(node, ast.Add(), node.left), f"{a} is added twice."


def differences(node: Any, say: Say) -> Edits:
    """Of a difference."""
    a, b = say(node.left), say(node.right)
    yield binary(node.left, ast.Add(), node.right), f"{b} is added; it must be taken off."
    turn = binary(node.right, ast.Sub(), node.left)
    yield turn, f"The difference of {a} and {b} is the other way round."
    yield node.left, f"{b} is not taken off."
    if not isinstance(node.right, ast.Constant):
        yield node.right, f"Only {b} is left; that from which it is taken off is missing."
    yield negative(node.right), f"{a} is missing in a difference."
    both = binary(node.left, ast.Mult(), node.right)
    yield both, f"{a} is multiplied by {b}, which must be taken off."
    yield binary(node, ast.Sub(), node.right), f"{b} is taken off twice."


def products(node: Any, say: Say) -> Edits:
    """Of a product."""
    a, b = say(node.left, "a factor"), say(node.right, "a factor")
    yield node.left, not_multiplied(a, b)
    yield node.right, not_multiplied(b, a)
    yield binary(node, ast.Mult(), node.right), f"The factor {b} is in it twice."
    yield binary(node, ast.Mult(), node.left), f"The factor {a} is in it twice."
    over = "It is divided by {}; it must be multiplied by it."
    yield binary(node.left, ast.Div(), node.right), over.format(b)
    yield binary(node.right, ast.Div(), node.left), over.format(a)
    together = f"{a} and {b} are added; they must be multiplied."
    yield binary(node.left, ast.Add(), node.right), together
    off = f"{b} is taken off from {a}; the two must be multiplied."
    yield binary(node.left, ast.Sub(), node.right), off
    yield binary(node.left, ast.Pow(), node.right), f"{a} is raised to the power of {b}."


def not_multiplied(a: str, b: str) -> str:
    """A sentence about the product of a and b in which b is missing.

    >>> not_multiplied("the score", "`g`"), not_multiplied("a factor", "`g`")
    ('the score is not multiplied by `g`.', 'The factor `g` is missing.')
    """
    return f"The factor {b} is missing." if a == "a factor" else f"{a} is not multiplied by {b}."


def quotients(node: Any, say: Say) -> Edits:
    """Of a quotient."""
    a, b = say(node.left, "a number"), say(node.right, "a number")
    yield node.left, f"It is not divided by {b}."
    yield node.right, f"{a} is missing: this is {b} alone."
    times = f"It is multiplied by {b}; it must be divided by it."
    yield binary(node.left, ast.Mult(), node.right), times
    turn = binary(node.right, ast.Div(), node.left)
    yield turn, f"The quotient of {a} and {b} is upside down."
    yield binary(node, ast.Div(), node.right), f"It is divided by {b} twice."
    yield binary(number(1), ast.Div(), node.right), f"{a} is missing above {b}."
    yield binary(node.left, ast.FloorDiv(), node.right), "The quotient is rounded down."
    yield binary(node.left, ast.Sub(), node.right), f"{b} is taken off; it must divide."
    yield binary(node.left, ast.Add(), node.right), f"{b} is added; it must divide."


def whole_quotients(node: Any, say: Say) -> Edits:
    """Of a quotient in whole numbers."""
    yield binary(node.left, ast.Div(), node.right), "The quotient is not rounded down."
    up = negative(binary(negative(node.left), ast.FloorDiv(), node.right))
    yield up, "The quotient is rounded up; it must be rounded down."
    yield binary(node.left, ast.Mod(), node.right), "The remainder is taken for the quotient."
    yield node.left, f"It is not divided by {say(node.right, 'a number')}."


def remainders(node: Any, say: Say) -> Edits:
    """Of a remainder."""
    yield binary(node.left, ast.FloorDiv(), node.right), "The quotient is taken for the remainder."
    yield node.left, f"The remainder after division by {say(node.right, 'a number')} is not taken."


def matrix_products(node: Any, say: Say) -> Edits:
    """Of a matrix product."""
    a, b = say(node.left, "a factor"), say(node.right, "a factor")
    swapped = f"{a} and {b} stand in the other order in the matrix product."
    yield binary(node.right, ast.MatMult(), node.left), swapped
    side = "{} is turned the wrong way (transposed)."
    yield binary(turned(node.left), ast.MatMult(), node.right), side.format(a)
    yield binary(node.left, ast.MatMult(), turned(node.right)), side.format(b)
    both = binary(turned(node.left), ast.MatMult(), turned(node.right))
    yield both, f"{a} and {b} are both turned the wrong way (transposed)."
    back = binary(turned(node.right), ast.MatMult(), turned(node.left))
    yield back, "The result lies on its side (transposed)."
    single = f"{a} and {b} are multiplied element by element; a matrix product belongs there."
    yield binary(node.left, ast.Mult(), node.right), single
    yield node.left, not_multiplied(a, b)
    yield node.right, not_multiplied(b, a)


def powers(node: Any, say: Say) -> Edits:
    """Of a power."""
    a, b = say(node.left, "the base"), say(node.right, "the exponent")
    yield node.left, f"{a} is not raised to a power."
    for op, words in ((ast.Add(), "large"), (ast.Sub(), "small")):
        exponent = binary(node.right, op, number(1))
        yield binary(node.left, ast.Pow(), exponent), f"The exponent of {a} is 1 too {words}."
    times = f"{a} is multiplied by {b}; it must be raised to this power."
    yield binary(node.left, ast.Mult(), node.right), times
    yield binary(node.right, ast.Pow(), node.left), "Base and exponent have changed places."
    yield (
        binary(node.left, ast.Pow(), negative(node.right)),
        f"The exponent of {a} has the opposite sign.",
    )


FORMED: dict[type, str] = {
    ast.Add: "the sum",
    ast.Sub: "the difference",
    ast.Mult: "the product",
    ast.Div: "the quotient",
    ast.MatMult: "the matrix product",
}


def brackets(node: Any, say: Say) -> Edits:
    """Of two operations after each other: the brackets elsewhere."""
    outer, left, right = node.op, node.left, node.right

    def said(first: ast.operator, then: ast.operator) -> str:
        before, after = FORMED[type(first)], FORMED[type(then)]
        return f"The brackets are set wrongly: {before} is formed before {after}."

    if type(getattr(right, "op", None)) in FORMED and type(right.op) is not type(outer):
        new = binary(binary(left, outer, right.left), right.op, right.right)
        yield new, said(outer, right.op)
    if type(getattr(left, "op", None)) in FORMED and type(left.op) is not type(outer):
        new = binary(left.left, left.op, binary(left.right, outer, right))
        yield new, said(outer, left.op)


def signs(node: Any, say: Say) -> Edits:
    """Of a minus, and of a not."""
    if isinstance(node.op, ast.USub):
        yield node.operand, f"The minus before {say(node.operand)} is missing."
    elif isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand, f"The condition {say(node.operand, 'there')} is turned round."


def constants(node: Any, say: Say) -> Edits:
    """Of a number, or True and False."""
    value = node.value
    if isinstance(value, bool):
        yield number(not value), f"There is {not value} where {value} belongs."
    elif isinstance(value, int | float):
        others = [value + 1, value - 1, 2 * value, -value, 0, value / 2, 1, value + 0.5]
        for other in dict.fromkeys(others):
            if other != value:
                new, old = number_in_words(other), number_in_words(value)
                yield number(other), f"There is {new} where {old} belongs."


BINARY: dict[type, Callable[[Any, Say], Edits]] = {
    ast.Add: sums,
    ast.Sub: differences,
    ast.Mult: products,
    ast.Div: quotients,
    ast.FloorDiv: whole_quotients,
    ast.Mod: remainders,
    ast.MatMult: matrix_products,
    ast.Pow: powers,
}
