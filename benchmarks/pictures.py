"""How the time of a graph's picture grows with the graph.

Run with ``python -m benchmarks.pictures``; it writes `benchmarks/results/pictures.md`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import chainrule as cr
from benchmarks.machine import machine
from benchmarks.report import table
from chainrule import Tensor
from chainrule.pictures import draw_graph, graph_of

SIZES, ROUNDS = (100, 200, 400, 800), 5
RESULTS = Path(__file__).parent / "results" / "pictures.md"


def chain(nodes: int) -> Tensor:
    """A leaf that is used in every step: tanh(y · 0.5 + x)."""
    x = y = leaf(1.0)
    for _ in range(nodes // 3):
        y = cr.tanh(y * 0.5 + x)
    return y


def network(nodes: int) -> Tensor:
    """A neuron a number, as micrograd draws them: 4 inputs, a hidden layer, 1 output."""
    inputs = [Tensor(float(i)) for i in range(4)]
    return neuron([neuron(inputs) for _ in range(nodes // 18)])


def layers(nodes: int) -> Tensor:
    """Arrays through layers."""
    h = Tensor(np.ones((2, 3)))
    for _ in range(nodes // 5):
        h = cr.tanh(h @ leaf(np.eye(3)) + leaf(np.ones(3)))
    return h.sum()


def neuron(inputs: list[Tensor]) -> Tensor:
    """The tanh of a bias and the products of weights and inputs."""
    total = leaf(0.1)
    for x in inputs:
        total = total + leaf(0.5) * x
    return cr.tanh(total)


def leaf(value: object) -> Tensor:
    """What wants a gradient."""
    return Tensor(value, requires_grad=True)


FORMS: dict[str, Callable[[int], Tensor]] = {
    "a chain": chain,
    "a network of numbers": network,
    "layers of arrays": layers,
}


def seconds(output: Tensor) -> float:
    """The processor's time for the whole picture, nothing folded; the least of some rounds."""
    size = graph_of(output).size

    def once() -> float:
        start = time.process_time()
        draw_graph(output, max_nodes=size)
        return time.process_time() - start

    return min(once() for _ in range(ROUNDS))


def main() -> None:
    """Measure, and write the table."""
    rows = []
    for name, form in FORMS.items():
        outputs = [form(size) for size in SIZES]
        times = [seconds(output) for output in outputs]
        sizes = [graph_of(output).size for output in outputs]
        slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
        found = [f"{s:.2f} s ({n:,})" for s, n in zip(times, sizes, strict=True)]
        rows.append([name, *found, f"{slope:.2f}"])
    parts = [
        "# Pictures of graphs",
        "Seconds of one processor for `draw_graph`, nothing folded; in brackets the nodes of the "
        "graph. The last column is the power of the number of nodes with which the time grows: 1 "
        "is in proportion.",
        table(["Graph", *(f"about {size} nodes" for size in SIZES), "grows with the power"], rows),
        "\n".join(f"- {line}" for line in machine()),
    ]
    RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
