"""The training of a playground as a NumPy program that runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from chainrule.values import Array
from chainrule.widgets.playground.features import FEATURES
from chainrule.widgets.playground.network import linears, slopes

if TYPE_CHECKING:
    from chainrule.widgets.playground.widget import Playground

COLUMNS = ("a", "b", "a * a", "b * b", "a * b", "np.sin(a)", "np.sin(b)")
# Each activation h of a, and by what a gradient is multiplied on its way back.
FORMULAS = {
    "tanh": ("np.tanh({a})", "1 - {h} * {h}"),
    "relu": ("np.maximum({a}, 0)", "({a} > 0)"),
    "sigmoid": ("1 / (1 + np.exp(-{a}))", "{h} * (1 - {h})"),
    "linear": ("{a}", "1"),
    "leaky_relu": ("np.where({a} > 0, {a}, 0.01 * {a})", "np.where({a} > 0, 1, 0.01)"),
    "prelu": ("np.where({a} > 0, {a}, alpha{i} * {a})", "np.where({a} > 0, 1, alpha{i})"),
    "elu": ("np.where({a} > 0, {a}, np.expm1({a}))", "np.where({a} > 0, 1, {h} + 1)"),
    "softplus": ("np.logaddexp(0, {a})", "1 / (1 + np.exp(-{a}))"),
    "gelu": ("{a} * gate({a})", "gelu_slope({a})"),
}  # fmt: skip
GELU = """
C = np.sqrt(2 / np.pi)


def gate(a):
    return 0.5 + 0.5 * np.tanh(C * (a + 0.044715 * a**3))


def gelu_slope(a):
    return gate(a) * (1 + (1 - gate(a)) * a * 2 * C * (1 + 3 * 0.044715 * a * a))

"""
# What the output is, the mean loss, and its gradient for z.
OBJECTIVES = {
    "Squared": ("z", "((o - t) ** 2).mean() / 2", "(o - t) / o.size"),
    "TanhSquared": ("np.tanh(z)", "((o - t) ** 2).mean() / 2", "(o - t) * (1 - o * o) / o.size"),
    "Logistic": ("1 / (1 + np.exp(-z))", "(np.logaddexp(0, z) - t * z).mean()", "(o - t) / o.size"),
    "Softmax": ("softmax(z)", "-np.log(o[np.arange(len(t)), t]).mean()",
                "(o - np.eye(o.shape[1])[t]) / len(o)"),
    "SoftmaxSquared": ("softmax(z)", "((o - t) ** 2).mean() / 2",
                       "o * (o - t - ((o - t) * o).sum(1, keepdims=True)) / o.size"),
}  # fmt: skip
SOFTMAX = """
def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)

"""
UPDATES = {
    "sgd": "    p -= lr * g",
    "momentum": "    memory[name] = v = 0.9 * memory.get(name, 0) + g\n    p -= lr * v",
    "adam": """    m, v, n = memory.get(name, (0, 0, 0))
    m, v, n = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g, n + 1
    memory[name] = m, v, n
    p -= lr * (m / (1 - 0.9**n)) / (np.sqrt(v / (1 - 0.999**n)) + 1e-8)""",
}


def code_of(playground: Playground) -> str:
    """The program: weights as they are now, one step, and a loop to run it."""
    return "\n".join([*beginning(playground), *step(playground), *ending(playground)]) + "\n"


def beginning(playground: Playground) -> Iterator[str]:
    """Imports, weights and functions."""
    where = f"{playground.dataset}, from epoch {playground.trainer.epoch} on"
    yield f'"""One step of training a network on {where}."""\n\nimport numpy as np\n'
    for i, layer in enumerate(linears(playground.model), 1):
        yield f"W{i} = {literal(layer.weight.data)}"
        yield f"b{i} = {literal(layer.bias.data)}" if layer.bias is not None else f"b{i} = 0"
    for i, alpha in enumerate(slopes(playground.model), 1):
        if alpha is not None:
            yield f"alpha{i} = np.array({alpha:.6g})"
    yield "memory = {}\n"
    if "gelu" in playground.activations:
        yield GELU
    if playground.trainer.objective.squash == "softmax":
        yield SOFTMAX
    if playground.dropout:
        yield "rng = np.random.default_rng()\n"
    yield from update(playground)
    chosen = [COLUMNS[list(FEATURES).index(name)] for name in playground.features]
    yield "\ndef features(x):\n    a, b = x[:, 0], x[:, 1]"
    yield f"    return np.stack([{', '.join(chosen)}], axis=1)\n"


def update(playground: Playground) -> Iterator[str]:
    """How a parameter moves."""
    yield "\ndef update(name, p, g, lr):"
    rate = playground.regularisation_rate
    if playground.regularisation != "none" and rate:
        term = "np.sign(p)" if playground.regularisation == "l1" else "p"
        yield f'    if name.startswith("W"):\n        g = g + {rate:g} * {term}'
    yield UPDATES[playground.optimizer] + "\n"


def step(playground: Playground) -> Iterator[str]:
    """Forward, loss, backward, update: the chain rule, line by line."""
    names, last = playground.activations, len(playground.hidden) + 1
    squash, loss, gradient = OBJECTIVES[type(playground.trainer.objective).__name__]
    yield f"\ndef step(x, t, lr={playground.learning_rate:g}):\n    h0 = features(x)"
    for i, name in enumerate(names, 1):
        yield f"    a{i} = h{i - 1} @ W{i}.T + b{i}"
        yield f"    h{i} = {formula(name, 0, i)}"
        if playground.dropout:
            p = playground.dropout
            yield f"    kept{i} = (rng.random(h{i}.shape) >= {p:g}) / {1 - p:g}"
            yield f"    y{i}, h{i} = h{i}, h{i} * kept{i}"
    yield f"    z = h{last - 1} @ W{last}.T + b{last}\n    o = {squash}\n    loss = {loss}"
    yield f"\n    g = {gradient}  # the gradient for z"
    yield f"    gradients = {{'W{last}': g.T @ h{last - 1}, 'b{last}': g.sum(0)}}"
    for i in range(last - 1, 0, -1):
        yield from backward(names[i - 1], i, bool(playground.dropout))
    yield "\n    for name, g in gradients.items():\n        update(name, globals()[name], g, lr)"
    yield "    return loss\n"


def backward(name: str, i: int, dropout: bool) -> Iterator[str]:
    """Through one hidden layer, from its output to its parameters."""
    yield f"    g = g @ W{i + 1}" + (f" * kept{i}" if dropout else "")
    if name == "prelu":
        yield f"    gradients['alpha{i}'] = (g * a{i} * (a{i} <= 0)).sum()"
    slope = formula(name, 1, i)
    if dropout:
        slope = slope.replace(f"h{i}", f"y{i}")
    yield f"    g = g * ({slope})"
    yield f"    gradients |= {{'W{i}': g.T @ h{i - 1}, 'b{i}': g.sum(0)}}"


def formula(name: str, which: int, i: int) -> str:
    """An activation (0) or its slope (1) in the layer `i`."""
    return FORMULAS[name][which].format(a=f"a{i}", h=f"h{i}", i=i)


def ending(playground: Playground) -> Iterator[str]:
    """How to run it."""
    target = {"Softmax": "class numbers (n,)", "SoftmaxSquared": "rows with a 1 for the class"}
    kind = type(playground.trainer.objective).__name__
    yield f"\n# x: positions (n, 2); t: {target.get(kind, 'targets (n, 1)')}. An epoch is then"
    yield "# for i in range(0, len(x), size): step(x[i : i + size], t[i : i + size])"
    yield f"# with size = {playground.batch_size} and the points shuffled before."


def literal(array: Array) -> str:
    """An array as Python, to seven digits."""
    text = np.array2string(array.astype(float), separator=", ", precision=7, threshold=10**6)
    return f"np.array({text})"
