"""Names that a cell uses and names that it binds, by its text."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from IPython.core.inputtransformer2 import TransformerManager

_DRAWS = re.compile(r"\brandom\.(?!default_rng|Generator|RandomState|SeedSequence)|\brandom import")


@cache
def plain_python(source: str) -> str:
    """A cell's text with IPython's magics turned into calls."""
    return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]


@cache
def used(source: str) -> frozenset[str]:
    r"""The global names that a cell looks up, also within its functions.

    >>> sorted(used("y = f(x)\ndef g(a): return a + b"))
    ['b', 'f', 'x']
    """
    top = _table(source)
    found = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    for table in _inner(top):
        found |= {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    return frozenset(found - set(dir(builtins)))


@cache
def bound(source: str) -> frozenset[str]:
    r"""The global names that a cell gives a value, imports of all of a module included.

    >>> sorted(bound("import numpy as np\ny = f(x)\ndef g(a): b = a"))
    ['g', 'np', 'y']
    >>> "sqrt" in bound("from math import *")
    True
    """
    found = {s.get_name() for s in _table(source).get_symbols() if s.is_assigned()}
    return frozenset(found | imported(source))


@cache
def imported(source: str) -> frozenset[str]:
    r"""The global names that a cell imports.

    >>> sorted(imported("import os.path\nif True:\n    from math import sqrt as root"))
    ['os', 'root']
    """
    found: set[str] = set()
    for node in _imports(source):
        for alias in node.names:
            if alias.name == "*" and isinstance(node, ast.ImportFrom):
                found |= _public(node.module or "")
            else:
                found.add(alias.asname or alias.name.partition(".")[0])
    return frozenset(found)


@cache
def imports(source: str) -> str:
    r"""The import statements of a cell that stand outside of functions.

    >>> imports("import os\nx = 1\ndef f():\n    import sys")
    'import os'
    """
    return "\n".join(ast.unparse(node) for node in _imports(source))


@cache
def definitions(source: str) -> str:
    r"""What a test cell defines without running anything: imports, functions and classes.

    >>> print(definitions("import os\nx = f(1)\ndef close(a, b): return abs(a - b) < 1e-9"))
    import os
    def close(a, b):
        return abs(a - b) < 1e-09
    """
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defined = [node for node in _tree(source).body if isinstance(node, kinds)]
    return "\n".join(filter(None, [imports(source), *map(ast.unparse, defined)]))


@cache
def classes(source: str) -> frozenset[str]:
    r"""The classes that a cell defines.

    >>> classes("class Node:\n    pass")
    frozenset({'Node'})
    """
    return frozenset(n.name for n in _tree(source).body if isinstance(n, ast.ClassDef))


@cache
def defined(source: str) -> frozenset[str]:
    r"""The names that a cell binds by definitions and assignments, and does not import.

    >>> sorted(defined("import os\nx = 1\ndef f(): ..."))
    ['f', 'x']
    """
    return bound(source) - imported(source)


@cache
def assigned_attributes(source: str) -> frozenset[tuple[str, str]]:
    """The attributes that a cell assigns to, each behind the names that lead to it.

    >>> assigned_attributes("np.linalg.inv = None")
    frozenset({('np.linalg', 'inv')})
    """
    nodes = ast.walk(_tree(source))
    stored = [n for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)]
    return frozenset((ast.unparse(n.value), n.attr) for n in stored if _is_chain(n.value))


def _is_chain(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_chain(node.value))


@cache
def look_at(source: str) -> None:
    """Find out all that is known here about a cell."""
    if is_python(source):
        for look in (used, defined, definitions, classes, assigned_attributes):
            look(source)


def draws(source: str) -> bool:
    """Whether a cell seems to draw from the generators of random numbers that all code shares.

    >>> draws("x = np.random.rand(3)"), draws("rng = np.random.default_rng(0)")
    (True, False)
    """
    return bool(_DRAWS.search(source))


def is_python(source: str) -> bool:
    """Whether a cell's text can be read: a stub may have gaps that a student has to fill in."""
    try:
        _tree(source)
    except (SyntaxError, ValueError):
        return False
    return True


def source_of(name: str, cells: list[str]) -> str | None:
    r"""The text of a function or a class, if the last of these cells to bind its name defines it.

    >>> source_of("f", ["def f(x): return x", "x = 1"])
    'def f(x): return x\n'
    >>> source_of("f", ["def f(x): return x", "f = abs"])
    """
    for cell in reversed([cell for cell in cells if is_python(cell)]):
        lines = plain_python(cell).splitlines()
        for node in reversed(_tree(cell).body):
            if name not in bound(ast.unparse(node)):
                continue
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                return None
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            return "\n".join(lines[first - 1 : node.end_lineno]) + "\n"
    return None


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(plain_python(source))


@cache
def _table(source: str) -> symtable.SymbolTable:
    return symtable.symtable(plain_python(source), "cell", "exec")


def _imports(source: str) -> list[ast.Import | ast.ImportFrom]:
    found: list[ast.Import | ast.ImportFrom] = []

    def look(nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.append(node)
            elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = [n for n in ast.iter_child_nodes(node) if isinstance(n, ast.stmt)]
                handlers = [s for h in getattr(node, "handlers", ()) for s in h.body]
                look(inner + handlers)

    look(_tree(source).body)
    return found


def _public(module: str) -> set[str]:
    """The names that ``from module import *`` binds."""
    try:
        found = import_module(module)
    except Exception:  # the cell itself will say so
        return set()
    names = getattr(found, "__all__", None)
    return set(names or (name for name in vars(found) if not name.startswith("_")))


def _inner(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner(child)
