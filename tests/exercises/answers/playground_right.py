"""Right answers, each written in another way than the model solution."""

import math
from itertools import pairwise

import numpy as np

import chainrule as cr
from chainrule import nn, optim


def spiral_by_rows(n, noise):
    points = np.array(noise, dtype=float)
    for k in range(2 * n):
        i, arm = k % n, k // n
        t = 1.75 * 2 * np.pi * i / n + np.pi * arm
        points[k] += 5 * i / n * np.array([math.sin(t), math.cos(t)])
    return points


def spiral_by_complex_numbers(n, noise):
    i = np.arange(n) / max(n, 1)
    arm = 5 * i * np.exp(2j * np.pi * 1.75 * i)
    z = np.concatenate([arm, -arm])
    return np.column_stack([z.imag, z.real]) + noise


def features_by_names(x, names):
    out = np.empty((len(x), len(names)))
    for j, name in enumerate(names):
        a = x[:, 0] if "1" in name else x[:, 1]
        if name == "x1_x2":
            a = x[:, 0] * x[:, 1]
        elif "squared" in name:
            a = a * a
        elif "sin" in name:
            a = np.sin(a)
        out[:, j] = a
    return out


def features_by_table(x, names):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b}
    table |= {"sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.array([table[name] for name in names]).T


def split_by_lists(x, share, order):
    kept = round(share * len(x))
    shuffled = np.take(x, order, axis=0)
    return np.split(shuffled, [kept])


def standardise_by_columns(train, test):
    train, test = train.astype(float), test.astype(float)
    for j in range(train.shape[1]):
        mean, spread = train[:, j].mean(), train[:, j].std()
        for x in (train, test):
            x[:, j] -= mean
            if spread > 0:
                x[:, j] /= spread
    return train, test


def standardise_with_ones(train, test):
    spread = train.std(axis=0)
    spread[spread == 0] = 1
    return [(x - train.mean(axis=0)) / spread for x in (train, test)]


def batches_by_filling(order, size):
    batches = []
    for k in order:
        if not batches or len(batches[-1]) == size:
            batches.append([])
        batches[-1].append(k)
    return [np.array(batch) for batch in batches]


def count_by_arrays(sizes):
    shapes = [(b, a) for a, b in pairwise(sizes)]
    return sum(np.zeros(s).size + s[0] for s in shapes)


def forward_by_einsum(x, layers):
    for w, b in layers[:-1]:
        x = np.tanh(np.einsum("ni,oi->no", x, w) + b)
    return np.einsum("ni,oi->no", x, layers[-1][0]) + layers[-1][1]


def forward_with_a_counter(x, layers):
    h = np.array(x)
    for k in range(len(layers)):
        weight, bias = layers[k]
        h = np.dot(h, weight.T) + bias
        if k + 1 < len(layers):
            h = np.tanh(h)
    return h


def confusion_by_loop(truth, guess, k):
    counts = np.zeros((k, k))
    for i, j in zip(truth, guess, strict=True):
        counts[i, j] += 1
    return counts


def confusion_by_bincount(truth, guess, k):
    return np.bincount(k * truth + guess, minlength=k * k).reshape(k, k)


def stop_by_window(losses, patience):
    for epoch in range(len(losses)):
        best = int(np.argmin(losses[: epoch + 1]))
        if epoch - best == patience:
            return best
    return int(np.argmin(losses))


def stop_by_counting(losses, patience):
    best, bad, lowest = 0, 0, math.inf
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, bad, lowest = epoch, 0, loss
        else:
            bad += 1
            if bad >= patience:
                return best
    return best


def solve(x, y, sizes=(16, 8), lr=0.03, steps=2000, seed=None):
    rng, (a, b) = np.random.default_rng(seed), sizes
    layers = [nn.Linear(2, a, seed=rng), nn.Linear(a, b, seed=rng), nn.Linear(b, 1, seed=rng)]
    net = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
    optimizer = optim.Adam(net.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x), (y[:, None] + 1) / 2).backward()
        optimizer.step()
    return [(layer.weight.data, layer.bias.data) for layer in layers]


def solve_in_numpy(x, y):
    """Adam and the backward pass by hand, without the engine."""
    rng, t = np.random.default_rng(), (y[:, None] + 1) / 2
    shapes = [(16, 2), (16,), (8, 16), (8,), (1, 8), (1,)]
    p = [rng.uniform(-1, 1, s) / np.sqrt(s[-1]) for s in shapes]
    m, v = ([np.zeros(s) for s in shapes] for _ in range(2))
    for step in range(1, 2501):
        h = np.tanh(x @ p[0].T + p[1])
        k = np.tanh(h @ p[2].T + p[3])
        d = (1 / (1 + np.exp(-(k @ p[4].T + p[5]))) - t) / len(x)
        e = d @ p[4] * (1 - k**2)
        f = e @ p[2] * (1 - h**2)
        g = [f.T @ x, f.sum(0), e.T @ h, e.sum(0), d.T @ k, d.sum(0)]
        for i in range(6):
            m[i] += 0.1 * (g[i] - m[i])
            v[i] += 0.001 * (g[i] ** 2 - v[i])
            p[i] -= 0.03 * (m[i] / (1 - 0.9**step)) / (np.sqrt(v[i] / (1 - 0.999**step)) + 1e-8)
    return [(p[0], p[1]), (p[2], p[3]), (p[4], p[5])]


def solve_compiled(x, y):
    rng = np.random.default_rng()
    layers = [nn.Linear(2, 20, seed=rng), nn.Linear(20, 8, seed=rng), nn.Linear(8, 1, seed=rng)]
    net = nn.Sequential(layers[0], nn.Tanh(), layers[1], nn.Tanh(), layers[2])
    optimizer = optim.Adam(net.parameters(), lr=0.02)

    @cr.compile
    def step(x, t):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x), t).backward()
        optimizer.step()

    for _ in range(3000):
        step(x, (y[:, None] + 1) / 2)
    return [[layer.weight.data, layer.bias.data] for layer in layers]


right = {
    "spiral": [
        spiral_by_rows,
        spiral_by_complex_numbers,
        lambda n, noise: spiral_by_complex_numbers(n, 0 * noise) + np.asarray(noise),
    ],
    "features": [
        features_by_names,
        features_by_table,
        lambda x, names: np.hstack([features_by_names(x, [name]) for name in names]),
    ],
    "split": [
        split_by_lists,
        lambda x, share, order: (
            x[order][: round(share * len(x))],
            x[order][round(share * len(x)) :],
        ),
        lambda x, share, order: [
            x[list(part)] for part in np.split(order, [round(share * len(order))])
        ],
    ],
    "standardise": [
        standardise_by_columns,
        standardise_with_ones,
        lambda train, test: tuple(standardise_with_ones(train, test)),
    ],
    "minibatches": [
        batches_by_filling,
        lambda order, size: np.split(order, range(size, len(order), size)),
        lambda order, size: [order[i : i + size].copy() for i in range(0, len(order), size)],
    ],
    "parameter_count": [
        count_by_arrays,
        lambda sizes: sum(b * (a + 1) for a, b in pairwise(sizes)),
        lambda sizes: int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:])),
    ],
    "forward": [
        forward_by_einsum,
        forward_with_a_counter,
        lambda x, layers: forward_by_einsum(x.astype(float), list(layers)),
    ],
    "accuracy": [
        lambda scores, y: np.mean(np.sign(scores) == y),
        lambda scores, y: sum(s * t > 0 for s, t in zip(scores, y, strict=True)) / len(y),
        lambda scores, y: float(np.count_nonzero(scores * y > 0)) / y.size,
    ],
    "confusion_matrix": [
        confusion_by_loop,
        confusion_by_bincount,
        lambda truth, guess, k: np.eye(k)[truth].T @ np.eye(k)[guess],
    ],
    "l2_penalty": [
        lambda w, rate: (0.5 * rate * (w**2).sum(), rate * w),
        lambda w, rate: (rate * np.vdot(w, w) / 2, np.multiply(w, rate)),
        lambda w, rate: [rate * np.linalg.norm(w) ** 2 / 2, w * rate],
    ],
    "early_stop": [
        stop_by_window,
        stop_by_counting,
        lambda losses, patience: np.int64(stop_by_window(list(losses), patience)),
    ],
    "dead_units": [
        lambda h: np.mean(~(h > 0).any(axis=0)),
        lambda h: np.mean(h.max(axis=0) == 0),
        lambda h: sum(not column.any() for column in h.T) / h.shape[1],
    ],
    "solve_spiral": [solve, solve_in_numpy, solve_compiled],
}
