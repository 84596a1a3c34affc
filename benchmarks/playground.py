"""The playground beside the original, in one Chromium: epochs, frames, pause; and its memory.

Run with ``python -m benchmarks.playground``; it needs Chromium and what `benchmarks.original`
needs, and writes `benchmarks/results/playground.md`.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import psutil

from benchmarks.machine import machine
from benchmarks.original import COMMIT, SOURCE, Missing, original
from benchmarks.report import digits, table
from chainrule.widgets import Playground
from chainrule.widgets.playground.messages import frame
from tests.in_jupyterlab import browser_page, jupyterlab, open_notebook, run_all

LARGE = "networkShape=8,8,8,8,8,8&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true"
CASES = {"by default": "networkShape=4,2", "8×6, 7 features": LARGE}  # links that both read
SPEEDS = ("5", "max")
PAUSES = 5  # a round
SETTLED = 2000  # milliseconds of playing before anything is measured
RESULTS = Path(__file__).parent / "results" / "playground.md"
OURS = "(() => { const d = document.querySelector('.pg').dataset; return [+d.epoch, +d.drawn]; })()"
THEIRS = "Array(2).fill(+document.querySelector('#iter-number').textContent.replaceAll(',', ''))"
PAUSE = """async () => {
    const root = document.querySelector('.pg'), button = root.querySelector('.pg-play');
    const said = root.querySelector('.cr-says');
    const began = performance.now();
    button.click();
    const shown = button.getAttribute('aria-label') === 'Play' ? performance.now() - began : NaN;
    const stood = root.dataset.epoch;
    while (!said.textContent.startsWith('Paused')) await new Promise((r) => setTimeout(r, 1));
    const confirmed = performance.now() - began;
    await new Promise((r) => setTimeout(r, 300));
    return [shown, confirmed, root.dataset.epoch - stood];
}"""


class Rates(NamedTuple):
    """What a playing page did, and the seconds of the processor it took."""

    seconds: float
    epochs: float
    frames: float
    browser: float
    kernel: float

    @property
    def spent(self) -> float:
        """Seconds of the processor, all in all."""
        return self.browser + self.kernel


@contextmanager
def ours(link: str, speed: str) -> Iterator[Any]:
    """A page with our playground in JupyterLab."""
    address = f"https://playground.tensorflow.org/#{link}"
    source = (
        "from chainrule.widgets import Playground\n"
        f"Playground.from_state({address!r}, speed={speed!r})"
    )
    with tempfile.TemporaryDirectory() as folder:
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source)], metadata=kernel
        )
        nbformat.write(notebook, Path(folder) / "p.ipynb")
        with jupyterlab(folder) as home, browser_page(width=1400) as page:
            open_notebook(page, home, "p.ipynb")
            run_all(page)
            page.wait_for_function("document.querySelector('.pg')?.dataset.epoch !== undefined")
            page.get_by_role("button", name="Play", exact=True).click()
            yield page


@contextmanager
def theirs(link: str) -> Iterator[Any]:
    """A page with the original."""
    with browser_page(width=1400) as page:
        page.goto(f"{original()}#{link}")
        page.wait_for_selector("#network canvas")
        page.click("#play-pause-button")
        yield page


def rates_of(page: Any, counts: str, seconds: float) -> Rates:
    """What a page does while it plays; it is left playing."""
    page.wait_for_timeout(SETTLED)
    before, spent, began = page.evaluate(counts), processor(), time.perf_counter()
    page.wait_for_timeout(1000 * seconds)
    after, now, took = page.evaluate(counts), processor(), time.perf_counter() - began
    done = [b - a for a, b in zip(before, after, strict=True)]
    return Rates(took, *done, *(b - a for a, b in zip(spent, now, strict=True)))


def processor() -> tuple[float, float]:
    """Seconds of the processor so far: the browser's, and those of the kernel and its server."""
    browser = kernel = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            command, times = " ".join(process.cmdline()), process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        if "chrom" in command:
            browser += times.user + times.system
        elif "jupyter" in command or "ipykernel" in command:
            kernel += times.user + times.system
    return browser, kernel


def pause_of(page: Any) -> tuple[float, float, float]:
    """Milliseconds until button and kernel say that it is paused; epochs shown after the click."""
    shown, confirmed, late = page.evaluate(PAUSE)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(400)
    return shown, confirmed, late


def side_by_side(rounds: int, seconds: float) -> Iterator[str]:
    """Rates and pauses, ours and the original's in turn."""
    rates: dict[tuple[str, str], list[Rates]] = {}
    pauses: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for _ in range(rounds):
        for case, link in CASES.items():
            with theirs(link) as page:
                found = rates_of(page, THEIRS, seconds)
                rates.setdefault((case, "original"), []).append(found)
            for speed in SPEEDS:
                with ours(link, speed) as page:
                    found = rates_of(page, OURS, seconds)
                    rates.setdefault((case, speed), []).append(found)
                    taken = pauses.setdefault((case, speed), [])
                    taken += [pause_of(page) for _ in range(PAUSES)]
    yield from rate_tables(rates)
    yield (
        f"Pause: of {PAUSES * rounds} clicks, milliseconds until the button shows it, and until "
        "the kernel has stopped and said so (goal 100); epochs by which the view still went on."
    )
    head = ("", "speed", "button", "kernel, median", "kernel, longest", "epochs after")
    yield table(head, [(*key, *pause_row(taken)) for key, taken in pauses.items()])


def rate_tables(rates: dict[tuple[str, str], list[Rates]]) -> Iterator[str]:
    """What was reached in the middle of the rounds, and as ratios to the original."""
    middle = statistics.median
    rows, ratios = [], []
    for (case, who), all_of in rates.items():
        columns = (
            middle(r.epochs / r.spent for r in all_of),
            middle(r.frames / r.spent for r in all_of),
            middle(1e3 * r.browser / r.frames for r in all_of),
            middle(1e3 * r.kernel / r.frames for r in all_of),
            middle(r.epochs / r.seconds for r in all_of),
            middle(r.frames / r.seconds for r in all_of),
        )
        rows.append((case, name_of(who), *map(digits, columns)))
        if who != "original":
            pairs = list(zip(all_of, rates[case, "original"], strict=True))
            epochs = middle(a.epochs / a.spent / (b.epochs / b.spent) for a, b in pairs)
            frames = middle(a.frames / a.spent / (b.frames / b.spent) for a, b in pairs)
            ratios.append((case, name_of(who), digits(epochs), digits(frames)))
    yield table(
        ("", "", "epochs a CPU-second", "frames a CPU-second", "browser, CPU ms a frame",
         "kernel and server, CPU ms a frame", "epochs/s", "frames/s"), rows,
    )  # fmt: skip
    yield "Ratios to the original within a round; goals 5 and 1."
    yield table(("", "", "epochs a CPU-second", "frames a CPU-second"), ratios)


def name_of(who: str) -> str:
    """Whose row it is."""
    return "the original" if who == "original" else f"ours, speed {who}"


def pause_row(taken: Sequence[tuple[float, float, float]]) -> tuple[str, ...]:
    """When the button shows it, when the kernel has done it, and what was shown after."""
    shown, confirmed, late = zip(*taken, strict=True)
    median = statistics.median
    return (
        f"{median(shown):.1f}", f"{median(confirmed):.0f}", f"{max(confirmed):.0f}", f"{max(late)}",
    )  # fmt: skip


def headless(playground: Playground, seconds: float, maps: bool) -> float:
    """Epochs a CPU-second in a script; with all maps computed after each, if asked for."""
    playground.train(5)
    frame(playground.trainer)
    began, done = time.process_time(), 0
    while time.process_time() - began < seconds:
        playground.train(1)
        if maps:
            frame(playground.trainer)
        done += 1
    return done / (time.process_time() - began)


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


def report(rounds: int, seconds: float, epochs: int) -> Iterator[str]:
    """The whole file, part by part."""
    yield "# The playground"
    yield (
        f"Ours in JupyterLab and the original ({SOURCE}, {COMMIT[:7]}, built by "
        "`benchmarks/original.py`) in the same headless Chromium, everything drawn: 500 points, "
        f"half of them for training, batches of 10. Medians of {rounds} rounds of {seconds:g} s "
        "each, in which all take turns. A CPU-second is one of a processor's, browser, kernel "
        "and Jupyter's server together; the machine has other work, so what is counted by the "
        "clock says less. The original draws a frame each epoch."
    )
    yield "## Side by side"
    yield from side_by_side(rounds, seconds)
    yield "## The loop alone, without a browser"
    settings = {case: Playground.from_state(f"://#{link}") for case, link in CASES.items()}
    rows = [
        (case, *(f"{headless(p, seconds, maps):.0f}" for maps in (True, False)))
        for case, p in settings.items()
    ]
    yield table(("", "epochs a CPU-second, maps after each", "without maps"), rows)
    yield "## Memory"
    yield "MiB of a process that trains by default and computes a frame every tenth epoch."
    yield table(("epochs", "MiB"), [(f"{n:,}", f"{m:.1f}") for n, m in memory(epochs)])
    yield "## Where"
    yield "\n".join(f"- {line}" for line in machine())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6, help="of each measurement")
    parser.add_argument("--epochs", type=int, default=100_000, help="of the memory's run")
    arguments = parser.parse_args()
    try:
        original()
    except Missing as missing:
        parser.exit(1, f"{missing}\n")
    parts = report(arguments.rounds, arguments.seconds, arguments.epochs)
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
