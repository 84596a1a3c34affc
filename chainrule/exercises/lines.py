"""A training step line by line: all its intermediates, and gradients that a learner writes.

>>> import numpy as np
>>> from chainrule import nn
>>> step = trace(nn.Sequential(nn.Linear(4, 3, seed=0), nn.Tanh(), nn.Linear(3, 2, seed=1)),
...              np.ones((5, 4)), np.array([0, 1, 1, 0, 1]))
>>> step.check(z1=lambda v, g: g.h1, logs=lambda v, g: ...)
z1: This is the gradient of h1, unchanged. What does the line h1 = tanh(z1) do to it?
logs: Nothing is written here yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, Tensor
from chainrule.exercises.judges import close, failure_in_form, first_index
from chainrule.exercises.notebook import show
from chainrule.exercises.practice.trying import Said, tried
from chainrule.grad_mode import enable_grad
from chainrule.nn import Linear, Module, ReLU, Sequential, Sigmoid, Tanh

Answer = Callable[[Any, Any], Any]
FUNCTIONS: dict[str, Any] = {
    name: getattr(table, name) for name in ("exp", "log", "tanh", "relu", "sigmoid")
}
ACTIVATIONS: dict[type[Module], str] = {Tanh: "tanh", ReLU: "relu", Sigmoid: "sigmoid"}
LOSS = {
    "e": "exp(scores)",
    "total": "e.sum(axis=1, keepdims=True)",
    "p": "e / total",
    "picked": "p[rows, t]",
    "logs": "log(picked)",
    "L": "-logs.mean()",
}
ON_ITS_SIDE = "Rows and columns are exchanged: which factor is to be transposed"
MARKS = {"passes": "●", "not yet": "◐", "not written": "○"}


class Named:
    """Arrays by their names, as attributes."""

    def __init__(self, arrays: Mapping[str, Any], missing: str) -> None:
        self.__dict__.update(arrays)
        self._missing = missing

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(self._missing.format(name=name))


def lines_of(net: Sequential) -> dict[str, str]:
    """The forward pass of a classifier, a line an operation, each name with its expression.

    >>> from chainrule import nn
    >>> list(lines_of(nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))))[:5]
    ['u1', 'z1', 'h1', 'u2', 'scores']
    """
    lines: dict[str, str] = {}
    x, k = "X", 0
    layers = list(net)
    for layer in layers:
        if isinstance(layer, Linear) and layer.bias is not None:
            k += 1
            z = "scores" if layer is layers[-1] else f"z{k}"
            lines |= {f"u{k}": f"{x} @ W{k}.T", z: f"u{k} + b{k}"}
            x = z
        elif type(layer) in ACTIVATIONS and x == f"z{k}":
            lines[f"h{k}"] = f"{ACTIVATIONS[type(layer)]}({x})"
            x = f"h{k}"
        else:
            raise ValueError(f"A {type(layer).__name__} cannot be traced in this place.")
    if x != "scores":
        raise ValueError("The last layer must be Linear: it gives a score for each class.")
    return lines | LOSS


def inputs_of(net: Sequential, x: Array, t: Array) -> dict[str, Array]:
    """What the lines begin with: the examples, and the parameters of each linear layer."""
    linear = [layer for layer in net if isinstance(layer, Linear)]
    given = {"X": np.asarray(x, float), "t": np.asarray(t), "rows": np.arange(len(x))}
    for k, layer in enumerate(linear, 1):
        given |= {f"W{k}": layer.weight.data, f"b{k}": layer.bias.data}  # type: ignore[union-attr]
    return given


def others(given: Mapping[str, Array], rng: np.random.Generator) -> dict[str, Array]:
    """Inputs of other numbers and sizes, all sizes different and none as before."""
    depth = sum(name[0] == "W" for name in given)
    before = {size for array in given.values() for size in array.shape}
    sizes = [size for size in range(2, 2 * depth + 10) if size not in before]
    n, *widths = map(int, rng.permutation(sizes)[: depth + 2])
    new: dict[str, Array] = {"X": rng.normal(size=(n, widths[0])), "rows": np.arange(n)}
    for k, (a, b) in enumerate(pairwise(widths), 1):
        new |= {f"W{k}": rng.normal(size=(b, a)), f"b{k}": rng.normal(size=b)}
    return new | {"t": rng.integers(widths[-1], size=n)}


@dataclass(frozen=True)
class Traced:
    """One run of the lines: all values, and what each use of a name hands back to it."""

    values: dict[str, Any]
    shares: dict[str, dict[str, Array]]  # by the name, then by the line that uses it

    @property
    def gradients(self) -> dict[str, Array]:
        """The gradient of the loss for every name: the sum over its uses."""
        return {"L": np.array(1.0)} | {
            name: np.asarray(sum(uses.values())) for name, uses in self.shares.items()
        }


def used_in(expression: str) -> list[str]:
    """The names in an expression that a gradient flows to.

    >>> used_in("p[rows, t]"), used_in("e.sum(axis=1, keepdims=True)"), used_in("X @ W1.T")
    (['p'], ['e'], ['X', 'W1'])
    """
    bare = re.sub(r"\.\w+(\([^)]*\))?|\[.*?\]|\b\w+\(", " ", expression)
    return [name for name in re.findall(r"[A-Za-z]\w*", bare) if name not in FUNCTIONS]


def run(lines: Mapping[str, str], given: Mapping[str, Array]) -> Traced:
    """Values and gradients, by the engine: each use of a name gets a nudge of its own."""
    values: dict[str, Any] = dict(given)
    nudges: dict[tuple[str, str], Tensor] = {}
    with enable_grad():
        tensors: dict[str, Any] = dict(given)
        for line, expression in lines.items():
            here = {**FUNCTIONS, **tensors}
            for name in used_in(expression):
                nudge = Tensor(np.zeros(np.shape(values[name])), requires_grad=True)
                nudges[name, line], here[name] = nudge, tensors[name] + nudge
            tensors[line] = eval(expression, {"__builtins__": {}}, here)
            values[line] = tensors[line].data
        tensors["L"].backward()
    shares: dict[str, dict[str, Array]] = {}
    for (name, line), nudge in nudges.items():
        shares.setdefault(name, {})[line] = np.asarray(nudge.grad)
    return Traced(values, shares)


class Step:
    """A real training step with all its intermediates; shows itself as a table.

    Attributes
    ----------
    lines : dict
        Each intermediate with the expression that computes it, in order.
    values : Named
        All arrays of the forward pass: ``step.values.scores``.
    states : dict
        How far the gradient of each name is: not written, not yet, passes.
    """

    def __init__(self, lines: Mapping[str, str], given: Mapping[str, Array]) -> None:
        self.lines, self.traced = dict(lines), run(lines, given)
        self.fresh = run(lines, others(given, np.random.default_rng()))
        self.n = len(given["rows"])
        self.values = Named(self.traced.values, "there is no {name} in this step")
        first = [name for name in given if name in self.traced.shares]
        self.order = [*first, *self.lines]
        self.states = dict.fromkeys((name for name in self.order if name != "L"), "not written")

    def check(self, **answers: Answer) -> None:
        """Say of each gradient whether it is right; a sentence each, in any order.

        Parameters
        ----------
        **answers : callable
            ``answer(v, g)`` by the name of what it is the gradient of: v has all values of the
            forward pass, g the gradients of the lines behind, such as ``g.scores``.
        """
        for name, answer in answers.items():
            if name not in self.states:
                raise ValueError(f"There is no gradient of {name} to write in this step.")
            self.states[name], text = tried(partial(self.wrong_with, name), answer)
            show(Said(self.states[name], name, text))

    def wrong_with(self, name: str, answer: Answer) -> str:
        """What is wrong with the gradient of this name; empty if it is right."""
        found = self.on(self.traced, name, answer)
        if found:
            return found
        try:
            again = self.on(self.fresh, name, answer)
        except Exception as error:
            again = f"It stops with {type(error).__name__}: {error}."
        asked = f"Is a size, such as n = {self.n}, written into it?"
        return again and f"It is right here, and not for other sizes. {asked} {again}"

    def on(self, traced: Traced, name: str, answer: Answer) -> str:
        """What is wrong with the gradient in this run."""
        behind = self.order[self.order.index(name) + 1 :] if name in self.lines else self.lines
        known = {line: traced.gradients[line] for line in behind}
        hidden = "g.{name} is not given here, only gradients of lines that come later"
        given = answer(Named(traced.values, "there is no v.{name}"), Named(known, hidden))
        if given is ...:
            raise NotImplementedError
        return self.said_of(name, given, traced)

    def said_of(self, name: str, given: Any, traced: Traced) -> str:
        """A sentence about what came back."""
        right, n = traced.gradients[name], len(traced.values["rows"])
        wrong = failure_in_form(given, right, f"the gradient of {name}")
        if wrong:
            return wrong.sentence + why_this_shape(np.shape(given), right.shape, n)
        mine = np.asarray(given, float)
        if close(mine, right, 1e-6).all():
            return ""
        for line, share in traced.shares[name].items():
            if len(traced.shares[name]) > 1 and close(mine, share, 1e-6).all():
                back = f"This is what comes back from the line {self.line(line)}"
                return f"{back}; {name} is used in another one, too."
        for use in traced.shares[name]:
            if same(mine, traced.gradients[use]):
                asked = f"What does the line {self.line(use)} do to it?"
                return f"This is the gradient of {use}, unchanged. {asked}"
        return of_size(mine, right, n)

    def line(self, name: str) -> str:
        """A line of the forward pass."""
        return f"{name} = {self.lines[name]}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        rows = [
            (MARKS.get(self.states.get(name, ""), ""), name, self.lines.get(name, "given"),
             str(np.shape(self.traced.values[name])))
            for name in self.order
        ]  # fmt: skip
        return {"text/html": as_table(rows), "text/plain": as_text(rows)}


def trace(net: Sequential, x: Array, t: Array) -> Step:
    """Every intermediate of a real step: forward pass, softmax and mean cross-entropy.

    Parameters
    ----------
    net : Sequential
        Linear layers and activations in turn.
    x : array, shape (n, inputs)
        Examples, a row each.
    t : array of int, shape (n,)
        The right class of each.
    """
    return Step(lines_of(net), inputs_of(net, x, t))


def same(mine: Array, other: Array) -> bool:
    """Whether two arrays have one shape and the same numbers."""
    return mine.shape == other.shape and bool(close(mine, other, 1e-6).all())


def why_this_shape(mine: tuple[int, ...], right: tuple[int, ...], n: int) -> str:
    """What a wrong shape comes from, if that is plain.

    >>> why_this_shape((3, 4), (4, 3), 8)
    ' Rows and columns are exchanged: which factor is to be transposed, and which comes first?'
    """
    if len(right) == 2 and mine == right[::-1]:
        return f" {ON_ITS_SIDE}, and which comes first?"
    if mine == (n, *right) or (right == (n, 1) and mine[:1] == (n,) and len(mine) == 2):
        return " What was repeated on the way forth is summed on the way back: along which axis?"
    return " A gradient has the shape of what it belongs to."


def of_size(mine: Array, right: Array, n: int) -> str:
    """What wrong numbers come from, if that is plain."""
    if same(mine, n * right):
        asked = "Where does the factor 1/n come in?"
        return f"It is n = {n} times too large: the loss is a mean over {n} examples. {asked}"
    if same(n * mine, right):
        return f"It is n = {n} times too small: the factor 1/n comes in only once, with the mean."
    if same(-mine, right):
        return "It has the opposite sign."
    if mine.ndim == 2 and mine.shape[0] == mine.shape[1] and same(mine.T, right):
        return f"{ON_ITS_SIDE}?"
    index = first_index(~close(mine, right, 1e-6)) or ()
    where = f" at [{', '.join(map(str, index))}]" if index else ""
    numbers = f"{mine[index]:.4g} in place of {right[index]:.4g}{where}"
    return f"The shape is right, the numbers are not: {numbers}."


def as_table(rows: Sequence[tuple[str, ...]]) -> str:
    """A table for a notebook."""
    head = "<tr><th></th><th>name</th><th>line</th><th>shape</th></tr>"
    body = "".join(
        f"<tr><td>{mark}</td><td><code>{name}</code></td>"
        f'<td style="text-align:left"><code>{escape(line)}</code></td><td>{shape}</td></tr>'
        for mark, name, line, shape in rows
    )
    return f"<table>{head}{body}</table>"


def as_text(rows: Sequence[tuple[str, ...]]) -> str:
    """A table for a terminal."""
    return "\n".join(f"{m or ' ':1} {name:<7} {line:<30} {shape}" for m, name, line, shape in rows)
