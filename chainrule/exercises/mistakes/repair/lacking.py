"""What is lacking as a whole line: a name that no line sets, a list that no line fills."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from chainrule.exercises.attempt import Attempt
from chainrule.exercises.mistakes.repair.expressions import text

EMPTY = ("zeros", "zeros_like", "empty", "empty_like", "dict", "list", "set", "ones_like", "ones")


def unknown_name(tried: Attempt) -> str:
    """The name that does not exist where a call stopped for this reason; else nothing.

    >>> from chainrule.exercises.attempt import attempt
    >>> from chainrule.exercises.part import Case
    >>> unknown_name(attempt(lambda: gradient, Case(())))
    'gradient'
    """
    failure = tried.failure
    if failure is None or failure.mistake not in ("raises NameError", "raises UnboundLocalError"):
        return ""
    found = re.search(r"'(\w+)'", failure.sentence)
    return found[1] if found else ""


def unfilled(tree: ast.FunctionDef) -> Iterator[tuple[str, Any]]:
    r"""Names of what is begun empty and never changed, each with its line.

    >>> tree = ast.parse("def f(x):\n out = []\n return out").body[0]
    >>> [(name, line.lineno) for name, line in unfilled(tree)]
    [('out', 2)]
    """
    for line in ast.walk(tree):
        if isinstance(line, ast.Assign):
            for name, value in begun(line):
                if is_empty(value) and touches(tree, name) == 1:
                    yield name, line


def begun(line: ast.Assign) -> Iterator[tuple[str, Any]]:
    """The names that a line sets, and to what."""
    target, value = line.targets[0], line.value
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its in zip(target.elts, value.elts, strict=False):
            if isinstance(one, ast.Name):
                yield one.id, its


def is_empty(value: Any) -> bool:
    """Whether this is something that is to be filled: an empty list, zeros."""
    if isinstance(value, ast.List | ast.Dict):
        return not (value.elts if isinstance(value, ast.List) else value.keys)
    return isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in EMPTY


def touches(tree: ast.AST, name: str) -> int:
    """How often a name is set, or something is put into what it stands for."""
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load):
            count += 1
        elif isinstance(node, ast.alias):
            count += name == (node.asname or node.name)
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            count += stem(node) == name
        elif isinstance(node, ast.Call):
            is_method = isinstance(node.func, ast.Attribute) and stem(node.func) == name
            handed_on = any(stem(one) == name for one in node.args)
            count += is_method or (handed_on and not is_plain(node))
    return count


def stem(node: Any) -> str:
    """The name at the beginning of `name[i].x`."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_plain(node: ast.Call) -> bool:
    """Whether a call changes nothing in what it is given."""
    name = ast.unparse(node.func)
    return name.startswith(("np.", "math.")) or name in ("len", "list", "tuple", "zip", "reversed",
                                                         "sum", "sorted", "enumerate")  # fmt: skip


def said_of_unknown(name: str) -> str:
    """A sentence about a name that no line sets."""
    return f"No line gives `{name}` a value before it is used here."


def said_of_unfilled(name: str, line: Any) -> str:
    """A sentence about what stays empty."""
    return f"After {text(line)} no line puts anything into `{name}`."
