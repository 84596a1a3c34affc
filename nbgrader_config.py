"""Where nbgrader finds and puts things, and which of its steps the course replaces.

Plain `nbgrader` commands and the formgrader read this file when they start in this folder.
"""

import contextlib
import importlib.util
from pathlib import Path

c = get_config()

course = Path(__file__).resolve().parent
classroom = course / "classroom"  # everything about people; git ignores it

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

# -------------------------------------------------- what students are given

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
c.LockCells.lock_solution_cells = True
c.LockCells.lock_grade_cells = True
c.LockCells.lock_readonly_cells = True

# ------------------------------------------- what happens to a submission

# Students who have this file do not have the grader, and do not grade.
if importlib.util.find_spec("autograde"):
    from autograde.configure import sealed

    sealed(c)

# Late work costs nothing unless you say so (deadlines: nbgrader db assignment add NAME --duedate …)
# c.AssignLatePenalties.plugin_class = "autograde.nbgrader_plugins.late_penalty.LatePenalty"
# c.LatePenalty.grace_minutes = 15
# c.LatePenalty.percent_a_day = 10  # of the points earned, for each day begun
# c.LatePenalty.most_percent = 50

# What one submission may use; the rest is in autograde/sandbox/protocol/limits.py.
c.Execution.cell_seconds = 20
c.Execution.notebook_seconds = 300
c.Execution.memory_bytes = 2 * 2**30

# What this course is: packages of this checkout that answers import, modules worth importing once,
# the function that notices when an answer calls the engine, and what decides whether it is right.
c.Execution.packages = ["chainrule"]
c.Execution.preload = ["chainrule.exercises", "matplotlib.pyplot"]
c.Execution.guard = "chainrule.exercises.engine_guard.forbid_engine"
c.Execution.checks = ["autograde.checks", "chainrule.exercises"]

# `nbgrader validate`, which students run on their own machine
c.ExecutePreprocessor.timeout = 20  # seconds a cell
c.Execute.extra_arguments = ["--log-level=ERROR"]  # to the kernel, which warns of TCP each time
