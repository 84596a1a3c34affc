"""What one move of a hand costs in each widget: the processor's time, and what is sent.

Run with ``python -m benchmarks.moves``; it writes `benchmarks/results/moves.md`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import machine
from benchmarks.report import table
from chainrule import widgets
from chainrule.widgets.panel import Panel

MOVES = 40
RESULTS = Path(__file__).parent / "results" / "moves.md"


def panels() -> Iterator[Panel]:
    """Every panel of the package that has something to move."""
    for name in widgets.__all__:
        kind = getattr(widgets, name)
        if isinstance(kind, type) and issubclass(kind, Panel) and name != "NextWord":
            yield kind()


def moves(panel: Panel) -> Iterator[tuple[str, Any]]:
    """Each slider from end to end, each point along a circle: names of traits and new values."""
    for control in panel.controls:
        name, kind = control["name"], control["kind"]
        if kind == "slider":
            for value in np.linspace(control["low"], control["high"], MOVES):
                yield name, float(value)
        elif kind == "point":
            for angle in np.linspace(0, 2 * np.pi, MOVES):
                yield name, (1.8 * float(np.cos(angle)), 1.8 * float(np.sin(angle)))


def cost(panel: Panel) -> tuple[list[float], list[int]]:
    """Seconds of the processor and bytes of what changed, a number a move."""
    times, sizes = [], []
    for name, value in moves(panel):
        before = panel.get_state()
        start = time.process_time()
        setattr(panel, name, value)
        times.append(time.process_time() - start)
        after = panel.get_state()
        news = {key: state for key, state in after.items() if state != before[key]}
        sizes.append(len(json.dumps(news).encode()))
    return times, sizes


def main() -> None:
    """Measure, and write the table."""
    rows = []
    for panel in panels():
        times, sizes = cost(panel)
        if times:
            middle, worst = np.median(times) * 1e3, np.quantile(times, 0.95) * 1e3
            kilobytes = np.median(sizes) / 1e3, max(sizes) / 1e3
            numbers = [f"{middle:.1f}", f"{worst:.1f}", *(f"{size:.1f}" for size in kilobytes)]
            rows.append([type(panel).__name__, *numbers])
    heads = ["Widget", "ms, median", "ms, one in twenty", "KB, median", "KB, most"]
    parts = [
        "# Moves",
        "What a move of a slider or a point costs: milliseconds of one processor in Python, and "
        "kilobytes sent to the browser. Each slider goes from end to end and each point along a "
        f"circle, in {MOVES} moves.",
        table(heads, rows),
        "\n".join(f"- {line}" for line in machine()),
    ]
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
