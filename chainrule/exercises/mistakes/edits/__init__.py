"""The slips of a pen: what may stand in place of a piece of a right answer, each with a sentence.

Each function takes a node of a syntax tree and yields pairs of another node and a sentence that
says what the difference is. `edits_of` knows which functions suit a node.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from chainrule.exercises.mistakes.edits.arithmetic import (
    BINARY,
    FORMED,
    brackets,
    constants,
    signs,
)
from chainrule.exercises.mistakes.edits.calls import attributes, calls, subscripts
from chainrule.exercises.mistakes.edits.choices import branches, choices, comparisons, conditions
from chainrule.exercises.mistakes.edits.lines import (
    additions,
    generators,
    influences,
    lists,
    loops,
    replacements,
    returned,
    whole_expressions,
)
from chainrule.exercises.mistakes.edits.nodes import Edits, Say

Names = tuple[str, ...]
PLAIN: dict[type, Callable[[Any, Say], Edits]] = {
    ast.Compare: comparisons,
    ast.UnaryOp: signs,
    ast.Constant: constants,
    ast.Call: calls,
    ast.Subscript: subscripts,
    ast.Attribute: attributes,
    ast.IfExp: choices,
    ast.BoolOp: conditions,
    ast.For: loops,
    ast.ListComp: generators,
    ast.GeneratorExp: generators,
    ast.DictComp: generators,
    ast.AugAssign: additions,
    ast.If: branches,
    ast.List: lists,
}


def is_argument(node: Any, parent: Any, arguments: Names) -> bool:
    """Whether a node reads an argument as a whole, or an item of one."""
    if getattr(parent, "value", None) is node and isinstance(parent, ast.Subscript):
        return False
    name: Any = node.value if isinstance(node, ast.Subscript) else node
    is_read = isinstance(name, ast.Name) and isinstance(getattr(node, "ctx", None), ast.Load)
    return is_read and name.id in arguments


def edits_of(
    node: Any, parent: Any, say: Say, arguments: Names, inside: Names, outputs: Names
) -> Edits:
    """All edits of this node; `inside` are names that are set in the function."""
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        yield from BINARY[type(node.op)](node, say)
    if isinstance(node, ast.BinOp) and type(node.op) in FORMED:
        yield from brackets(node, say)
    if isinstance(node, ast.Name):
        yield from replacements(node, say, (*arguments, *inside))
    if is_argument(node, parent, arguments):
        yield from influences(node, say)
    if isinstance(node, ast.Return):
        yield from returned(node, outputs)
    if type(node) in PLAIN:
        yield from PLAIN[type(node)](node, say)
    if isinstance(node, ast.expr):
        yield from whole_expressions(node, say)
