"""Three engines with one mistake each, to be mended: their check, and right ones.

An engine gets a tape, a list of (name, operation, name, name), and the inputs by name; it returns
the gradients of the sum of the last result, one for each input.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import judge_list
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.exercises.parts.autograd.broken_engines import (
    IN_ALL,
    IN_FIRST,
    IN_SECOND,
    IN_THIRD,
    Inputs,
    Tape,
    forward,
)

Rng = np.random.Generator


@remade
def case(tape: Tape, inputs: Inputs) -> Case:
    """A case; the gradients by central differences, element by element as the tape computes."""
    values = tuple(inputs.values())

    def result(*moved: Any) -> Any:
        return forward(tape, dict(zip(inputs, moved, strict=True)))[tape[-1][0]]

    one = np.ones(np.shape(values[0]))
    return Case((tape, inputs), [numerical_vjp(result, one, values, i) for i in range(len(values))])


def line(name: str, op: str, a: str, b: str) -> tuple[str, str, str, str]:
    """A line of a tape."""
    return name, op, a, b


def late_sum() -> Tape:
    """Two inputs share a gradient, and one of them gets another share after that."""
    return [line("p", "mul", "x", "z"), line("q", "add", "x", "y"), line("f", "mul", "p", "q")]


def sum_between() -> Tape:
    """The same with two results."""
    return [
        line("p", "mul", "x", "y"),
        line("q", "mul", "y", "z"),
        line("r", "mul", "p", "x"),
        line("s", "add", "p", "q"),
        line("f", "mul", "r", "s"),
    ]


def tapes() -> list[Case]:
    """(x + y) · z; an input used again; two products; a result used twice; x + x; shared sums."""
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
        case(late_sum(), {"x": x, "y": y, "z": z}),
        case(sum_between(), {"x": x, "y": y, "z": z}),
    ]


def random_tape(rng: Rng, inputs: list[str], lines: int) -> Tape:
    """Each line uses the newest result, or an input not used yet, and something older."""
    known, tape = list(inputs), []
    for i in range(lines):
        newest = known[i] if i < len(inputs) else known[-1]
        older = known[int(rng.integers(len(known)))]
        a, b = [newest, known[-1] if i < len(inputs) else older][:: int(rng.choice([-1, 1]))]
        tape.append(line(f"v{i}", str(rng.choice(["add", "mul"])), a, b))
        known.append(f"v{i}")
    return tape


def other_tape(made_of: Any, rng: Rng) -> Any:
    """Another tape, and other inputs."""
    names, n = list("xyz"), int(rng.integers(1, 4))
    tape = random_tape(rng, names, int(rng.integers(3, 7)))
    return tape, {name: rng.uniform(-1.5, 1.5, n) for name in names}


def first_mended(tape: Any, inputs: Any) -> Any:
    """The first engine: a new array for each sum."""
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    grads = {name: np.ones_like(values[name])}
    for name, op, a, b in reversed(tape):
        g = grads[name]
        shares = (g, g) if op == "add" else (g * values[b], g * values[a])
        for parent, share in zip((a, b), shares, strict=True):
            if parent in grads:
                grads[parent] = grads[parent] + share
            else:
                grads[parent] = share
    return [grads[name] for name in inputs]


def second_mended(tape: Any, inputs: Any) -> Any:
    """The second engine: each rule keeps its own factors."""
    rule: Any
    values, rules = dict(inputs), []
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        if op == "add":
            values[name], rule = u + v, lambda g: (g, g)
        else:
            values[name], rule = u * v, lambda g, u=u, v=v: (g * v, g * u)
        rules.append((name, a, b, rule))
    grads = {name: np.ones_like(values[name])}
    for name, a, b, rule in reversed(rules):
        for parent, share in zip((a, b), rule(grads[name]), strict=True):
            grads[parent] = grads.get(parent, 0.0) + share
    return [grads[name] for name in inputs]


def third_mended(tape: Any, inputs: Any) -> Any:
    """The third engine: what has just arrived is handed on."""
    values, made = dict(inputs), {}
    for name, op, a, b in tape:
        u, v = values[a], values[b]
        values[name] = u + v if op == "add" else u * v
        made[name] = ((a, 1.0), (b, 1.0)) if op == "add" else ((a, v), (b, u))
    grads: dict[str, Any] = {}

    def visit(node: str, g: Any) -> None:
        grads[node] = grads.get(node, 0.0) + g
        for parent, slope in made.get(node, ()):
            visit(parent, g * slope)

    visit(name, np.ones_like(values[name]))
    return [grads[name] for name in inputs]


WORDS = {
    "op == 'add'": "that it is a sum",
    "grads[name]": "the gradient of the result",
    "grads[parent]": "what the parent has received so far",
    "grads.get(parent, 0.0)": "what the parent has received so far",
    "grads.get(node, 0.0)": "what the node has received so far",
    "parent in grads": "that the parent has received something",
    "share": "the share",
    "g": "the gradient that is handed on",
    "slope": "the slope",
    "u": "the first factor",
    "v": "the second factor",
    "values[a]": "the first factor",
    "values[b]": "the second factor",
    "g * v": "the share of the first",
    "g * u": "the share of the second",
    "g * values[b]": "the share of the first",
    "g * values[a]": "the share of the second",
    "reversed(tape)": "the lines",
    "reversed(rules)": "the rules",
    "zip((a, b), shares, strict=True)": "the two shares",
    "made.get(node, ())": "the parents",
}


def hunt(number: int, model: Any, own: tuple[Mistake, ...], why: str) -> Part:
    """One of the three; the checks are the same."""
    return Part(
        f"bug_hunt.{number}",
        ("tape", "inputs"),
        judge_list("a gradient", "gradients"),
        tapes,
        (*IN_ALL, *own),
        models=(model,),
        words=WORDS,
        vary=other_tape,
        called=f"engine_{number}",
        number=13 + number,
        why=why,
    )


first = hunt(
    1, first_mended, IN_FIRST,
    "Both inputs of a sum got the very same array, and `+=` wrote into it for both. "
    "`grads[parent] = grads[parent] + share` makes a new array.",
)  # fmt: skip
second = hunt(
    2, second_mended, IN_SECOND,
    "A function that is made in a loop looks its variables up when it is called, and then they are "
    "those of the last round. `u=u, v=v` keeps the values of this one.",
)  # fmt: skip
third = hunt(
    3, third_mended, IN_THIRD,
    "A node's whole gradient was handed on once for each visit, and so the first share counted "
    "twice. Only the new share may travel on.",
)  # fmt: skip
