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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.libraries import LIBRARIES
from benchmarks.progress import progress
from benchmarks.race import race
from benchmarks.report import report
from benchmarks.workloads.work import WORKS


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the tables and plots."""
    options = parsed(arguments)
    rounds, burst = (3, 0.005) if options.quick else (options.rounds, 0.03)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    with progress(len(options.only) * (len(options.libraries) + rounds)) as tick:
        results = [race(work, options.libraries, rounds, burst, tick) for work in options.only]
    command = shlex.join(["python", "benchmarks/engine.py", *(arguments or sys.argv[1:])])
    (folder / "engine.md").write_text(report(results, command), encoding="utf-8")
    print(f"written: {folder / 'engine.md'}")


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
        "--only", metavar="A,B", type=names(WORKS), default=list(WORKS), help=f"works: {works}"
    )
    parser.add_argument(
        "--libraries", metavar="numpy,eager", type=names(LIBRARIES), default=list(LIBRARIES),
        help=f"of {libraries}",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=30, help="turns that each library gets (30)")
    parser.add_argument("--quick", action="store_true", help="3 short rounds, to try it out")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent / "results", help="where to write"
    )
    return parser.parse_args(arguments)


def names(known: dict[str, object]):
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
