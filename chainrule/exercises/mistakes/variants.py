"""A right answer with one thing changed: functions, each with the sentence that says the change."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations, pairwise, permutations
from typing import Any

from chainrule.exercises.messages import join_names
from chainrule.exercises.mistakes.edits import edits_of
from chainrule.exercises.mistakes.edits.nodes import Say
from chainrule.exercises.mistakes.edits.nodes import call as call_of
from chainrule.exercises.mistakes.words import first_upper, words_for

Function = Callable[..., Any]


def variants(
    model: Function, words: Mapping[str, str], outputs: tuple[str, ...]
) -> Iterator[tuple[str, Function]]:
    """All functions that differ from `model` by one slip of the pen, each with its sentence.

    Parameters
    ----------
    model : function
        A right answer, written with `def`, of as few lines as may be.
    words : mapping
        From pieces of its code to what they are called in a sentence.
    outputs : tuple of str
        What it returns, by name.

    Examples
    --------
    >>> from chainrule.exercises.parts import parts
    >>> said = [sentence for sentence, _ in variants(ramp, {"x": "the input"}, ("y",))]
    >>> "The minus before the input is missing." in said
    True
    """
    tree, home = parsed(model), model.__globals__
    for sentence, place, new in changes(tree, words, outputs):
        yield sentence, partial(call, compiled(tree, place, new, home))


def ramp(x: float) -> float:
    """An example."""
    return max(0, -x)


@cache
def parsed(model: Function) -> ast.FunctionDef:
    """The syntax tree of a function, without its docstring."""
    function = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(function, ast.FunctionDef)
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    function.returns, function.decorator_list = None, []
    return function


def changes(
    function: ast.FunctionDef, words: Mapping[str, str], outputs: tuple[str, ...]
) -> Iterator[tuple[str, Place, Any]]:
    """A sentence, a place in the tree, and what stands there if the sentence is true."""
    arguments = tuple(a.arg for a in function.args.args)

    def say(node: ast.AST, other: str = "a term") -> str:
        return words_for(node, arguments, words, other)

    inside = set_inside(function, arguments)
    for place in places(function):
        if not isinstance(place.parent, ast.keyword):
            node = place.get()
            for new, sentence in edits_of(node, place.parent, say, arguments, inside, outputs):
                yield first_upper(sentence), place, new
    whole = Place(function, "body")
    for sentence, change in names_everywhere(arguments, say):
        yield sentence, whole, [change.visit(deepcopy(line)) for line in function.body]
    yield from orders_of_lines(function)


def names_everywhere(
    arguments: tuple[str, ...], say: Say
) -> Iterator[tuple[str, ast.NodeTransformer]]:
    """Two arguments exchanged in all lines, one used for another, some without influence."""
    words = {name: say(ast.Name(name, ast.Load())) for name in arguments}
    for one, other in combinations(arguments, 2):
        said = first_upper(f"{words[one]} and {words[other]} have changed places.")
        yield said, Renamed({one: name_of(other), other: name_of(one)})
    # An output is taken for an input less often than another input is.
    for one, other in sorted(permutations(arguments, 2), key=lambda pair: pair[1] == "y"):
        said = first_upper(f"{words[other]} stands where {words[one]} belongs.")
        yield said, Renamed({one: name_of(other)})
    for some in (*combinations(arguments, 1), *combinations(arguments, 2)):
        have = "has" if len(some) == 1 else "have"
        said = f"{join_names(words[name] for name in some)} {have} no influence: as if all were 1."
        ones = {name: call_of("np.ones_like", name_of(name)) for name in some}
        yield first_upper(said), Renamed(ones)


def name_of(name: str) -> ast.Name:
    """The node of a name that is read."""
    return ast.Name(name, ast.Load())


class Renamed(ast.NodeTransformer):
    """Puts something else wherever some names are read."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """What stands in place of this name."""
        return self.names.get(node.id, node) if isinstance(node.ctx, ast.Load) else node


def set_inside(function: ast.FunctionDef, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The names that are set in a function."""
    names = (node for node in ast.walk(function) if isinstance(node, ast.Name))
    stored = (name.id for name in names if isinstance(name.ctx, ast.Store))
    return tuple(dict.fromkeys(name for name in stored if name not in arguments))


@dataclass(frozen=True)
class Place:
    """A place in a syntax tree: a field of a node, or an item of a field that is a list."""

    parent: ast.AST
    field: str
    item: int | None = None

    def get(self) -> Any:
        """The node that stands there."""
        value = getattr(self.parent, self.field)
        return value if self.item is None else value[self.item]

    def put(self, new: Any) -> None:
        """Let another stand there."""
        if self.item is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.item] = new


def places(function: ast.FunctionDef) -> Iterator[Place]:
    """All places of a tree, from the outside to the inside."""
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield Place(parent, field)
            elif isinstance(value, list):
                yield from (
                    Place(parent, field, i) for i, v in enumerate(value) if isinstance(v, ast.AST)
                )


def orders_of_lines(function: ast.FunctionDef) -> Iterator[tuple[str, Place, Any]]:
    """Neighbouring lines exchanged, a line left out, `return` inside of a loop."""
    for node in ast.walk(function):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        place = Place(node, "body")
        for i, pair in enumerate(pairwise(body)):
            if all(isinstance(line, ast.Assign | ast.AugAssign) for line in pair):
                swapped = [*body[:i], *pair[::-1], *body[i + 2 :]]
                yield "Two steps are done in the other order: an old value is used.", place, swapped
            if isinstance(pair[0], ast.For | ast.While) and isinstance(pair[1], ast.Return):
                loop = deepcopy(pair[0])
                loop.body.append(pair[1])
                said = "`return` stands inside of the loop, which ends in its first round."
                yield said, place, [*body[:i], loop]
        for i, line in enumerate(body):
            if isinstance(line, ast.AugAssign | ast.If | ast.Expr | ast.Assign):
                said = f"A step is left out: `{ast.unparse(line).splitlines()[0]}`."
                yield said, place, [*body[:i], *body[i + 1 :]] or [ast.Pass()]


def compiled(
    function: ast.FunctionDef, place: Place, new: Any, home: dict[str, Any]
) -> Callable[[], Function]:
    """The function with something else in one place, made when it is asked for."""

    @cache
    def make() -> Function:
        old, namespace = place.get(), dict(home)
        place.put(new)
        try:
            module = ast.fix_missing_locations(ast.Module([function], []))
            code = compile(module, f"<a variant of {function.name}>", "exec")
        finally:
            place.put(old)
        exec(code, namespace)
        made: Function = namespace[function.name]
        return made

    return make


def call(make: Callable[[], Function], *arguments: Any) -> Any:
    """The answer of a function that is made now."""
    return make()(*arguments)
