"""Three engines with one mistake each, to be mended: their check, and what they do wrong.

An engine gets a tape, a list of (name, operation, name, name), and the inputs by name; it returns
the gradients of the sum of the last result, one for each input.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_list
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.gradcheck import central_differences

Array = np.ndarray[Any, Any]
Tape = list[tuple[str, str, str, str]]
Inputs = dict[str, Array]


def forward(tape: Tape, inputs: Inputs) -> dict[str, Array]:
    """The value of everything that is computed."""
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    return values


@remade
def case(tape: Tape, inputs: Inputs) -> Case:
    """A case; the gradients by central differences."""
    moved = {name: x.copy() for name, x in inputs.items()}

    def total() -> float:
        return float(np.sum(forward(tape, moved)[tape[-1][0]]))

    return Case((tape, inputs), [central_differences(total, x, 1e-5) for x in moved.values()])


def line(name: str, op: str, a: str, b: str) -> tuple[str, str, str, str]:
    """A line of a tape."""
    return name, op, a, b


def tapes() -> list[Case]:
    """(x + y) · z; an input used again after a sum; two products; a result used twice; x + x."""
    x, y, z = np.array([-2.0, 1.5]), np.array([5.0, -0.5]), np.array([-4.0, 3.0])
    lecture = [line("q", "add", "x", "y"), line("f", "mul", "q", "z")]
    again = [line("q", "add", "x", "y"), line("f", "add", "q", "x")]
    products = [line("p", "mul", "x", "y"), line("f", "mul", "p", "z")]
    square = [line("q", "mul", "x", "y"), line("r", "add", "q", "x"), line("f", "mul", "r", "q")]
    return [
        case(lecture, {"x": x, "y": y, "z": z}),
        case(again, {"x": x, "y": y}),
        case(products, {"x": x, "y": y, "z": z}),
        case(square, {"x": x, "y": y}),
        case([line("d", "add", "x", "x"), line("f", "mul", "d", "d")], {"x": x}),
    ]


def with_shared_arrays(tape: Tape, inputs: Inputs) -> list[Array]:
    """The first engine as it is handed out."""
    values = forward(tape, inputs)
    grads = {tape[-1][0]: np.ones_like(values[tape[-1][0]])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares, strict=True):
            if parent in grads:
                grads[parent] += share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


def with_late_rules(tape: Tape, inputs: Inputs) -> list[Array]:
    """The second engine: every product uses the factors of the last line."""
    values = forward(tape, inputs)
    u, v = values[tape[-1][2]], values[tape[-1][3]]
    return gradients(tape, inputs, lambda g, op, a, b: (g, g) if op == "add" else (g * v, g * u))


def with_totals(tape: Tape, inputs: Inputs) -> list[Array]:
    """The third engine: what has arrived already is handed on again."""
    values, made = forward(tape, inputs), {line[0]: line[1:] for line in tape}
    grads: dict[str, Array] = {}

    def visit(node: str, g: Array) -> None:
        grads[node] = grads.get(node, 0.0) + g
        if node in made:
            op, a, b = made[node]
            u, v = (1.0, 1.0) if op == "add" else (values[a], values[b])
            visit(a, grads[node] * v)
            visit(b, grads[node] * u)

    visit(tape[-1][0], np.ones_like(values[tape[-1][0]]))
    return [grads[name] for name in inputs]


Rule = Callable[[Array, str, Array, Array], tuple[Array, Array]]


def gradients(tape: Tape, inputs: Inputs, rule: Rule, keep: str = "sum") -> list[Array]:
    """The gradients by some rule; of several shares the sum, the last or the first is kept."""
    values = forward(tape, inputs)
    grads = {tape[-1][0]: np.ones_like(values[tape[-1][0]])}
    for name, op, a, b in reversed(tape):
        shares = rule(grads[name], op, values[a], values[b])
        for parent, share in zip((a, b), shares, strict=True):
            old = grads.get(parent)
            if keep == "sum" and old is not None:
                grads[parent] = old + share
            elif keep == "last" or old is None:
                grads[parent] = share
    return [grads[name] for name in inputs]


def slope(g: Array, op: str, a: Array, b: Array) -> tuple[Array, Array]:
    """The rules of addition and multiplication."""
    return (g, g) if op == "add" else (g * b, g * a)


MISTAKES = (
    Mistake(
        "arrays that two names share",
        with_shared_arrays,
        "What the first engine did wrong is still there. Try the tape above by hand and print all "
        "of `grads` after each line: does an entry change that this line has nothing to do with?",
    ),
    Mistake(
        "factors of another line",
        with_late_rules,
        "What the second engine did wrong is still there: with one product on the tape all is "
        "right. Print, inside a rule, which factors it uses when it is called.",
    ),
    Mistake(
        "handed on twice",
        with_totals,
        "What the third engine did wrong is still there. Follow a node that is visited twice: "
        "what was handed to its parents the first time, and what the second time?",
    ),
    Mistake(
        "overwritten",
        lambda tape, inputs: gradients(tape, inputs, slope, "last"),
        "Where a name is used twice, only one of its shares is kept. They add up.",
    ),
    Mistake(
        "first share only",
        lambda tape, inputs: gradients(tape, inputs, slope, "first"),
        "Where a name is used twice, only the share that came first is kept. They add up.",
    ),
    Mistake(
        "no upstream",
        lambda tape, inputs: gradients(
            tape, inputs, lambda g, op, a, b: (0 * g + 1, 0 * g + 1) if op == "add" else (b, a)
        ),
        "What is handed on is the slope alone, without the gradient of the result.",
    ),
    Mistake(
        "factors not swapped",
        lambda tape, inputs: gradients(
            tape, inputs, lambda g, op, a, b: (g, g) if op == "add" else (g * a, g * b)
        ),
        "In a product each factor gets its own value as slope. The engine as it was found had "
        "this right.",
    ),
    Mistake(
        "sums halved",
        lambda tape, inputs: gradients(
            tape, inputs, lambda g, op, a, b: (g / 2, g / 2) if op == "add" else (g * b, g * a)
        ),
        "In a sum each input gets one half. The engine as it was found had this right.",
    ),
    Mistake(
        "opposite sign",
        lambda tape, inputs: [-x for x in gradients(tape, inputs, slope)],
        "The sign is the opposite one everywhere.",
    ),
)


def mended(tape: Tape, inputs: Inputs) -> list[Array]:
    """An engine that is right."""
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.zeros_like(values[name]) for name in values}
    grads[tape[-1][0]] = np.ones_like(values[tape[-1][0]])
    for name, op, a, b in reversed(tape):
        grads[a] = grads[a] + (grads[name] if op == "add" else grads[name] * values[b])
        grads[b] = grads[b] + (grads[name] if op == "add" else grads[name] * values[a])
    return [grads[name] for name in inputs]


def hunt(number: int) -> Part:
    """One of the three; the checks are the same."""
    return Part(
        f"bug_hunt.{number}",
        ("tape", "inputs"),
        judge_list("a gradient", "gradients"),
        tapes,
        MISTAKES,
        models=(mended,),
        words={
            "op == 'add'": "that it is a sum",
            "grads[name]": "the gradient of the result",
            "values[a]": "the value of `a`",
            "values[b]": "the value of `b`",
            "grads[name] * values[a]": "the share of `b` in a product",
            "grads[name] * values[b]": "the share of `a` in a product",
            "grads[a]": "what `a` had received",
            "grads[b]": "what `b` had received",
        },
        number=13 + number,
        called=f"engine_{number}",
    )


first, second, third = map(hunt, (1, 2, 3))
