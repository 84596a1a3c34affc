"""Where nbgrader finds and puts things, and which of its steps the course replaces.

Plain `nbgrader` commands and the formgrader read this file when they start in this folder.
"""

import contextlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

c = get_config()

course = Path(__file__).resolve().parent
classroom = course / "classroom"  # everything about people; git ignores it

# nbgrader calls the program `alembic`, also when it was started by its full path.
if shutil.which("alembic") is None:
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"

# SQLite makes a file, but no folder; the exchange has to be there beforehand. A student's copy
# of the course may be read-only, and needs neither.
with contextlib.suppress(OSError):
    (classroom / "exchange").mkdir(parents=True, exist_ok=True)

# ------------------------------------------------------------------ folders

c.CourseDirectory.course_id = "chainrule"
c.CourseDirectory.root = str(course)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
# Wait a minute for somebody else who is writing. For PostgreSQL: postgresql+psycopg://...
c.CourseDirectory.db_url = f"sqlite:///{(classroom / 'gradebook.db').as_posix()}?timeout=60"
c.Exchange.root = str(classroom / "exchange")
# Believes the file system, not the student, about who handed in and when. Students who have this
# file, but not the grader, do not collect.
if importlib.util.find_spec("autograde"):
    c.ExchangeFactory.collect = "autograde.collecting.Collect"

# -------------------------------------------------- what students are given

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
c.LockCells.lock_solution_cells = True
c.LockCells.lock_grade_cells = True
c.LockCells.lock_readonly_cells = True

# ------------------------------------------- what happens to a submission

# Only the text of a student's answers counts. Answers run in a sandbox; the tests run outside of
# it, and call what students wrote from there.
c.Autograde.pre_convert_hook = "autograde.handed_in.before_grading"
c.Autograde.sanitize_preprocessors = ["autograde.execution.Rebuild"]
c.Autograde.autograde_preprocessors = [
    "autograde.execution.Execution",
    "nbgrader.preprocessors.LimitOutput",
    "autograde.scoring.RecordScores",
    "nbgrader.preprocessors.AssignLatePenalties",
]
# Late work costs nothing unless you say so (deadlines: nbgrader db assignment add NAME --duedate …)
c.AssignLatePenalties.plugin_class = "autograde.late.LatePenalty"
c.LatePenalty.grace_minutes = 15
c.LatePenalty.percent_a_day = 10  # of the points earned, for each day begun
c.LatePenalty.most_percent = 50

# What one submission may use; the rest is in autograde/sealed/limits.py.
c.Execution.cell_seconds = 20
c.Execution.notebook_seconds = 300
c.Execution.memory_bytes = 2 * 2**30

# `nbgrader validate`, which students run on their own machine
c.ExecutePreprocessor.timeout = 20  # seconds a cell
c.Execute.extra_arguments = ["--log-level=ERROR"]  # to the kernel, which warns of TCP each time

c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    "autograde.feedback.HideHiddenChecks",
]
c.HTMLExporter.filters = {"markdown2html": "autograde.feedback.safe_markdown"}
