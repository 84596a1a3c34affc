"""Names in a cell, by its text: those it reads, and those an answer makes and as what."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from functools import cache

from autograde.sandbox.host.cell_names import plain_python


@cache
def parsed(source: str) -> ast.Module:
    """The syntax tree of a cell, its magics as calls; an empty one if it is no Python."""
    try:
        return ast.parse(plain_python(source))
    except SyntaxError:
        return ast.Module([], [])


@cache
def read(source: str) -> frozenset[str]:
    r"""The names that a cell reads, also within its functions.

    >>> sorted(read("y = f(x)\ndef g(a): return a + b"))
    ['a', 'b', 'f', 'x']
    """
    return frozenset(
        node.id
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


@cache
def made(source: str) -> dict[str, str]:
    r"""The names that a cell makes at its top level, each with what it is; not what it imports.

    >>> made("import numpy as np\nclass A: pass\ndef f(x): y = x\ng, h = lambda: 1, 2")
    {'A': 'class', 'f': 'function', 'g': 'value', 'h': 'value'}
    """
    found = {}
    for node in _top_level(parsed(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = "function"
        elif isinstance(node, ast.ClassDef):
            found[node.name] = "class"
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = "value"
    return found


@cache
def taken(source: str) -> frozenset[str]:
    r"""The names that a cell reads and gives a value nowhere, not even within a function.

    >>> sorted(taken("import a\ny = f(a)\ndef g(b): return b + c"))
    ['c', 'f']
    """
    tree = parsed(source)
    stored = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return read(source) - stored - arguments - imported(source) - made(source).keys()


@cache
def imported(source: str) -> frozenset[str]:
    r"""The names that a cell's import statements make, star imports aside.

    >>> sorted(imported("import a.b, numpy as np\nfrom c import d as e, f\nfrom g import *"))
    ['a', 'e', 'f', 'np']
    """
    return frozenset(
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.name != "*"
    )


def called(sources: Iterable[str]) -> frozenset[str]:
    """The names that any of these cells calls.

    >>> sorted(called(["f(g)(1)", "h.k(2)"]))
    ['f']
    """
    return frozenset(
        node.func.id
        for source in sources
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def is_own(name: str) -> bool:
    """Whether a name is neither Python's nor the machinery's.

    >>> [is_own(name) for name in ("np", "len", "__name__")]
    [True, False, False]
    """
    return not hasattr(builtins, name) and not name.startswith("__")


def _top_level(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that are not within a function, a class or a comprehension."""
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.comprehension)
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, inner):
            yield from _top_level(child)
