"""The outputs of ten layers, against the gain of their first weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.nn.functional import leaky_relu
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.table import relu, sigmoid, tanh
from chainrule.widgets.panel import Panel, button, choice, slider

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "tanh": tanh, "sigmoid": sigmoid, "ReLU": relu, "leaky ReLU": leaky_relu,
}  # fmt: skip
DEPTH, WIDTH, EXAMPLES, BINS = 10, 100, 200, 24
VERDICTS = (  # up to which ratio of the last spread to the first
    (0.1, "the signal dies out; the first is {inverse:,.0f} times as wide."),
    (0.8, "it shrinks to {ratio:.0%} on the way."),
    (1.25, "the tenth layer sees about the same as the first."),
    (10.0, "it grows to {ratio:.3g} times its size."),
)


class LayerHistograms(Panel):
    """Ten layers of 100 units with first weights of variance gain² / 100.

    Parameters
    ----------
    activation : str
        tanh, sigmoid, ReLU or leaky ReLU.
    gain : float
        1 is Xavier's, √2 is He's.

    Examples
    --------
    >>> spread = LayerHistograms(activation="tanh", gain=0.5).spreads
    >>> bool(spread[-1] < 0.01 * spread[0])
    True
    >>> print(LayerHistograms(activation="tanh", gain=1.0).verdict())
    it shrinks to 35% on the way.
    """

    label = "Ten layers"
    activation = choice("tanh", list(FUNCTIONS), "activation")
    gain = slider(1.0, 0.2, 4.0, 0.05, "gain")

    @button("Xavier: 1")
    def xavier(self) -> None:
        """For units that are linear near 0."""
        self.gain = 1.0

    @button("He: √2")
    def he(self) -> None:
        """For ReLU."""
        self.gain = 2**0.5

    @button("PyTorch's for tanh: 5/3")
    def for_tanh(self) -> None:
        """For tanh, which takes a little away at each layer."""
        self.gain = 5 / 3

    @property
    def outputs(self) -> list[Array]:
        """The outputs of each layer, the same weights for every gain but for their size."""
        return outputs_of(self.activation, self.gain)

    @property
    def spreads(self) -> list[float]:
        """The standard deviation of each layer's outputs."""
        return [float(np.std(h)) for h in self.outputs]

    def shown(self) -> tuple[Picture, str]:
        """A histogram for each layer, and the spread from layer to layer."""
        reach = 1.1 if self.activation in ("tanh", "sigmoid") else 4.0
        title = "where the outputs lie, layer by layer"
        spread = Plane((0.4, DEPTH + 0.8), (-reach, reach), 600, 260, title, "layer", "output")
        for layer, h in enumerate(self.outputs, 1):
            counts, edges = np.histogram(h, BINS, (-reach, reach))
            wide = layer - 0.4 + 0.85 * np.repeat([0, *counts / max(counts.max(), 1), 0], 2)
            up = np.repeat(edges, 2)
            spread.area((wide[1:-1], up), "blue", light=False)
        last = Plane((1, DEPTH), (-8, 5), 260, 260, "spread, log₁₀", "layer")
        logs = [float(np.log10(max(s, 1e-9))) for s in self.spreads]
        last.line((list(range(1, DEPTH + 1)), logs), "orange")
        words = (
            f"With gain {self.gain:.2f} the spread of {self.activation} goes from "
            f"{self.spreads[0]:.2g} in the first layer to {self.spreads[-1]:.2g} in the tenth: "
            f"{self.verdict()}"
        )
        return side_by_side([spread, last], words), words

    def verdict(self) -> str:
        """What that means."""
        end = self.outputs[-1]
        away = {"tanh": np.abs(end) > 0.95, "sigmoid": np.abs(end - 0.5) > 0.45}
        flat = float(np.mean(away.get(self.activation, np.zeros(1))))
        if flat > 0.4:
            return f"{flat:.0%} of the units are saturated."
        ratio = self.spreads[-1] / self.spreads[0]
        for limit, words in VERDICTS:
            if ratio < limit:
                return words.format(ratio=ratio, inverse=1 / ratio)
        return f"it has grown out of hand, by a factor of {ratio:,.0f}."


@lru_cache(maxsize=1)
def start() -> tuple[Array, Array]:
    """Examples, and the weights of all layers at gain 1."""
    rng = np.random.default_rng(0)
    examples = rng.normal(size=(EXAMPLES, WIDTH))
    return examples, rng.normal(size=(DEPTH, WIDTH, WIDTH)) / np.sqrt(WIDTH)


@lru_cache(maxsize=1)
def outputs_of(activation: str, gain: float) -> list[Array]:
    """The outputs of each layer."""
    h, weights = start()
    found = []
    for layer in weights:
        h = FUNCTIONS[activation](h @ layer * gain)
        found.append(h)
    return found
