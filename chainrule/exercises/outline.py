"""The notebooks of the course in their order, each with its title and with what it asks."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASKS = re.compile(r"^ *(?:with |@)?(predict|implements|exercise)\(", re.MULTILINE)
KINDS = {"predict": "prediction", "implements": "part", "exercise": "exercise"}
HEADING = re.compile(r"^#+ +(?:\d+ · )?(.*?) *$", re.MULTILINE)
NUMBERED = re.compile(r"0*(\d+)([a-z]?)_")


@dataclass(frozen=True)
class Task:
    """Something that a notebook asks for.

    Parameters
    ----------
    kind : {"prediction", "part", "exercise"}
        What it is.
    name : str
        Of the question, the part or the exercise.
    cell : str
        The id of the cell that tells what to do.
    title : str
        The heading of that cell, without its number; empty without one.
    """

    kind: str
    name: str
    cell: str
    title: str = ""

    @property
    def noted(self) -> str:
        """The name under which the record of answers knows it."""
        return self.name if self.kind == "prediction" else f"{self.kind} {self.name}"


@dataclass(frozen=True)
class Chapter:
    """A notebook of the course.

    Parameters
    ----------
    path : str
        Its file in the course, such as ``lectures/01_history_and_xor.ipynb``.
    title : str
        Its heading, whole.
    tasks : tuple of Task
        What it asks, in its order.
    """

    path: str
    title: str
    tasks: tuple[Task, ...]

    @property
    def kind(self) -> str:
        """Whether it is a lecture, an assignment, or of the gallery.

        >>> Chapter("lectures/gallery/gan.ipynb", "GAN", ()).kind
        'gallery'
        """
        folders = Path(self.path).parts
        return "gallery" if "gallery" in folders else folders[0].removesuffix("s")

    @property
    def number(self) -> str:
        """Its number in the course.

        >>> Chapter("lectures/03b_downhill.ipynb", "3b · Downhill", ()).number
        '3b'
        """
        found = NUMBERED.match(Path(self.path).name)
        return found[1] + found[2] if found else ""

    @property
    def needed(self) -> tuple[Task, ...]:
        """What makes it done: an assignment's parts, else what is to be predicted."""
        kind = "part" if self.kind == "assignment" else "prediction"
        return tuple(task for task in self.tasks if task.kind == kind)


def outline(folder: Path | str) -> tuple[Chapter, ...]:
    """The notebooks of a folder that holds `lectures` and `assignments`, in the course's order.

    A notebook that cannot be read is left out.
    """
    root = Path(folder)
    found = [*root.glob("lectures/**/[!.]*.ipynb"), *root.glob("assignments/*/[!.]*.ipynb")]
    named = {path.relative_to(root).as_posix(): path for path in found}
    chapters = [chapter(name, path) for name, path in named.items() if "/." not in name]
    return tuple(sorted(filter(None, chapters), key=place))


def place(chapter: Chapter) -> tuple[bool, int, bool, str]:
    """The place of a chapter in the course: an assignment comes after its lectures."""
    digits = re.match(r"\d*", chapter.number)
    number = int(digits[0]) if digits and digits[0] else 0
    return chapter.kind == "gallery", number, chapter.kind == "assignment", chapter.path


def chapter(name: str, path: Path) -> Chapter | None:
    """The chapter in a file; None if it holds no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [(cell, "".join(cell["source"])) for cell in cells]
        title = next(t for cell, s in sources if cell["cell_type"] == "markdown" for t in titles(s))
        return Chapter(name, title, tuple({task.noted: task for task in asked(sources)}.values()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None


def titles(text: str) -> Iterator[str]:
    """The first headings of a text."""
    for line in text.splitlines():
        if line.startswith("# "):
            yield line[2:].strip()


def asked(cells: list[tuple[dict[str, Any], str]]) -> Iterator[Task]:
    """What the code cells ask for, by what they call; the text just before says what to do."""
    before: dict[str, Any] = {}
    for cell, source in cells:
        found = ASKS.finditer(source) if cell["cell_type"] == "code" else ()
        for call in found:
            name = re.match(r"(\"[^\"\n]*\"|'[^'\n]*')", source[call.end() :])
            if name:
                told = before if before.get("cell_type") == "markdown" else cell
                heading = HEADING.search("".join(before.get("source", "")))
                title = heading[1] if heading and told is before else ""
                asked_for = ast.literal_eval(name[0])
                yield Task(KINDS[call[1]], asked_for, str(told.get("id", "")), title)
        before = cell
