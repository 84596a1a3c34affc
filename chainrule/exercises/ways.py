"""Our way to write a part, and others: a shorter one, a faster one, and the engine's own."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from timeit import Timer
from typing import Any

import numpy as np

from chainrule import engine, table
from chainrule.engine import Operation
from chainrule.exercises.mistakes.variants import parsed
from chainrule.exercises.part import Part, copy_of

WORTH_TELLING = 1.3  # times faster
REPEATS, ROUNDS = 5, 20
SECONDS = 0.01  # for a round: of what takes longer there is one call in it


def ways(part: Part, function: Callable[..., Any]) -> tuple[tuple[str, str], ...]:
    """Titles and code of a shorter way, a faster way, and the engine's own line.

    >>> from chainrule.exercises.parts import parts
    >>> def mul_vjp(g, y, a, b):
    ...     for_a = np.multiply(g, b)
    ...     for_b = np.multiply(g, a)
    ...     return for_a, for_b
    >>> for title, code in ways(parts["mul.vjp"], mul_vjp)[-1:]:
    ...     print(f"{title}: {code[:35]}")
    in the engine: mul = Operation("mul", np.multiply,
    """
    found: dict[str, str] = {}
    for title, code in (*shorter(part, function), *faster(part, function), *of_engine(part)):
        found[code] = f"{found[code]}, {title}" if code in found else title
    return tuple((title, code) for code, title in found.items() if code)


def solution(part: Part) -> tuple[str, str]:
    """Why our answer to a part is right, and its code.

    >>> from chainrule.exercises.parts import parts
    >>> why, code = solution(parts["exp.vjp"])
    >>> print(code)
    def exp_vjp(g, y, x):
        return g * y
    """
    ours = part.solution or next(iter(part.models), None)
    return part.why, code_of(part, ours) if ours else ""


def shorter(part: Part, function: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """The shortest model, if it is shorter than this function."""
    try:
        mine = length(ast.parse(textwrap.dedent(inspect.getsource(function))))
    except (OSError, TypeError, SyntaxError):
        return
    best = min(part.models, key=lambda model: length(parsed(model)), default=None)
    if best is not None and length(parsed(best)) < mine:
        yield "shorter", code_of(part, best)


def length(tree: ast.AST) -> int:
    """The number of names, numbers and operations in some code."""
    return sum(isinstance(node, ast.expr) for node in ast.walk(tree))


def faster(part: Part, function: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """The fastest model, if it is faster than this function on the largest visible input."""
    case = max(part.cases(), key=lambda case: sum(map(extent, case.inputs)))

    def seconds(f: Callable[..., Any]) -> float:
        timer = Timer(lambda: f(*inputs))
        (first,) = timer.repeat(1, 1)
        rounds = ROUNDS if ROUNDS * first < SECONDS else 1
        return min(timer.repeat(REPEATS, rounds)) / rounds

    inputs = copy_of(case.inputs)
    with np.errstate(all="ignore"):
        best = min(part.models, key=seconds, default=None)
        least = seconds(best) if best else 0.0  # the clock of a browser may say 0
        times = seconds(function) / least if least else 0.0
    if best is not None and times > WORTH_TELLING:
        yield f"{times:.1f} times as fast on the largest input of the check", code_of(part, best)


def extent(x: Any) -> int:
    """The amount of numbers in an input, or of text if it is no array."""
    return x.size if isinstance(x, np.ndarray) else len(str(x))


def code_of(part: Part, model: Callable[..., Any]) -> str:
    """The code of a model under the name that the part has in a notebook."""
    tree = parsed(model)
    arguments = ", ".join(a.arg for a in tree.args.args)
    body = textwrap.indent("\n".join(map(ast.unparse, tree.body)), "    ")
    return f"def {part.function}({arguments}):\n{body}"


def of_engine(part: Part) -> Iterator[tuple[str, str]]:
    """What stands in the engine where this part has its place."""
    reference = part.override and part.override.reference
    if isinstance(reference, Operation):
        yield "in the engine", entry(reference)
    elif callable(reference):
        yield "in the engine", textwrap.dedent(inspect.getsource(reference)).strip()


@cache
def entry(operation: Operation) -> str:
    """The entry of an operation, as it stands in the engine, its table, or a layer's module."""
    homes = {engine, table, *(inspect.getmodule(rule) for rule in operation.rules if rule)}
    for home in homes - {None}:
        source = inspect.getsource(home)  # type: ignore[arg-type]
        for line in ast.parse(source).body:
            made = getattr(line, "value", None)
            first = made.args[:1] if isinstance(made, ast.Call) else []
            if first and getattr(first[0], "value", None) == operation.name:
                return ast.get_source_segment(source, line) or ""
    return ""
