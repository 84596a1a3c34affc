"""Grading against stock nbgrader: submissions a minute, where the time goes, memory, growth.

    python benchmarks/grading.py                     # 60 submissions, 3 rounds, up to 1,000
    python benchmarks/grading.py --students 20 --rounds 1 --sizes 10,100

The class hands in the reference answers and the mistakes that are known of each question: no
endless loops, which would only favour us. In a round each command grades the same submissions,
all of them, and they take turns in shuffled order. Starting the command is part of its time.
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
from time import perf_counter

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
COMMANDS = {
    "nbgrader autograde": [["nbgrader", "autograde", ASSIGNMENT, "--force"]],
    "autograde run, 1 worker": [[*OURS, "--workers", "1", "--no-feedback"]],
    "autograde run, 2 workers": [[*OURS, "--workers", "2", "--no-feedback"]],
    "nbgrader autograde and feedback": [
        ["nbgrader", "autograde", ASSIGNMENT, "--force"],
        ["nbgrader", "generate_feedback", ASSIGNMENT, "--force"],
    ],
    "autograde run with feedback, 2 workers": [[*OURS, "--workers", "2"]],
}
RATIOS = {
    "autograde run, 1 worker": ("nbgrader autograde", 6),
    "autograde run, 2 workers": ("nbgrader autograde", 10),
    "autograde run with feedback, 2 workers": ("nbgrader autograde and feedback", 10),
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
    total = options.rounds * len(COMMANDS) + len(options.sizes) + 1
    with progress(total) as tick:
        yield from raced(options, folder, tick)
        tick("where the time goes")
        yield parts(class_of(options.students, folder / "parts"), ASSIGNMENT)
        yield growth(options.sizes, folder, tick)


def raced(options: argparse.Namespace, folder: Path, tick: Tick) -> Iterator[str]:
    """Submissions a minute, the ratios, and memory."""
    courses = {
        "nbgrader": stock_class_of(options.students, folder / "stock"),
        "autograde": class_of(options.students, folder / "ours").root,
    }
    taken: dict[str, list[Usage]] = {name: [] for name in COMMANDS}
    for number in range(options.rounds):
        for name in random.sample(list(COMMANDS), len(COMMANDS)):
            tick(f"round {number + 1} of {options.rounds}: {name}")
            taken[name].append(graded(COMMANDS[name], courses[name.split()[0]]))
    rates = [
        [name, f"{median(60 * options.students / u.seconds for u in taken[name]):.0f}"]
        for name in COMMANDS
    ]
    yield f"## Submissions a minute\n\nMedians of {options.rounds} rounds of {options.students}."
    yield table(["", "a minute"], rates)
    yield "## Ratios\n\nMedians of the ratios within a round; more is better for us."
    yield table(["", "goal", "measured"], list(ratios(taken)))
    yield "## Memory\n\nProportional set sizes, MiB, at their largest."
    yield table(["", "all processes"], [[n, f"{max(u.mib for u in taken[n]):.0f}"] for n in taken])


def ratios(taken: dict[str, list[Usage]]) -> Iterator[list[str]]:
    """How many times as many submissions a minute."""
    for ours, (theirs, goal) in RATIOS.items():
        pairs = zip(taken[theirs], taken[ours], strict=True)
        found = median(stock.seconds / mine.seconds for stock, mine in pairs)
        yield [f"{ours} / {theirs}", f"{goal}", f"{found:.1f}"]


def growth(sizes: list[int], folder: Path, tick: Tick) -> str:
    """Seconds a submission, for classes of these sizes."""
    rows = []
    for size in sizes:
        tick(f"a class of {size}")
        course = class_of(size, folder / f"class-of-{size}")
        usage = graded(COMMANDS["autograde run, 2 workers"], course.root)
        milliseconds = f"{1000 * usage.seconds / size:.0f}"
        rows.append([f"{size:,}", f"{usage.seconds:.0f}", milliseconds, f"{usage.mib:.0f}"])
    head = ["submissions", "seconds", "milliseconds each", "MiB"]
    return "## Growth\n\nTwo workers, no feedback.\n\n" + table(head, rows)


def graded(commands: list[list[str]], course: Path) -> Usage:
    """What grading the class in a folder took."""
    start, most = perf_counter(), 0.0
    for program, *arguments in commands:
        most = max(most, watched([str(BIN / program), *arguments], course))
    return Usage(perf_counter() - start, most)


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
    parser.add_argument("--rounds", type=int, default=3, help="(3)")
    parser.add_argument("--sizes", type=sizes, default=[10, 100, 1000], help="(10,100,1000)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    return parser.parse_args(arguments)


def sizes(text: str) -> list[int]:
    """Numbers with commas between them; none for none."""
    return [int(number) for number in text.split(",") if number]


if __name__ == "__main__":
    main()
