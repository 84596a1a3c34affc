"""An engine of a learner's parts beside the reference: loading them, and a step of training.

Run with ``python -m benchmarks.own_parts``; it writes `benchmarks/results/own_parts.md`. The goal
holds for answers that compute with whole arrays; loops over numbers cost what such loops cost.
"""

from __future__ import annotations

import contextlib
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from benchmarks.machine import machine
from benchmarks.report import digits, table, verdict
from chainrule import Tensor, nn, optim
from chainrule.exercises import load, reset, save
from chainrule.exercises.overrides import install
from chainrule.exercises.parts import parts
from chainrule.exercises.storage import function_of
from chainrule.nn import functional as F
from chainrule.widgets import Playground
from tests.exercises.answers import right

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results" / "own_parts.md"
SECONDS, RATIO = 2, 3  # the goals
KINDS = ("eager", "playground")
Answers = dict[str, Callable[..., Any]]


def solutions() -> Iterator[tuple[str, str]]:
    """Each part with its source in the instructors' notebooks."""
    for path in sorted((ROOT / "solutions").glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and cell.source.startswith("@implements("):
                decorator, source = cell.source.split("\n", 1)
                yield decorator.split('"')[1], source


def sets_of_answers() -> dict[str, Answers]:
    """All parts, written in several ways."""
    found = {"as in solutions/": {n: function_of(n, s) for n, s in solutions()}}
    for i, name in enumerate(("first", "second", "third")):
        found[f"{name} answers of the tests"] = {n: fs[i % len(fs)] for n, fs in right.items()}
    return found  # type: ignore[return-value]


def join(answers: Answers) -> None:
    """Let the engine run on these answers, and on nothing else of a learner's."""
    reset()
    for name, function in answers.items():
        place = parts[name].override
        if place:
            install(name, place, function)


def step() -> Callable[[], None]:
    """A step of training as one writes it: a small network, cross-entropy, SGD with momentum."""
    rng = np.random.default_rng(0)
    x, labels = Tensor(rng.normal(size=(32, 2)).astype(np.float32)), rng.integers(0, 2, 32)
    layers = nn.Linear(2, 8, seed=0), nn.Tanh(), nn.Linear(8, 8, seed=1), nn.Tanh()
    model = nn.Sequential(*layers, nn.Linear(8, 2, seed=2))
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

    def run() -> None:
        optimizer.zero_grad()
        F.cross_entropy(model(x), labels).backward()
        optimizer.step()

    return run


def epoch() -> Callable[[], None]:
    """An epoch of the playground, measurements and all."""
    playground = Playground("spiral")
    return lambda: playground.train(1)


def seconds(run: Callable[[], None], times: int) -> float:
    """The median of some runs, the first of which do not count."""
    found = []
    for _ in range(times + 3):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return statistics.median(found[3:])


def ratios(answers: Answers, rounds: int = 7, times: int = 40) -> dict[str, float]:
    """How much longer a step takes on these answers: the median over rounds that take turns."""
    runs = {"eager": (step(), step()), "playground": (epoch(), epoch())}
    found: dict[str, list[float]] = {kind: [] for kind in runs}
    for _ in range(rounds):
        for kind, (reference, own) in runs.items():
            reset()
            without = seconds(reference, times)
            join(answers)
            found[kind].append(seconds(own, times) / without)
    reset()
    return {kind: statistics.median(series) for kind, series in found.items()}


def loading() -> float:
    """How long `load` takes for all parts, which passed before."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        file = Path(folder) / "parts.json"
        file.write_text(json.dumps(dict(solutions())), encoding="utf-8")
        load(file)
        save(file)
        reset()
        began = time.process_time()
        load(file)
        taken = time.process_time() - began
    reset()
    return taken


def main() -> None:
    """Measure and write the file."""
    taken = loading()
    rows = []
    for name, answers in sets_of_answers().items():
        found = ratios(answers)
        rows += [[name, kind, digits(found[kind]), verdict(found[kind], RATIO)] for kind in KINDS]
    text = [
        "# An engine of the learner's parts",
        "A step of training on an engine of which every part is a learner's, beside the same step "
        "on the reference: how many times as long it takes, in rounds that take turns. `eager` is "
        "a step as one writes it, `playground` an epoch in the playground, which is compiled. The "
        "solutions compute with whole arrays; among the answers of the tests are many with loops "
        "over numbers, written to be different.",
        table(["Answers", "Step", "Ratio", f"≤ {RATIO}"], rows),
        f"`load()` of all {len(parts)} parts, which passed before: {taken:.2f} s of processor "
        f"time (goal: {SECONDS} s).",
        "## Where and how",
        "\n".join(f"- {line}" for line in machine()),
        "- Command: `python -m benchmarks.own_parts`",
    ]
    RESULTS.write_text("\n\n".join(text) + "\n", encoding="utf-8")
    print("\n\n".join(text))


if __name__ == "__main__":
    main()
