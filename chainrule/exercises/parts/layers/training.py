"""A linear layer, layers in a row, and training: checks, right answers, known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.judges import (
    failure_in_array,
    failure_in_form,
    judge_arrays,
    kind,
    returned_none,
)
from chainrule.exercises.overrides.training import layers_in_turn
from chainrule.exercises.part import Case, Failure, Mistake, Part, remade
from chainrule.exercises.parts.layers.squashing import s_curve

Arrays = tuple[Any, ...]


@remade
def linear_case(x: Any, w: Any, b: Any, dtype: Any = None) -> Case:
    """Neuron by neuron, example by example."""
    rows = [[sum(a * c for a, c in zip(r, o, strict=True)) for o in w.tolist()] for r in x.tolist()]
    y = np.array(rows, float).reshape(len(x), len(w))
    return Case((x, w, b), y + b, dtype, 1e-4 if dtype == np.float32 else 1e-6)


def linear_cases() -> list[Case]:
    """Two examples, three inputs and four neurons; a square; float32."""
    x = np.array([[1.0, 2.0, -0.5], [-3.0, 0.5, 1.5]])
    w = np.array([[2.0, 1.0, -1.0], [0.5, -1.0, 3.0], [4.0, 3.0, 0.5], [-2.0, 1.5, 1.0]])
    b = np.array([0.5, -2.0, 1.0, 3.0])
    small = [a.astype(np.float32) for a in (x, w, b)]
    square = linear_case(w[:3], w[1:], b[:3])
    return [linear_case(x, w, b), square, linear_case(small[0], small[1], small[2], np.float32)]


def linear_by_product(x: Any, w: Any, b: Any) -> Any:
    """The shortest way."""
    return x @ w.T + b


def linear_by_sum(x: Any, w: Any, b: Any) -> Any:
    """All products, and their sums."""
    return (x[:, None, :] * w).sum(axis=-1) + b


def linear_by_loop(x: Any, w: Any, b: Any) -> Any:
    """Input by input."""
    y = np.zeros((len(x), len(w)), x.dtype)
    for k in range(x.shape[1]):
        y += np.outer(x[:, k], w[:, k])
    return y + b


linear = Part(
    "linear",
    ("x", "w", "b"),
    judge_arrays("y"),
    linear_cases,
    (
        Mistake(
            "not transposed",
            lambda x, w, b: x @ w + b,
            "w has a row for each output. Here its columns are taken for the neurons.",
        ),
        Mistake(
            "bias by example",
            lambda x, w, b: x @ w.T + b[:, None],
            "The bias belongs to the neurons (columns of y); here each example has its own.",
        ),
        Mistake(
            "activation added",
            lambda x, w, b: np.maximum(x @ w.T + b, 0),
            "Negative results are cut off. The activation is a layer of its own.",
        ),
        Mistake(
            "bias for each input",
            lambda x, w, b: x @ w.T + x.shape[1] * b,
            "The bias is added once for each input; once for each neuron is enough.",
        ),
        Mistake(
            "one bias",
            lambda x, w, b: x @ w.T + b[0],
            "All neurons get the bias of the first.",
        ),
        Mistake(
            "bias summed",
            lambda x, w, b: x @ w.T + b.sum(),
            "All neurons get the same bias, the sum of b.",
        ),
    ),
    models=(linear_by_product, linear_by_sum, linear_by_loop),
    words={
        "x @ w.T": "the weighted sum",
        "(x[:, None, :] * w).sum(axis=-1)": "the weighted sum",
        "w.T": "the transposed `w`",
        "b": "the bias `b`",
        "y": "the weighted sum",
        "x[:, None, :] * w": "inputs times weights",
        "x[:, None, :]": "the inputs",
        "x.shape[1]": "the number of inputs",
        "range(x.shape[1])": "the inputs",
        "np.outer(x[:, k], w[:, k])": "the share of an input",
        "x[:, k]": "an input",
        "w[:, k]": "the weights of an input",
    },
    number=1,
    why=(
        "The weight has a row for each output, as in PyTorch, so that it is transposed; the "
        "bias is added to each row of the result."
    ),
)


def double(x: Any) -> Any:
    """Twice x."""
    return 2 * x


def add_one(x: Any) -> Any:
    """One more than x."""
    return x + 1


def square(x: Any) -> Any:
    """The square of x."""
    return x * x


@remade
def in_a_row(x: Any, layers: Any) -> Case:
    """The output of the last layer."""
    y = x.copy()
    for layer in layers:
        y = layer(y)
    return Case((x, layers), y)


def rows() -> list[Case]:
    """Three layers, other orders, one layer, none."""
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    orders = [(double, add_one, square), (add_one, square, double), (double,), ()]
    return [in_a_row((i + 1) * x, order) for i, order in enumerate(orders)]


LAYERS = double, add_one, square


def vary_layers(made_of: Any, rng: np.random.Generator) -> Any:
    """Other layers, none to four of them."""
    x, _ = made_of
    chosen = tuple(LAYERS[i] for i in rng.integers(0, 3, rng.integers(0, 5)))
    return x * rng.uniform(0.5, 1.5, x.shape), chosen


def through(x: Any, layers: Any) -> Any:
    """The values after the layers."""
    return in_a_row(x, layers).expected


def sequential_by_loop(x: Any, layers: Any) -> Any:
    """One variable, replaced in each turn."""
    for layer in layers:
        x = layer(x)
    return x


def with_shortcuts(x: Any, layers: Any) -> Any:
    """The input of each layer is added to what it returns."""
    for layer in layers:
        x = x + layer(x)
    return x


sequential = Part(
    "sequential",
    ("x", "layers"),
    judge_arrays("y"),
    rows,
    (
        Mistake(
            "last first",
            lambda x, layers: through(x, layers[::-1]),
            "The layers are applied from the last to the first.",
        ),
        Mistake(
            "each layer from x",
            lambda x, layers: through(x, layers[-1:]),
            "Only the last layer counts: each layer is given x in place of what the one before "
            "it returned.",
        ),
        Mistake(
            "first layer twice",
            lambda x, layers: through(x, layers[:1] + layers),
            "The first layer is applied twice.",
        ),
        Mistake(
            "side by side",
            lambda x, layers: sum(layer(x) for layer in layers) if layers else x,
            "The layers stand side by side and are added up; they should follow one another.",
        ),
        Mistake(
            "with shortcuts",
            with_shortcuts,
            "What goes into a layer is added to what comes out of it; only what comes out goes on.",
        ),
        Mistake("not applied", lambda x, layers: x, "No layer is applied: this is x itself."),
        Mistake(
            "nothing without layers",
            lambda x, layers: through(x, layers) if layers else None,
            "Without layers it returns None; x itself belongs there.",
        ),
        Mistake(
            "all outputs",
            lambda x, layers: [through(x, layers[:i]) for i in range(1, len(layers) + 1)],
            "All outputs are returned, and asked for is the last.",
        ),
    ),
    models=(sequential_by_loop,),
    words={"layer(x)": "what a layer returns", "layer": "a layer"},
    vary=vary_layers,
    override=layers_in_turn(),
    number=15,
    why=("The output of a layer is the input of the next one. That is all that a deep network is."),
)


def valley(bottom: Arrays) -> Callable[[Arrays], Arrays]:
    """Gradients of half the squared distance d to the bottom, and half of (Σd)² / n.

    So each gradient depends on all parameters.
    """
    n = sum(map(np.size, bottom))

    def gradients(parameters: Arrays) -> Arrays:
        """The gradients of a valley."""
        away = [p - c for p, c in zip(parameters, bottom, strict=True)]
        mean = sum(float(np.sum(d)) for d in away) / n
        return tuple(d + mean for d in away)

    return gradients


@remade
def valley_case(start: Arrays, bottom: Arrays, rate: float, steps: int) -> Case:
    """The mean distance shrinks by 1 - 2 · rate in each step, the rest by 1 - rate."""
    n = sum(map(np.size, bottom))
    mean = sum(float(np.sum(p - c)) for p, c in zip(start, bottom, strict=True)) / n
    shrunk, rest = mean * (1 - 2 * rate) ** steps, (1 - rate) ** steps
    end = tuple(
        np.asarray(c + rest * (p - c - mean) + shrunk) for p, c in zip(start, bottom, strict=True)
    )
    return Case((start, valley(bottom), rate, steps), end)


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = np.array([0.0, 1.0, 1.0, 0.0])


def logits(parameters: Arrays) -> tuple[Any, Any]:
    """The hidden layer and the logits of a small net at the corners."""
    w, b, v, c = parameters
    h = np.tanh(CORNERS @ w.T + b)
    return h, h @ v + c


def xor_gradients(parameters: Arrays) -> Arrays:
    """The gradients of a net on XOR."""
    h, z = logits(parameters)
    g = (s_curve(z) - XOR) / 4
    inner = np.outer(g, parameters[2]) * (1 - h * h)
    return inner.T @ CORNERS, inner.sum(axis=0), h.T @ g, g.sum()


def xor_case(noise: float = 0.0) -> Case:
    """A net that is near enough to learn XOR surely."""
    w = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]]) + noise
    b, v = np.array([-0.5, -1.5, 0.0, 0.0]), np.array([0.5, -0.5, 0.1, 0.1])
    return Case(((w, b, v, np.array(0.0)), xor_gradients, 1.0, 300), remark="XOR")


def judge_training(answer: Any, case: Case) -> Failure | None:
    """The end of the way down a valley; on XOR, whether the net knows all four corners."""
    if answer is None:
        return returned_none()
    start = case.inputs[0]
    if not isinstance(answer, tuple | list) or len(answer) != len(start):
        wanted = f"{len(start)} {'array' if len(start) == 1 else 'arrays'}"
        return Failure(f"It returned {kind(answer)} in place of {wanted}.", "wrong tuple")
    for i, (mine, right) in enumerate(zip(answer, case.expected or start, strict=True)):
        name = f"parameter {i}"
        wrong = failure_in_form(mine, right, name)
        if case.expected and not wrong:
            wrong = failure_in_array(mine, right, case, name)
        if wrong:
            return wrong
    if case.expected is None and np.any((logits(tuple(answer))[1] > 0) != (XOR > 0)):
        return Failure("The trained net does not tell the four corners of XOR apart.")
    return None


def training_cases() -> list[Case]:
    """Three valleys, no step at all, and XOR."""
    start, bottom = (np.array([2.0, -1.0]), np.array(3.0)), (np.array([1.0, 1.0]), np.array(-1.0))
    return [
        valley_case(start, bottom, 0.1, 5),
        valley_case(start[:1], bottom[:1], 0.25, 3),
        valley_case(start, bottom, 0.3, 0),
        xor_case(),
    ]


def vary_valley(made_of: Any, rng: np.random.Generator) -> Any:
    """Other parameters, one to three of them, another rate and number of steps."""
    kinds: list[list[tuple[int, ...]]] = [[(2,), ()], [(3,)], [(2, 2), (2,), ()]]
    shapes = kinds[int(rng.integers(0, 3))]
    start, bottom = (tuple(np.array(rng.normal(size=s)) for s in shapes) for _ in range(2))
    return start, bottom, float(rng.uniform(0.05, 0.4)), int(rng.integers(0, 7))


def descent(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Parameters after so many steps."""
    for _ in range(steps):
        p = tuple(a - rate * g for a, g in zip(p, gradients(p), strict=True))
    return p


def train_at_once(parameters: Any, gradients: Any, learning_rate: Any, steps: Any) -> Any:
    """All parameters in one line."""
    for _ in range(steps):
        slopes = gradients(parameters)
        parameters = tuple(p - learning_rate * g for p, g in zip(parameters, slopes))  # noqa: B905
    return parameters


def train_by_place(parameters: Any, gradients: Any, learning_rate: Any, steps: Any) -> Any:
    """One parameter after the other."""
    parameters = list(parameters)
    for _ in range(steps):
        slopes = gradients(tuple(parameters))
        for i in range(len(parameters)):
            parameters[i] = parameters[i] - learning_rate * slopes[i]
    return tuple(parameters)


def in_turn(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Each gradient is asked for after the parameters before have moved."""
    now = list(p)
    for _ in range(steps):
        for i in range(len(now)):
            now[i] = now[i] - rate * gradients(tuple(now))[i]
    return tuple(now)


def one_gradient(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Steps that all use the first gradient."""
    return tuple(a - rate * steps * g for a, g in zip(p, gradients(p), strict=True))


def from_the_start(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Each step begins at the start, with the gradient of where the one before has led."""
    now = p
    for _ in range(steps):
        now = tuple(a - rate * g for a, g in zip(p, gradients(now), strict=True))
    return now


def first_gradient(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """All parameters move by the gradient of the first."""
    for _ in range(steps):
        first = gradients(p)[0]
        p = tuple(a - rate * first for a in p)
    return p


def first_parameter(p: Arrays, gradients: Any, rate: float, steps: int) -> Arrays:
    """Only the first parameter moves."""
    for _ in range(steps):
        p = (p[0] - rate * gradients(p)[0], *p[1:])
    return p


train = Part(
    "train",
    ("parameters", "gradients", "learning_rate", "steps"),
    judge_training,
    training_cases,
    (
        Mistake(
            "uphill",
            lambda p, f, rate, n: descent(p, f, -rate, n),
            "The parameters go uphill. The gradient points to where the loss grows.",
        ),
        Mistake(
            "one step too few",
            lambda p, f, rate, n: descent(p, f, rate, n - 1),
            "There is one step too few.",
        ),
        Mistake(
            "gradient of the start",
            one_gradient,
            "All steps use the gradient of the start. It changes with the parameters: ask for it "
            "in each step.",
        ),
        Mistake(
            "in turn",
            in_turn,
            "The gradient of a parameter is asked for when others of the same step have moved "
            "already. Ask for all gradients first, then move all parameters.",
        ),
        Mistake(
            "from the start",
            from_the_start,
            "Each step begins at the first parameters again: the steps do not add up.",
        ),
        Mistake("first only", first_parameter, "Only the first parameter moves."),
        Mistake(
            "first gradient",
            first_gradient,
            "All parameters are moved by the gradient of the first.",
        ),
        Mistake("not trained", lambda p, f, rate, n: p, "The parameters are as they were."),
    ),
    models=(train_at_once, train_by_place),
    words={
        "slopes": "the gradients",
        "p": "the parameter",
        "g": "the gradient",
        "learning_rate": "the learning rate",
        "learning_rate * g": "the step",
        "learning_rate * slopes[i]": "the step",
        "parameters[i]": "the parameter",
        "slopes[i]": "the gradient",
        "gradients(parameters)": "the gradients",
        "steps": "the number of steps",
        "range(steps)": "the steps",
        "range(len(parameters))": "the parameters",
        "zip(parameters, slopes)": "the parameters",
    },
    vary=vary_valley,
    number=16,
    why=(
        "All gradients first, at the same parameters, and only then the step: else the second "
        "would be taken at a place where nobody stands."
    ),
)
