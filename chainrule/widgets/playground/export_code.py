"""The training of a playground as a NumPy program that runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chainrule.engine import Array, Tensor
from chainrule.exercises.overrides.registry import reference_engine
from chainrule.grad_mode import enable_grad
from chainrule.nn.functional.activations import gelu_gate
from chainrule.widgets.playground.network import FEATURES, activation_layers, linears, slopes
from chainrule.widgets.playground.settings import Settings
from chainrule.widgets.playground.symbolic import Symbol
from chainrule.widgets.playground.training import Trainer

# What an activation computes once for its value and its slope, under the name that it has there.
SAVED = {"gate": gelu_gate}
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


@dataclass(frozen=True)
class Formulas:
    """An activation as lines: what it saves, its value, and the gradients of its inputs."""

    saved: dict[str, str]
    value: str
    gradients: list[str]


def code_of(trainer: Trainer) -> str:
    """The program: weights as they are now, one step, and a loop to run it."""
    return "\n".join([*beginning(trainer), *step(trainer), *ending(trainer)]) + "\n"


def beginning(trainer: Trainer) -> Iterator[str]:
    """Imports, weights and functions."""
    s = trainer.settings
    data = "own points" if s.dataset == "own" else s.dataset
    where = f"{data}, from epoch {trainer.epoch} on"
    yield f'"""One step of training a network on {where}."""\n\nimport numpy as np\n'
    for i, layer in enumerate(linears(trainer.model), 1):
        yield f"W{i} = {literal(layer.weight.data)}"
        yield f"b{i} = {literal(layer.bias.data)}" if layer.bias is not None else f"b{i} = 0"
    for i, alpha in enumerate(slopes(trainer.model), 1):
        if alpha is not None:
            yield f"alpha{i} = np.array({alpha:.6g})"
    yield "memory = {}"
    if s.fixed:
        yield f"fixed = {stays(s)}  # cut or frozen: rows and columns that stay as they are"
    yield ""
    if trainer.objective.squash == "softmax":
        yield SOFTMAX
    if s.dropout:
        yield "rng = np.random.default_rng()\n"
    yield from update(s)
    columns = [str(FEATURES[name](Symbol("a"), Symbol("b"))) for name in s.features]
    yield "\ndef features(x):\n    a, b = x[:, 0], x[:, 1]"
    yield f"    return np.stack([{', '.join(columns)}], axis=1)\n"


def stays(settings: Settings) -> dict[str, tuple[list[int], ...]]:
    """Where in each array there are numbers that stay, as NumPy's indices."""
    found: dict[str, tuple[list[int], ...]] = {}
    for layer, neuron, source, _ in settings.fixed:
        kind, at = ("b", (neuron,)) if source == "bias" else ("W", (neuron, source))
        indices = found.setdefault(f"{kind}{layer + 1}", tuple([] for _ in at))
        for places, i in zip(indices, at, strict=True):
            places.append(i)
    return found


def update(settings: Settings) -> Iterator[str]:
    """How a parameter moves."""
    yield "\ndef update(name, p, g, lr):"
    rate = settings.regularisation_rate
    if settings.regularisation != "none" and rate:
        term = "np.sign(p)" if settings.regularisation == "l1" else "p"
        yield f'    if name.startswith("W"):\n        g = g + {rate:g} * {term}'
    yield UPDATES[settings.optimizer] + "\n"


def step(trainer: Trainer) -> Iterator[str]:
    """Forward, loss, backward, update: the chain rule, line by line."""
    s, last = trainer.settings, len(trainer.settings.hidden) + 1
    output, loss, gradient = trainer.objective.numpy
    with reference_engine():
        layers = [formulas_of(name, i, bool(s.dropout)) for i, name in enumerate(s.activations, 1)]
    yield f"\ndef step(x, t, lr={s.learning_rate:g}):\n    h0 = features(x)"
    for i, formulas in enumerate(layers, 1):
        yield from forward(formulas, i, s.dropout)
    yield f"    z = h{last - 1} @ W{last}.T + b{last}\n    o = {output}\n    loss = {loss}"
    yield f"\n    g = {gradient}  # the gradient for z"
    yield f"    gradients = {{'W{last}': g.T @ h{last - 1}, 'b{last}': g.sum(0)}}"
    for i in range(last - 1, 0, -1):
        yield from backward(layers[i - 1], i, bool(s.dropout))
    yield "\n    for name, g in gradients.items():"
    if s.fixed:
        yield "        p = globals()[name]\n        old = p.copy()\n        update(name, p, g, lr)"
        yield "        if name in fixed:\n            p[fixed[name]] = old[fixed[name]]"
    else:
        yield "        update(name, globals()[name], g, lr)"
    yield "    return loss\n"


def forward(formulas: Formulas, i: int, dropout: float) -> Iterator[str]:
    """Through one hidden layer, from its inputs to its output."""
    yield f"    a{i} = h{i - 1} @ W{i}.T + b{i}"
    for name, formula in formulas.saved.items():
        yield f"    {name} = {formula}"
    yield f"    h{i} = {formulas.value}"
    if dropout:
        yield f"    kept{i} = (rng.random(h{i}.shape) >= {dropout:g}) / {1 - dropout:g}"
        yield f"    y{i}, h{i} = h{i}, h{i} * kept{i}"


def backward(formulas: Formulas, i: int, dropout: bool) -> Iterator[str]:
    """Through one hidden layer, from its output to its parameters."""
    yield f"    g = g @ W{i + 1}" + (f" * kept{i}" if dropout else "")
    for gradient in formulas.gradients[1:]:
        yield f"    gradients['alpha{i}'] = ({gradient}).sum()"
    if formulas.gradients[0] != "g":
        yield f"    g = {formulas.gradients[0]}"
    yield f"    gradients['W{i}'], gradients['b{i}'] = g.T @ h{i - 1}, g.sum(0)"


def formulas_of(name: str, i: int, dropout: bool) -> Formulas:
    """The formulas of an activation of a{i}, as its operation computes it and its rules."""
    make = activation_layers()[name]
    if make is None:
        return Formulas({}, f"a{i}", ["g"])
    with enable_grad():
        node = make()(Tensor(np.ones(2), requires_grad=True))
    inputs = [Symbol(f"a{i}"), *(Symbol(f"alpha{i}") for _ in node.inputs[1:])]
    saved = {name: SAVED[name](inputs[0]) for name in node.options if name in SAVED}
    options = {**node.options, **{name: Symbol(f"{name}{i}") for name in saved}}
    g, y = Symbol("g"), Symbol(f"y{i}" if dropout else f"h{i}")
    operation = node.operation
    try:
        value = operation.forward(*inputs, **options)
        gradients = [operation.rule(k)(g, y, *inputs, **options) for k in range(len(inputs))]
    except (AttributeError, TypeError) as error:
        raise TypeError(
            f"the code of {name} cannot be written ({error}): compute it, and its rule, by "
            "operators and functions such as np.clip(x, …), not methods such as x.clip(…)"
        ) from None
    saved_lines = {f"{name}{i}": str(formula) for name, formula in saved.items()}
    return Formulas(saved_lines, str(value), list(map(str, gradients)))


def ending(trainer: Trainer) -> Iterator[str]:
    """How to run it."""
    yield f"\n# x: positions (n, 2); t: {trainer.objective.expects}. An epoch is then"
    yield "# for i in range(0, len(x), size): step(x[i : i + size], t[i : i + size])"
    yield f"# with size = {trainer.settings.batch_size} and the points shuffled before."


def literal(array: Array) -> str:
    """An array as Python, to seven digits."""
    text = np.array2string(array.astype(float), separator=", ", precision=7, threshold=10**6)
    return f"np.array({text})"
