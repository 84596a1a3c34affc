"""Grading against stock nbgrader: submissions a minute, start, where the time goes, growth.

    python benchmarks/grading.py                     # 60 submissions, 2 rounds, up to 1,000
    python benchmarks/grading.py --students 20 --rounds 1 --sizes 20

The class hands in the reference answers and the mistakes that are known of each question: no
endless loops, which would only favour us. In a round each command grades the same submissions,
all of them, and they take turns in shuffled order. Starting the command is part of its time; a
run before them, which is not counted, leaves to both what Python compiles.

Answers that are the same are graded each by itself: hidden checks draw other inputs for each
student, and code may do something else at each run, so that a verdict could change.
"""

from __future__ import annotations

import argparse
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autograde.course.course import Course
from autograde.course.release import release
from autograde.demo.demo import copy_of
from autograde.demo.sample_class import Sample, hand_in_all, sample_class
from benchmarks.machine import machine
from benchmarks.parts_of_grading import parts
from benchmarks.progress import Tick, progress
from benchmarks.report import table
from benchmarks.watch import Usage, watched

ASSIGNMENT = "02_autograd"
ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STOCK_CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "chainrule"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\nraise NotImplementedError()"}
"""
OURS = ["autograde", "run", ASSIGNMENT, "--force"]
STEPS = {
    "nbgrader autograde": ["nbgrader", "autograde", ASSIGNMENT, "--force"],
    "nbgrader generate_feedback": ["nbgrader", "generate_feedback", ASSIGNMENT, "--force"],
    "autograde run, 1 worker": [*OURS, "--workers", "1", "--no-feedback"],
    "autograde run, 2 workers": [*OURS, "--workers", "2", "--no-feedback"],
    "autograde run with feedback, 2 workers": [*OURS, "--workers", "2"],
}
STOCK_PAGES = "nbgrader autograde and feedback"  # one after the other
STARTS = (
    (["autograde", "--help"], 0.3),
    (["autograde", "students", "three.csv"], 3.0),
    (["autograde", "run", ASSIGNMENT, "--no-feedback"], 5.0),
)
THREE = "id,first_name,last_name\na,Ada,L\nb,Blaise,P\nc,Carl,G\n"
RATIOS = {
    "autograde run, 1 worker": ("nbgrader autograde", 6),
    "autograde run, 2 workers": ("nbgrader autograde", 10),
    "autograde run with feedback, 2 workers": (STOCK_PAGES, 10),
}


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the tables."""
    options = parsed(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sections = list(measured(options, Path(folder)))
    command = shlex.join(["python", "benchmarks/grading.py", *(arguments or sys.argv[1:])])
    where = "\n".join(f"- {line}" for line in (*machine(), f"Command: `{command}`"))
    title = "# Grading against stock nbgrader"
    file = options.out / "grading.md"
    file.write_text(
        "\n\n".join([title, *sections, "## Where and how", where]) + "\n", encoding="utf-8"
    )
    print(f"written: {file}")


def measured(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The sections of the report."""
    total = options.rounds * len(STEPS) + len(options.sizes) + 3
    with progress(total) as tick:
        yield from raced(options, folder, tick)
        tick("where the time goes")
        yield parts(class_of(options.students, folder / "parts"), ASSIGNMENT)
        tick("start")
        yield starts(folder / "ours")
        yield growth(options.sizes, folder, tick)


def raced(options: argparse.Namespace, folder: Path, tick: Tick) -> Iterator[str]:
    """Submissions a minute, the ratios, and memory."""
    tick("a class for each")
    courses = {
        "nbgrader": stock_class_of(options.students, folder / "stock"),
        "autograde": class_of(options.students, folder / "ours").root,
    }
    for name in STEPS:
        graded(STEPS[name], courses[name.split()[0]], "--student", "s0000")
    taken: dict[str, list[Usage]] = {name: [] for name in STEPS}
    for number in range(options.rounds):
        for name in in_turn():
            tick(f"round {number + 1} of {options.rounds}: {name}")
            taken[name].append(graded(STEPS[name], courses[name.split()[0]]))
    pages = taken.pop("nbgrader generate_feedback")
    pairs = zip(taken["nbgrader autograde"], pages, strict=True)
    taken[STOCK_PAGES] = [answers + page for answers, page in pairs]
    rates = [
        [name, f"{median(60 * options.students / u.seconds for u in taken[name]):.0f}"]
        for name in taken
    ]
    yield f"## Submissions a minute\n\nMedians of {options.rounds} rounds of {options.students}."
    yield table(["", "a minute"], rates)
    yield "## Ratios\n\nMedians of the ratios within a round; more is better for us."
    yield table(["", "goal", "measured"], list(ratios(taken)))
    yield "## Memory\n\nProportional set sizes, MiB, at their largest."
    yield table(["", "all processes"], [[n, f"{max(u.mib for u in taken[n]):.0f}"] for n in taken])


def in_turn() -> list[str]:
    """The steps in any order but that pages come after points."""
    pages = "nbgrader generate_feedback"
    order = random.sample([name for name in STEPS if name != pages], len(STEPS) - 1)
    after = random.randint(order.index("nbgrader autograde") + 1, len(order))
    return [*order[:after], pages, *order[after:]]


def starts(course: Path) -> str:
    """How long commands take that have little to do: medians of five."""
    (course / "three.csv").write_text(THREE, encoding="utf-8")
    rows = []
    for command, goal in STARTS:
        found = median(graded(command, course).seconds for _ in range(5))
        rows.append([" ".join(command), f"{goal:g}", f"{found:.2f}"])
    return "## Start\n\nThe last finds nothing changed.\n\n" + table(
        ["", "goal, seconds", "seconds"], rows
    )


def ratios(taken: dict[str, list[Usage]]) -> Iterator[list[str]]:
    """How many times as many submissions a minute."""
    for ours, (theirs, goal) in RATIOS.items():
        pairs = zip(taken[theirs], taken[ours], strict=True)
        found = median(stock.seconds / mine.seconds for stock, mine in pairs)
        yield [f"{ours} / {theirs}", f"{goal}", f"{found:.1f}"]


def growth(sizes: list[int], folder: Path, tick: Tick) -> str:
    """What classes of these sizes take, and how long it is to find that nothing has changed."""
    rows = []
    for size in sizes:
        tick(f"a class of {size}")
        course = class_of(size, folder / f"class-of-{size}").root
        usage = graded(STEPS["autograde run, 2 workers"], course)
        again = graded(["autograde", "run", ASSIGNMENT, "--no-feedback"], course)
        each = f"{1000 * usage.seconds / size:.0f}"
        memory = (f"{usage.mib:.0f}", f"{usage.own:.0f}")
        rows.append([f"{size:,}", f"{usage.seconds:.0f}", each, *memory, f"{again.seconds:.1f}"])
    head = ["submissions", "seconds", "milliseconds each", "MiB", "MiB of the writer", "unchanged"]
    return "## Growth\n\nTwo workers, no feedback.\n\n" + table(head, rows)


def graded(command: list[str], course: Path, *more: str) -> Usage:
    """What a command took in the folder of a course."""
    program, *arguments = command
    return watched([str(BIN / program), *arguments, *more], course)


def class_of(size: int, folder: Path) -> Course:
    """A course of ours with that many submissions."""
    course = copy_of(Course.at(ROOT), folder)
    release(course.assignment(ASSIGNMENT))
    hand_in_all(course.assignment(ASSIGNMENT), students(course, size))
    return course


def stock_class_of(size: int, folder: Path) -> Path:
    """The same submissions in a course of stock nbgrader's."""
    ours = class_of(size, folder)
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIGURATION, encoding="utf-8")
    generate = [str(BIN / "nbgrader"), "generate_assignment", ASSIGNMENT, "--force"]
    subprocess.run(generate, cwd=folder, check=True, capture_output=True)
    return ours.root


def students(course: Course, size: int) -> list[Sample]:
    """The reference and the mistakes, again and again."""
    known = [
        s for s in sample_class(course.assignment(ASSIGNMENT)) if s.answered and not is_slow(s)
    ]
    return [
        Sample(f"s{number:04}", sample.files)
        for number, sample in enumerate(islice(cycle(known), size))
    ]


def is_slow(sample: Sample) -> bool:
    """Whether a sample is about time-outs, dead kernels or attacks: not a race's matter."""
    return any(word in sample.student for word in ("loop", "killed", "attack"))


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    about, *_ = (__doc__ or "").split("\n")
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--students", type=int, default=60, help="in a round (60)")
    parser.add_argument("--rounds", type=int, default=2, help="(2)")
    parser.add_argument("--sizes", type=sizes, default=[60, 400, 1000], help="(60,400,1000)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    return parser.parse_args(arguments)


def sizes(text: str) -> list[int]:
    """Numbers with commas between them; none for none."""
    return [int(number) for number in text.split(",") if number]


if __name__ == "__main__":
    main()
