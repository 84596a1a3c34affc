"""A new part: `python -m chainrule.exercises.new 01_xor hinge` writes what it needs, to be filled.

The part itself, its hidden check, a place for wrong and right answers of the tests, and the four
cells of the notebook; each stub says FILL IN where something is left to write.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any

from chainrule.exercises.messages import did_you_mean
from chainrule.exercises.parts import assignments, homes

WRONG = "FILL IN wrong answers that are written otherwise than the mistakes: (mistake, function)"
RIGHT = "FILL IN three right answers, each written differently"
STUBS = Path(__file__).with_name("stubs")
LEAST_IN_WORDS = 5  # points that stay with the written answer


class CannotWrite(Exception):
    """Why nothing was written, in a sentence."""


@dataclass(frozen=True)
class NewPart:
    """A part before it is written.

    Parameters
    ----------
    root : Path
        The folder of the course.
    assignment, name : str
        Such as ``01_xor`` and ``hinge``.
    arguments : sequence of str
        Of the function.
    file, title : str
        Of its module and of its section in the notebook; after its name unless given.
    points : pair of int
        For the visible and the hidden check.
    """

    root: Path
    assignment: str
    name: str
    arguments: Sequence[str] = ("x",)
    file: str = ""
    title: str = ""
    points: tuple[int, int] = (2, 5)

    @property
    def words(self) -> dict[str, Any]:
        """The words that the stubs are filled with."""
        function = re.sub(r"\W", "_", self.name)
        return {
            "name": self.name,
            "function": function,
            "folder": self.folder,
            "file": self.file or re.sub(r"\W.*", "", self.name),
            "title": self.title or self.name,
            "number": len(assignments[self.assignment]) + 1,
            "first": self.arguments[0],
            "arguments": ", ".join(self.arguments),
            "typed": ", ".join(f"{a}: Any" for a in self.arguments),
            "tuple": as_tuple(self.arguments),
            "quoted": as_tuple([f'"{a}"' for a in self.arguments]),
            "count": len(self.arguments),
        }

    @property
    def folder(self) -> str:
        """Of the assignment's parts."""
        return self.assignment.split("_", 1)[1]

    def texts(self) -> dict[Path, str]:
        """Each file with its new text; a `CannotWrite` if one stands in the way."""
        words = self.words
        parts = self.root / "chainrule/exercises/parts" / self.folder
        checks = self.root / "autograde/checks" / self.folder
        answers = self.root / "tests/exercises/answers"
        notebook = self.root / "solutions" / self.assignment / f"{self.assignment}.ipynb"
        if not parts.is_dir():
            raise CannotWrite(f"There is no {parts}: run this in the folder of the course.")
        module = f"{words['file']}.py"
        found = {parts / module: self.stub("part.txt")}
        if checks.is_dir():
            found[checks / module] = self.stub("check.txt")
        for path in found:
            if path.exists():
                raise CannotWrite(f"{path} is there already: name another with --file.")
        for kind, stub in (("wrong", WRONG), ("right", RIGHT)) if answers.is_dir() else ():
            path = answers / f"{self.folder}_{kind}.py"
            found[path] = with_entry(text_of(path), kind, self.name, stub)
        if notebook.parents[1].is_dir():
            found[notebook] = self.with_cells(json.loads(text_of(notebook)))
        return found

    def with_cells(self, notebook: dict[str, Any]) -> str:
        """The notebook with the part's four cells before the written answer."""
        cells: list[dict[str, Any]] = notebook["cells"]
        grade_id = re.sub(r"\W|_", "-", self.name)
        ids = [cell.get("id") for cell in cells]
        if grade_id in ids:
            raise CannotWrite(f"The notebook has a cell {grade_id} already.")
        visible, hidden = self.points
        place = ids.index("words") if "words" in ids else len(cells)
        take_points(cells, visible + hidden)
        cells[place:place] = [
            {
                "cell_type": "markdown",
                "id": f"{grade_id}-task",
                "metadata": {},
                **self.source("task.md"),
            },
            self.cell("answer.txt", grade_id, solution=True),
            self.cell(
                "visible.txt", f"{grade_id}-visible", grade=True, locked=True, points=visible
            ),
            self.cell("hidden.txt", f"{grade_id}-hidden", grade=True, locked=True, points=hidden),
        ]
        cells[place + 2]["metadata"]["tags"] = ["raises-exception"]
        return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"

    def cell(self, stub: str, grade_id: str, **role: Any) -> dict[str, Any]:
        """A cell of code with what nbgrader wants to know of it."""
        usual = {"grade": False, "locked": False, "solution": False, "task": False}
        about = {"grade_id": grade_id, "schema_version": 3, **usual, **role}
        return {
            "cell_type": "code",
            "execution_count": None,
            "id": grade_id,
            "metadata": {"nbgrader": dict(sorted(about.items()))},
            "outputs": [],
            **self.source(stub),
        }

    def source(self, stub: str) -> dict[str, list[str]]:
        """The lines of a cell."""
        return {"source": self.stub(stub).rstrip("\n").splitlines(keepends=True)}

    def stub(self, file: str) -> str:
        """One of the stubs, filled with what is known."""
        return (STUBS / file).read_text(encoding="utf-8").format(**self.words)


def text_of(path: Path) -> str:
    """The text of a file that has to be there."""
    if not path.is_file():
        raise CannotWrite(f"There is no {path}: an assignment has one before it gets parts.")
    return path.read_text(encoding="utf-8")


def as_tuple(words: Sequence[str]) -> str:
    """A tuple as Python writes it.

    >>> as_tuple(["x"]), as_tuple("at")
    ('(x,)', '(a, t)')
    """
    return f"({', '.join(words)}{',' if len(words) == 1 else ''})"


def take_points(cells: list[dict[str, Any]], points: int) -> None:
    """Take points off the written answer, where it keeps some."""
    for cell in cells:
        about = cell["metadata"].get("nbgrader", {})
        by_hand = about.get("grade") and about.get("solution")
        if by_hand and about["points"] - points >= LEAST_IN_WORDS:
            about["points"] -= points
            return


def with_entry(text: str, table: str, name: str, stub: str) -> str:
    """A file of answers with an empty entry at the end of its table."""
    found = [
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == table
    ]
    if not found or not isinstance(found[0], ast.Dict):
        raise CannotWrite(f"There is no dictionary {table} in the file of {table} answers.")
    if name in [ast.literal_eval(key) for key in found[0].keys if key]:
        raise CannotWrite(f"The {table} answers have an entry {name!r} already.")
    lines = text.splitlines(keepends=True)
    end = (found[0].end_lineno or 1) - 1
    lines[end:end] = [f'    "{name}": [\n', f"        # {stub}\n", "    ],\n"]
    return "".join(lines)


def check_names(new: NewPart) -> None:
    """Raise a `CannotWrite` that says which name cannot be."""
    if new.assignment not in assignments:
        hint = did_you_mean(new.assignment, assignments)
        raise CannotWrite(f"There is no assignment {new.assignment!r}{hint}")
    if not re.fullmatch(r"[a-z]\w*(\.\w+)*", new.name):
        raise CannotWrite(f"{new.name!r} is no name of a part: write it like hinge or mul.vjp.")
    if new.name in homes:
        where = homes[new.name].replace(".", "/")
        raise CannotWrite(f"{new.name} is there already, in chainrule/exercises/parts/{where}.py.")
    for word in (*new.arguments, *([new.file] if new.file else [])):
        if not word.isidentifier() or iskeyword(word):
            raise CannotWrite(f"{word!r} is no name in Python.")


def points_of(notebook: Path) -> int:
    """The sum of an assignment's points."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in cells)


def advice(points: int) -> str:
    """What is left to do about an assignment's points, of which there are to be 100."""
    if points == 100:
        return "the assignment has 100 points; write the part into the table at its head"
    return (
        f"the assignment has {points} points instead of 100, since the written answer keeps "
        f"{LEAST_IN_WORDS}: take them off other parts, and adapt the table at its head"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the stubs of a part, and tell what is left to do."""
    parser = argparse.ArgumentParser(
        prog="python -m chainrule.exercises.new",
        description="Write the stubs of a new part: check, mistakes, answers, notebook cells.",
        epilog="It is run in the folder of the course, and overwrites nothing.",
    )
    parser.add_argument("assignment", help="such as 01_xor")
    parser.add_argument("part", help="such as hinge or softsign.vjp")
    parser.add_argument(
        "--arguments", nargs="+", help="of the function; g y x if it is a .vjp, else x"
    )
    parser.add_argument("--file", default="", help="name of its module; the part's own")
    parser.add_argument("--title", default="", help="of its section in the notebook; its name")
    parser.add_argument(
        "--points",
        nargs=2,
        type=int,
        default=[2, 5],
        metavar=("VISIBLE", "HIDDEN"),
        help="of its checks, 2 and 5; the written answer gives them, as long as it keeps five",
    )
    given = parser.parse_args(arguments)
    named = given.arguments or (["g", "y", "x"] if given.part.endswith(".vjp") else ["x"])
    new = NewPart(Path(), given.assignment, given.part, named, given.file, given.title,
                  tuple(given.points))  # fmt: skip
    try:
        check_names(new)
        texts = new.texts()
    except CannotWrite as reason:
        print(f"Nothing was written. {reason}", file=sys.stderr)
        return 1
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path}: {text.count('FILL IN')} to fill in")
        if path.suffix == ".ipynb":
            print(f"      {advice(points_of(path))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
