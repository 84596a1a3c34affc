"""What may belong in the place of an expression that a learner wrote, and what is wrong with it.

Each function takes a node and yields another one, and a sentence about the first.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from chainrule.exercises.messages import shorten

Changes = Iterator[tuple[Any, str]]
ENDLESS = ("c_", "r_", "s_", "index_exp", "mgrid", "ogrid")  # NumPy's: read as lists, no end
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.FloorDiv, ast.Mod)
ONE_SIDED = (ast.Sub, ast.Div, ast.MatMult, ast.FloorDiv, ast.Mod, ast.Pow)
ORDERS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
QUESTIONS = (ast.In, ast.NotIn), (ast.Is, ast.IsNot)
ALIKE = (
    ("sum", "mean", "max", "min", "prod", "std", "var", "median", "cumsum", "norm"),
    ("argmax", "argmin", "argsort", "max", "min"),
    ("any", "all", "sum"),
    ("exp", "log", "expm1", "log1p", "log2", "log10", "tanh", "sqrt", "square", "abs", "sign"),
    ("sin", "cos", "tan", "tanh", "sinh", "cosh"),
    ("floor", "ceil", "round", "trunc", "rint", "int", "float"),
    ("maximum", "minimum", "add", "multiply", "logaddexp", "subtract", "divide", "outer", "dot"),
    ("zeros", "ones", "empty", "full", "eye", "identity"),
    ("zeros_like", "ones_like", "empty_like", "copy"),
    ("hstack", "vstack", "column_stack", "stack", "concatenate", "dstack"),
    ("append", "extend", "add", "remove", "insert"),
    ("pop", "popleft", "copy", "append", "remove"),
    ("repeat", "tile", "broadcast_to"),
    ("diag", "array", "diagonal", "diagflat"),
    ("list", "reversed", "sorted", "tuple", "set", "enumerate", "zip"),
    ("greater", "greater_equal", "less", "less_equal", "equal", "not_equal"),
    ("items", "keys", "values"),
    ("shape", "size", "ndim", "T"),
    ("setdefault", "get", "pop"),
)
AXES: tuple[Any, ...] = (0, 1, -1, None)


@dataclass(frozen=True)
class Scope:
    """What else a function speaks of: its ingredients.

    Parameters
    ----------
    names : tuple of str
        Of its arguments and variables, and of what it uses from outside.
    calls : tuple of node
        The functions that it calls.
    """

    names: tuple[str, ...]
    calls: tuple[Any, ...] = ()


def text(node: Any) -> str:
    """A piece of code for a sentence."""
    return f"`{shorten(' '.join(ast.unparse(node).split()))}`"


def like(node: Any, **fields: Any) -> Any:
    """A node like this one, but for some fields."""
    new = copy(node)
    for field, value in fields.items():
        setattr(new, field, value)
    return new


def name(identifier: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(identifier, ast.Load())


def exchanged(items: list[Any], i: int) -> list[Any]:
    """A list in which an item and the next one have changed places."""
    return [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def binary(node: Any, scope: Scope) -> Changes:
    """Of two operands."""
    for other in OPERATORS:
        if not isinstance(node.op, other):
            yield like(node, op=other()), f"the operator between the two in {text(node)} is wrong."
    if is_small(node.right) and not isinstance(node.op, ast.Pow):
        yield like(node, op=ast.Pow()), f"the operator between the two in {text(node)} is wrong."
    if isinstance(node.op, ONE_SIDED):
        turn = like(node, left=node.right, right=node.left)
        yield turn, f"the two sides of {text(node)} have changed places."
    if isinstance(node.op, ast.MatMult):
        both = like(node, left=turned(node.left), right=turned(node.right))
        yield both, f"a factor of {text(node)} is turned the wrong way (transposed)."
    yield node.left, f"{text(node.right)} does not belong in {text(node)}."
    yield node.right, f"{text(node.left)} does not belong in {text(node)}."


def is_small(node: Any) -> bool:
    """Whether this is a number that something may be raised to."""
    return isinstance(node, ast.Constant) and node.value in (2, 3, 0.5)


def turned(node: Any) -> Any:
    """The transpose; of a transpose the matrix itself."""
    is_turned = isinstance(node, ast.Attribute) and node.attr == "T"
    return node.value if is_turned else ast.Attribute(node, "T", ast.Load())


def unary(node: Any, scope: Scope) -> Changes:
    """Of a minus, and of a not."""
    what = {ast.USub: "the minus", ast.Not: "`not`", ast.Invert: "`~`"}.get(type(node.op), "the +")
    yield node.operand, f"{what} before {text(node.operand)} does not belong there."


def comparison(node: Any, scope: Scope) -> Changes:
    """Of a comparison."""
    said = f"the comparison {text(node)} is not the right one."
    for i, op in enumerate(node.ops):
        kinds = next((two for two in (ORDERS, *QUESTIONS) if type(op) in two), ())
        for other in kinds:
            if not isinstance(op, other):
                yield like(node, ops=[*node.ops[:i], other(), *node.ops[i + 1 :]]), said


def logic(node: Any, scope: Scope) -> Changes:
    """Of `and` and `or`."""
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield like(node, op=other), f"`and` and `or` have changed places in {text(node)}."
    for i, value in enumerate(node.values):
        rest = [*node.values[:i], *node.values[i + 1 :]]
        kept = rest[0] if len(rest) == 1 else like(node, values=rest)
        yield kept, f"the condition {text(value)} does not belong there."


def constant(node: Any, scope: Scope) -> Changes:
    """Of a number, or True and False."""
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value), f"`{value}` is the wrong one of True and False."
    elif isinstance(value, int | float):
        others: list[Any] = [0, 1, -1, 2, value + 1, value - 1, 2 * value, value / 2, -value]
        others += [int(value / 2)] if isinstance(value, int) else []
        for other in {repr(one): one for one in others if repr(one) != repr(value)}.values():
            yield ast.Constant(other), f"the number {value} is not the right one."


def identifier(node: Any, scope: Scope) -> Changes:
    """Of a name."""
    if isinstance(node.ctx, ast.Load):
        for other in scope.names:
            if other != node.id:
                yield name(other), f"in place of `{node.id}` something else belongs."
        for number in 0, 1:
            yield ast.Constant(number), f"in place of `{node.id}` something else belongs."
    yield from family(node, node.id, lambda other: name(other))


def family(node: Any, word: str, renamed: Callable[[str], Any]) -> Changes:
    """Of a function: others of its kind."""
    for other in dict.fromkeys(one for kind in ALIKE if word in kind for one in kind):
        if other != word:
            yield (
                renamed(other),
                f"{text(node)} is not what belongs there, but another of its kind.",
            )


def attribute(node: Any, scope: Scope) -> Changes:
    """Of `.T`, of a size, of a function of NumPy."""
    if node.attr == "T":
        yield node.value, f"{text(node.value)} is turned the wrong way (transposed)."
    yield from family(node, node.attr, lambda other: like(node, attr=other))


def call(node: Any, scope: Scope) -> Changes:
    """Of a call: its arguments, keywords, and itself."""
    for i in range(len(node.args) - 1):
        said = f"the arguments of {text(node)} stand in the wrong order."
        yield like(node, args=exchanged(node.args, i)), said
    if isinstance(node.func, ast.Attribute) and not is_module(node.func.value):
        yield node.func.value, f"`.{node.func.attr}()` does not belong there."
    if isinstance(node.func, ast.Name):
        yield node.func, f"`{node.func.id}` must not be called in {text(node)}."
    if len(node.args) == 1:
        yield node.args[0], f"the call of {text(node.func)} does not belong there."
    for i, argument in enumerate(node.args if len(node.args) > 1 else []):
        rest = [*node.args[:i], *node.args[i + 1 :]]
        yield like(node, args=rest), f"the argument {text(argument)} does not belong there."
    yield from keywords(node)


def is_module(node: Any) -> bool:
    """Whether this is, most likely, the name of a module."""
    return ast.unparse(node) in ("np", "numpy", "math", "np.linalg", "np.random", "numpy.linalg")


def keywords(node: Any) -> Changes:
    """Of the keywords of a call: dropped, another axis, an axis that is kept."""
    given = {word.arg for word in node.keywords}
    for i, word in enumerate(node.keywords):
        others = [*node.keywords[:i], *node.keywords[i + 1 :]]
        said = f"`{ast.unparse(word)}` does not belong in {text(node)}."
        yield like(node, keywords=others), said
        if word.arg == "axis":
            for axis in AXES:
                new = ast.keyword("axis", ast.Constant(axis))
                changed = [*node.keywords[:i], new, *node.keywords[i + 1 :]]
                yield like(node, keywords=changed), f"the axis in {text(node)} is the wrong one."
    last = ast.unparse(node.func).rpartition(".")[2]
    if not any(last in kind for kind in (ALIKE[0], ALIKE[1], ALIKE[2], ALIKE[9])):
        return
    kept = ast.keyword("keepdims", ast.Constant(True))
    for axis in () if "axis" in given else (0, 1, -1):
        new = ast.keyword("axis", ast.Constant(axis))
        for more in [new], [new, kept]:
            said = f"in {text(node)} it is not said along which axis."
            yield like(node, keywords=[*node.keywords, *more]), said
    if "axis" in given and "keepdims" not in given:
        said = f"in {text(node)} the axis gets lost that must stay (`keepdims`)."
        yield like(node, keywords=[*node.keywords, kept]), said


def is_endless(node: Any) -> bool:
    """Whether this is one of NumPy's tools that are only ever indexed.

    >>> [is_endless(ast.parse(text, mode="eval").body) for text in ("np.c_", "np.c_[x]", "x")]
    [True, False, False]
    """
    return (getattr(node, "attr", "") or getattr(node, "id", "")) in ENDLESS


def subscript(node: Any, scope: Scope) -> Changes:
    """Of a place or a slice."""
    said, place = f"the index in {text(node)} is the wrong one.", node.slice
    if not is_endless(node.value):
        yield node.value, f"the index after {text(node.value)} does not belong there."
    if isinstance(place, ast.Tuple) and len(place.elts) > 1:
        turn = like(node, slice=like(place, elts=place.elts[::-1]))
        yield turn, f"the order of the axes in {text(node)} is the wrong one."
        for one in place.elts:
            yield like(node, slice=one), said
    if not isinstance(place, ast.Slice | ast.Tuple):
        for op in ast.Add(), ast.Sub():
            yield like(node, slice=ast.BinOp(place, op, ast.Constant(1))), said
        every = ast.Slice(None, None, None)
        for pair in [every, place], [place, every], [place, ast.Constant(None)]:
            yield like(node, slice=ast.Tuple(pair, ast.Load())), said


def part(node: Any, scope: Scope) -> Changes:
    """Of the bounds of a slice."""
    said = f"the part `[{ast.unparse(node)}]` begins or ends at the wrong place."
    one, back = ast.Constant(1), ast.Constant(-1)
    for bound in "lower", "upper", "step":
        old = getattr(node, bound)
        others: list[Any] = [one, back, *map(name, scope.names)] if old is None else [None]
        if old is not None and bound != "step":
            others += [ast.BinOp(old, op, one) for op in (ast.Add(), ast.Sub())]
            others += [ast.UnaryOp(ast.USub(), old)]
        for other in others:
            yield like(node, **{bound: other}), said
    if node.lower is None or node.upper is None:
        yield like(node, lower=node.upper, upper=node.lower), said


def choice(node: Any, scope: Scope) -> Changes:
    """Of `a if c else b`."""
    turn = like(node, body=node.orelse, orelse=node.body)
    yield turn, f"the two cases have changed places in {text(node)}."
    for kept in node.body, node.orelse:
        yield kept, f"there must be no `if` in {text(node)}."


def sequence(node: Any, scope: Scope) -> Changes:
    """Of a tuple or a list that is written out."""
    if not isinstance(node.ctx, ast.Load):
        return
    for i in range(len(node.elts) - 1):
        said = f"the order in {text(node)} is the wrong one."
        yield like(node, elts=exchanged(node.elts, i)), said
    for i, item in enumerate(node.elts):
        rest = [*node.elts[:i], *node.elts[i + 1 :]]
        yield like(node, elts=rest), f"{text(item)} does not belong in {text(node)}."
    if len(node.elts) == 1:
        yield node.elts[0], f"there must be no brackets around {text(node.elts[0])}."


def comprehension(node: Any, scope: Scope) -> Changes:
    """Of the condition in a comprehension."""
    for i, test in enumerate(node.ifs):
        rest = [*node.ifs[:i], *node.ifs[i + 1 :]]
        yield like(node, ifs=rest), f"the condition {text(test)} does not belong there."


PLAIN: dict[type, Callable[[Any, Scope], Changes]] = {
    ast.BinOp: binary,
    ast.UnaryOp: unary,
    ast.Compare: comparison,
    ast.BoolOp: logic,
    ast.Constant: constant,
    ast.Name: identifier,
    ast.Attribute: attribute,
    ast.Call: call,
    ast.Subscript: subscript,
    ast.Slice: part,
    ast.IfExp: choice,
    ast.Tuple: sequence,
    ast.List: sequence,
    ast.comprehension: comprehension,
}


def changes_of(node: Any, scope: Scope) -> Changes:
    """What may belong there that is no longer, or hardly."""
    if type(node) in PLAIN:
        yield from PLAIN[type(node)](node, scope)
    if is_value(node) and not isinstance(node, ast.UnaryOp):
        yield ast.UnaryOp(ast.USub(), node), f"a minus before {text(node)} is missing."
    if is_value(node) and not (isinstance(node, ast.Attribute) and node.attr == "T"):
        said = f"{text(node)} is turned the wrong way (transposed)."
        yield ast.Attribute(node, "T", ast.Load()), said
    if isinstance(node, ast.Compare | ast.BoolOp | ast.Name | ast.Call):
        said = f"the condition {text(node)} is turned round."
        yield ast.UnaryOp(ast.Not(), node), said
        yield ast.UnaryOp(ast.Invert(), node), said


def is_value(node: Any) -> bool:
    """Whether this may stand for a number or an array."""
    kinds = ast.Name | ast.BinOp | ast.Call | ast.Subscript | ast.Attribute | ast.IfExp
    is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    return isinstance(node, kinds) and is_read
