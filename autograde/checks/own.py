"""One's own parts on hidden inputs, in this very Python: in a browser, or where no sandbox is."""

from __future__ import annotations

import json
import linecache
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from autograde.checks.hidden import examine_hidden
from autograde.course.seed import next_number
from chainrule.exercises.check import NotYet
from chainrule.exercises.parts import assignments
from chainrule.exercises.progress import Progress
from chainrule.exercises.submissions import submissions
from chainrule.exercises.verdict import NOT_WRITTEN


def check_all(assignment: str = "") -> Progress:
    """Try your parts on inputs that nobody has seen, as grading does.

    Parameters
    ----------
    assignment : str
        Such as ``02_autograd``; those that are begun unless given.

    Examples
    --------
    >>> from chainrule.exercises import implements, reset
    >>> reset()
    >>> mul_vjp = implements("mul.vjp")(lambda g, y, a, b: (g * b, g * a))  # doctest: +ELLIPSIS
    mul.vjp passes...
    >>> check_all().passing
    1
    >>> reset()
    """
    groups = {name: [part.name for part in group] for name, group in assignments.items()}
    begun = [name for name in groups if submissions.keys() & groups[name]]
    names = [assignment] if assignment else begun or list(groups)
    return Progress({name: tuple((p, *hidden_state(p)) for p in groups[name]) for name in names})


def hidden_state(part: str) -> tuple[str, str]:
    """The state of a submitted part on hidden inputs, and what is wrong with it."""
    if part not in submissions:
        return NOT_WRITTEN, ""
    number = next_number(part)
    verdict = examine_hidden(part, submissions[part].function, number)
    wrong = not verdict.passes and verdict.state != NOT_WRITTEN
    return verdict.state, f"{verdict.sentence} (check number {number})" if wrong else ""


def check_notebook(notebook: Path) -> tuple[Progress, list[str]]:
    """Run a notebook in this Python and try its parts; also a sentence on each cell that stops."""
    names: dict[str, Any] = {"__name__": "__main__", "display": print}
    stopped = []
    for number, source in enumerate(cells(notebook), 1):
        file = f"<code cell {number}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        try:
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                exec(compile(source, file, "exec", dont_inherit=True), names)
        except (NotYet, NotImplementedError):
            pass  # told part by part
        except (Exception, SystemExit) as error:
            stopped.append(f"Code cell {number} stopped: {type(error).__name__}: {error}")
    assignment = next((name for name in assignments if notebook.stem.startswith(name)), "")
    return check_all(assignment), stopped


def main(notebook: str) -> None:
    """Check a notebook and print what was found, for the process that asked."""
    found, stopped = check_notebook(Path(notebook))
    print("\n" + json.dumps([found.groups, stopped]))


def cells(notebook: Path) -> Iterator[str]:
    """The code of a notebook, without what is for Jupyter alone."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"]).splitlines(keepends=True)
            yield "".join("\n" if line.startswith(("%", "!")) else line for line in lines)
