"""The run of a cell's text in the judge, and what the value of its last line says."""

from __future__ import annotations

import ast
import asyncio
import inspect
import unittest
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import CodeType
from typing import Any

from autograde.sandbox.host.cell_names import plain_python
from autograde.sandbox.host.walls import Walls


@contextmanager
def awaited_here() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop for a cell that waits at its top level."""
    loop = asyncio.new_event_loop()
    try:
        yield loop
    finally:
        loop.close()


def run_cell(source: str, names: dict[str, Any], walls: Walls | None = None) -> Any:
    """Run a cell's text and return the value of its last line, if that is an expression."""
    body = ast.parse(plain_python(source)).body
    last: Any = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    first = _compiled(ast.Module(body, []), "exec", walls)
    then = _compiled(ast.Expression(last.value), "eval", walls) if last else None
    _evaluated(first, names)
    value = _evaluated(then, names) if then else None
    return None if source.rstrip().endswith(";") else value


def _compiled(tree: Any, mode: str, walls: Walls | None) -> CodeType:
    with walls.own_code() if walls else nullcontext():
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code: CodeType = compile(tree, "<test>", mode, flags, dont_inherit=True)
    if walls is not None:
        walls.know(code)
    return code


def _evaluated(code: CodeType, names: dict[str, Any]) -> Any:
    value = eval(code, names)
    if not code.co_flags & inspect.CO_COROUTINE:
        return value
    with awaited_here() as loop:
        return loop.run_until_complete(value)


def verdict_of(value: Any) -> Any:
    """The value of a test's last line; of a run of unit tests, whether it was successful."""
    if isinstance(value, unittest.TestProgram):
        value = value.result
    if not isinstance(value, unittest.TestResult):
        return value
    failed = [*value.failures, *value.errors]
    if failed:
        raise AssertionError(failed[0][1].strip().rpartition("\n")[2])
    return value.wasSuccessful() and value.testsRun > 0 and not value.skipped
