"""What may be missing beside an expression that a learner wrote: a call, an index, an operand."""

from __future__ import annotations

import ast
from typing import Any

from chainrule.exercises.mistakes.repair.expressions import (
    Changes,
    Scope,
    is_value,
    like,
    name,
    text,
)

AROUND = (
    "len", "range", "enumerate", "reversed", "list", "sum", "max", "abs", "float", "int", "sorted",
    "np.sum", "np.mean", "np.exp", "np.log", "np.sqrt", "np.abs", "np.array", "np.max",
    "np.argmax", "np.zeros", "np.ones", "np.zeros_like", "np.ones_like", "np.diag", "np.tanh",
    "math.exp", "math.log", "round", "np.round", "np.sign", "np.cumsum", "np.ravel",
)  # fmt: skip
METHODS = ("copy()", "items()", "values()", "keys()", "pop()", "popleft()", "sum()", "mean()",
           "sum(axis=0)", "sum(axis=1)", "sum(axis=-1, keepdims=True)",
           "sum(axis=0, keepdims=True)",
           "max(axis=1)", "max(axis=0)", "max(axis=-1, keepdims=True)", "mean(axis=0)",
           "mean(axis=1)", "shape", "size", "ravel()", "reshape(-1, 1)", "max()", "min()",
           "std(axis=0)", "tolist()", "sort()", "any()", "all()")  # fmt: skip
PLACES = ("0", "-1", "1", "1:", ":-1", "::-1", ":, None", "None", "..., None", ":, 0", "..., 0",
          ":, 1")  # fmt: skip
NUMBERS = (1, 2)


def parsed(code: str) -> Any:
    """The tree of an expression."""
    return ast.parse(code, mode="eval").body


CALLS = [(one, parsed(one)) for one in AROUND]
ENDS = [parsed(f"_.{one}") for one in METHODS]
INDICES = [parsed(f"_[{one}]").slice for one in PLACES]


def put_into(tree: Any, node: Any) -> Any:
    """`_.f()` of another thing than `_`."""
    if isinstance(tree, ast.Call):
        return like(tree, func=put_into(tree.func, node))
    return like(tree, value=node)


def calls_and_indices(node: Any, scope: Scope) -> Changes:
    """A call around an expression, a method or an index after it; an argument or an item."""
    if is_value(node) or isinstance(node, ast.Tuple | ast.List | ast.ListComp | ast.Compare):
        said = f"{text(node)} alone does not do: there must be a call of something with it."
        for function in (*scope.calls, *(tree for _, tree in CALLS)):
            yield ast.Call(function, [node], []), said
        for end in ENDS:
            yield put_into(end, node), said
    if is_value(node) and not isinstance(node, ast.BinOp):
        said = f"after {text(node)} an index is missing."
        others = [name(one) for one in scope.names]
        before = [ast.BinOp(one, ast.Sub(), ast.Constant(1)) for one in others]
        for place in (*INDICES, *others, *before):
            yield ast.Subscript(node, place, ast.Load()), said
    if isinstance(node, ast.Call):
        said = f"an argument is missing in {text(node)}."
        for one in atoms(scope):
            yield like(node, args=[*node.args, one]), said
            yield like(node, args=[one, *node.args]), said
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for one in atoms(scope):
            said = f"something is missing in {text(node)}."
            yield like(node, elts=[*node.elts, one]), said
            yield like(node, elts=[one, *node.elts]), said


def atoms(scope: Scope) -> list[Any]:
    """Names and numbers."""
    return [*map(name, scope.names), *map(ast.Constant, (0, *NUMBERS, -1))]


def operands(node: Any, scope: Scope) -> Changes:
    """A second operand: a factor, a term, what it is divided by."""
    if not is_value(node) and not isinstance(node, ast.Constant):
        return
    said = f"{text(node)} alone does not do: there must be something added, multiplied or the like."
    for one in (*map(name, scope.names), *map(ast.Constant, NUMBERS)):
        for op in ast.Mult(), ast.Add(), ast.Sub(), ast.Div(), ast.MatMult(), ast.FloorDiv():
            yield ast.BinOp(node, op, one), said
        for op in ast.Sub(), ast.Div(), ast.MatMult():
            yield ast.BinOp(one, op, node), said
    yield ast.BinOp(node, ast.Pow(), ast.Constant(2)), said
