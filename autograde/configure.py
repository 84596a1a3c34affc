"""Two lines for a course's `nbgrader_config.py`, by which its grading is sealed.

.. code-block:: python

    from autograde.configure import sealed
    sealed(c)
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any


def sealed(c: Any) -> None:
    """Have nbgrader's steps take what the grader puts in their place; folders stay the course's.

    Parameters
    ----------
    c : traitlets.config.Config
        What `get_config()` gives in `nbgrader_config.py`.
    """
    _find_alembic()
    # Only the text of a student's answers counts. Answers run in a sandbox; the tests run outside
    # of it, and call what students wrote from there.
    c.Autograde.pre_convert_hook = "autograde.grading.nbgrader_steps.before_grading"
    c.Autograde.sanitize_preprocessors = ["autograde.grading.nbgrader_steps.Rebuild"]
    c.Autograde.autograde_preprocessors = [
        "autograde.grading.nbgrader_steps.Execution",
        "nbgrader.preprocessors.LimitOutput",
        "autograde.grading.nbgrader_steps.RecordScores",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]
    # Hidden tests stay hidden, and what students wrote does nothing on the pages of others.
    c.GenerateFeedback.exporter_class = "autograde.nbgrader_plugins.feedback.FeedbackExporter"
    c.GenerateFeedback.preprocessors = []
    c.HTMLExporter.filters = {"markdown2html": "autograde.nbgrader_plugins.marking.markdown"}
    c.HTMLExporter.template_file = str(Path(__file__).parent / "nbgrader_plugins/marking.html.j2")
    # Believes the file system, not the student, about who handed in and when.
    c.ExchangeFactory.collect = "autograde.nbgrader_plugins.collect.Collect"


def _find_alembic() -> None:
    """Let nbgrader call the program `alembic`, also when it was started by its full path."""
    if shutil.which("alembic") is None:
        programs = Path(sys.executable).parent
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
