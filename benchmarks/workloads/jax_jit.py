"""JAX: one call a step, or the loop over the steps inside the compiled program as well."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from benchmarks.workloads.work import HEADS, TOKENS, WIDTH, Run, Work

Parameters = dict[str, Any]


def eager(work: Work) -> Run:
    """`jit` of the whole step, called from Python each time."""
    step, state, data = setting(work)
    step = jax.jit(step, donate_argnums=0)

    def run(k: int) -> float:
        nonlocal state
        for _ in range(k):
            state, value = step(state, *data)
        return float(value)

    return run


def loop(work: Work) -> Run:
    """`jit` of a loop of k steps: Python is asked once."""
    step, state, data = setting(work)

    @partial(jax.jit, donate_argnums=0)
    def steps(state: Any, k: int, x: Any, t: Any) -> Any:
        def body(_: int, carry: Any) -> Any:
            return step(carry[0], x, t)

        return lax.fori_loop(0, k, body, (state, jnp.float32(0)))

    def run(k: int) -> float:
        nonlocal state
        state, value = steps(state, k, *data)
        return float(value)

    return run


def setting(work: Work) -> tuple[Any, Any, Any]:
    """The step, the state before the first one, and the batch."""
    parameters = {name: jnp.array(p) for name, p in work.parameters().items()}
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    more = (zeros, jax.tree.map(jnp.copy, zeros), jnp.float32(0))
    state = (parameters, *more) if work.optimizer == "adam" else (parameters,)

    def step(state: Any, x: Any, t: Any) -> Any:
        value, gradients = jax.value_and_grad(partial(loss, work))(state[0], x, t)
        return (adam if state[1:] else sgd)(state, gradients, work.lr), value

    return step, state, tuple(map(jnp.asarray, work.data()))


def sgd(state: Any, gradients: Parameters, lr: float) -> Any:
    """θ ← θ - η g."""
    return (jax.tree.map(lambda p, g: p - lr * g, state[0], gradients),)


def adam(state: Any, gradients: Parameters, lr: float) -> Any:
    """The same formula as everyone's."""
    parameters, means, squares, t = state
    t = t + 1
    means = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, means, gradients)
    squares = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, squares, gradients)
    rate, scale = lr / (1 - 0.9**t), lax.rsqrt(1 - 0.999**t)

    def moved(p: Any, m: Any, v: Any) -> Any:
        return p - rate * m / (jnp.sqrt(v) * scale + 1e-8)

    return jax.tree.map(moved, parameters, means, squares), means, squares, t


def loss(work: Work, p: Parameters, x: Any, t: Any) -> Any:
    """Binary or many-class cross-entropy."""
    z = {"mlp": layers, "lenet": lenet, "gpt": gpt}[work.kind](work, p, x)
    if work.loss == "bce":
        return jnp.mean(jax.nn.softplus(z) - t * z)
    chosen = jnp.take_along_axis(jax.nn.log_softmax(z), t.reshape(-1, 1), axis=1)
    return -jnp.mean(chosen)


def layers(work: Work, p: Parameters, x: Any) -> Any:
    """A chain of linear layers."""
    activation = jnp.tanh if work.activation == "tanh" else jax.nn.relu
    last = sum(name.startswith("layer") for name in p) // 2
    for i in range(1, last + 1):
        x = linear(p, f"layer{i}", x)
        x = activation(x) if i < last else x
    return x


def lenet(work: Work, p: Parameters, x: Any) -> Any:
    """LeNet-5."""
    x = pool(jax.nn.relu(convolution(p, "conv1", x, 2)))
    x = pool(jax.nn.relu(convolution(p, "conv2", x, 0)))
    return layers(work, p, x.reshape(len(x), -1))


def convolution(p: Parameters, name: str, x: Any, padding: int) -> Any:
    """One convolution."""
    weight, bias = p[f"{name}.weight"], p[f"{name}.bias"]
    return (
        lax.conv(jnp.pad(x, [(0, 0)] * 2 + [(padding, padding)] * 2), weight, (1, 1), "VALID")
        + (bias[:, None, None])
    )


def pool(x: Any) -> Any:
    """2 × 2 max pooling."""
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")


def gpt(work: Work, p: Parameters, x: Any) -> Any:
    """One block of a GPT."""
    h = p["token.embedding"][x] + p["place.embedding"]
    h = h + attention(p, norm(p, "attention_norm", h))
    h = h + linear(p, "down", jax.nn.gelu(linear(p, "up", norm(p, "mlp_norm", h))))
    return linear(p, "head", norm(p, "final_norm", h)).reshape(-1, len(p["head.bias"]))


def attention(p: Parameters, x: Any) -> Any:
    """Causal attention of several heads."""
    shape = (-1, TOKENS, HEADS, WIDTH // HEADS)
    q, k, v = (linear(p, name, x).reshape(shape) for name in ("query", "key", "value"))
    mixed = jax.nn.dot_product_attention(q, k, v, is_causal=True)
    return linear(p, "out", mixed.reshape(x.shape))


def linear(p: Parameters, name: str, x: Any) -> Any:
    """One linear layer."""
    return x @ p[f"{name}.weight"].T + p[f"{name}.bias"]


def norm(p: Parameters, name: str, x: Any) -> Any:
    """One layer norm."""
    centred = x - x.mean(-1, keepdims=True)
    scale = lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    return centred * scale * p[f"{name}.weight"] + p[f"{name}.bias"]
