"""The judge, which runs the locked cells of a notebook in the grader's own process."""

from __future__ import annotations

import ast
import builtins
import io
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

from nbformat.v4 import new_output

from autograde.sandbox.host.cell_names import bound, plain_python, used
from autograde.sandbox.host.client import Client

LONGEST_OUTPUT = 100_000  # characters that a test may print


@dataclass
class Judgement:
    """The outcome of a test cell.

    Parameters
    ----------
    outputs : list
        In notebook format 4; an error has no lines of source in it.
    ended : bool
        Whether it ran to its end.
    """

    outputs: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False


class Judge:
    """The names that locked cells made, and the cells that are still to come.

    Locked cells without points run when a test needs a name of theirs, and no sooner: others
    draw pictures with the student's functions, which is nothing to a test.
    """

    def __init__(self) -> None:
        self._namespace: dict[str, Any] = {"__builtins__": builtins, "__name__": "__main__"}
        self._waiting: list[str] = []
        self._ours: set[str] = set()  # names that locked cells bind, whether they have run or not
        self._used: set[str] = set()

    def provide(self, source: str) -> None:
        """Hold a locked cell without points ready."""
        self._waiting.append(source)
        self._ours |= bound(source)

    def leave(self, stub: str) -> None:
        """Leave the names that this answer cell of the release binds to the student."""
        self._ours -= _bound_if_valid(stub)

    def test(self, source: str, client: Client) -> Judgement:
        """Run a test cell against the student's process."""
        judgement = Judgement()
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
            warnings.simplefilter("default")
            try:
                self._provide_for(source, client)
                value = self._run(source, client)
                result = None if value is None else repr(value)
                judgement.ended = True
            except (Exception, SystemExit) as error:
                judgement.outputs.append(error_output(type(error).__name__, str(error)))
            else:
                if result is not None:
                    data = {"text/plain": result}
                    judgement.outputs.append(new_output("execute_result", data))
        self._ours |= bound(source)
        if printed.getvalue():
            text = printed.getvalue()[:LONGEST_OUTPUT]
            judgement.outputs.insert(0, new_output("stream", name="stdout", text=text))
        return judgement

    def _provide_for(self, source: str, client: Client) -> None:
        """Run the cells that a test needs; one that fails stays, to fail the next test as well."""
        for cell in self._needed_by(source):
            self._run(cell, client)
            self._waiting.remove(cell)

    def _needed_by(self, source: str) -> list[str]:
        wanted, needed = set(used(source)), []
        for cell in reversed(self._waiting):
            if bound(cell) & {*wanted, "*"}:
                needed.append(cell)
                wanted |= used(cell)
        return needed[::-1]

    def _run(self, source: str, client: Client) -> Any:
        self._used |= used(source)  # functions that a cell makes look names up later, too
        theirs = self._used - self._ours - bound(source)
        hidden = {name: self._namespace.pop(name) for name in theirs & self._namespace.keys()}
        self._namespace.update(client.values(theirs))
        try:
            return run_cell(source, self._namespace)
        finally:
            for name in theirs:
                self._namespace.pop(name, None)
            self._namespace.update(hidden)


def run_cell(source: str, namespace: dict[str, Any]) -> Any:
    """Run a cell's text and return the value of its last line, if that is an expression."""
    body = ast.parse(plain_python(source)).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(_compiled(ast.Module(body, [])), namespace)
    if not isinstance(last, ast.Expr):
        return None
    value = eval(_compiled(ast.Expression(last.value)), namespace)
    return None if source.rstrip().endswith(";") else value


def error_output(name: str, message: str) -> Any:
    """An exception as a cell shows it, with none of the lines that raised it."""
    line = f"{name}: {message}" if message else name
    return new_output("error", ename=name, evalue=message, traceback=line.splitlines())


def _compiled(tree: Any) -> Any:
    return compile(tree, "<test>", "eval" if isinstance(tree, ast.Expression) else "exec")


def _bound_if_valid(stub: str) -> frozenset[str]:
    try:
        return bound(stub)
    except SyntaxError:  # a stub may have gaps that a student has to fill in
        return frozenset()
