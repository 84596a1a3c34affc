"""LeNet-5: a convolution as one matrix product with all windows, pooling by an axis of its own."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from benchmarks.workloads.naive.layers import perceptron_backward
from benchmarks.workloads.naive.parts import Arrays
from benchmarks.workloads.work import Work


def lenet(work: Work, p: Arrays, x: np.ndarray, t: np.ndarray) -> tuple[float, Arrays]:
    """The loss and all gradients."""
    x = np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2)))
    h1, columns1 = convolved(x, p["conv1.weight"], p["conv1.bias"])
    a1 = np.maximum(h1, 0)
    m1 = pooled(a1)
    h2, columns2 = convolved(m1, p["conv2.weight"], p["conv2.bias"])
    a2 = np.maximum(h2, 0)
    m2 = pooled(a2)

    flat = m2.reshape(len(m2), -1)
    loss, gradients, g = perceptron_backward(work, p, flat, t, to_input=True)

    g = unpooled(g.reshape(m2.shape), a2, m2) * (h2 > 0)
    dw, gradients["conv2.bias"] = of_weights(g, columns2)
    gradients["conv2.weight"] = dw.reshape(p["conv2.weight"].shape)
    g = of_input(g, p["conv2.weight"], m1.shape)
    g = unpooled(g, a1, m1) * (h1 > 0)
    dw, gradients["conv1.bias"] = of_weights(g, columns1)
    gradients["conv1.weight"] = dw.reshape(p["conv1.weight"].shape)
    return loss, gradients


def convolved(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The convolution of images (n, channels, size, size), and the windows as rows."""
    n, places = len(x), x.shape[2] - 4
    windows = sliding_window_view(x, (5, 5), axis=(2, 3))  # n, channels, places, places, 5, 5
    columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n * places * places, -1)
    y = columns @ w.reshape(len(w), -1).T + b
    return y.reshape(n, places, places, len(w)).transpose(0, 3, 1, 2), columns


def of_weights(g: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From the gradient of a convolution to those of its weights and biases."""
    rows = g.transpose(0, 2, 3, 1).reshape(len(columns), -1)
    return rows.T @ columns, rows.sum(axis=0)


def of_input(g: np.ndarray, w: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """From the gradient of a convolution to that of its input, one place of the window a time."""
    n, channels, places, _ = g.shape
    rows = g.transpose(0, 2, 3, 1).reshape(-1, channels)
    d = (rows @ w.reshape(channels, -1)).reshape(n, places, places, shape[1], 5, 5)
    d = d.transpose(0, 3, 1, 2, 4, 5)
    dx = np.zeros(shape, g.dtype)
    for i in range(5):
        for j in range(5):
            dx[:, :, i : i + places, j : j + places] += d[..., i, j]
    return dx


def pooled(x: np.ndarray) -> np.ndarray:
    """The largest of every 2 × 2 window."""
    n, channels, size, _ = x.shape
    return x.reshape(n, channels, size // 2, 2, size // 2, 2).max(axis=(3, 5))


def unpooled(g: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The gradient of a pooled value, handed to the element that was the largest.

    Two positive numbers of a window never tie here, and a tie of zeros ends at the ReLU.
    """
    larger = y.repeat(2, axis=2).repeat(2, axis=3)
    return g.repeat(2, axis=2).repeat(2, axis=3) * (x == larger)
