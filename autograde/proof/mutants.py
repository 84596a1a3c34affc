"""Mutants of an answer: the same text with one small mistake, of the kind that people make."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from autograde.proof.bindings import parsed

MOST = 12  # mutants of one answer
Change = tuple[ast.AST, str]  # a node, and the text to take its place

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "/", ast.Mod: "//",
    ast.Pow: "*", ast.BitAnd: "|", ast.BitOr: "&", ast.LShift: ">>", ast.RShift: "<<",
}  # fmt: skip
_COMPARISONS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Lt: ("<=", ">"), ast.LtE: ("<", ">="), ast.Gt: (">=", "<"), ast.GtE: (">", "<="),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.In: ("not in",), ast.NotIn: ("in",),
    ast.Is: ("is not",), ast.IsNot: ("is",),
}  # fmt: skip
_ALIKE = {
    "sum": "max", "mean": "sum", "max": "min", "min": "max", "argmax": "argmin",
    "argmin": "argmax", "any": "all", "all": "any", "zeros": "ones", "ones": "zeros",
    "zeros_like": "ones_like", "ones_like": "zeros_like", "sin": "cos", "cos": "sin",
    "floor": "ceil", "ceil": "floor", "maximum": "minimum", "minimum": "maximum",
    "append": "extend", "std": "var", "var": "std", "startswith": "endswith",
}  # fmt: skip
_SYMMETRIC = {
    "max", "min", "maximum", "minimum", "isclose", "allclose", "add", "multiply", "hypot", "gcd",
    "array_equal", "logaddexp", "dot", "zip",
}  # fmt: skip
_CONVERSIONS = {
    "int", "float", "bool", "str", "list", "tuple", "dict", "array", "asarray", "float64",
}  # fmt: skip
_ORDERED = (ast.Sub, ast.Div, ast.Pow, ast.MatMult, ast.FloorDiv, ast.Mod)


@dataclass(frozen=True)
class Mutant:
    """An answer with one mistake.

    Parameters
    ----------
    source : str
        Its text.
    mistake : str
        What was written for what.
    """

    source: str
    mistake: str


def mutants(source: str, most: int = MOST) -> list[Mutant]:
    r"""Mutants of an answer, the same ones each time; none of what is no plain Python.

    >>> for mutant in mutants("def f(x):\n    return x + 1"):
    ...     print(mutant.mistake)
    `x - 1` for `x + 1` in line 2
    `x` for `x + 1` in line 2
    `2` for `1` in line 2
    `0` for `1` in line 2
    """
    found = {m.source: m for m in _all_mutants(source) if _is_other(m.source, source)}
    if len(found) <= most:
        return list(found.values())
    chosen = set(Random(source).sample(sorted(found), most))
    return [mutant for text, mutant in found.items() if text in chosen]


def _all_mutants(source: str) -> Iterator[Mutant]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in _nodes(tree):
        for old, new in _changes(node):
            before = ast.get_source_segment(source, old) or ""
            mistake = f"`{_brief(new)}` for `{_brief(before)}` in line {old.lineno}"  # type: ignore[attr-defined]
            yield Mutant(_replaced(source, old, new), mistake)


def _is_other(mutant: str, source: str) -> bool:
    """Whether a mutant is Python, and not the answer over again."""
    tree = parsed(mutant)
    return bool(tree.body) and ast.dump(tree) != ast.dump(parsed(source))


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes in which mistakes matter: no decorators, types, messages or formatted texts."""
    yield node
    skipped: set[int] = set()
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        skipped |= set(map(id, node.decorator_list))
    for name in ("annotation", "returns", "msg", "exc"):
        skipped.add(id(getattr(node, name, None)))
    for child in ast.iter_child_nodes(node):
        if id(child) not in skipped and not isinstance(child, ast.JoinedStr):
            yield from _nodes(child)


def _changes(node: ast.AST) -> Iterator[Change]:
    for kind, change in _KINDS:
        if isinstance(node, kind):
            yield from change(node)


def _arithmetic(node: ast.BinOp) -> Iterator[Change]:
    left, right = _operand(node.left), _operand(node.right)
    if type(node.op) in _OPERATORS:
        yield node, f"{left} {_OPERATORS[type(node.op)]} {right}"
    if isinstance(node.op, _ORDERED):
        yield node, f"{right} {_symbol(node.op)} {left}"
    yield node, left


def _sign(node: ast.UnaryOp) -> Iterator[Change]:
    if isinstance(node.op, ast.USub | ast.Not):
        yield node, ast.unparse(node.operand)


def _comparison(node: ast.Compare) -> Iterator[Change]:
    if len(node.ops) == 1:
        for operator in _COMPARISONS.get(type(node.ops[0]), ()):
            yield node, f"{_operand(node.left)} {operator} {_operand(node.comparators[0])}"


def _and_or(node: ast.BoolOp) -> Iterator[Change]:
    other = " or " if isinstance(node.op, ast.And) else " and "
    yield node, other.join(map(_operand, node.values))


def _number(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield node, str(not node.value)
    elif isinstance(node.value, int | float):
        yield node, repr(node.value + 1)
        yield node, repr(node.value - 1)


def _call(node: ast.Call) -> Iterator[Change]:
    args = [ast.unparse(arg) for arg in node.args]
    keywords = [ast.unparse(keyword) for keyword in node.keywords]
    name = ast.unparse(node.func)
    if len(args) > 1 and _called(node) not in _SYMMETRIC:
        yield node, f"{name}({', '.join([args[1], args[0], *args[2:], *keywords])})"
    if name == "range":
        *first, stop = args[:2]
        yield node, f"range({', '.join([*first, f'{stop} - 1', *args[2:]])})"
        if len(args) == 1:
            yield node, f"range(1, {stop})"
    for i, keyword in enumerate(node.keywords):
        if keyword.arg in ("axis", "keepdims", "reverse", "key"):
            rest = keywords[:i] + keywords[i + 1 :]
            yield node, f"{name}({', '.join([*args, *rest])})"


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _name(node: ast.Name | ast.Attribute) -> Iterator[Change]:
    if isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield node, ast.unparse(node.value)
        elif node.attr in _ALIKE:
            yield node, f"{_operand(node.value)}.{_ALIKE[node.attr]}"
    elif node.id in _ALIKE and isinstance(node.ctx, ast.Load):
        yield node, _ALIKE[node.id]


def _result(node: ast.Return) -> Iterator[Change]:
    value = node.value
    if isinstance(value, ast.Tuple) and len(value.elts) > 1:
        first, second, *rest = map(ast.unparse, value.elts)
        yield value, ", ".join([second, first, *rest])
        yield value, first
    elif isinstance(value, ast.Call) and value.args and _called(value) not in _CONVERSIONS:
        yield value, ast.unparse(value.args[0])


def _text(node: ast.Assign | ast.Return) -> Iterator[Change]:
    if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        yield node.value, repr(node.value.value + "?")


def _addition(node: ast.AugAssign) -> Iterator[Change]:
    target, value = ast.unparse(node.target), ast.unparse(node.value)
    yield node, f"{target} = {value}"
    if type(node.op) in _OPERATORS:
        yield node, f"{target} {_OPERATORS[type(node.op)]}= {value}"


def _condition(node: ast.If | ast.IfExp) -> Iterator[Change]:
    yield node.test, f"not ({ast.unparse(node.test)})"


def _filters(node: ast.comprehension) -> Iterator[Change]:
    for test in node.ifs:
        yield test, f"not ({ast.unparse(test)})"


def _dropped(node: ast.stmt) -> Iterator[Change]:
    """Statements without which the rest still runs."""
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call):
        return
    if isinstance(node, ast.Assign) and any(
        isinstance(t, ast.Name | ast.Tuple) for t in node.targets
    ):
        return
    if not (isinstance(node, ast.If) and node.orelse):
        yield node, "pass"


_KINDS: tuple[tuple[type | tuple[type, ...], Callable[..., Iterator[Change]]], ...] = (
    (ast.BinOp, _arithmetic),
    (ast.UnaryOp, _sign),
    (ast.Compare, _comparison),
    (ast.BoolOp, _and_or),
    (ast.Constant, _number),
    (ast.Call, _call),
    ((ast.Name, ast.Attribute), _name),
    (ast.Return, _result),
    ((ast.Assign, ast.Return), _text),
    (ast.AugAssign, _addition),
    ((ast.If, ast.IfExp), _condition),
    (ast.comprehension, _filters),
    ((ast.Expr, ast.Assign, ast.AugAssign, ast.If, ast.Raise, ast.Delete), _dropped),
)


def _operand(node: ast.expr) -> str:
    """The text of an expression, in brackets where it needs them."""
    text = ast.unparse(node)
    closed = (
        ast.Name | ast.Constant | ast.Call | ast.Attribute | ast.Subscript | ast.List | ast.Dict
    )
    return text if isinstance(node, closed) else f"({text})"


def _symbol(operator: ast.operator) -> str:
    one = ast.Name("x")
    return ast.unparse(ast.BinOp(one, operator, one)).split()[1]


def _replaced(source: str, node: ast.AST, text: str) -> str:
    """The source with other text for a node; in brackets, if it is part of an expression."""
    lines = source.encode().splitlines(keepends=True)
    at = partial(_offset, lines)
    start = at(node.lineno, node.col_offset)  # type: ignore[attr-defined]
    end = at(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    new = text if isinstance(node, ast.stmt) else f"({text})"
    whole = b"".join(lines)
    return (whole[:start] + new.encode() + whole[end:]).decode()


def _offset(lines: list[bytes], line: int, column: int) -> int:
    return sum(map(len, lines[: line - 1])) + column


def _brief(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
