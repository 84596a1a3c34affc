"""What may belong in the place of a learner's lines: another order, an indentation, one fewer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from chainrule.exercises.mistakes.repair.expressions import exchanged, like, name, text

Steps = Iterator[tuple[list[Any], Any, str]]  # the lines, the one that is wrong, what is wrong
LOOPS = (ast.For, ast.While)


def steps_of(body: list[Any]) -> Steps:
    """What may stand in place of some lines of the same indentation."""
    for i, line in enumerate(body):
        before, after = body[:i], body[i + 1 :]
        for new, said in of_line(line):
            yield [*before, *new, *after], line, said
        if not isinstance(line, ast.Return | ast.FunctionDef):
            yield [*before, *after], line, "it does not belong there."
        if after and not isinstance(after[0], ast.FunctionDef) and not is_end(line):
            said = "it stands in the wrong order with the line after it."
            yield exchanged(body, i), line, said
        if isinstance(line, (*LOOPS, ast.If)):
            yield from indentations(before, line, after)


def is_end(line: Any) -> bool:
    """Whether nothing after this line is reached."""
    return isinstance(line, ast.Return | ast.Break | ast.Continue | ast.Raise)


def of_line(line: Any) -> Iterator[tuple[list[Any], str]]:
    """A line with another `=`, a choice with another condition."""
    if isinstance(line, ast.AugAssign):
        said = (
            f"`{ast.unparse(line).replace(ast.unparse(line.value), '…')}` is the wrong kind of =."
        )
        yield [ast.Assign([line.target], line.value)], said
        for op in ast.Add, ast.Sub, ast.Mult, ast.Div:
            if not isinstance(line.op, op):
                yield [like(line, op=op())], said
    if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name | ast.Subscript):
        said = "`=` overwrites what was there before."
        for step in ast.Add(), ast.Sub():
            yield [ast.AugAssign(line.targets[0], step, line.value)], said
    if isinstance(line, ast.If):
        yield (
            [like(line, test=ast.UnaryOp(ast.Not(), line.test))],
            (f"the condition {text(line.test)} is turned round."),
        )
        yield line.body, f"there must be no `if` around it: {text(line.test)} does not count."
    if isinstance(line, ast.For):
        turn = ast.Call(name("reversed"), [ast.Call(name("list"), [line.iter], [])], [])
        yield [like(line, iter=turn)], f"it goes through {text(line.iter)} in the wrong order."
    if isinstance(line, ast.Return) and line.value is not None:
        yield [], "it returns too early."


def indentations(before: list[Any], line: Any, after: list[Any]) -> Steps:
    """The last line of a block after it, and the one after a block in it."""
    *body, last = line.body
    said = "it is indented wrongly: it belongs {} the block that begins with {}."
    head = text(ast.parse(ast.unparse(line).splitlines()[0] + "\n pass").body[0]).rpartition(":")[0]
    head = head + ":`"
    if body:
        out = [*before, like(line, body=body), last, *after]
        yield out, last, said.format("after", head)
    if after:
        inside = [*before, like(line, body=[*line.body, after[0]]), *after[1:]]
        yield inside, after[0], said.format("into", head)
