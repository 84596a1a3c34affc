"""From a typed formula to a graph of the engine, without ever calling `eval`."""

from __future__ import annotations

import ast
import operator
import re
from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Tensor

LONGEST, MOST_OPERATIONS = 200, 40

FUNCTIONS = ChainMap({"max": table.maximum, "min": table.minimum}, table.FUNCTIONS)

BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip


# What is copied from a sentence or a picture means what it says there.
AS_PRINTED = str.maketrans("−×·÷₀₁₂₃₄₅₆₇₈₉", "-**/0123456789")
POWER = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


class ExpressionError(ValueError):
    """What is wrong with a formula, in a sentence for the person who typed it."""


def names_in(expression: str) -> list[str]:
    """The variables of a formula in the order in which they come.

    >>> names_in("(x + y) * exp(z) + x")
    ['x', 'y', 'z']
    """
    tree = parse(expression)
    heads = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in heads]
    return list(dict.fromkeys(n.id for n in sorted(found, key=lambda n: n.col_offset)))


def trace(expression: str, values: Mapping[str, Any]) -> Tensor:
    """The tensor that a formula makes of its variables' values, with its graph.

    Numbers, names, ``+ - * / **``, brackets and the functions in `FUNCTIONS`.

    Raises
    ------
    ExpressionError
        If the formula cannot be read, is too long, or has no variable.

    Examples
    --------
    >>> trace("(x + y) * z", {"x": -2, "y": 5, "z": -4}).item()
    -12.0
    """
    leaves = {
        name: Tensor(np.asarray(values[name], dtype=float), requires_grad=True, name=pretty(name))
        for name in names_in(expression)
    }
    try:
        with np.errstate(all="ignore"):
            answer = value_of(parse(expression), leaves)
    except (OverflowError, ZeroDivisionError) as error:
        raise ExpressionError(f"This cannot be computed: {error}.") from None
    if not isinstance(answer, Tensor):
        raise ExpressionError("There is no variable in it: write a formula such as (x + y) * z.")
    return answer


def parse(expression: str) -> ast.expr:
    """The syntax tree of a formula of reasonable size."""
    if len(expression) > LONGEST:
        raise ExpressionError(f"That is longer than {LONGEST} characters.")
    if "^" in expression:
        raise ExpressionError("A power is written with two stars: x ** 2.")
    try:
        tree = ast.parse(as_typed(expression).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(
            f"“{expression}” is not a complete formula: look for an open bracket or a missing *."
        ) from None
    operations = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp | ast.UnaryOp | ast.Call)]
    if len(operations) > MOST_OPERATIONS:
        raise ExpressionError(f"That has more than {MOST_OPERATIONS} operations.")
    return tree


def as_typed(expression: str) -> str:
    """A formula with the signs of a keyboard in place of those of print.

    >>> as_typed("w₀ × x² − 1")
    'w0 * x**2 - 1'
    """
    plain = expression.translate(AS_PRINTED)
    return re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: f"**{power[0].translate(POWER)}", plain)


def value_of(node: ast.AST, leaves: Mapping[str, Tensor]) -> Any:
    """The value of one node of the syntax tree; whatever is not in the list is refused."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name):
            return leaf(name, leaves)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -value_of(inner, leaves)
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return value_of(inner, leaves)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            return real(BINARY[type(op)](value_of(left, leaves), value_of(right, leaves)))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return call(name, [value_of(a, leaves) for a in arguments])
    if isinstance(node, ast.Tuple):
        raise ExpressionError("A decimal has a point, as in 0.5; commas stand in calls only.")
    raise ExpressionError(f"“{ast.unparse(node)}” is not something a formula can hold here.")


def leaf(name: str, leaves: Mapping[str, Tensor]) -> Tensor:
    """The variable of that name, unless it is the name of a function."""
    if name in FUNCTIONS:
        raise ExpressionError(f"{name} is a function: write {name}(x).")
    return leaves[name]


def real(number: Any) -> Any:
    """`number`, unless Python made a complex one of it, as of (-1) ** 0.5."""
    if isinstance(number, complex):
        raise ExpressionError("A root of a negative number is not a real number.")
    return number


def call(name: str, arguments: list[Any]) -> Any:
    """The function of that name, called."""
    if name not in FUNCTIONS:
        raise ExpressionError(f"There is no function {name}; there are {', '.join(FUNCTIONS)}.")
    wanted = 2 if name in {"max", "min"} else 1
    if len(arguments) != wanted:
        raise ExpressionError(f"{name} takes {wanted} value{'s' * (wanted > 1)} in its brackets.")
    answer = FUNCTIONS[name](*arguments)
    return answer if isinstance(answer, Tensor) else float(answer)


def pretty(name: str) -> str:
    """A name as it is printed.

    >>> pretty("w10")
    'w₁₀'
    """
    lowered = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return re.sub(r"\d+$", lambda digits: digits[0].translate(lowered), name)
