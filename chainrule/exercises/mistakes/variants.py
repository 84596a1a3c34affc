"""A right answer with one thing changed: functions, each with the sentence that says the change."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache, partial
from itertools import combinations
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
    tree = parsed(model)
    home = model.__globals__
    for sentence, changed in trees(tree, words, outputs):
        yield sentence, partial(call, compiled(changed, model.__name__, home))


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


def trees(
    function: ast.FunctionDef, words: Mapping[str, str], outputs: tuple[str, ...]
) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The trees with one node changed."""
    arguments = tuple(a.arg for a in function.args.args)

    def say(node: ast.AST, other: str = "a term") -> str:
        return words_for(node, arguments, words, other)

    of_keywords = [node.value for node in ast.walk(function) if isinstance(node, ast.keyword)]
    for place, node in enumerate(ast.walk(function)):
        if node is function or node in of_keywords:
            continue
        for new, sentence in edits_of(node, say, arguments, outputs):
            changed = deepcopy(function)
            yield first_upper(sentence), exchanged(changed, nth(changed, place), new)
    yield from names_everywhere(function, arguments, say)
    yield from orders_of_lines(function)


def names_everywhere(
    function: ast.FunctionDef, arguments: tuple[str, ...], say: Say
) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Two arguments exchanged in all lines, one used for another, one without influence."""
    words = {name: say(ast.Name(name, ast.Load())) for name in arguments}
    for i, one in enumerate(arguments):
        for other in arguments[i + 1 :]:
            said = f"{words[one]} and {words[other]} have changed places."
            yield first_upper(said), renamed(function, {one: other, other: one})
        for other in arguments:
            if other != one:
                said = f"{words[other]} stands where {words[one]} belongs."
                yield first_upper(said), renamed(function, {one: other})
    for some in (*combinations(arguments, 1), *combinations(arguments, 2)):
        lost = f"{join_names(words[name] for name in some)} {'has' if len(some) == 1 else 'have'}"
        yield first_upper(f"{lost} no influence: as if all were 1."), without(function, some)


def renamed(function: ast.FunctionDef, names: Mapping[str, str]) -> ast.FunctionDef:
    """The function with other names in what is read."""
    changed = deepcopy(function)
    for node in ast.walk(changed):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            node.id = names.get(node.id, node.id)
    return changed


def without(function: ast.FunctionDef, names: tuple[str, ...]) -> ast.FunctionDef:
    """The function with ones of their shape in place of some arguments."""
    changed = deepcopy(function)
    for node in list(ast.walk(changed)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            changed = exchanged(changed, node, call_of("np.ones_like", node))
    return changed


def nth(tree: ast.AST, place: int) -> ast.AST:
    """The node at this place of a walk."""
    return next(node for i, node in enumerate(ast.walk(tree)) if i == place)


def exchanged(function: ast.FunctionDef, old: ast.AST, new: ast.AST) -> ast.FunctionDef:
    """The function with one node put in place of another."""

    class Exchange(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return new if node is old else self.generic_visit(node)

    changed: ast.FunctionDef = Exchange().visit(function)
    return changed


def orders_of_lines(function: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Neighbouring lines exchanged, a line left out."""
    for place, node in enumerate(ast.walk(function)):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        for i, line in enumerate(body[:-1]):
            if isinstance(line, ast.Assign | ast.AugAssign) and isinstance(
                body[i + 1], ast.Assign | ast.AugAssign
            ):
                changed = deepcopy(function)
                there: Any = nth(changed, place)
                there.body[i : i + 2] = there.body[i : i + 2][::-1]
                yield "Two steps are done in the other order: an old value is used.", changed
        if len(body) > 1:
            for i, line in enumerate(body):
                if isinstance(line, ast.AugAssign | ast.If | ast.Expr | ast.Assign):
                    changed = deepcopy(function)
                    there = nth(changed, place)
                    del there.body[i]
                    yield f"A step is left out: `{ast.unparse(line).splitlines()[0]}`.", changed


def compiled(tree: ast.FunctionDef, name: str, home: dict[str, Any]) -> Callable[[], Function]:
    """The function of a tree, made when it is asked for."""

    @cache
    def make() -> Function:
        module = ast.fix_missing_locations(ast.Module([tree], []))
        namespace = dict(home)
        exec(compile(module, f"<a variant of {name}>", "exec"), namespace)
        made: Function = namespace[name]
        return made

    return make


def call(make: Callable[[], Function], *arguments: Any) -> Any:
    """The answer of a function that is made now."""
    return make()(*arguments)
