"""A chain of linear layers, forward and backward, written by hand."""

from __future__ import annotations

import numpy as np

from benchmarks.workloads.by_hand.parts import ONE, ZERO, Arrays, bce, cross_entropy
from benchmarks.workloads.work import Work


class Layers:
    """Linear layers with an activation between them and a loss at the end."""

    def __init__(self, work: Work, p: Arrays, d: Arrays) -> None:
        weights = [p[name] for name in p if name.startswith("layer") and p[name].ndim == 2]
        self.biases = [p[f"layer{i}.bias"] for i in range(1, len(weights) + 1)]
        self.dw = [d[f"layer{i}.weight"] for i in range(1, len(weights) + 1)]
        self.db = [d[f"layer{i}.bias"] for i in range(1, len(weights) + 1)]
        self.outputs = [np.empty((work.batch, len(w)), np.float32) for w in weights]
        self.grads = [np.empty_like(h) for h in self.outputs]
        self.slopes = [np.empty_like(h) for h in self.outputs]
        self.weights, self.turned = weights, [w.T for w in weights]
        self.grads_turned = [g.T for g in self.grads]
        self.ones = np.ones(work.batch, np.float32)  # ones @ g sums columns, faster than sum
        self.tanh = work.activation == "tanh"
        self.loss = (bce if work.loss == "bce" else cross_entropy)(work.batch)

    def __call__(self, x: np.ndarray, t: np.ndarray, dx: np.ndarray | None = None) -> float:
        """The loss; gradients of the parameters, and of x into `dx`, are left in their places."""
        value = self.loss(self.forward(x), t, self.grads[-1])
        self.backward(x, dx)
        return value

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The logits."""
        last = len(self.outputs) - 1
        for i, out in enumerate(self.outputs):
            x.dot(self.turned[i], out)
            np.add(out, self.biases[i], out=out)
            if i < last:
                if self.tanh:
                    np.tanh(out, out=out)
                else:
                    np.maximum(out, ZERO, out=out)
            x = out
        return x

    def backward(self, x: np.ndarray, dx: np.ndarray | None) -> None:
        """From the gradient of the logits, which the loss left in `grads[-1]`, to all others."""
        for i in range(len(self.outputs) - 1, -1, -1):
            g, below = self.grads[i], self.outputs[i - 1] if i else x
            self.grads_turned[i].dot(below, self.dw[i])
            self.ones.dot(g, self.db[i])
            if i:
                g.dot(self.weights[i], self.grads[i - 1])
                self.through_activation(below, self.grads[i - 1], self.slopes[i - 1])
            elif dx is not None:
                g.dot(self.weights[0], dx)

    def through_activation(self, y: np.ndarray, g: np.ndarray, slope: np.ndarray) -> None:
        """Multiply `g` by the slope of the activation whose value is `y`."""
        if self.tanh:
            np.multiply(y, y, out=slope)
            np.subtract(ONE, slope, out=slope)
        else:
            np.greater(y, ZERO, out=slope)
        np.multiply(g, slope, out=g)
