"""LeNet-5 by hand, with the images of a batch innermost in memory.

So every slice that pooling and the columns of a convolution need is made of long runs, and a
convolution is one matrix product.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from benchmarks.workloads.by_hand.layers import Layers
from benchmarks.workloads.by_hand.parts import ZERO, Arrays
from benchmarks.workloads.work import Work

CORNERS = [np.s_[:, i::2, j::2] for i in (0, 1) for j in (0, 1)]  # of every 2 × 2 window


class Convolution:
    """5 × 5 convolution, ReLU and 2 × 2 max pooling of an input (channels, size, size, n)."""

    def __init__(self, name: str, p: Arrays, d: Arrays, x: np.ndarray) -> None:
        weight, places = p[f"{name}.weight"], x.shape[1] - 4
        self.b, self.db = p[f"{name}.bias"][:, None], d[f"{name}.bias"]
        self.w = weight.reshape(len(weight), -1)
        self.dw = d[f"{name}.weight"].reshape(self.w.shape)
        self.windows = sliding_window_view(x, (5, 5), axis=(1, 2)).transpose(0, 4, 5, 1, 2, 3)
        self.columns = np.empty(self.windows.shape, np.float32)
        self.matrix = self.columns.reshape(self.w.shape[1], -1)
        self.y = np.empty((len(weight), places, places, x.shape[3]), np.float32)
        self.g, self.pooled = np.zeros_like(self.y), self.y[:, ::2, ::2].copy()
        self.best, self.is_best = np.empty_like(self.pooled), np.empty(self.pooled.shape, bool)
        self.y_rows, self.g_rows = (a.reshape(len(weight), -1) for a in (self.y, self.g))
        self.ones = np.ones(self.matrix.shape[1], np.float32)

    def forward(self) -> np.ndarray:
        """What comes out of the pooling."""
        np.copyto(self.columns, self.windows)
        self.w.dot(self.matrix, self.y_rows)
        np.add(self.y_rows, self.b, out=self.y_rows)
        np.maximum(self.y, ZERO, out=self.y)
        a, b, c, d = (self.y[corner] for corner in CORNERS)
        np.maximum(a, b, out=self.pooled)
        np.maximum(c, d, out=self.best)
        return np.maximum(self.pooled, self.best, out=self.pooled)

    def backward(self, g: np.ndarray) -> None:
        """From the gradient `g` of the pooled output, which is overwritten, to the weights.

        Two positive numbers of a window never tie here, and a tie of zeros ends at the ReLU.
        """
        np.multiply(g, np.greater(self.pooled, ZERO, out=self.is_best), out=g)
        for corner in CORNERS:
            np.equal(self.y[corner], self.pooled, out=self.is_best)
            np.multiply(g, self.is_best, out=self.g[corner])
        self.g_rows.dot(self.matrix.T, self.dw)
        self.g_rows.dot(self.ones, self.db)

    def to_input(self, dx: np.ndarray) -> None:
        """Add every window's gradient to the places that it saw; `columns` is overwritten."""
        self.w.T.dot(self.g_rows, self.matrix)
        dx[...] = 0
        size = self.y.shape[1]
        for i in range(5):
            for j in range(5):
                dx[:, i : i + size, j : j + size] += self.columns[:, i, j]


class LeNet:
    """Two convolutions and three linear layers."""

    def __init__(self, work: Work, p: Arrays, d: Arrays) -> None:
        self.image = np.zeros((1, 32, 32, work.batch), np.float32)  # two zeros all around
        self.conv1 = Convolution("conv1", p, d, self.image)
        self.conv2 = Convolution("conv2", p, d, self.conv1.pooled)
        self.d1, self.d2 = np.empty_like(self.conv1.pooled), np.empty_like(self.conv2.pooled)
        self.layers = Layers(work, p, d)
        self.flat = self.conv2.pooled.reshape(-1, work.batch).T
        self.dflat = np.empty(self.flat.shape, np.float32)

    def __call__(self, x: np.ndarray, t: np.ndarray) -> float:
        """The loss; the gradients are left in their places."""
        self.image[0, 2:30, 2:30] = x[:, 0].transpose(1, 2, 0)
        self.conv1.forward()
        self.conv2.forward()
        value = self.layers(self.flat, t, self.dflat)
        self.d2.reshape(self.dflat.T.shape)[...] = self.dflat.T
        self.conv2.backward(self.d2)
        self.conv2.to_input(self.d1)
        self.conv1.backward(self.d1)
        return value
