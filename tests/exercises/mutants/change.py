"""All mutants of a program: its text with one change, and what it was that changed."""

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, ndiff
from itertools import chain, zip_longest
from random import Random
from typing import Any

from tests.exercises.mutants import expressions, statements
from tests.exercises.mutants.sources import Program, compiled


@dataclass(frozen=True)
class Mutant:
    """A right answer's program with one change.

    Parameters
    ----------
    program : Program
        The right answer.
    operator : str
        The kind of the change.
    source : str
        The text after it.
    """

    program: Program
    operator: str
    source: str

    @property
    def part(self) -> str:
        return self.program.part

    @property
    def change(self) -> str:
        """The lines before and after."""
        lines = ndiff(self.program.source.splitlines(), self.source.splitlines())
        return "\n".join(line for line in lines if line[0] in "+-")

    @property
    def lines(self) -> set[int]:
        """The numbers of the lines that differ; where one is missing, of its neighbours."""
        return {n for begin, end in self.spans for n in range(begin, end) or (begin - 1, begin)}

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where lines differ: the number of the first, and of the one after the last."""
        before, after = self.program.source.splitlines(), self.source.splitlines()
        blocks = SequenceMatcher(None, before, after, False).get_opcodes()
        return [(begin + 1, end + 1) for kind, _, _, begin, end in blocks if kind != "equal"]

    def lacks(self, name: str) -> bool:
        """Whether a line that is missing or changed speaks of a name."""
        return re.search(rf"\b{name}\b", self.change) is not None

    def function(self) -> Callable[..., Any]:
        """The wrong answer, made anew."""
        return compiled(self.source, self.program)


def mutants(program: Program, rng: Random) -> Iterator[Mutant]:
    """Programs that differ from this one by one change, in a drawn order, the operators in turn."""
    tree = ast.parse(program.source)
    kinds: dict[str, list[Any]] = {}
    for change in changes(tree):
        kinds.setdefault(change[0], []).append(change)
    for found in kinds.values():
        rng.shuffle(found)
    rounds = zip_longest(*kinds.values())
    for operator, node, field, new in filter(None, chain.from_iterable(rounds)):
        old = getattr(node, field)
        setattr(node, field, new)
        text = ast.unparse(tree)
        setattr(node, field, old)
        if text != program.source and is_python(text):
            yield Mutant(program, operator, text)


def changes(tree: ast.AST) -> Iterator[tuple[str, ast.AST, str, Any]]:
    """The operator, and a node one of whose fields gets another value."""
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        names = names_in(function)
        for statement in function.body:
            for node in [function, *ast.walk(statement)]:
                for field, value in ast.iter_fields(node):
                    if field not in ("args", "decorator_list") or node is not function:
                        yield from ((o, node, field, v) for o, v in changes_of(value, names))


def changes_of(value: Any, names: list[str]) -> Iterator[tuple[str, Any]]:
    """What may take the place of a field's value."""
    if isinstance(value, ast.AST):
        for operator in expressions.OPERATORS:
            yield from ((operator.__name__, new) for new in operator(value, names))
    elif isinstance(value, list) and value and isinstance(value[0], ast.stmt):
        for operator in statements.OPERATORS:
            yield from ((operator.__name__, new) for new in operator(value))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            for operator, new in changes_of(item, names):
                yield operator, [*value[:i], new, *value[i + 1 :]]


def names_in(function: ast.FunctionDef) -> list[str]:
    """The arguments and variables of a function."""
    stored = [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys([argument.arg for argument in function.args.args] + stored))


def is_python(text: str) -> bool:
    """Whether a text can be compiled: `break` may stand where no loop is left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "mutant", "exec")
        except (SyntaxError, ValueError):
            return False
    return True
