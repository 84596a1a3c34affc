"""Arguments and messages that the commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.course.course import Assignment, Course


def complete_assignments(context: typer.Context, incomplete: str) -> list[str]:
    """The assignments that begin so, without the two seconds that nbgrader takes to import."""
    names = (path.parent.name for path in _folder(context, "source_directory").glob("*/*.ipynb"))
    return sorted({name for name in names if name.startswith(incomplete)})


def complete_students(context: typer.Context, incomplete: str) -> list[str]:
    """The students who handed something in and whose names begin so."""
    names = (path.name for path in _folder(context, "submitted_directory").glob("[!.]*"))
    return sorted(name for name in names if name.startswith(incomplete))


def complete_listed(context: typer.Context, incomplete: str) -> list[str]:
    """The students of a gradebook in a file whose ids begin so, and those who handed in."""
    import sqlite3
    from contextlib import closing, suppress

    found = set(complete_students(context, incomplete))
    _, address = _configured(context, "db_url")
    path = Path((address or "").removeprefix("sqlite:///").partition("?")[0])
    with suppress(sqlite3.Error):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as gradebook:
            rows = gradebook.execute("SELECT id FROM student").fetchall()
        found |= {who for (who,) in rows if who.startswith(incomplete)}
    return sorted(found)


def _folder(context: typer.Context, which: str) -> Path:
    """A folder of the course, by its configuration; one that is not there if there is none."""
    root, said = _configured(context, which)
    return root / (said or which.removesuffix("_directory"))


def _configured(context: typer.Context, which: str) -> tuple[Path, str | None]:
    """The course, and what its configuration says of a folder or of the gradebook."""
    from traitlets.config.loader import PyFileConfigLoader

    here = Path(context.params.get("course") or ".").resolve()
    for root in (here, *here.parents):
        if (root / "nbgrader_config.py").is_file():
            config = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config()
            said = config.CourseDirectory.get(which)
            return root, None if said is None else str(said)
    return here / "nowhere", None


AssignmentName = Annotated[
    str,
    typer.Argument(
        help="Its name, such as 02_autograd.",
        metavar="ASSIGNMENT",
        autocompletion=complete_assignments,
    ),
]
StudentName = Annotated[
    str,
    typer.Argument(
        help="The student, by the name of the folder that was handed in.",
        metavar="STUDENT",
        autocompletion=complete_students,
    ),
]
CourseFolder = Annotated[Path, typer.Option("--course", help="The folder of the course.")]
Unsafe = Annotated[
    bool,
    typer.Option(
        "--unsafe-no-sandbox",
        help="Run submissions as yourself: they can read and change all that you can.",
    ),
]
Scheduler = Annotated[
    str | None, typer.Option(help="A Dask scheduler, tls://HOST:PORT; its workers run them.")
]
Insecure = Annotated[bool, typer.Option("--insecure", help="Also a scheduler without encryption.")]
HERE = Path(".")
CORES = os.cpu_count() or 1
# Under which `autograde --help` lists the commands.
TERM, REQUESTS, QUESTION, TRYING = "A term", "What people ask for", "A question", "Trying it"
KEPT = "What was graded is kept; the same command does what is left."


def _import_nbgrader() -> None:
    """Import it without its pages of a Jupyter server, half of the time that a command takes.

    They are imported where one uses them.
    """
    if "nbgrader" in sys.modules:
        return
    pages = "assignment_list", "course_list", "formgrader", "validate_assignment"
    names = [f"nbgrader.server_extensions.{page}" for page in pages]
    sys.modules.update({name: _stand_in(name) for name in names})
    try:
        import_module("nbgrader")
    finally:
        for name in names:
            del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    def load(server: object) -> None:
        import_module(name).load_jupyter_server_extension(server)

    page = ModuleType(name)
    vars(page)["load_jupyter_server_extension"] = load
    return page


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what the user can put right, and Ctrl-C, into one sentence and an exit status."""
    _import_nbgrader()
    from autograde.course.refusals import CourseError

    try:
        yield
    except CourseError as error:
        Console(stderr=True).print(Text(str(error), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except OSError as error:
        said = f"{error.strerror or error}: {error.filename or 'the disk'}. {KEPT}"
        Console(stderr=True).print(Text(said, style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except Exception as error:
        if type(error).__name__ != "OperationalError":  # SQLAlchemy's, which is slow to import
            raise
        said = f"The gradebook cannot be used now: {str(error).splitlines()[0]}. {KEPT}"
        Console(stderr=True).print(Text(said, style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        Console(stderr=True).print(f"Stopped. {KEPT}", soft_wrap=True)
        raise typer.Exit(130) from None


def open_course(folder: Path) -> Course:
    """The course at a folder."""
    from autograde.course.course import Course

    return Course.at(folder)


def submitters(assignment: Assignment, names: list[str] | None = None) -> list[str]:
    """The students named, or everyone who handed something in."""
    from autograde.course.course import CourseError

    there = assignment.students
    folder = assignment.submitted("STUDENT").relative_to(assignment.course.root)
    if not there:
        raise CourseError(f"Nobody handed in {assignment}: submissions belong in {folder}.")
    for name in names or ():
        assignment.check_student(name, there)
    return sorted(set(names)) if names else there


def require_sandbox(course: Course, unsafe: bool) -> None:
    """Refuse to go on where there is no sandbox, unless the user wants it so."""
    from autograde.course.course import CourseError
    from autograde.sandbox.host.bubblewrap import why_not

    if unsafe:
        course.config.Execution.sandbox = False
    missing = None if unsafe else why_not()
    if missing:
        raise CourseError(
            f"Submissions cannot be run safely here: {missing} "
            "If you trust every one of them, --unsafe-no-sandbox runs them all the same."
        )


def require_encryption(scheduler: str | None, insecure: bool) -> None:
    """Refuse a scheduler that anybody can send programs to, unless the user wants it so."""
    from autograde.course.course import CourseError

    if scheduler and not insecure and not scheduler.startswith("tls://"):
        raise CourseError(
            f"{scheduler} is not encrypted: whoever reaches it can read all submissions, and run "
            "programs on its workers. Use tls://, as docs/handbook/more_machines.md says; in a "
            "network of your own, --insecure goes on."
        )


def warn(said: str) -> None:
    """Say something that does not stop a command."""
    Console(stderr=True).print(said, highlight=False, soft_wrap=True)
