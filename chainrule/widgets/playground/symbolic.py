"""Formulas in place of arrays: what is done to one can be read, as a line of NumPy."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

ARITHMETIC: dict[str, type[ast.operator]] = {
    "add": ast.Add, "subtract": ast.Sub, "multiply": ast.Mult, "divide": ast.Div, "power": ast.Pow,
}  # fmt: skip
COMPARISONS: dict[str, type[ast.cmpop]] = {
    "greater": ast.Gt, "greater_equal": ast.GtE, "less": ast.Lt, "less_equal": ast.LtE,
    "equal": ast.Eq, "not_equal": ast.NotEq,
}  # fmt: skip


class Symbol(NDArrayOperatorsMixin):
    """The formula of an array; NumPy's functions make longer ones of it.

    >>> a = Symbol("a")
    >>> print(3 * (1 - np.tanh(a) ** 2) / np.where(a > 0, a, 1))
    3 * (1 - np.tanh(a) ** 2) / np.where(a > 0, a, 1)
    """

    def __init__(self, formula: str | ast.expr) -> None:
        self.tree = ast.parse(formula, mode="eval").body if isinstance(formula, str) else formula

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Symbol:
        """The formula of a universal function; written over itself, it is a new one too."""
        if method != "__call__" or options.keys() - {"out"}:
            raise TypeError(f"there is no formula for {ufunc.__name__}.{method} with {options}")
        return Symbol(application(ufunc.__name__, [tree_of(x) for x in inputs]))

    def __array_function__(self, function: Any, _: Any, inputs: Any, options: Any) -> Symbol:
        keywords = [ast.keyword(name, tree_of(x)) for name, x in options.items()]
        return Symbol(call(function.__name__, [tree_of(x) for x in inputs], keywords))

    def __str__(self) -> str:
        return ast.unparse(self.tree)


def application(name: str, inputs: list[ast.expr]) -> ast.expr:
    """The formula of a universal function of these, with its sign if it has one."""
    if name in ARITHMETIC:
        return ast.BinOp(inputs[0], ARITHMETIC[name](), inputs[1])
    if name in COMPARISONS:
        return ast.Compare(inputs[0], [COMPARISONS[name]()], inputs[1:])
    if name == "negative":
        return ast.UnaryOp(ast.USub(), inputs[0])
    return call("abs" if name == "absolute" else name, inputs)


def call(name: str, inputs: list[ast.expr], options: Sequence[ast.keyword] = ()) -> ast.expr:
    """The formula of a function of NumPy."""
    return ast.Call(ast.Attribute(ast.Name("np"), name), inputs, list(options))


def tree_of(x: Any) -> ast.expr:
    """An operand as it stands in a formula: a formula, or a number to seven digits."""
    if isinstance(x, Symbol):
        return x.tree
    number = np.asarray(x).item()
    return ast.Constant(float(f"{number:.7g}") if isinstance(number, float) else number)
