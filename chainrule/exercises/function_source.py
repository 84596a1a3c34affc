"""The text of a function together with what it needs, so that it works in another notebook.

What a function needs are the names that it looks up: modules are imported again, helpers are kept
by their text, and plain values as they are now.
"""

from __future__ import annotations

import ast
import dis
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

PLAIN = (type(None), bool, int, str, bytes)
GROUPS: dict[type, str] = {list: "[]", tuple: "()", set: "{}"}
LARGEST = 1000  # numbers in an array that is kept
HOMES = ("numpy", "math", "builtins")  # of functions that do not say where they come from


class CannotKeep(Exception):
    """Something that a text cannot hold; the message is what it is."""


def self_contained(function: Callable[..., Any], source: str) -> str:
    r"""The source of a function after all that it needs.

    Raises
    ------
    CannotKeep
        If it needs something that is neither a module, nor a function, nor a plain value.

    Examples
    --------
    >>> scale = 0.5
    >>> def half(x):
    ...     return np.multiply(scale, x)
    >>> print(self_contained(half, "def half(x):\n    return np.multiply(scale, x)\n"))
    import numpy as np
    scale = 0.5
    def half(x):
        return np.multiply(scale, x)
    <BLANKLINE>
    """
    imports: list[str] = []
    definitions: list[str] = []
    known = {bound_name(source)}

    def follow(text: str, around: Mapping[str, Any]) -> None:
        for name in names_in(text):
            if name in known or name not in around:
                continue
            known.add(name)
            line, value = import_of(name, around[name]), around[name]
            if line:
                imports.append(line)
            else:
                definition = definition_of(name, value)
                follow(definition, surroundings(value))
                definitions.append(definition)

    follow(source, surroundings(function))
    return "\n".join([*imports, *definitions, source])


def names_in(text: str) -> Iterator[str]:
    """The names that a text looks up outside of its functions, first the first."""
    waiting: list[CodeType] = [compile(text, "<kept>", "exec")]
    while waiting:
        code = waiting.pop()
        for step in dis.get_instructions(code):
            if step.opname.startswith("LOAD") and step.opname.endswith(("NAME", "GLOBAL")):
                yield step.argval
        waiting += [x for x in code.co_consts if isinstance(x, CodeType)]


def bound_name(text: str) -> str:
    """The name that the last statement of a text binds; empty if it binds none.

    >>> bound_name("def f(x): return x"), bound_name("g = lambda x: x"), bound_name("1 / 0")
    ('f', 'g', '')
    """
    match ast.parse(text).body[-1:]:
        case [ast.FunctionDef(name=name) | ast.ClassDef(name=name)]:
            return name
        case [ast.Assign(targets=[ast.Name(id=name)])]:
            return name
    return ""


def surroundings(value: Any) -> Mapping[str, Any]:
    """The names that a function finds around it, and what they stand for."""
    value = inspect.unwrap(value) if callable(value) else value
    if isinstance(value, FunctionType):
        cells = zip(value.__code__.co_freevars, value.__closure__ or (), strict=True)
        return {**value.__globals__, **{k: c.cell_contents for k, c in cells if is_filled(c)}}
    if isinstance(value, type):
        return vars(sys.modules.get(value.__module__, ModuleType("")))
    return {}


def is_filled(cell: Any) -> bool:
    """Whether a variable of an outer function has a value by now."""
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


def import_of(name: str, value: Any) -> str:
    """The line that imports what a name stands for; empty if nothing can be imported."""
    if isinstance(value, ModuleType):
        if is_learners(value.__name__):
            raise CannotKeep(f"{name}, a file of your own")
        return f"import {value.__name__}" + (f" as {name}" if name != value.__name__ else "")
    called = getattr(value, "__name__", None)
    for home in (getattr(value, "__module__", None), *HOMES):
        there = sys.modules.get(home or "")
        if called and there and not is_learners(home) and vars(there).get(called) is value:
            return f"from {home} import {called}" + (f" as {name}" if called != name else "")
    return ""


def is_learners(module: str | None) -> bool:
    """Whether a module is a notebook, or a file that another notebook may not find."""
    top = (module or "__main__").partition(".")[0]
    file = getattr(sys.modules.get(top), "__file__", None) or ""
    standard = top in sys.stdlib_module_names and top != "__main__"
    return not (standard or top == "chainrule" or "-packages" in file)


def definition_of(name: str, value: Any) -> str:
    """The text that gives a name its value."""
    if isinstance(value, FunctionType) and value.__name__ == "<lambda>":
        return f"{name} = {text_of_lambda(name, value)}"
    if isinstance(value, type) or isinstance(inspect.unwrap(value), FunctionType):
        text = text_of(name, value)
        own = bound_name(text)
        return text if own == name else f"{text}\n{name} = {own}"
    try:
        return f"{name} = {literal(name, value)}"
    except RecursionError:
        raise CannotKeep(f"{name}, which holds itself") from None


def text_of(name: str, value: Any) -> str:
    """The source of a function or class, without the decorator that submits it."""
    try:
        text = textwrap.dedent(inspect.getsource(value)).rstrip()
        node = ast.parse(text).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        raise CannotKeep(f"{name}, whose text is not to be found") from None
    lines = text.splitlines()
    for one in getattr(node, "decorator_list", []):
        if "implements" in ast.unparse(one):
            lines[one.lineno - 1 : one.end_lineno] = [""] * (one.end_lineno - one.lineno + 1)
    return "\n".join(line for line in lines if line)


def text_of_lambda(name: str, value: Any) -> str:
    """The source of a lambda, if it is the only one in its lines."""
    try:
        text = textwrap.dedent(inspect.getsource(value))
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Lambda)]
    except (OSError, TypeError, SyntaxError):
        found = []
    if len(found) != 1:
        raise CannotKeep(f"{name}, a lambda whose text is not to be found")
    return ast.unparse(found[0])


def literal(name: str, value: Any) -> str:
    """A plain value, as one writes it.

    >>> literal("w", {"rate": (0.1, float("inf"))}), literal("x", np.arange(2.0))
    ("{'rate': (0.1, float('inf'))}", "numpy.array([0.0, 1.0], dtype='<f8')")
    """
    kind = type(value)
    if kind in PLAIN:
        return repr(value)
    if kind in (float, complex):
        return repr(value) if np.isfinite(value) else f"{kind.__name__}('{value}')"
    if isinstance(value, np.generic) and value.dtype.kind in "biufc":
        return f"numpy.dtype('{value.dtype.str}').type({literal(name, value.item())})"
    if kind is np.ndarray and value.dtype.kind in "biufc" and value.size <= LARGEST:
        text = f"numpy.array({literal(name, value.tolist())}, dtype='{value.dtype.str}')"
        return text if value.size else f"{text}.reshape({value.shape})"
    if kind is dict:
        items = (f"{literal(name, k)}: {literal(name, v)}" for k, v in value.items())
        return "{" + ", ".join(items) + "}"
    if kind is set and not value:
        return "set()"
    if kind in GROUPS:
        inside = ", ".join(literal(name, x) for x in value)
        comma = "," if kind is tuple and len(value) == 1 else ""
        return GROUPS[kind][0] + inside + comma + GROUPS[kind][1]
    what = "array that is large or holds objects" if kind is np.ndarray else kind.__name__
    raise CannotKeep(f"{name}, {'an' if what[0] in 'aeiou' else 'a'} {what}")
