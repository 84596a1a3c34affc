"""The tables, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.libraries import LIBRARIES
from benchmarks.machine import machine, versions
from benchmarks.race import Result
from benchmarks.workloads.work import WORKS

GOALS = {
    ("eager", "naive"): (1.1, 1.1, 1.1, 1.05, 1.05, 1.05, 1.05, 1.05),
    ("eager", "torch"): (0.20, 0.22, 0.26, 0.40, 1.1, 1.2, 1.0, 1.5),
    ("compiled", "numpy"): (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("compiled", "jax"): (0.9, 0.6, 0.8, 1.5, 1.2, 1.5, 0.5, 1.1),
}


def report(results: Sequence[Result], command: str, more: Iterable[str] = ()) -> str:
    """The whole file."""
    parts = [
        "# The engine against its peers",
        "One training step: forward, loss, backward, update. One thread, one core, float32 "
        "(micrograd: Python floats). Every library starts from the same numbers, its first five "
        "losses agree with those of NumPy by hand to 0.1 %, and all take turns in shuffled order.",
        *(sections_of_steps(results) if results else []),
        *more,
        "## Where and how",
        "\n".join(f"- {line}" for line in (*machine(), versions())),
        f"- Command: `{command}`",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def sections_of_steps(results: Sequence[Result]) -> list[str]:
    """Times, ratios and what was not timed."""
    return [
        "\n".join(f"- **{result.work}** {WORKS[result.work].title}" for result in results),
        "## Microseconds a step",
        "Medians over the rounds; less is faster.",
        times(results),
        "## Ratios",
        "Medians of the ratios within a round; less is better for us.",
        ratios(results),
        "## Not timed",
        reasons(results),
    ]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def times(results: Sequence[Result]) -> str:
    """Microseconds a step by library and work."""
    used = [name for name in LIBRARIES if any(name in result.rounds for result in results)]
    rows = [
        [LIBRARIES[name].title, *(digits(result.microseconds(name)) for result in results)]
        for name in used
    ]
    return table(["", *(result.work for result in results)], rows)


def ratios(results: Sequence[Result]) -> str:
    """What was to be reached, what was measured, and whether it is reached."""
    rows = []
    for (one, other), goals in GOALS.items():
        title = f"{LIBRARIES[one].title} / {LIBRARIES[other].title}"
        goal_of = dict(zip(WORKS, goals, strict=True))
        for result in results:
            goal, measured = goal_of[result.work], result.ratio(one, other)
            rows.append(
                [title, result.work, f"{goal:g}", digits(measured), verdict(measured, goal)]
            )
    return table(["Ratio", "Work", "Goal", "Measured", "Reached"], rows)


def verdict(measured: float | None, goal: float) -> str:
    """Whether a ratio is at most its goal."""
    return "" if measured is None else ("yes" if measured <= goal else "no")


def reasons(results: Sequence[Result]) -> str:
    """Why a library has no time; one line a reason."""
    works_of: dict[tuple[str, str], list[str]] = {}
    for result in results:
        for library, reason in result.reasons.items():
            works_of.setdefault((LIBRARIES[library].title, reason), []).append(result.work)
    lines = [f"- {who}, {', '.join(works)}: {why}" for (who, why), works in works_of.items()]
    return "\n".join(lines) or "Everything was timed."


def digits(value: float | None) -> str:
    """Three significant digits without an exponent, or a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
