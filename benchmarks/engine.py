"""The engine against its peers: time of a training step, growth, memory and import time.

    python benchmarks/engine.py                          # everything that is installed
    python benchmarks/engine.py --only A,D --libraries numpy,eager,torch --quick

Each library does the same work (see `benchmarks.workloads.work`) in a process of its own, on one
thread and one core; the processes take turns in shuffled order. A library whose losses differ
from those of NumPy by hand is not timed.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.growth import COMPARED, Growth, growth_section, growths, steps_of
from benchmarks.imports import import_section
from benchmarks.libraries import LIBRARIES
from benchmarks.memory import memory_section
from benchmarks.progress import progress
from benchmarks.race import Result, race
from benchmarks.report import report
from benchmarks.workloads.work import WORKS

SECTIONS = ("steps", "growth", "memory", "import")


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the tables and plots."""
    options = parsed(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    rounds, burst = (3, 0.005) if options.quick else (options.rounds, 0.03)
    results = steps(options, rounds, burst) if "steps" in options.sections else []
    found = grown(options, max(3, rounds // 3), burst) if "growth" in options.sections else []
    more = [growth_section(found)] if found else []
    if "memory" in options.sections:
        more.append(memory_section(options.libraries))
    if "import" in options.sections:
        more.append(import_section(rounds))
    command = shlex.join(["python", "benchmarks/engine.py", *(arguments or sys.argv[1:])])
    file = options.out / "engine.md"
    file.write_text(report(results, command, more), encoding="utf-8")
    print(f"written: {file}")
    plot(results, found, options.out)


def steps(options: argparse.Namespace, rounds: int, burst: float) -> list[Result]:
    """The time of a step of each work."""
    with progress(len(options.only) * (len(options.libraries) + rounds)) as tick:
        return [race(work, options.libraries, rounds, burst, tick) for work in options.only]


def grown(options: argparse.Namespace, rounds: int, burst: float) -> list[Growth]:
    """The time of a step as networks and batches grow."""
    points = sum(map(len, steps_of(options.quick).values()))
    with progress(points * (rounds + len(COMPARED))) as tick:
        return growths(options.libraries, rounds, burst, options.quick, tick)


def plot(results: list[Result], found: list[Growth], folder: Path) -> None:
    """The pictures, where matplotlib is installed."""
    try:
        from benchmarks.plots import plot_growth, plot_times

        if results:
            plot_times(results, folder / "engine.svg")
        if found:
            plot_growth(found, folder / "growth.svg")
    except ModuleNotFoundError as error:
        print(f"no pictures: {error.name} is not installed", file=sys.stderr)


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    first, *rest = (__doc__ or "").split("\n\n")
    parser = argparse.ArgumentParser(
        description=first,
        epilog="\n\n".join(rest),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    works, libraries = ", ".join(WORKS), ", ".join(LIBRARIES)
    parser.add_argument(
        "--only",
        metavar="A,B",
        type=names(WORKS),
        help=f"these of {works}, and no other section than steps",
    )
    parser.add_argument(
        "--libraries", metavar="numpy,eager", type=names(LIBRARIES), default=list(LIBRARIES),
        help=f"of {libraries}",
    )  # fmt: skip
    parser.add_argument(
        "--sections", metavar="steps,growth", type=names(SECTIONS),
        help=f"these of {', '.join(SECTIONS)}",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=30, help="turns that each library gets (30)")
    parser.add_argument("--quick", action="store_true", help="3 short rounds, to try it out")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent / "results", help="where to write"
    )
    options = parser.parse_args(arguments)
    options.sections = options.sections or (["steps"] if options.only else list(SECTIONS))
    options.only = options.only or list(WORKS)
    return options


def names(known: Iterable[str]) -> Callable[[str], list[str]]:
    """A reader of lists like A,B whose items must be known."""

    def read(text: str) -> list[str]:
        wanted = text.split(",")
        if unknown := [name for name in wanted if name not in known]:
            raise argparse.ArgumentTypeError(
                f"{', '.join(unknown)} is not one of {', '.join(known)}"
            )
        return wanted

    return read


if __name__ == "__main__":
    main()
