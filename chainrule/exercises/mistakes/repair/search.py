"""The one small change in what a learner wrote, after which it is right: where the mistake is.

The changes are tried first in the line in which the function stopped. What makes all inputs of the
check right must do so on new ones; if several changes do, what they share is told.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from time import process_time
from types import ModuleType
from typing import Any

from chainrule.exercises.attempt import Attempt, attempt
from chainrule.exercises.engine_guard import forbid_engine
from chainrule.exercises.messages import shorten
from chainrule.exercises.mistakes.explain import amount, further_cases
from chainrule.exercises.mistakes.repair.additions import calls_and_indices, operands
from chainrule.exercises.mistakes.repair.expressions import Scope, changes_of, is_endless, text
from chainrule.exercises.mistakes.repair.lacking import (
    said_of_unfilled,
    said_of_unknown,
    unfilled,
    unknown_name,
)
from chainrule.exercises.mistakes.repair.memory import little_memory
from chainrule.exercises.mistakes.repair.source import (
    Clock,
    Function,
    Program,
    Source,
    names_of,
    sources_of,
)
from chainrule.exercises.mistakes.repair.steps import steps_of
from chainrule.exercises.mistakes.variants import Place, places
from chainrule.exercises.part import Case, Failure, Part
from chainrule.exercises.verdict import Repair

Judged = Callable[[Part, Attempt], Failure | None]
SECONDS = 1.2  # of processor time for all that is tried
ROUNDS = 20_000  # of loops, in one call; on large inputs more
LARGE = 10_000  # a whole number that is no size of an array
MOST_LINES = 2


@dataclass(frozen=True, eq=False)
class Change:
    """Something else in one place of a tree, and what is wrong with what is there.

    Parameters
    ----------
    source : Source
        Where.
    place : Place
        Of the tree.
    new : node or list of nodes
        What belongs there.
    piece : node
        What is wrong.
    said : str
        In words.
    line : int
        Its line.
    """

    source: Source
    place: Place
    new: Any
    piece: Any
    said: str
    line: int

    def made(self, program: Program) -> Function:
        """The function with this change."""
        old = self.place.get()
        self.place.put(self.new)
        try:
            return program.made_with(self.source)
        finally:
            self.place.put(old)


def repair(
    part: Part, function: Function, attempts: Sequence[Attempt], judged: Judged
) -> Repair | None:
    """What is wrong with a function of which some attempts failed, if its text is at hand."""
    sources = sources_of(function)
    if not sources:
        return None
    with little_memory():
        return searched(part, function, sources, attempts, judged)


def searched(
    part: Part,
    function: Function,
    sources: list[Source],
    attempts: Sequence[Attempt],
    judged: Judged,
) -> Repair | None:
    """The change after which all is right, or what is lacking."""
    tried = sorted(attempts, key=lambda one: (one.failure is None, amount(one)))
    bench = Bench(part, function, sources, tried, judged)
    stopped, name = next((one.place for one in tried if one.place), ""), unknown_name(tried[0])
    for tier in TIERS[:1] if name else TIERS:
        changes = in_order(tier, sources, tried[0], stopped)
        if name:
            changes = (one for one in changes if is_about(one, name))
        found, all_tried = bench.all_that_work(changes)
        if found and all_tried:
            return told(found, bench)
        if not all_tried:
            break
    if name:
        return Repair(said_of_unknown(name), missing=name)
    return lacking(sources)


def is_about(change: Change, name: str) -> bool:
    """Whether this puts another name in its place, or lines in another order."""
    if isinstance(change.new, list):
        return len(change.new) == len(change.place.get())
    return getattr(change.piece, "id", "") == name and isinstance(change.new, ast.Name)


def lacking(sources: list[Source]) -> Repair | None:
    """What is begun and never filled, if that is one thing."""
    found = [(one, *two) for one in sources for two in unfilled(one.tree)]
    if len(found) != 1:
        return None
    ((_, name, line),) = found
    return Repair(said_of_unfilled(name, line), lines=(line.lineno,), missing=name)


class Bench:
    """Where changes are tried: the function, its inputs, and the time that is left."""

    def __init__(
        self,
        part: Part,
        function: Function,
        sources: list[Source],
        tried: Sequence[Attempt],
        judged: Judged,
    ) -> None:
        self.part, self.judged = part, judged
        self.cases = [one.case for one in tried]
        self.clock = Clock(ROUNDS + max(map(amount, tried)), process_time() + SECONDS)
        self.program = Program(function, sources, self.clock)
        self.new: list[Case] | None = None

    def all_that_work(self, changes: Iterator[Change]) -> tuple[list[Change], bool]:
        """The changes after which everything is right, and whether there was time for all."""
        found: list[Change] = []
        for change in changes:
            if process_time() > self.clock.end:
                return found, False
            if self.works(change):
                found.append(change)
        return found, True

    def works(self, change: Change) -> bool:
        """Whether the function is right with this change."""
        try:
            function = change.made(self.program)
        except Exception:  # what is no Python, or does not even begin
            return False
        if not self.is_right(function, self.cases):
            return False
        if self.new is None:
            self.new = [*further_cases(self.part, self.cases)]
        if not self.part.engine:
            function = forbid_engine(function)
        return self.is_right(function, [*self.cases, *self.new])

    def is_right(self, function: Function, cases: Sequence[Case]) -> bool:
        """Whether it is right on all of these inputs."""
        for case in cases:
            self.clock.wind()
            one = attempt(function, case)
            if one.failure or not one.written or self.judged(self.part, one):
                return False
        return True


Tier = Callable[[Source, Scope], Iterator[Change]]


def in_order(tier: Tier, sources: list[Source], wrong: Attempt, stopped: str) -> Iterator[Change]:
    """All changes of a kind, first those in the line where it stopped."""
    found = [*chain.from_iterable(tier(one, scope_of(one, wrong)) for one in reversed(sources))]
    return iter(sorted(found, key=lambda change: change.source.line(change.line) != stopped))


def scope_of(source: Source, wrong: Attempt) -> Scope:
    """The names in a function, but for modules and whole numbers that are too large for a size."""
    given, tree = source.tree.args, source.tree
    mine = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    large = {
        name
        for name, value in zip(mine, wrong.inputs, strict=False)
        if isinstance(value, int) and abs(value) > LARGE
    }
    nodes = [*ast.walk(tree)]
    stored = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    outside = names_of(source.function).items()
    other = [name for name, value in outside if not isinstance(value, ModuleType)]
    names = [name for name in dict.fromkeys([*mine, *stored, *other]) if name not in large]
    calls = {ast.unparse(n.func): deepcopy(n.func) for n in nodes if isinstance(n, ast.Call)}
    return Scope(tuple(names), tuple(calls.values()))


def plain_changes(source: Source, scope: Scope) -> Iterator[Change]:
    """Of expressions and lines: one thing for another, or one too many."""
    yield from of_expressions(source, scope, changes_of)
    for node in ast.walk(source.tree):
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                for new, line, said in steps_of(body):
                    there = new or [ast.Pass()]
                    place = Place(node, field)
                    yield Change(source, place, there, line, said, line.lineno)


def call_changes(source: Source, scope: Scope) -> Iterator[Change]:
    """Where a call, an index or an argument is missing."""
    return of_expressions(source, scope, calls_and_indices)


def operand_changes(source: Source, scope: Scope) -> Iterator[Change]:
    """Where an operand is missing."""
    return of_expressions(source, scope, operands)


def of_expressions(source: Source, scope: Scope, changes: Callable[..., Any]) -> Iterator[Change]:
    """The changes of all expressions."""
    for place in [*places(source.tree)]:
        if isinstance(place.parent, ast.arguments | ast.arg) or place.get() is source.tree.args:
            continue
        node = place.get()
        if is_endless(node):
            continue
        line: int = getattr(node, "lineno", 0) or getattr(place.parent, "lineno", 0)
        for new, said in changes(node, scope) if line else ():
            yield Change(source, place, new, node, said, line)


TIERS: tuple[Tier, ...] = (plain_changes, call_changes, operand_changes)


def told(found: list[Change], bench: Bench) -> Repair | None:
    """What changes that work have in common, in words."""
    lines = list(dict.fromkeys((one.source, one.line) for one in found))
    if len(lines) > MOST_LINES:
        return None
    quoted = [f"`{shorten(source.line(number))}`" for source, number in lines]
    if len(lines) > 1:
        said = f"{' and '.join(quoted)} do not fit together: a change in one of them is enough."
    else:
        said = f"In the line {quoted[0]}: {shared(found)}"
    numbers = tuple(number for _, number in lines)
    bench.clock.stop()
    return Repair(said, found[0].made(bench.program), lines=numbers)


def shared(found: list[Change]) -> str:
    """What is wrong with a line, as far as all changes agree."""
    said = {one.said for one in found}
    if len(said) == 1:
        return said.pop()
    paths = [path_to(one.piece, found[0].source.tree) for one in found]
    common = [nodes[0] for nodes in zip(*paths, strict=False) if len({*map(id, nodes)}) == 1]
    if isinstance(common[-1], ast.expr):
        return f"{text(common[-1])} is not what belongs there."
    return "something in it is not what belongs there."


def path_to(node: Any, tree: Any) -> list[Any]:
    """The nodes from the root of a tree down to one of its nodes."""
    parents = {id(child): parent for parent in ast.walk(tree) for child in (
        ast.iter_child_nodes(parent))}  # fmt: skip
    path = [node]
    while id(path[-1]) in parents:
        path.append(parents[id(path[-1])])
    return path[::-1]
