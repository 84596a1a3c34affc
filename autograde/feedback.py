"""Keep hidden checks out of the pages that students get."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from autograde.scoring import failure

HIDDEN = "BEGIN HIDDEN TESTS"
WRAPPED = "pre { white-space: pre-wrap; overflow-wrap: anywhere; }"


class HideHiddenChecks(NbGraderPreprocessor):  # type: ignore[misc]
    """Leave of a hidden check its score and the sentence that says what was wrong.

    A traceback shows the lines that were run, and what a student's function prints shows the
    inputs, so all of it goes. Long lines are broken, so that the sentence can be read.
    """

    display_data_priority = List(Unicode()).tag(config=True)  # set by the exporter for every step

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Go through the cells, and add to the style of the page."""
        nb, resources = super().preprocess(nb, resources)
        resources.setdefault("inlining", {}).setdefault("css", []).append(WRAPPED)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Replace the text and the output of a cell with hidden tests."""
        if HIDDEN in cell.source and cell.cell_type == "code":
            said = failure(cell)
            cell.source = "# A hidden check."
            cell.outputs = [new_output("stream", name="stdout", text=said)] if said else []
        return cell, resources
