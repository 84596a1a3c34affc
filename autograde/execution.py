"""Run a submission so that what goes wrong in one question stays in that question."""

from __future__ import annotations

from copy import deepcopy
from time import monotonic
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Integer

from autograde.questions import Question, questions

TIME_OUT = "CellTimeoutError"


class Execution(Execute):  # type: ignore[misc]
    """nbgrader's execution, with time-outs and dead kernels charged to one question.

    A cell may take `timeout` seconds. After that the checks of its question are not run, and
    the others are. Where the kernel dies or does not react to the interruption any more, the
    notebook runs again in a new kernel, without the cell that did it.
    """

    notebook_timeout = Integer(300, help="Seconds that a whole notebook may take.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: Any = None, km: Any = None
    ) -> tuple[NotebookNode, Any]:
        """Run every cell, and leave the reason in those that could not be run."""
        self.given_up: dict[int, tuple[str, str]] = {}
        self.questions = questions(nb)
        self.deadline = monotonic() + self.notebook_timeout
        self.error_on_timeout = _error(*self._too_slow())
        untouched = deepcopy(nb)
        while True:
            try:
                return super().preprocess(nb, resources, km)  # type: ignore[no-any-return]
            except DeadKernelError:
                self.given_up[self.running] = ("DeadKernelError", "The code ended its own kernel.")
            except CellTimeoutError:
                self.given_up[self.running] = self._too_slow()
            nb = deepcopy(untouched)

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Run a cell, unless its question has been given up."""
        self.running = index
        reason = self._reason_not_to_run(index)
        if reason:
            if cell.cell_type == "code":
                cell.outputs = [new_output("error", **_error(*reason))]
            return cell, resources
        cell, resources = super().preprocess_cell(cell, resources, index)
        if timed_out(cell):
            self.given_up[index] = self._too_slow()
        return cell, resources

    def _reason_not_to_run(self, index: int) -> tuple[str, str] | None:
        if index in self.given_up:
            return self.given_up[index]
        if monotonic() > self.deadline:
            return TIME_OUT, f"The notebook used up its {self.notebook_timeout} s."
        for question in self.questions:
            if index in question.graded:
                return self._reason_of(question)
        return None

    def _reason_of(self, question: Question) -> tuple[str, str] | None:
        cells = {*question.answers, *question.graded}
        return next((self.given_up[i] for i in sorted(cells & self.given_up.keys())), None)

    def _too_slow(self) -> tuple[str, str]:
        return TIME_OUT, f"Stopped after {self.timeout} s: perhaps a loop that does not end."


def timed_out(cell: NotebookNode) -> bool:
    """Whether a cell was stopped because it took too long."""
    return any(output.get("ename") == TIME_OUT for output in cell.get("outputs", []))


def _error(name: str, message: str) -> dict[str, Any]:
    return {"ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}
