"""How the time of a step grows with depth, width and batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.libraries import LIBRARIES
from benchmarks.race import Result, race
from benchmarks.report import digits, table
from benchmarks.workloads.work import chain

COMPARED = ("numpy", "eager", "compiled", "torch")
GROWTHS = {
    "depth": (1, 2, 4, 8, 16, 32, 64),
    "width": (16, 32, 64, 128, 256, 512, 1024),
    "batch": (1, 4, 16, 64, 256, 1024, 4096),
}
FIXED = {"depth": 4, "width": 64, "batch": 64}


@dataclass
class Growth:
    """One quantity, its values, and what each of them took."""

    quantity: str
    values: Sequence[int]
    results: list[Result]

    @property
    def title(self) -> str:
        """What grows, and what stays as it is."""
        fixed = ", ".join(f"{k} {v}" for k, v in FIXED.items() if k != self.quantity)
        return f"{self.quantity} ({fixed})"

    def libraries(self) -> list[str]:
        """Those with a time anywhere."""
        return [name for name in LIBRARIES if any(r.rounds.get(name) for r in self.results)]


def growths(
    libraries: Sequence[str], rounds: int, burst: float, quick: bool, tick: Callable[[str], None]
) -> list[Growth]:
    """Time chains of tanh layers of growing depth, width and batch."""
    compared = [name for name in COMPARED if name in libraries]
    found = []
    for quantity, values in steps_of(quick).items():
        works = [chain(**(FIXED | {quantity: value})).name for value in values]
        results = [race(work, compared, rounds, burst, tick) for work in works]
        found.append(Growth(quantity, values, results))
    return found


def steps_of(quick: bool) -> dict[str, Sequence[int]]:
    """The values of each quantity; two of each for a quick run."""
    return {name: values[1:4:2] if quick else values for name, values in GROWTHS.items()}


def growth_section(found: Sequence[Growth]) -> str:
    """A table for each quantity."""
    parts = ["## Growth", "Microseconds a step of a chain of tanh layers; SGD."]
    for growth in found:
        head = [growth.title, *(f"{value:,}" for value in growth.values)]
        rows = [
            [
                LIBRARIES[name].title,
                *(digits(result.microseconds(name)) for result in growth.results),
            ]
            for name in growth.libraries()
        ]
        parts.append(table(head, rows))
    return "\n\n".join(parts)
