"""One block of a small GPT, with its embeddings, final norm and head."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.workloads.naive.parts import (
    Arrays,
    cross_entropy,
    linear,
    linear_backward,
    softmax,
)
from benchmarks.workloads.work import HEADS, TOKENS, WIDTH, Work

ROOT = math.sqrt(WIDTH / HEADS)
SLOPE = math.sqrt(2 / math.pi)
LATER = np.triu(np.full((TOKENS, TOKENS), -np.inf, np.float32), 1)


def gpt(work: Work, p: Arrays, x: np.ndarray, t: np.ndarray) -> tuple[float, Arrays]:
    """The loss and all gradients; a row is a token, all sequences one after another."""
    h0 = (p["token.embedding"][x] + p["place.embedding"]).reshape(-1, WIDTH)
    z1, n1, scale1 = norm(p, "attention_norm", h0)
    q, k, v = (heads(linear(p, name, n1)) for name in ("query", "key", "value"))
    w = softmax(q @ k.swapaxes(2, 3) / ROOT + LATER)
    mixed = rows(w @ v)
    h1 = h0 + linear(p, "out", mixed)
    z2, n2, scale2 = norm(p, "mlp_norm", h1)
    u = linear(p, "up", n2)
    bend = np.tanh(SLOPE * (u + 0.044715 * u * u * u))
    a = 0.5 * u * (1 + bend)
    h2 = h1 + linear(p, "down", a)
    z3, n3, scale3 = norm(p, "final_norm", h2)
    loss, g = cross_entropy(linear(p, "head", n3), t.ravel())

    d: Arrays = {}
    g = linear_backward(p, d, "head", n3, g)
    dh = norm_backward(p, d, "final_norm", z3, scale3, g)
    g = linear_backward(p, d, "down", a, dh)
    g = g * (0.5 * (1 + bend) + 0.5 * u * (1 - bend**2) * SLOPE * (1 + 3 * 0.044715 * u**2))
    g = linear_backward(p, d, "up", n2, g)
    dh = dh + norm_backward(p, d, "mlp_norm", z2, scale2, g)
    g = heads(linear_backward(p, d, "out", mixed, dh))
    dv = w.swapaxes(2, 3) @ g
    dw = g @ v.swapaxes(2, 3)
    dw = w * (dw - (dw * w).sum(axis=-1, keepdims=True)) / ROOT
    dq, dk = dw @ k, dw.swapaxes(2, 3) @ q
    g = linear_backward(p, d, "query", n1, rows(dq))
    g = g + linear_backward(p, d, "key", n1, rows(dk))
    g = g + linear_backward(p, d, "value", n1, rows(dv))
    dh = dh + norm_backward(p, d, "attention_norm", z1, scale1, g)
    d["place.embedding"] = dh.reshape(-1, TOKENS, WIDTH).sum(axis=0)
    d["token.embedding"] = np.zeros_like(p["token.embedding"])
    np.add.at(d["token.embedding"], x.ravel(), dh)
    return loss, d


def norm(p: Arrays, name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Layer normalisation of rows: normed, then scaled and shifted; and by what it divided."""
    scale = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
    z = (x - x.mean(axis=1, keepdims=True)) / scale
    return z, z * p[f"{name}.weight"] + p[f"{name}.bias"], scale


def norm_backward(
    p: Arrays, d: Arrays, name: str, z: np.ndarray, scale: np.ndarray, g: np.ndarray
) -> np.ndarray:
    """Put the gradients of weight and bias into `d`, return that of the input."""
    d[f"{name}.weight"] = (g * z).sum(axis=0)
    d[f"{name}.bias"] = g.sum(axis=0)
    g = g * p[f"{name}.weight"]
    means = g.mean(axis=1, keepdims=True) + z * (g * z).mean(axis=1, keepdims=True)
    return (g - means) / scale


def heads(x: np.ndarray) -> np.ndarray:
    """Rows of all heads as (batch, heads, tokens, width of a head)."""
    return x.reshape(-1, TOKENS, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)


def rows(x: np.ndarray) -> np.ndarray:
    """The heads of a token side by side again, a row each."""
    return x.transpose(0, 2, 1, 3).reshape(-1, WIDTH)
