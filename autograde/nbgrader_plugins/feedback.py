"""The page that students get, where nbgrader asks for it: the same as `autograde run` makes."""

from __future__ import annotations

from typing import Any

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from autograde.grading.feedback import page_of
from autograde.grading.nbgrader_steps import assignment_of
from autograde.grading.submission import Submission


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]
    """Makes the page of a graded notebook, for `nbgrader generate_feedback` and the formgrader."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **_: Any
    ) -> tuple[str, Any]:
        """The page of a notebook, with the points that the gradebook has now."""
        about = resources["nbgrader"]
        submission = Submission(assignment_of(self, resources), about["student"])
        resources["output_extension"] = self.file_extension
        return page_of(submission, about["notebook"], nb), resources
