"""The playground: epochs a second, drawn frames a second, pause, memory.

Run with ``python -m benchmarks.playground``; it needs Chromium and writes
`benchmarks/results/playground.md`.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil

from benchmarks.machine import machine
from benchmarks.report import table
from chainrule.widgets import Playground
from chainrule.widgets.playground.messages import frame
from chainrule.widgets.playground.network import FEATURES
from tests.in_jupyterlab import browser_page, jupyterlab, open_notebook, run_all

LARGE = {"hidden": (8,) * 6, "features": tuple(FEATURES)}
CASES: dict[str, dict[str, Any]] = {"by default": {}, "8×6, 7 features": LARGE}
# Epochs a second of playground.tensorflow.org, built from its source, in headless Chromium on a
# machine of this kind: lowest and highest. Its loop draws one frame an epoch.
ORIGINAL = {"by default": (53, 60), "8×6, 7 features": (12, 14)}
LOOP_ALONE = {"by default": (145, 174), "8×6, 7 features": (14, 16)}
RESULTS = Path(__file__).parent / "results" / "playground.md"
COUNTS = (
    "(() => { const d = document.querySelector('.pg').dataset; return [+d.epoch, +d.drawn]; })()"
)
PAUSE = """async () => {
    const root = document.querySelector('.pg'), button = root.querySelector('.pg-play');
    const said = root.querySelector('.cr-says');
    const began = performance.now();
    button.click();
    const shown = button.getAttribute('aria-label') === 'Play' ? performance.now() - began : NaN;
    while (!said.textContent.startsWith('Paused')) await new Promise((r) => setTimeout(r, 1));
    return [shown, performance.now() - began];
}"""


def headless(settings: dict[str, Any], seconds: float, maps: bool) -> float:
    """Epochs a second in a script; with all maps computed after each, if asked for."""
    playground = Playground(**settings)
    playground.train(5)
    frame(playground.trainer)
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        playground.train(1)
        if maps:
            frame(playground.trainer)
        done += 1
    return done / (time.perf_counter() - began)


def memory(epochs: int) -> list[tuple[int, float]]:
    """MiB of this process after ever more epochs, with a frame every tenth."""
    playground, process, found = Playground(), psutil.Process(), []
    marks = [epochs // 100, epochs // 10, epochs // 2, epochs]
    for epoch in range(1, epochs + 1):
        playground.train(1)
        if epoch % 10 == 0:
            frame(playground.trainer)
        if epoch in marks:
            gc.collect()
            found.append((epoch, process.memory_info().rss / 2**20))
    return found


def in_browser(settings: dict[str, Any], speed: str, seconds: float) -> tuple[float, float, Any]:
    """Epochs and drawn frames a second in JupyterLab, and how long pauses took."""
    source = (
        f"from chainrule.widgets import Playground\nPlayground(speed={speed!r}, **{settings!r})"
    )
    with tempfile.TemporaryDirectory() as folder:
        cells = [nbformat.v4.new_code_cell(source)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=kernel), Path(folder) / "p.ipynb"
        )
        with jupyterlab(folder) as address, browser_page(width=1400) as page:
            open_notebook(page, address, "p.ipynb")
            run_all(page)
            page.wait_for_function("document.querySelector('.pg')?.dataset.epoch !== undefined")
            rates = rates_of(page, seconds)
            pauses = [pause_of(page) for _ in range(15)]
    return *rates, pauses


def rates_of(page: Any, seconds: float) -> tuple[float, float]:
    """Epochs and frames a second while it plays; it is left playing."""
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1500)
    (epoch, drawn), began = page.evaluate(COUNTS), time.perf_counter()
    page.wait_for_timeout(1000 * seconds)
    (epoch_now, drawn_now), took = page.evaluate(COUNTS), time.perf_counter() - began
    return (epoch_now - epoch) / took, (drawn_now - drawn) / took


def pause_of(page: Any) -> tuple[float, float]:
    """Milliseconds until the button, and until the kernel, says that it is paused."""
    shown, confirmed = page.evaluate(PAUSE)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(250)
    return shown, confirmed


def report(seconds: float, epochs: int) -> Iterator[str]:
    """The whole file, part by part."""
    yield "# The playground"
    yield (
        "Epochs and frames a second, 500 points, half of them for training, batches of 10. The "
        "original could not be built here: its figures were measured before, its source in the "
        "same headless Chromium on a machine of this kind, and are given as ranges."
    )
    yield "## In JupyterLab, headless Chromium, everything drawn"
    yield from browser_section(seconds)
    yield "## The loop alone, without a browser"
    rows = [
        (name, f"{headless(s, seconds, True):.0f}", "{}-{}".format(*LOOP_ALONE[name]),
         f"{headless(s, seconds, False):.0f}")
        for name, s in CASES.items()
    ]  # fmt: skip
    yield table(("", "epochs/s, maps after each", "the original under node", "without maps"), rows)
    yield "## Memory"
    yield "MiB of a process that trains by default and computes a frame every tenth epoch."
    yield table(("epochs", "MiB"), [(f"{n:,}", f"{m:.1f}") for n, m in memory(epochs)])
    yield "## Where"
    yield "\n".join(f"- {line}" for line in machine())


def browser_section(seconds: float) -> Iterator[str]:
    """Rates and pauses, by speed."""
    rows, pauses = [], []
    for name, settings in CASES.items():
        for speed in ("5", "max"):
            rate, frames, paused = in_browser(settings, speed, seconds)
            low, high = ORIGINAL[name]
            rows.append((name, speed, f"{rate:.0f}", f"{low}-{high}", f"{rate / high:.1f}",
                         f"{frames:.0f}", f"{low}-{high}"))  # fmt: skip
            pauses.append((name, speed, *milliseconds(paused)))
    yield table(
        ("", "speed", "epochs/s", "the original", "ratio to its best", "frames/s", "the original"),
        rows,
    )
    yield "Goals: 4 times its epochs a second, and 24 drawn frames a second by default."
    yield "Pause, milliseconds after the click, of 15; goal 100."
    yield table(("", "speed", "button", "kernel, median", "kernel, longest"), pauses)


def milliseconds(pauses: list[tuple[float, float]]) -> tuple[str, str, str]:
    """When the button shows it, and when the kernel has done it."""
    confirmed = [done for _, done in pauses]
    shown = statistics.median(first for first, _ in pauses)
    return f"{shown:.1f}", f"{statistics.median(confirmed):.0f}", f"{max(confirmed):.0f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement")
    parser.add_argument("--epochs", type=int, default=100_000, help="of the memory's run")
    arguments = parser.parse_args()
    RESULTS.write_text(
        "\n\n".join(report(arguments.seconds, arguments.epochs)) + "\n", encoding="utf-8"
    )
