"""The programs of right answers: a function as text, with the helpers that it calls."""

import ast
import json
import linecache
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from inspect import getsource
from pathlib import Path
from typing import Any

from chainrule.exercises.parts import parts
from tests.exercises.answers import right
from tests.exercises.answers.others import rights

SOLUTIONS = Path(__file__).parents[3] / "solutions"
ANSWER = "answer"  # the name of the function in each program


@dataclass(frozen=True)
class Program:
    """A right answer as text.

    Parameters
    ----------
    part : str
        What it answers.
    source : str
        Its helpers, then a function that is called ``answer``.
    names : dict
        What else it uses: modules and constants.
    """

    part: str
    source: str
    names: dict[str, Any] = field(repr=False, compare=False)

    def function(self) -> Callable[..., Any]:
        """The right answer, made anew."""
        return compiled(self.source, self)


def compiled(source: str, program: Program) -> Callable[..., Any]:
    """The answer that a text defines."""
    names = dict(program.names) | {"__name__": f"answer to {program.part}"}
    file = f"<answer to {program.part}, {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that "is" stands beside a number
        exec(compile(source, file, "exec"), names)
    made: Callable[..., Any] = names[ANSWER]
    return made


@cache
def programs() -> dict[str, list[Program]]:
    """The right answers to each part, from the solutions, the tests and from strangers."""
    solved = dict(solutions())
    found = {}
    for part in parts:
        functions = [*right[part], *rights[part]]
        some = [solved[part], *filter(None, (program_of(part, one) for one in functions))]
        found[part] = [*{program.source: program for program in some}.values()]
    return found


def solutions() -> Iterator[tuple[str, Program]]:
    """What the solved notebooks define under `@implements`."""
    for path in sorted(SOLUTIONS.glob("*/*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        nodes = [node for text in code for node in parsed(text)]
        names: dict[str, Any] = {}
        imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(imports, []), str(path), "exec"), names)
        helpers = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
        for node in helpers.values():
            for decorator in map(ast.unparse, node.decorator_list):
                if decorator.startswith("implements("):
                    part = ast.literal_eval(decorator.removeprefix("implements"))
                    yield part, program(part, node, helpers, names)


def parsed(text: str) -> list[ast.stmt]:
    """The statements of a cell; none of one with magics."""
    try:
        return ast.parse(text).body
    except SyntaxError:
        return []


def program_of(part: str, function: Callable[..., Any]) -> Program | None:
    """The program of a function in a module; None of one that another function has made."""
    if not isinstance(function, types.FunctionType) or function.__closure__:
        return None
    module = import_module(function.__module__)
    helpers, nodes = functions_in(function.__module__)
    return program(part, node_of(function, nodes), helpers, vars(module))


@cache
def functions_in(module: str) -> tuple[dict[str, ast.FunctionDef], list[Any]]:
    """The functions of a module that have a name, and all of its functions."""
    tree = ast.parse(getsource(import_module(module)))
    named = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    named.pop("_", None)
    return named, [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)]


def node_of(function: types.FunctionType, nodes: list[Any]) -> ast.FunctionDef | ast.Lambda:
    """The text of a function: the smallest one around all that its code has come from."""
    code = function.__code__
    places = [(line, column) for line, _, column, _ in code.co_positions() if line and column]
    around = [
        node
        for node in nodes
        if all(begin(node) <= place <= end(node) for place in places)
        and [argument.arg for argument in node.args.args] == [*code.co_varnames[: code.co_argcount]]
    ]
    return max(around, key=begin)


def begin(node: Any) -> tuple[int, int]:
    return node.lineno, node.col_offset


def end(node: Any) -> tuple[int, int]:
    return node.end_lineno, node.end_col_offset


def program(part: str, node: Any, helpers: dict[str, Any], names: dict[str, Any]) -> Program:
    """The text of a function and, before it, of the helpers that it needs, without docstrings."""
    body = [ast.Return(node.body)] if isinstance(node, ast.Lambda) else node.body
    answer = ast.FunctionDef(ANSWER, node.args, body, [], lineno=0)
    needed = [plain(helpers[name]) for name in used(node, helpers) if helpers[name] is not node]
    recursive = getattr(node, "name", ANSWER)
    for one in ast.walk(answer):
        if isinstance(one, ast.Name) and one.id == recursive:
            one.id = ANSWER
    text = ast.unparse(ast.Module([*needed, plain(answer)], []))
    return Program(part, ast.unparse(ast.parse(text)), names)


def plain(node: ast.FunctionDef) -> ast.FunctionDef:
    """A function without decorators, docstring and types."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return ast.FunctionDef(node.name, node.args, body, [], lineno=0)


def used(node: ast.AST, helpers: dict[str, Any]) -> list[str]:
    """The helpers that a function calls, and those that these call."""
    found: dict[str, None] = {}
    waiting = [node]
    while waiting:
        for one in ast.walk(waiting.pop()):
            if isinstance(one, ast.Name) and one.id in helpers and one.id not in found:
                found[one.id] = None
                waiting.append(helpers[one.id])
    return [*found]
