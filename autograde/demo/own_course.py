"""The course of one learner on one page: each part on hidden inputs, and what comes next.

The notebooks are the learner's own, and run as whoever asks: no sandbox, nothing recorded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from autograde.course.course import Course, CourseError
from autograde.course.suggestions import did_you_mean
from autograde.pages.letters import plain
from chainrule.exercises.outline import outline
from chainrule.exercises.progress import Progress
from chainrule.exercises.questions import record
from chainrule.exercises.standing import Standing, standing
from chainrule.exercises.standing_page import course_page, document, report_page
from chainrule.exercises.verdict import NOT_WRITTEN, PASSES

SECONDS = 120  # a notebook may take
RUN = "import sys; from autograde.checks.own import main; main(sys.argv[1])"
BUILT = "built.html"  # a page to print
OWN = "my"  # a learner's copy of the course, which `course.py lab` makes
Rows = tuple[tuple[str, str, str], ...]


@dataclass
class OwnCourse:
    """What was found in a learner's notebooks.

    Parameters
    ----------
    groups : dict
        For each assignment its parts: name, state, what is wrong.
    stopped : list of str
        Sentences on cells and notebooks that did not run to their end.
    """

    groups: dict[str, Rows] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)

    def add(self, groups: dict[str, Rows], stopped: list[str]) -> None:
        """Take in a notebook."""
        self.groups |= groups
        self.stopped += stopped

    @property
    def is_whole(self) -> bool:
        """Whether every part passes, of notebooks that are there and ran."""
        every = [state for rows in self.groups.values() for _, state, _ in rows]
        return all(self.groups.values()) and all(state == PASSES for state in every)

    def text(self, standing: Standing) -> str:
        """All of it for a terminal."""
        return plain("\n".join([repr(Progress(self.groups)), *self.stopped, "", str(standing)]))

    def html(self, standing: Standing) -> str:
        """All of it as a page: the start page of JupyterLab, and what the checks say."""
        table = Progress(self.groups)._repr_html_()
        stopped = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.stopped)
        word = "Finished: a page to print" if standing.finished else "What I have built, to print"
        built = f"<p class='screen'><a href='{BUILT}'>{word}</a></p>"
        said = f"<h2>What the hidden checks say</h2>{table}{stopped}{built}"
        return document("Chain Rule: your course", course_page(standing, end=said))

    def note(self) -> None:
        """Have it noted how each part stands, where the learner's answers are noted."""
        for rows in self.groups.values():
            for part, state, _ in rows:
                if state != NOT_WRITTEN:
                    record.add_part(part, state == PASSES, record.own_path)


def standing_in(course: Course) -> Standing:
    """How far the learner is, by what is noted."""
    own = course.root / OWN
    chapters = outline(own if own.is_dir() else course.root)
    return standing(chapters, record.entries(record.own_path))


def handed_out(course: Course) -> dict[str, Path]:
    """The notebooks to check, by assignment; a class may have them without the solutions.

    Where the learner has a copy of the course to work in, those in it.
    """
    folders = course.folder("release").glob("[!.]*/")
    names = course.assignments or sorted(path.name for path in folders)
    return {name: worked_in(course, name) / f"{name}.ipynb" for name in names}


def worked_in(course: Course, assignment: str) -> Path:
    """The folder in which a learner works on an assignment: in `my/`, or as it is handed out."""
    release = course.folder("release", assignment=assignment)
    own = course.root / OWN / release.relative_to(course.root)
    return own if any(own.glob("*.ipynb")) else release


def meant(said: str, names: Collection[str]) -> tuple[str, Path | None]:
    """The assignment that is meant by a name, its beginning, or a file; and the file, if named.

    Raises
    ------
    CourseError
        If none is, or more than one.
    """
    path = Path(said).expanduser()
    if path.is_dir():
        path = path / f"{path.name}.ipynb"
    file = path if path.suffix == ".ipynb" else None
    begins = file.stem if file else said
    found = [n for n in names if begins and (n.startswith(begins) or begins.startswith(n))]
    if len(found) != 1:
        raise CourseError(f"There is no assignment {begins}. {did_you_mean(begins, names)}")
    return found[0], file


def existing(notebook: Path) -> Path:
    """The notebook, if it is there; a CourseError if not."""
    if not notebook.is_file():
        raise CourseError(f"There is no {notebook}.")
    return notebook


def parts_of(name: str, notebook: Path) -> tuple[dict[str, Rows], list[str]]:
    """The parts of a learner's notebook, which runs in a process of its own."""
    path = notebook.resolve()
    if not path.is_file():
        return {name: ()}, [f"There is no {path}."]
    command = [sys.executable, "-X", "utf8", "-c", RUN, str(path)]
    try:
        done = subprocess.run(
            command, cwd=path.parent, env={**os.environ, "MPLBACKEND": "Agg"}, timeout=SECONDS,
            capture_output=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {name: ()}, [f"{path} was still running after {SECONDS} seconds."]
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it ended"])[-1]
        return {name: ()}, [f"{path} could not be checked: {why}"]
    groups, stopped = json.loads(done.stdout.splitlines()[-1])
    rows: list[list[str]] = next(iter(groups.values()), [])
    found = tuple((part, state, why) for part, state, why in rows)
    return {name: found}, [f"{name}: {sentence}" for sentence in stopped]


def write_pages(found: OwnCourse, standing: Standing) -> Path:
    """Write the page, and one to print, beside the parts that are kept, or where there is room."""
    for folder in (Path.home() / ".chainrule", Path(tempfile.mkdtemp(prefix="chainrule-"))):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / BUILT).write_text(report_page(standing), encoding="utf-8")
            (folder / "course.html").write_text(found.html(standing), encoding="utf-8")
        except OSError:
            continue
        return folder / "course.html"
    raise OSError(28, "There is no room for the page", "course.html")
