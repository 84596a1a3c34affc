"""How long `autograde similar` takes to compare a class with that of another year.

    python benchmarks/similarity.py                  # up to 400 students beside 400
    python benchmarks/similarity.py --sizes 50,100

No two answers are the same: each part of assignment 02 is a function of 4 to 13 lines made of a
few patterns, which is more to compare than people write. Starting the command is part of its time.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograde.course.course import Course
from autograde.course.questions import role
from autograde.course.release import release
from autograde.demo.demo import copy_of
from benchmarks.machine import machine
from benchmarks.progress import progress
from benchmarks.report import table
from benchmarks.watch import watched

ASSIGNMENT = "02_autograd"
ROOT = Path(__file__).resolve().parents[1]
NAMES = [f"v{number}" for number in range(8)]
PATTERNS = (
    "{a} = {b} + {c} * {n}",
    "for {a} in range({n}): {b} += {c}",
    "if {a} > {n}: {b} = np.sum({c}, axis={n})",
    "{a} = [{b} for {b} in {c}]",
)


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100,200,400", help="students of each class")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder, progress(len(sizes)) as tick:
        rows = []
        for size in sizes:
            tick(f"{size} beside {size}")
            rows.append(measured(size, Path(folder) / str(size)))
    head = ["students", "seconds", "MiB"]
    command = shlex.join(["python", "benchmarks/similarity.py", *(arguments or sys.argv[1:])])
    where = "\n".join(f"- {line}" for line in (*machine(), f"Command: `{command}`"))
    text = ["# Comparing a class with another year's", table(head, rows), "## Where and how", where]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "similarity.md").write_text("\n\n".join(text) + "\n", encoding="utf-8")


def measured(size: int, folder: Path) -> list[str]:
    """A line of the table."""
    course = copy_of(Course.at(ROOT), folder / "course")
    release(course, ASSIGNMENT)
    for room, seed in ((course.classroom, 1), (folder / "2025", 2)):
        hand_in_all(course, room, size, random.Random(seed))
    command = [sys.executable, "-m", "autograde", "similar", ASSIGNMENT, "--with", "../2025"]
    start = perf_counter()
    most = watched(command, course.root)
    return [f"{size} beside {size}", f"{perf_counter() - start:.1f}", f"{most:.0f}"]


def hand_in_all(course: Course, room: Path, size: int, draw: random.Random) -> None:
    """Fill a classroom with made-up answers."""
    name = f"{course.notebook(ASSIGNMENT)}.ipynb"
    nb = nbformat.read(course.release(ASSIGNMENT) / name, as_version=4)
    for student in range(size):
        for cell in nb.cells:
            if role(cell, "solution"):
                cell.source = "\n    ".join(["def f(x):", *lines(draw)])
        folder = room / "submitted" / f"s{student:03}" / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / name)


def lines(draw: random.Random) -> Iterator[str]:
    """The lines of an answer."""
    for _ in range(draw.randint(3, 12)):
        a, b, c = (draw.choice(NAMES) for _ in range(3))
        yield draw.choice(PATTERNS).format(a=a, b=b, c=c, n=draw.randrange(10))


if __name__ == "__main__":
    main()
