"""The text of a learner's function as a tree, and the function that it is with a change in it."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from math import inf
from time import process_time
from types import CodeType, FunctionType, MethodType
from typing import Any

from chainrule.exercises.attempt import LIBRARIES
from chainrule.exercises.part import copy_of

Function = Callable[..., Any]
MOST_HELPERS = 5
LONGEST = 0.3  # seconds of processor time for one call
TICK, ROUNDS, GIVEN, TIMES = "_tick", "_rounds", "_given", "_times"  # in what is compiled
OUTER = "_outer"
MOST_TIMES = 10_000  # an exponent, or how often a list is repeated


@dataclass(frozen=True, eq=False)
class Source:
    """A function and its tree, without decorators and docstring."""

    function: FunctionType
    tree: ast.FunctionDef

    @property
    def lines(self) -> list[str]:
        """The lines of the file or cell that it stands in."""
        return linecache.getlines(self.function.__code__.co_filename, self.function.__globals__)

    def line(self, number: int) -> str:
        """A line, without what is left of it."""
        return self.lines[number - 1].strip()


def sources_of(function: Function) -> list[Source]:
    """What a learner wrote: helpers first, then the function; nothing if the text is not at hand.

    >>> [source.tree.name for source in sources_of(partial(print))]
    []
    """
    found: dict[FunctionType, Source] = {}

    def visit(one: FunctionType) -> None:
        source = source_of(one) if one not in found else None
        if source and len(found) <= MOST_HELPERS:
            found[one] = source
            for helper in dict.fromkeys(helpers(one)):
                visit(helper)

    main = plain(function)
    if main:
        visit(main)
    return [*found.values()][::-1]


def plain(function: Any) -> FunctionType | None:
    """The function that was written, without what decorators have put around it."""
    try:
        found = inspect.unwrap(function)
    except Exception:  # of its own methods
        return None
    found = found.__func__ if isinstance(found, MethodType) else found
    return found if type(found) is FunctionType else None  # one far away says that it is one


def helpers(function: FunctionType) -> Iterator[FunctionType]:
    """The functions that it can call, of those that somebody has written beside it."""
    for value in names_of(function).values():
        found = plain(value)
        if found and not found.__code__.co_filename.startswith(LIBRARIES):
            yield found


def names_of(function: FunctionType) -> dict[str, Any]:
    """What a function uses from outside, by name."""
    found = {name: function.__globals__[name] for name in global_names(function.__code__)
             if name in function.__globals__}  # fmt: skip
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # it is still empty
            continue
    return found


def global_names(code: CodeType) -> Iterator[str]:
    """The names in a piece of code and in those inside of it."""
    yield from code.co_names
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield from global_names(inside)


def source_of(function: FunctionType) -> Source | None:
    """The tree of a function, if its text is at hand and is Python."""
    file = function.__code__.co_filename
    try:
        module = ast.parse("".join(linecache.getlines(file, function.__globals__)))
    except (SyntaxError, ValueError):
        return None
    found = [node for node in ast.walk(module) if is_text_of(node, function)]
    return Source(function, as_definition(found[-1])) if found else None


def is_text_of(node: Any, function: FunctionType) -> bool:
    """Whether this is where the function was defined."""
    code = function.__code__
    if isinstance(node, ast.FunctionDef):
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        return node.name == code.co_name and first == code.co_firstlineno
    if not isinstance(node, ast.Lambda) or code.co_name != "<lambda>":
        return False
    body = node.body
    begin, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    places = [(line, column) for line, _, column, _ in code.co_positions() if line and column]
    return node.lineno == code.co_firstlineno and all(begin <= place <= end for place in places)


def as_definition(node: Any) -> ast.FunctionDef:
    """A function as `def`, without what does not count."""
    if isinstance(node, ast.Lambda):
        back = ast.copy_location(ast.Return(node.body), node.body)
        made = ast.FunctionDef("_lambda", deepcopy(node.args), [back], [])
        return without_values(ast.copy_location(made, node))
    node = deepcopy(node)
    if ast.get_docstring(node) is not None:
        node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]
    node.returns, node.decorator_list = None, []
    return without_values(node)


def without_values(node: ast.FunctionDef) -> ast.FunctionDef:
    """The same function; default values and types of arguments are not computed anew."""
    none, given = ast.Constant(None), node.args
    given.defaults = [none] * len(given.defaults)
    given.kw_defaults = [none if value else None for value in given.kw_defaults]
    for argument in ast.walk(given):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return node


def counting(tree: ast.FunctionDef) -> Iterator[tuple[Any, str, Any]]:
    """Places of a tree, and what lets each round of a loop there, and each call, be counted.

    What is given to a function that has no end, such as `list`, is counted, too, and large
    exponents and repeated lists are refused: they would take all the memory there is.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, "body", [ast.Expr(called(TICK)), *node.body]
        elif isinstance(node, ast.Lambda):
            yield node, "body", ast.BoolOp(ast.And(), [called(TICK), node.body])
        elif isinstance(node, ast.While):
            yield node, "test", ast.BoolOp(ast.And(), [called(TICK), node.test])
        elif isinstance(node, ast.For | ast.comprehension):
            yield node, "iter", called(ROUNDS, node.iter)
        elif isinstance(node, ast.Call):
            yield node, "args", [one if isinstance(one, ast.Starred) else called(GIVEN, one)
                                 for one in node.args]  # fmt: skip
        elif isinstance(node, ast.Starred) and isinstance(node.ctx, ast.Load):
            yield node, "value", called(ROUNDS, node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.LShift):
            yield node, "right", called(TIMES, node.right)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            if is_sequence(node.left):
                yield node, "right", called(TIMES, node.right)
            elif is_sequence(node.right):
                yield node, "left", called(TIMES, node.left)


def is_sequence(node: ast.expr) -> bool:
    """Whether this is a list, a tuple or a text, which a number would repeat."""
    text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return text or isinstance(node, ast.List | ast.Tuple | ast.ListComp)


def called(name: str, *arguments: ast.expr) -> ast.Call:
    """The call of a function."""
    return ast.Call(ast.Name(name, ast.Load()), [*arguments], [])


class TooLong(BaseException):
    """What is tried goes on for too long; no `except Exception` takes this for its own."""


@dataclass
class Clock:
    """A count of rounds and calls, which raises `TooLong` at its end, or when time is up.

    Parameters
    ----------
    most : int
        Rounds for one call of what is tried.
    end : float
        The processor time after which nothing is tried.
    """

    most: int
    end: float
    left: float = 0
    until: float = 0.0

    def wind(self) -> None:
        """Begin to count anew."""
        self.left, self.until = self.most, min(self.end, process_time() + LONGEST)

    def stop(self) -> None:
        """From now on nothing is counted."""
        self.left = self.until = inf

    def tick(self) -> bool:
        """One round more."""
        self.left -= 1
        if self.left < 0 or process_time() > self.until:  # a list may double in each round
            raise TooLong
        return True

    def given(self, value: Any) -> Any:
        """An argument; what may have no end is counted."""
        return self.rounds(value) if hasattr(type(value), "__next__") else value

    def times(self, number: Any) -> Any:
        """An exponent, or how often a list is repeated, if it is not too large."""
        if isinstance(number, int) and number > MOST_TIMES:
            raise TooLong
        return number

    def rounds(self, things: Any) -> Iterator[Any]:
        """The same things, each counted."""
        for thing in things:
            self.tick()
            yield self.given(thing)


def code_of(source: Source) -> CodeType:
    """What a function compiles to, inside of one that takes what it closes over."""
    tree, code = source.tree, source.function.__code__
    changes = [(node, field, getattr(node, field), new) for node, field, new in counting(tree)]
    for node, field, _, new in changes:
        setattr(node, field, new)
    try:
        back = ast.Return(ast.Name(tree.name, ast.Load()))
        closed = [name for name in code.co_freevars if name != tree.name]
        outer = ast.FunctionDef(OUTER, arguments(closed), [tree, back], [])
        module = ast.fix_missing_locations(ast.Module([outer], []))
        return compile(module, code.co_filename, "exec")
    finally:
        for node, field, old, _ in changes:
            setattr(node, field, old)


def arguments(names: list[str]) -> ast.arguments:
    """The arguments of a function of these names."""
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])


class Program:
    """A learner's function with its helpers, to be made anew with a change in one of them.

    Parameters
    ----------
    function : callable
        What the learner wrote.
    sources : list of Source
        Its helpers' texts, and last its own.
    clock : Clock
        Counts its rounds.
    """

    def __init__(self, function: Function, sources: list[Source], clock: Clock) -> None:
        self.sources, self.clock = sources, clock
        self.receiver = getattr(function, "__self__", None)
        self.codes = {source: code_of(source) for source in sources}
        self.outside = {source: names_of(source.function) for source in sources}

    def made_with(self, changed: Source) -> Function:
        """The function, of which the tree of one source is another now."""
        codes = self.codes | {changed: code_of(changed)}
        made: dict[Any, Any] = {}
        spaces = {source: self.space(source) for source in self.sources}
        for source, space in spaces.items():
            exec(codes[source], space)
            made[source.function] = self.closed(source, space, made)
        for source, space in spaces.items():
            outside = self.outside[source].items()
            space |= {name: made[plain(v)] for name, v in outside if plain(v) in made}
        function: Function = made[self.sources[-1].function]
        return function if self.receiver is None else partial(function, self.receiver)

    def space(self, source: Source) -> dict[str, Any]:
        """The names around a function."""
        used = {name: own(value) for name, value in self.outside[source].items()}
        clock = self.clock
        counters = {TICK: clock.tick, ROUNDS: clock.rounds, GIVEN: clock.given, TIMES: clock.times}
        return source.function.__globals__ | used | counters

    def closed(self, source: Source, space: dict[str, Any], made: dict[Any, Any]) -> Any:
        """The function, with what it closes over."""
        known, old = self.outside[source], source.function
        names = [name for name in old.__code__.co_freevars if name != source.tree.name]
        function = space[OUTER](*(made.get(plain(known.get(n)), own(known.get(n))) for n in names))
        function.__defaults__ = tuple(map(own, old.__defaults__ or ())) or None
        function.__kwdefaults__ = old.__kwdefaults__
        return function


def own(value: Any) -> Any:
    """A copy of plain data: what is tried may write into it."""
    return copy_of(value) if type(value) in (list, dict) else value
