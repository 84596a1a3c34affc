"""What goes wrong in engines: the three that are handed out, and others, by what they do."""

from __future__ import annotations

from collections.abc import Callable
from operator import add
from typing import Any

import numpy as np

from chainrule.exercises.part import Mistake

Array = np.ndarray[Any, Any]
Tape = list[tuple[str, str, str, str]]
Inputs = dict[str, Array]
Engine = Callable[[Tape, Inputs], list[Array]]


def forward(tape: Tape, inputs: Inputs) -> dict[str, Array]:
    """The value of everything that is computed."""
    values = dict(inputs)
    for name, op, a, b in tape:
        values[name] = values[a] + values[b] if op == "add" else values[a] * values[b]
    return values


def engine(
    product: Callable[..., Any] = lambda g, u, v, first, last: (g * v, g * u),
    total: Callable[[Array], Any] = lambda g: (g, g),
    keep: Callable[[Array, Array, Array], Any] = lambda old, share, g: old + share,
    begin: Callable[[str, Array, Inputs], Array] = lambda parent, share, inputs: share,
    twice: bool = True,
) -> Engine:
    """An engine with one thing changed.

    Parameters
    ----------
    product, total : callable
        The rules, of the gradient of the result; that of products also of both factors, and of
        those of the first and of the last line.
    keep : callable
        What a name has after another share: of what it had, the share, the result's gradient.
    begin : callable
        What a name has after its first share.
    twice : bool
        Whether a name that stands twice in a line gets two shares.
    """

    def gradients(tape: Tape, inputs: Inputs) -> list[Array]:
        values = forward(tape, inputs)
        first, last = ([values[n] for n in tape[k][2:]] for k in (0, -1))
        grads = {tape[-1][0]: np.ones_like(values[tape[-1][0]])}
        for name, op, a, b in reversed(tape):
            g = grads[name]
            rule = total(g) if op == "add" else product(g, values[a], values[b], first, last)
            pairs = zip((a, b), rule, strict=True)
            for parent, share in pairs if twice else dict(pairs).items():
                old = grads.get(parent)
                new = begin(parent, share, inputs) if old is None else keep(old, share, g)
                grads[parent] = new
        return [grads[name] for name in inputs]

    return gradients


def in_place(old: Array, share: Array, g: Array) -> Array:
    """Writes into the array that is there."""
    old += share
    return old


def walk(
    received: Callable[[Any, Array], Any] = lambda old, g: g if old is None else old + g,
    handed: Callable[[Any, Array], Any] = lambda old, g: g,
    share: Callable[[Any, Any], Any] = np.multiply,
    parents: int = 2,
) -> Engine:
    """The third engine with one thing changed.

    Parameters
    ----------
    received : callable
        What a node has after a visit: of what it had, and of what arrives.
    handed : callable
        What it hands on; None if nothing.
    share : callable
        What becomes of that on the way to a parent: of it and of the slope.
    parents : int
        How many of the parents are visited.
    """

    def gradients(tape: Tape, inputs: Inputs) -> list[Array]:
        values, made = forward(tape, inputs), {line[0]: line[1:] for line in tape}
        grads: dict[str, Any] = {}

        def visit(node: str, g: Array) -> None:
            old = grads.get(node)
            grads[node] = received(old, g)
            on = handed(old, g)
            if node in made and on is not None:
                op, a, b = made[node]
                slopes = (1.0, 1.0) if op == "add" else (values[b], values[a])
                for parent, slope in [*zip((a, b), slopes, strict=True)][:parents]:
                    visit(parent, share(on, slope))

        visit(tape[-1][0], np.ones_like(values[tape[-1][0]]))
        return [grads.get(name, np.zeros_like(inputs[name])) for name in inputs]

    return gradients


STILL = "What the {} engine did wrong is still there"
SHARED = Mistake(
    "arrays that two names share",
    engine(keep=in_place),
    f"{STILL.format('first')}. Try the tape above by hand and print all of `grads` after each "
    "line: does an entry change that this line has nothing to do with?",
)
LATE = Mistake(
    "factors of another line",
    engine(lambda g, u, v, first, last: (g * last[1], g * last[0])),
    f"{STILL.format('second')}: with one product on the tape all is right. Print, inside a rule, "
    "which factors it uses when it is called.",
)
TOTALS = Mistake(
    "handed on twice",
    walk(handed=lambda old, g: g if old is None else old + g),
    f"{STILL.format('third')}. Follow a node that is visited twice: what was handed to its parents "
    "the first time, and what the second time?",
)
ADD_UP = "They add up."
AS_FOUND = "The engine as it was found had this right."
IN_ALL = (
    SHARED,
    LATE,
    TOTALS,
    Mistake(
        "overwritten",
        engine(keep=lambda old, share, g: share),
        f"Where a name is used twice, only one of its shares is kept. {ADD_UP}",
    ),
    Mistake(
        "first share only",
        engine(keep=lambda old, share, g: old),
        f"Where a name is used twice, only the share that came first is kept. {ADD_UP}",
    ),
    Mistake(
        "mean of the shares",
        engine(keep=lambda old, share, g: (old + share) / 2),
        f"Where a name is used twice, the mean of its shares is taken. {ADD_UP}",
    ),
    Mistake(
        "same name once",
        engine(twice=False),
        f"Where a name stands twice in one line, it gets one share only. {AS_FOUND}",
    ),
    Mistake(
        "no upstream",
        engine(lambda g, u, v, first, last: (v, u), lambda g: (0 * g + 1, 0 * g + 1)),
        "What is handed on is the slope alone, without the gradient of the result.",
    ),
    Mistake(
        "no upstream in products",
        engine(lambda g, u, v, first, last: (v, u)),
        f"In a product the slope alone is handed on, without the result's gradient. {AS_FOUND}",
    ),
    Mistake(
        "factors not swapped",
        engine(lambda g, u, v, first, last: (g * u, g * v)),
        f"In a product each factor gets its own value as slope. {AS_FOUND}",
    ),
    Mistake(
        "same slope for both",
        engine(lambda g, u, v, first, last: (g * v, g * v)),
        f"In a product both factors get the second one as slope. {AS_FOUND}",
    ),
    Mistake(
        "same slope for both",
        engine(lambda g, u, v, first, last: (g * u, g * u)),
        f"In a product both factors get the first one as slope. {AS_FOUND}",
    ),
    Mistake(
        "the result as slope",
        engine(lambda g, u, v, first, last: (g * u * v, g * u * v)),
        f"In a product each factor gets the result as slope. {AS_FOUND}",
    ),
    Mistake(
        "sums halved",
        engine(total=lambda g: (g / 2, g / 2)),
        f"In a sum each input gets one half. {AS_FOUND}",
    ),
)
ONE_COPY = (
    "There is a copy now, and what the first engine did wrong is still there, on other tapes: "
)
IN_FIRST = (
    Mistake(
        "one copy for both",
        engine(total=lambda g: (g.copy(),) * 2, keep=in_place),
        f"{ONE_COPY}both parents of a sum get the same copy.",
    ),
    Mistake(
        "copies for inputs only",
        engine(
            keep=in_place,
            begin=lambda parent, share, inputs: share.copy() if parent in inputs else share,
        ),
        f"{ONE_COPY}only inputs have arrays of their own; results still share theirs.",
    ),
    Mistake(
        "the result's gradient added",
        engine(keep=lambda old, share, g: old + g),
        "Where a name has received something before, the gradient of the result is added to it, "
        "and not the name's share.",
    ),
)
IN_SECOND = (
    Mistake(
        "first factor late",
        engine(lambda g, u, v, first, last: (g * v, g * last[0])),
        "The second factor is kept now; the first one, `u`, is still that of the last line.",
    ),
    Mistake(
        "second factor late",
        engine(lambda g, u, v, first, last: (g * last[1], g * u)),
        "The first factor is kept now; the second one, `v`, is still that of the last line.",
    ),
    Mistake(
        "factors of the first line",
        engine(lambda g, u, v, first, last: (g * first[1], g * first[0])),
        "All products use the factors of the first line. Each rule must keep those of its own.",
    ),
)
IN_THIRD = (
    Mistake(
        "first visit only",
        walk(handed=lambda old, g: g if old is None else None),
        "A node hands on at its first visit only: what arrives later does not get any further.",
    ),
    Mistake(
        "visited once",
        walk(lambda old, g: g if old is None else old, lambda old, g: g if old is None else None),
        f"A node takes what arrives first, and nothing after that. {ADD_UP}",
    ),
    Mistake(
        "last arrival only",
        walk(lambda old, g: g),
        f"A node keeps only what arrived last. {ADD_UP}",
    ),
    Mistake(
        "slope alone",
        walk(share=lambda g, slope: slope * np.ones_like(g)),
        "What is handed on is the slope alone, without what has arrived.",
    ),
    Mistake(
        "first arrival twice",
        walk(lambda old, g: (g if old is None else old) + g),
        "What arrives first at a node counts twice in its sum. With what does the sum begin?",
    ),
    Mistake(
        "slope added",
        walk(share=add),
        "What has arrived and the slope are added. Along a way they multiply.",
    ),
    Mistake(
        "half handed on",
        walk(handed=lambda old, g: (g if old is None else old + g) / 2),
        "One half of all that has arrived so far is handed on. What has just arrived is to be "
        "handed on, and all of it.",
    ),
    Mistake(
        "first parent only",
        walk(parents=1),
        "Only the first of the two names of a line is visited.",
    ),
)
