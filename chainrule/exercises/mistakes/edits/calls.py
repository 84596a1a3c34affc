"""Slips in calls of functions, in sizes and places."""

from __future__ import annotations

import ast
from copy import deepcopy
from typing import Any

from chainrule.exercises.mistakes.edits.nodes import (
    Edits,
    Say,
    binary,
    call,
    called,
    item_of,
    negative,
    number,
    part_of,
    renamed,
    with_arguments,
    with_keyword,
)
from chainrule.exercises.mistakes.words import FUNCTIONS, REDUCTIONS

SIMILAR = {
    "exp": ("log", "expm1"),
    "log": ("exp", "log2", "log10", "log1p"),
    "tanh": ("sin", "exp", "sign"),
    "sin": ("cos",),
    "cos": ("sin",),
    "sqrt": ("square", "abs"),
    "square": ("abs", "sqrt"),
    "abs": ("square",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "max": ("min",),
    "min": ("max",),
    "zeros": ("ones",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "ones": ("zeros",),
    "floor": ("ceil", "round"),
    "ceil": ("floor", "round"),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "any": ("all",),
    "all": ("any",),
    "cumsum": ("sum",),
    "std": ("var",),
    "var": ("std",),
    "logaddexp": ("add", "maximum"),
}
UNARY = ("exp", "log", "tanh", "sin", "cos", "expm1", "log1p")


def calls(node: Any, say: Say) -> Edits:
    """Of a call: another function, none, other arguments."""
    name, arguments = called(node), node.args
    if isinstance(node.func, ast.Attribute) and name in REDUCTIONS:
        yield from reductions(node, name)
    elif name in FUNCTIONS and arguments and not name.startswith(("zeros", "ones")):
        yield arguments[0], f"{FUNCTIONS[name]} is missing."
    if name in UNARY and arguments:
        inside = with_arguments(node, [negative(arguments[0]), *arguments[1:]])
        yield inside, f"The sign inside of {FUNCTIONS[name]} is the opposite one."
    words = {**FUNCTIONS, **REDUCTIONS}
    for other in SIMILAR.get(name, ()):
        yield (
            renamed(node, other),
            f"{words.get(other, other)} is taken; it must be {words.get(name, name)}.",
        )
    if name == "where" and len(arguments) == 3:
        condition, yes, no = arguments
        yield with_arguments(node, [condition, no, yes]), "The two cases have changed places."
        for one in (yes, no):
            yield (
                one,
                f"{say(one)} is taken everywhere, whatever {say(condition, 'the condition')} says.",
            )
    elif len(arguments) == 2 and name not in ("zip", "isinstance", "range"):
        swapped = f"{say(arguments[0])} and {say(arguments[1])} have changed places."
        yield with_arguments(node, arguments[::-1]), swapped
    if name in ("maximum", "minimum", "max", "min") and len(arguments) == 2:
        yield arguments[0], f"It is not bounded by {say(arguments[1], 'anything')}."
        yield arguments[1], f"It is {say(arguments[1], 'the bound')} always."
    yield from plain_functions(node, name, say)


def plain_functions(node: Any, name: str, say: Say) -> Edits:
    """Of Python's own functions."""
    if name == "reversed":
        yield node.args[0], "They are taken in the other order."
    elif name == "sorted":
        yield node.args[0], "They are not sorted."
    elif name == "clip":
        yield node.args[0], "Nothing is cut off."
    elif name == "int":
        yield node.args[0], "What stands behind the point is not cut off."
        yield call("round", node.args[0]), "It is rounded; what stands behind the point must go."
    elif name == "round":
        yield (
            call("int", node.args[0]),
            "What stands behind the point is cut off; it must be rounded.",
        )
        yield call("math.ceil", node.args[0]), "It is rounded up; the nearest number belongs there."
        yield node.args[0], "It is not rounded."
    elif name == "len":
        of = say(node.args[0], "it")
        yield (
            call("np.size", node.args[0]),
            f"All elements of {of} are counted; it must be the rows.",
        )
        columns = item_of(call("np.shape", node.args[0]), -1)
        yield columns, f"The columns of {of} are counted; it must be the rows."
        yield number(1), f"The number of rows of {of} has no influence."
        for step, words in ((1, "large"), (-1, "small")):
            yield binary(node, ast.Add(), number(step)), f"The length of {of} is 1 too {words}."
    elif name == "range":
        yield from ranges(node)
    elif name == "arange" and len(node.args) == 1:
        yield binary(node, ast.Add(), number(1)), "It is counted from 1; it must be from 0."
        end = binary(node.args[0], ast.Sub(), number(1))
        yield with_arguments(node, [end]), "The last number is missing."
    elif name == "zip" and len(node.args) == 2:
        for i in (0, 1):
            late = [part_of(call("list", a), 1) if j == i else a for j, a in enumerate(node.args)]
            yield with_arguments(node, late), "The pairs are shifted by one against each other."


def reductions(node: Any, name: str) -> Edits:
    """Of sums, means and the like: another one, another axis, the axis kept or lost."""
    is_method = getattr(node.func.value, "id", "") != "np"
    reduced = node.func.value if is_method else node.args[0]
    what = REDUCTIONS[name]
    numeric = ("sum", "mean", "max", "min", "prod")
    for other in numeric if name in numeric else ():
        if other != name:
            yield renamed(node, other), f"{REDUCTIONS[other]} is taken; it must be {what}."
    nothing = {"sum": "Nothing is summed.", "mean": "Nothing is averaged."}
    yield reduced, nothing.get(name, f"{what} is not taken.")
    keywords = {k.arg: k.value for k in node.keywords}
    along = ((0, "along axis 0"), (1, "along axis 1"), (-1, "along the last axis"))
    for axis, words in (*along, (..., "over everything")):
        given = literal(keywords["axis"]) if "axis" in keywords else ...
        if axis != given:
            yield with_keyword(node, "axis", axis), f"{what} is taken {words}, which is not right."
    if "keepdims" in keywords:
        lost = f"The axis along which {what} is taken gets lost (keepdims)."
        yield with_keyword(node, "keepdims", ...), lost
    elif "axis" in keywords:
        kept = f"The axis along which {what} is taken stays; it must go."
        yield with_keyword(node, "keepdims", True), kept
    if name in ("std", "var"):
        yield with_keyword(node, "ddof", 1), f"For {what} it is divided by n − 1; it must be n."
    if name in ("sum", "mean"):
        for place, words in ((0, "first"), (-1, "last")):
            yield item_of(reduced, place), f"Only the {words} is taken; it must be {what}."
        for low, high, words in ((1, None, "first"), (None, -1, "last")):
            new = deepcopy(node)
            if is_method:
                new.func.value = part_of(reduced, low, high)
            else:
                new.args[0] = part_of(reduced, low, high)
            yield new, f"The {words} is left out of {what}."


def ranges(node: Any) -> Edits:
    """Of a range: one more, one fewer, begun one later, one round only."""
    begin = node.args[0] if len(node.args) > 1 else number(0)
    end = node.args[min(1, len(node.args) - 1)]
    step = node.args[2] if len(node.args) > 2 else number(1)
    more, fewer = (binary(end, op, step) for op in (ast.Add(), ast.Sub()))
    later = binary(begin, ast.Add(), step)
    yield with_arguments(node, [begin, more, step]), "There is one round too many."
    yield with_arguments(node, [begin, fewer, step]), "The last round is missing."
    yield with_arguments(node, [later, end, step]), "The first round is missing."
    only = "There is only one round: is `return` inside of the loop?"
    yield with_arguments(node, [begin, later]), only
    if len(node.args) > 2:
        yield with_arguments(node, [begin, end]), "It goes on in steps of 1."


def subscripts(node: Any, say: Say) -> Edits:
    """Of a place or a slice."""
    if not isinstance(node.ctx, ast.Load):
        return
    of, place = say(node.value, "it"), node.slice
    at = literal(place)
    if isinstance(at, int):
        for other in (0, 1, -1, 2):
            if other != at:
                yield item_of(node.value, other), f"The wrong place of {of} is used: [{other}]."
    elif isinstance(place, ast.Name):
        yield node.value, f"{of} is taken as it is, without `[{place.id}]`."
        yield item_of(node.value, 0), f"The first one of {of} is used every time."
        for op, sign in ((ast.Sub(), "-"), (ast.Add(), "+")):
            new = deepcopy(node)
            new.slice = binary(place, op, number(1))
            yield new, f"`[{place.id} {sign} 1]` is used where `[{place.id}]` belongs."
    elif isinstance(place, ast.Tuple) and isinstance(literal(place.elts[-1]), int):
        column = literal(place.elts[-1])
        for other in (0, 1):
            if other != column:
                new = deepcopy(node)
                new.slice.elts[-1] = number(other)
                yield new, f"Column {other} of {of} is taken; it must be column {column}."
    elif isinstance(place, ast.Slice):
        yield node.value, f"All of {of} is used, where only a part of it belongs."
        low, high, step = place.lower, place.upper, place.step
        if step is not None:
            yield part_of(node.value, low, high), f"{of} is used in the other order."
        else:
            yield part_of(node.value, None, 1), f"Only the first of {of} is used."
            yield part_of(node.value, -1), f"Only the last of {of} is used."
            yield part_of(node.value, None, -1), f"The last of {of} is left out, and no other."
            yield part_of(node.value, 1), f"The first of {of} is left out, and no other."
        for op, late in ((ast.Add(), "late"), (ast.Sub(), "early")):
            begin = binary(low or number(0), op, number(1))
            if low is not None or late == "late":
                said = f"The part of {of} begins one too {late}."
                yield part_of(node.value, begin, high, step), said
            if high is not None:
                end = binary(high, op, number(1))
                said = f"The part of {of} ends one too {late}."
                yield part_of(node.value, low, end, step), said
        if high is None and step is None:
            yield part_of(node.value, low, -1), f"The last of {of} is left out."


def literal(node: Any) -> Any:
    """The value of a literal; None of anything else."""
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def attributes(node: Any, say: Say) -> Edits:
    """Of `.T` and sizes."""
    of = say(node.value, "a matrix")
    if node.attr == "T":
        yield node.value, f"{of} is not transposed."
    elif node.attr == "size":
        yield call("len", node.value), f"The rows of {of} are counted; it must be all elements."
        yield number(1), f"The number of elements of {of} has no influence."
