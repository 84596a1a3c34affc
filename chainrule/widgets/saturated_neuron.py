"""One neuron that learns from a good start, and hardly from a saturated one."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.table import sigmoid
from chainrule.widgets.panel import Panel, button, choice, slider

STEPS = 300


class SaturatedNeuron(Panel):
    """σ(w · 1 + b) is to answer 0; it starts from any w and b and takes 300 steps.

    Parameters
    ----------
    w, b : float
        First weight and bias.
    rate : float
        The learning rate.
    loss : str
        ``squared error`` or ``cross-entropy``.

    Examples
    --------
    >>> neuron = SaturatedNeuron(w=2.0, b=2.0)
    >>> bool(neuron.answers[0] > 0.98), bool(abs(neuron.gradients[0]) < 0.04)
    (True, True)
    """

    label = "A neuron that saturates"
    w = slider(0.6, -3, 3, 0.1, "first w")
    b = slider(0.9, -3, 3, 0.1, "first b")
    rate = slider(0.15, 0.05, 1.0, 0.05, "learning rate")
    loss = choice("squared error", ["squared error", "cross-entropy"], "loss")

    @button("good start")
    def good(self) -> None:
        """A start from which it learns."""
        self.w, self.b = 0.6, 0.9

    @button("saturated start")
    def bad(self) -> None:
        """A start from which it hardly does."""
        self.w, self.b = 2.0, 2.0

    @property
    def run(self) -> tuple[Array, Array, Array]:
        """For each step the input of σ, the answer, and the gradient of the loss for w."""
        w, b, seen = self.w, self.b, []
        for _ in range(STEPS):
            y = float(sigmoid(np.array(w + b)))
            g = y if self.loss == "cross-entropy" else 2 * y * y * (1 - y)
            seen.append((w + b, y, g))
            w, b = w - self.rate * g, b - self.rate * g
        inputs, answers, gradients = np.array(seen).T
        return inputs, answers, gradients

    @property
    def answers(self) -> Array:
        """What it answers at each step."""
        return self.run[1]

    @property
    def gradients(self) -> Array:
        """The gradient that w gets at each step."""
        return self.run[2]

    def shown(self) -> tuple[Picture, str]:
        """Where on the curve it moves, and its answers over the steps."""
        inputs, answers, gradients = self.run
        a = np.linspace(-6, 6, 121)
        curve = Plane((-6, 6), (-0.05, 1.05), 360, 280, "σ and where the neuron is", "w + b")
        curve.line((list(a), list(sigmoid(a))), "grey")
        curve.line((list(inputs), list(answers)), "blue")
        curve.dot(inputs[0], answers[0], "orange", "square", 7)
        curve.dot(inputs[-1], answers[-1], "blue", "round", 7)
        time = Plane((0, STEPS), (-0.12, 1.05), 360, 280, "its answer, and its gradient", "step")
        steps = list(range(STEPS))
        time.line((steps, list(answers)), "blue")
        time.line((steps, list(gradients)), "orange")
        time.text(STEPS - 5, answers[-1] + 0.04, "answer", "end")
        time.text(STEPS - 5, gradients[-1] - 0.08, "gradient", "end")
        half = int(np.argmax(answers < 0.5)) if (answers < 0.5).any() else None
        when = f"it is below one half after {half} steps" if half is not None else "it stays above"
        words = (
            f"It begins at {answers[0]:.3f} with a gradient of {gradients[0]:.3f} (dashed), "
            f"{when}, and ends at {answers[-1]:.3f}."
        )
        return side_by_side([curve, time], words), words
