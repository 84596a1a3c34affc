"""One block of a small GPT by hand, with its embeddings, final norm and head."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.workloads.by_hand.parts import Arrays, cross_entropy, total
from benchmarks.workloads.work import HEADS, TOKENS, VOCABULARY, WIDTH, Work

CURVE, SLOPE = 0.044715, math.sqrt(2 / math.pi)


class Linear:
    """y = x Wᵀ + b on rows; the gradient of x is added or written where the caller says."""

    def __init__(self, name: str, p: Arrays, d: Arrays, n: int) -> None:
        self.w, self.b = p[f"{name}.weight"], p[f"{name}.bias"]
        self.dw, self.db = d[f"{name}.weight"], d[f"{name}.bias"]
        self.y, self.ones = np.empty((n, len(self.w)), np.float32), np.ones(n, np.float32)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The outputs."""
        self.x = x
        x.dot(self.w.T, self.y)
        return np.add(self.y, self.b, out=self.y)

    def backward(self, g: np.ndarray, dx: np.ndarray) -> np.ndarray:
        """Gradients of the parameters into their places, of x into `dx`."""
        g.T.dot(self.x, self.dw)
        self.ones.dot(g, self.db)
        return g.dot(self.w, dx)


class Norm:
    """Layer normalisation of rows."""

    def __init__(self, name: str, p: Arrays, d: Arrays, n: int) -> None:
        self.w, self.b = p[f"{name}.weight"], p[f"{name}.bias"]
        self.dw, self.db = d[f"{name}.weight"], d[f"{name}.bias"]
        self.z, self.y, self.buffer = np.empty((3, n, WIDTH), np.float32)
        self.mean, self.scale = np.empty((2, n), np.float32)
        self.share = np.full(WIDTH, 1 / WIDTH, np.float32)  # x @ share is the mean, by BLAS
        self.ones = np.ones(n, np.float32)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The outputs."""
        x.dot(self.share, self.mean)
        np.subtract(x, self.mean[:, None], out=self.z)
        np.multiply(self.z, self.z, out=self.buffer)
        self.buffer.dot(self.share, self.scale)
        np.add(self.scale, 1e-5, out=self.scale)
        np.sqrt(self.scale, out=self.scale)
        np.divide(1, self.scale, out=self.scale)
        np.multiply(self.z, self.scale[:, None], out=self.z)
        np.multiply(self.z, self.w, out=self.y)
        return np.add(self.y, self.b, out=self.y)

    def backward(self, g: np.ndarray, dx: np.ndarray) -> None:
        """Gradients of the parameters into their places; that of x is added to `dx`."""
        np.multiply(g, self.z, out=self.buffer)
        self.ones.dot(self.buffer, self.dw)
        self.ones.dot(g, self.db)
        np.multiply(g, self.w, out=g)
        g.dot(self.share, self.mean)
        np.subtract(g, self.mean[:, None], out=self.y)
        np.multiply(g, self.z, out=self.buffer)
        self.buffer.dot(self.share, self.mean)
        np.multiply(self.z, self.mean[:, None], out=self.z)
        np.subtract(self.y, self.z, out=self.y)
        np.multiply(self.y, self.scale[:, None], out=self.y)
        np.add(dx, self.y, out=dx)


class Attention:
    """Causal attention of several heads, on rows that hold all heads side by side."""

    def __init__(self, p: Arrays, d: Arrays, batch: int) -> None:
        n = batch * TOKENS
        self.query, self.key, self.value, self.out = (
            Linear(name, p, d, n) for name in ("query", "key", "value", "out")
        )
        self.mixed, self.g, self.dq, self.dk, self.dv = np.empty((5, n, WIDTH), np.float32)
        self.weights, self.dweights, self.buffer = np.empty(
            (3, batch, HEADS, TOKENS, TOKENS), np.float32
        )
        self.later = np.triu(np.full((TOKENS, TOKENS), -np.inf, np.float32), 1)
        self.column = np.empty((batch, HEADS, TOKENS, 1), np.float32)
        self.ones = np.ones(TOKENS, np.float32)  # w @ ones sums rows, faster than sum
        self.root = np.float32(math.sqrt(WIDTH / HEADS))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The outputs."""
        q, k, v = self.query.forward(x), self.key.forward(x), self.value.forward(x)
        w = self.weights
        np.divide(q, self.root, out=q)
        np.matmul(heads(q), heads(k).swapaxes(2, 3), out=w)
        np.add(w, self.later, out=w)
        np.maximum.reduce(w, axis=3, out=self.column, keepdims=True)
        np.subtract(w, self.column, out=w)
        np.exp(w, out=w)
        w.dot(self.ones, self.column[..., 0])
        np.divide(w, self.column, out=w)
        np.matmul(w, heads(v), out=heads(self.mixed))
        return self.out.forward(self.mixed)

    def backward(self, g: np.ndarray, dx: np.ndarray, buffer: np.ndarray) -> None:
        """Gradients of the parameters into their places, of x into `dx`."""
        w, dw = self.weights, self.dweights
        mixed = heads(self.out.backward(g, self.g))
        np.matmul(w.swapaxes(2, 3), mixed, out=heads(self.dv))
        np.matmul(mixed, heads(self.value.y).swapaxes(2, 3), out=dw)
        np.multiply(w, dw, out=self.buffer)
        self.buffer.dot(self.ones, self.column[..., 0])
        np.subtract(dw, self.column, out=dw)
        np.multiply(dw, w, out=dw)
        np.matmul(dw.swapaxes(2, 3), heads(self.query.y), out=heads(self.dk))
        np.matmul(dw, heads(self.key.y), out=heads(self.dq))
        np.divide(self.dq, self.root, out=self.dq)
        self.query.backward(self.dq, dx)
        np.add(dx, self.key.backward(self.dk, buffer), out=dx)
        np.add(dx, self.value.backward(self.dv, buffer), out=dx)


class GELU:
    """½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))."""

    def __init__(self, n: int) -> None:
        self.y, self.t, self.square, self.buffer = np.empty((4, n, 4 * WIDTH), np.float32)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The outputs."""
        self.x, t = x, self.t
        np.multiply(x, x, out=self.square)
        np.multiply(self.square, CURVE * SLOPE, out=t)
        np.add(t, SLOPE, out=t)
        np.multiply(t, x, out=t)
        np.tanh(t, out=t)
        np.multiply(x, 0.5, out=self.buffer)  # needed again on the way back
        np.multiply(self.buffer, t, out=self.y)
        return np.add(self.y, self.buffer, out=self.y)

    def backward(self, g: np.ndarray) -> None:
        """Multiply `g` by the slope: ½ (1 + t) + ½ x (1 - t²) √(2/π) (1 + 3 · 0.044715 x²)."""
        t, slope = self.t, self.square
        np.multiply(self.square, 3 * CURVE * SLOPE, out=slope)
        np.add(slope, SLOPE, out=slope)
        np.multiply(slope, self.buffer, out=slope)
        np.multiply(t, t, out=self.buffer)
        np.subtract(1, self.buffer, out=self.buffer)
        np.multiply(slope, self.buffer, out=slope)
        np.add(t, 1, out=t)
        np.multiply(t, 0.5, out=t)
        np.add(slope, t, out=slope)
        np.multiply(g, slope, out=g)


class GPT:
    """Embeddings, attention and a perceptron, each behind a norm and beside a shortcut; a head."""

    def __init__(self, work: Work, p: Arrays, d: Arrays) -> None:
        n = work.batch * TOKENS
        self.token, self.place = p["token.embedding"], p["place.embedding"]
        self.dtoken, self.dplace = d["token.embedding"], d["place.embedding"]
        self.norm1, self.norm2, self.norm3 = (
            Norm(name, p, d, n) for name in ("attention_norm", "mlp_norm", "final_norm")
        )
        self.attention, self.gelu = Attention(p, d, work.batch), GELU(n)
        self.up, self.down, self.head = (Linear(s, p, d, n) for s in ("up", "down", "head"))
        self.h, self.g, self.branch, self.buffer = np.empty((4, n, WIDTH), np.float32)
        self.dlogits, self.dup = np.empty_like(self.head.y), np.empty_like(self.up.y)
        self.eye = np.eye(VOCABULARY, dtype=np.float32)
        self.one_hot = np.empty((n, VOCABULARY), np.float32)
        self.loss = cross_entropy(n)

    def __call__(self, x: np.ndarray, t: np.ndarray) -> float:
        """The loss; the gradients are left in their places."""
        value = self.loss(self.forward(x), t.ravel(), self.dlogits)
        self.backward(x)
        return value

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The logits of all places, as rows."""
        h = self.h
        np.take(self.token, x.ravel(), axis=0, out=h, mode="clip")
        sequences(h)[...] += self.place
        np.add(h, self.attention.forward(self.norm1.forward(h)), out=h)
        inner = self.gelu.forward(self.up.forward(self.norm2.forward(h)))
        np.add(h, self.down.forward(inner), out=h)
        return self.head.forward(self.norm3.forward(h))

    def backward(self, x: np.ndarray) -> None:
        """From the gradient of the logits to those of all parameters."""
        g = self.g
        g[...] = 0
        self.norm3.backward(self.head.backward(self.dlogits, self.branch), g)
        self.gelu.backward(self.down.backward(g, self.dup))
        self.norm2.backward(self.up.backward(self.dup, self.branch), g)
        self.attention.backward(g, self.branch, self.buffer)
        self.norm1.backward(self.branch, g)
        np.take(self.eye, x.ravel(), axis=0, out=self.one_hot, mode="clip")
        self.one_hot.T.dot(g, self.dtoken)
        total(sequences(g), axis=0, out=self.dplace)


def heads(rows: np.ndarray) -> np.ndarray:
    """Rows of all heads as (batch, heads, tokens, width of a head), a view."""
    return rows.reshape(-1, TOKENS, HEADS, WIDTH // HEADS).swapaxes(1, 2)


def sequences(rows: np.ndarray) -> np.ndarray:
    """Rows as (batch, tokens, width), a view."""
    return rows.reshape(-1, TOKENS, WIDTH)
