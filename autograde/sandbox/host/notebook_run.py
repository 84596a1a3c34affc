"""The run of one submission: which cell runs where, and what a failure costs."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from nbformat import NotebookNode

from autograde.course.questions import grade_id, is_given, is_test, questions
from autograde.sandbox.host.client import Client, Gone, Process
from autograde.sandbox.host.judge import Judge, error_output
from autograde.sandbox.protocol.limits import Limits

WRITES_BACK = "in-place"  # the tag of a test of functions that change their arguments
STOPPED = "Stopped"
OUTPUTS = 8  # times what one cell may print, for a notebook


class NotebookRun:
    """Runs the cells of a rebuilt submission, each where it belongs.

    Answers, and whatever else is not a test, run in the student's process; tests run here.
    A cell that takes too long, or ends its process, costs its own question: a new process runs
    the other answers again, and the notebook goes on.

    Parameters
    ----------
    nb : NotebookNode
        The cells of the release with the student's answers; outputs are written into it.
    released : dict
        The cells as they were handed out, by their names in the gradebook.
    start : callable
        Starts a student's process.
    limits : Limits
        What it may use.
    """

    def __init__(
        self,
        nb: NotebookNode,
        released: dict[str, str],
        start: Callable[[], Process],
        limits: Limits,
    ) -> None:
        self._nb, self._released, self._start, self._limits = nb, released, start, limits
        self._questions = questions(nb)
        self._judge = Judge()
        self._given_up: dict[int, str] = {}
        self._ran: list[int] = []
        self._process: Process | None = None
        self._client: Client | None = None
        self._room = OUTPUTS * limits.output_bytes
        self._end = monotonic() + limits.notebook_seconds

    def run(self) -> None:
        """Run every cell, and leave the reason in those that could not be run."""
        try:
            for index, cell in enumerate(self._nb.cells):
                if cell.cell_type == "code":
                    self._cell(index, cell)
        finally:
            self._stop()

    def _cell(self, index: int, cell: NotebookNode) -> None:
        reason = self._reason_not_to_run(index)
        try:
            if reason:
                self._leave(cell, reason)
            elif is_test(cell):
                self._test(cell, index)
            else:
                self._answer(cell, index)
        except Gone as gone:
            self._given_up[index] = str(gone)
            self._leave(cell, str(gone))
            self._stop()

    def _answer(self, cell: NotebookNode, index: int) -> None:
        if is_given(cell):
            self._judge.provide(cell.source)
        else:
            self._judge.leave(self._released.get(str(grade_id(cell)), ""))
        client = self._student()
        with self._in_time(client):
            done = client.run(self._text(cell))
        self._ran.append(index)
        cell.execution_count = len(self._ran)
        cell.outputs = self._within_room([NotebookNode(output) for output in done.outputs])

    def _text(self, cell: NotebookNode) -> str:
        """The text of a cell for the student's process: of a given one, what was released."""
        return self._released[str(grade_id(cell))] if is_given(cell) else cell.source

    def _test(self, cell: NotebookNode, index: int) -> None:
        client = self._student()
        client.writes_back = WRITES_BACK in cell.metadata.get("tags", ())
        with self._in_time(client):
            judgement = self._judge.test(cell.source, client)
        cell.execution_count = index + 1 if judgement.ended else None
        cell.outputs = judgement.outputs

    def _student(self) -> Client:
        """The student's process; a new one has run the answers up to here."""
        while self._client is None:
            self._process = self._start()
            self._client = Client(self._process, self._limits.message_bytes)
            self._again(self._client)
        return self._client

    def _again(self, client: Client) -> None:
        """Run once more what ran before; a cell that fails this time is given up as well."""
        for index in list(self._ran):
            try:
                with self._in_time(client):
                    client.run(self._text(self._nb.cells[index]))
            except Gone as gone:
                self._given_up[index] = str(gone)
                self._ran.remove(index)
                self._stop()
                return

    def _in_time(self, client: Client) -> Any:
        cell_end = monotonic() + self._limits.cell_seconds
        if cell_end < self._end:
            return client.limited_to(cell_end, self._too_slow())
        return client.limited_to(self._end, self._used_up())

    def _reason_not_to_run(self, index: int) -> str | None:
        if monotonic() > self._end:
            return self._used_up()
        for question in self._questions:
            if index in question.graded:
                cells = sorted({*question.answers, *question.graded} & self._given_up.keys())
                return self._given_up[cells[0]] if cells else None
        return None

    def _leave(self, cell: NotebookNode, reason: str) -> None:
        cell.execution_count = None
        cell.outputs = [error_output(STOPPED, reason)]

    def _within_room(self, outputs: list[NotebookNode]) -> list[NotebookNode]:
        """The outputs for which the notebook still has room."""
        kept = []
        for output in outputs:
            self._room -= len(str(output))
            if self._room > 0:
                kept.append(output)
        return kept

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
        self._process = self._client = None

    def _too_slow(self) -> str:
        return f"Stopped after {self._limits.cell_seconds:g} s: perhaps a loop that does not end."

    def _used_up(self) -> str:
        return f"The notebook used up its {self._limits.notebook_seconds:g} s."
