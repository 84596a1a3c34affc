"""Nodes of a syntax tree, made of others."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

Say = Callable[..., str]
Edits = Iterator[tuple[ast.AST, str]]


def binary(left: Any, op: ast.operator, right: Any) -> ast.BinOp:
    """`left op right`."""
    return ast.BinOp(deepcopy(left), op, deepcopy(right))


def negative(node: Any) -> ast.UnaryOp:
    """Minus `node`."""
    return ast.UnaryOp(ast.USub(), deepcopy(node))


def number(value: Any) -> ast.Constant:
    """A number."""
    return ast.Constant(value)


def turned(node: Any) -> Any:
    """The transpose; of a transpose the matrix itself."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return deepcopy(node.value)
    return ast.Attribute(deepcopy(node), "T", ast.Load())


def call(name: str, *arguments: Any) -> ast.Call:
    """`name(*arguments)`."""
    function: Any = ast.parse(name, mode="eval").body
    return ast.Call(function, [deepcopy(a) for a in arguments], [])


def called(node: Any) -> str:
    """The name of what is called."""
    return str(getattr(node.func, "attr", None) or getattr(node.func, "id", ""))


def renamed(node: Any, name: str) -> Any:
    """The same call of another function."""
    new = deepcopy(node)
    if isinstance(new.func, ast.Attribute):
        new.func.attr = name
    else:
        new.func = ast.Name(name, ast.Load())
    return new


def with_arguments(node: Any, arguments: list[Any]) -> ast.Call:
    """The same call with other arguments."""
    return ast.Call(deepcopy(node.func), deepcopy(arguments), deepcopy(node.keywords))


def with_keyword(node: Any, name: str, value: Any) -> Any:
    """The same call with this keyword; without it if the value is an Ellipsis."""
    new = deepcopy(node)
    new.keywords = [k for k in new.keywords if k.arg != name]
    if value is not ...:
        new.keywords.append(ast.keyword(name, ast.Constant(value)))
    return new


def part_of(node: Any, low: Any = None, high: Any = None, step: Any = None) -> ast.Subscript:
    """`node[low:high:step]`."""
    bounds: Any = [number(v) if isinstance(v, int) else deepcopy(v) for v in (low, high, step)]
    return ast.Subscript(deepcopy(node), ast.Slice(*bounds), ast.Load())


def item_of(node: Any, place: int) -> ast.Subscript:
    """`node[place]`."""
    return ast.Subscript(deepcopy(node), number(place), ast.Load())
