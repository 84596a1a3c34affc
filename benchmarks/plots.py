"""The pictures beside the tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from benchmarks.growth import Growth
from benchmarks.libraries import LIBRARIES
from benchmarks.race import Result
from benchmarks.report import digits
from benchmarks.workloads.work import WORKS

# Okabe and Ito's colours, which stay apart in every kind of colour vision; peers are grey.
COLOURS = {"numpy": "#000000", "eager": "#0072B2", "compiled": "#009E73", "torch": "#D55E00"}
MARKERS = {"numpy": "s", "eager": "o", "compiled": "D", "torch": "^"}
PEER = "#8C8C8C"


def plot_times(results: Sequence[Result], file: Path) -> None:
    """A panel a work: every library's time a step on a logarithmic axis, the fastest on top."""
    plt = pyplot()
    columns = min(4, len(results))
    rows = -(-len(results) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(3.6 * columns, 3.1 * rows), layout="constrained", squeeze=False
    )
    for axis in axes.flat[len(results) :]:
        axis.remove()
    for axis, result in zip(axes.flat, results, strict=False):
        panel(axis, result)
    figure.suptitle("Microseconds a training step (logarithmic; further left is faster)")
    save(figure, file)


def panel(axis: Any, result: Result) -> None:
    """One work: a dot a library, its name before and its time behind it."""
    times = {name: result.microseconds(name) for name in result.rounds}
    order = sorted(times, key=lambda name: times[name], reverse=True)
    low, high = min(times.values()), max(times.values())
    axis.set_xscale("log")
    axis.set_xlim(low / 1.5, high * (high / low) ** 0.45 * 2)
    axis.set_ylim(-0.7, len(order) - 0.3)
    for y, name in enumerate(order):
        colour = COLOURS.get(name, PEER)
        axis.hlines(y, low / 1.5, times[name], color=colour, lw=1)
        axis.plot(times[name], y, MARKERS.get(name, "o"), color=colour, ms=5)
        axis.annotate(
            digits(times[name]), (times[name], y), (7, 0), textcoords="offset points",
            va="center", fontsize=8, color=colour if name in COLOURS else "#555555",
        )  # fmt: skip
    axis.set_yticks(range(len(order)), [LIBRARIES[name].title for name in order], fontsize=8)
    for label, name in zip(axis.get_yticklabels(), order, strict=True):
        label.set_color(COLOURS.get(name, "#555555"))
        label.set_fontweight("bold" if name in ("eager", "compiled") else "normal")
    title = "\n".join(wrap(f"{result.work}: {WORKS[result.work].title}", 32))
    axis.set_title(title, fontsize=9, loc="left")
    axis.xaxis.set_minor_formatter("")  # every dot has its number
    axis.tick_params(axis="x", labelsize=8)
    axis.spines[["top", "right"]].set_visible(False)


def plot_growth(found: Sequence[Growth], file: Path) -> None:
    """A panel a quantity, both axes logarithmic, each line named at its end."""
    plt = pyplot()
    figure, axes = plt.subplots(
        1, len(found), figsize=(4.6 * len(found), 3.8), layout="constrained", squeeze=False
    )
    for axis, growth in zip(axes.flat, found, strict=True):
        for name in growth.libraries():
            points = zip(growth.values, (r.microseconds(name) for r in growth.results), strict=True)
            x, y = zip(*[point for point in points if point[1]], strict=True)
            axis.loglog(x, y, color=COLOURS[name], marker=MARKERS[name], ms=4, lw=1.5)
        axis.set_xticks(growth.values, [str(value) for value in growth.values], fontsize=8)
        axis.minorticks_off()
        axis.set_xlim(
            growth.values[0] * 0.8,
            growth.values[-1] * (growth.values[-1] / growth.values[0]) ** 0.4,
        )
        axis.set_title(growth.title, fontsize=10, loc="left")
        axis.spines[["top", "right"]].set_visible(False)
        name_lines(axis, growth)
    axes.flat[0].set_ylabel("microseconds a step")
    save(figure, file)


def name_lines(axis: Any, growth: Growth) -> None:
    """Each library's name at the end of its line, pushed up where two would overlap."""
    last = growth.results[-1]
    ends = sorted((last.microseconds(n), n) for n in growth.libraries() if last.rounds.get(n))
    bottom, top = axis.get_ylim()
    apart = (top / bottom) ** 0.055  # the height of a line of text on this axis
    lowest = 0.0
    for end, name in ends:
        lowest = max(end, lowest * apart)
        axis.text(
            growth.values[-1] * 1.25, lowest, LIBRARIES[name].title,
            color=COLOURS[name], fontsize=8, va="center",
        )  # fmt: skip


def pyplot() -> Any:
    """Matplotlib without a window, writing the same bytes for the same numbers."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "engine"
    import matplotlib.pyplot as plt

    return plt


def save(figure: Any, file: Path) -> None:
    """Write and close."""
    metadata = {"Date": None} if file.suffix == ".svg" else None
    figure.savefig(file, metadata=metadata, dpi=110)
    figure.clear()
