"""Gates by hand: judged by what they do on the corners, not by their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import array, is_numeric, kind, returned_none
from chainrule.exercises.part import Case, Failure, Mistake, Part
from chainrule.exercises.parts.xor.expected import CORNERS, is_separable

GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "nor": (1, 0, 0, 0)}
NAMES: dict[tuple[int, ...], str] = {
    (0, 1, 1, 0): "XOR",
    (1, 0, 0, 1): "XNOR",
    (0,) * 4: "always 0",
    (1,) * 4: "always 1",
}
NAMES |= {outputs: name.upper() for name, outputs in GATES.items()}
NEAR = 0.1  # how far off its corner an input may be without a change of the answer


def numbers(answer: Any, count: int, names: str) -> Failure | None:
    """The failure of what is not so many finite numbers."""
    if answer is None:
        return returned_none()
    row = answer.tolist() if isinstance(answer, np.ndarray) and answer.ndim else answer
    fits = isinstance(row, tuple | list) and len(row) == count
    if not fits or not all(is_numeric(v) and np.ndim(v) == 0 for v in row):
        return Failure(f"It returned {kind(answer)}; {names} were asked for.", "not the numbers")
    if not np.isfinite(np.array(answer, float)).all():
        return Failure("There is a number that is not finite.", "not finite")
    return None


def failure_in_outputs(found: tuple[int, ...], wanted: tuple[int, ...]) -> Failure | None:
    """Another gate, told by its name."""
    if found == wanted:
        return None
    said = NAMES.get(found, "another gate")
    corners = ", ".join(
        f"({int(a)}, {int(b)})"
        for (a, b), f, w in zip(CORNERS, found, wanted, strict=True)
        if f != w
    )
    return Failure(f"This is {said}: it is wrong at {corners}.", f"is {said}")


def judge_gate(answer: Any, case: Case) -> Failure | None:
    """Three numbers that make the gate, also a little off the corners."""
    wrong = numbers(answer, 3, "three numbers w₁, w₂ and b")
    if wrong:
        return wrong
    w1, w2, b = (float(v) for v in answer)
    scores = CORNERS @ [w1, w2] + b
    wrong = failure_in_outputs(tuple(int(s > 0) for s in scores), case.expected)
    if wrong is None and np.abs(scores).min() <= NEAR * (abs(w1) + abs(w2)):
        return Failure("The border runs too close to a corner: move it between them.", "too close")
    return wrong


gate = Part(
    "gate",
    ("name",),
    judge_gate,
    lambda: [Case(("and",), GATES["and"]), Case(("nor",), GATES["nor"])],
    (
        Mistake("is OR", lambda name: (1, 1, -0.5), "This is OR."),
        Mistake("is AND", lambda name: (1, 1, -1.5), "This is AND."),
        Mistake("is NAND", lambda name: (-1, -1, 1.5), "This is NAND."),
        Mistake("is always 0", lambda name: (1, 1, -3), "It never fires."),
        Mistake("is always 1", lambda name: (1, 1, 0.5), "It always fires."),
        Mistake("too close", lambda name: {
            "and": (1, 1, -1.001), "or": (1, 1, -0.001), "nand": (-1, -1, 1.001),
            "nor": (-1, -1, 0.001)}[name], "The border runs too close to a corner."),
    ),
    number=6,
)  # fmt: skip


def judge_separable(answer: Any, case: Case) -> Failure | None:
    """True or False."""
    if answer is None:
        return returned_none()
    if not isinstance(answer, bool | np.bool_ | int | np.integer) or answer not in (0, 1):
        return Failure(f"It returned {kind(answer)} instead of True or False.", "not a truth")
    if bool(answer) == case.expected:
        return None
    said = "a line" if case.expected else "no line"
    name = "a line overlooked" if case.expected else "a line invented"
    return Failure(f"For these outputs there is {said}.", name)


separable = Part(
    "separable",
    ("outputs",),
    judge_separable,
    lambda: [Case((o,), is_separable(o)) for o in ((0, 0, 0, 1), (0, 1, 1, 0), (1, 0, 1, 0))],
    (
        Mistake("always", lambda outputs: True, "It says True for all: there are two exceptions."),
        Mistake("never", lambda outputs: False, "It says False for all; most gates are separable."),
        Mistake("XNOR forgotten", lambda outputs: tuple(outputs) != (0, 1, 1, 0),
                "XOR is not the only one: turn all of its outputs round."),
        Mistake("odd number of ones", lambda outputs: sum(outputs) % 2 == 1,
                "An even number of ones can be separable, too: two neighbours, none, all."),
        Mistake("constants forgotten", lambda outputs: is_separable(outputs) and 0 < sum(outputs) < 4,  # noqa: E501
                "Gates that are always 0 or always 1 are separable: put the line beside all corners."),  # noqa: E501
        Mistake("one or three ones", lambda outputs: sum(outputs) in (0, 1, 3, 4),
                "Two ones that are neighbours can be cut off by a line as well."),
        Mistake("positive weights only", lambda outputs: tuple(outputs) in (
            (0, 0, 0, 0), (0, 0, 0, 1), (0, 1, 1, 1), (1, 1, 1, 1), (0, 0, 1, 1), (0, 1, 0, 1)),
                "Only lines with positive weights were tried."),
    ),
    number=7,
)  # fmt: skip


def judge_product(answer: Any, case: Case) -> Failure | None:
    """Four numbers that make XOR with the feature x₁x₂."""
    wrong = numbers(answer, 4, "four numbers w₁, w₂, w₁₂ and b")
    if wrong:
        return wrong
    w1, w2, w12, b = (float(v) for v in answer)
    x1, x2 = CORNERS.T
    scores = w1 * x1 + w2 * x2 + w12 * x1 * x2 + b
    wrong = failure_in_outputs(tuple(int(s > 0) for s in scores), (0, 1, 1, 0))
    if wrong is None and np.abs(scores).min() <= NEAR * (abs(w1) + abs(w2) + abs(w12)) / 3:
        return Failure("A corner has a score of almost 0: take a b that is clear.", "too close")
    return wrong


xor_with_product = Part(
    "xor_with_product",
    (),
    judge_product,
    lambda: [Case((), None)],
    (
        Mistake("is OR", lambda: (1, 1, 0, -0.5), "This is OR."),
        Mistake("is AND", lambda: (0, 0, 1, -0.5), "This is AND."),
        Mistake("is XNOR", lambda: (-1, -1, 2, 0.5), "This is XNOR."),
        Mistake("too close", lambda: (1, 1, -2, -0.001), "A corner has a score of almost 0."),
        Mistake("is always 0", lambda: (1, 1, -2, -1.5), "It never fires."),
        Mistake("is NAND", lambda: (0, 0, -1, 0.5), "This is NAND."),
    ),
    number=11,
)  # fmt: skip


def judge_net(answer: Any, case: Case) -> Failure | None:
    """Hidden weights (2, 2) and biases (2,), output weights (2,) and bias."""
    if answer is None:
        return returned_none()
    if not isinstance(answer, tuple | list) or len(answer) != 4:
        return Failure(f"It returned {kind(answer)} where W, b, v and c belong.", "not the numbers")
    found = [array([*part] if isinstance(part, tuple) else part) for part in answer]
    if not all(map(is_numeric, found)):
        return Failure("W, b, v and c are arrays of numbers.", "not the numbers")
    w, b, v, c = (np.asarray(part, float) for part in found)
    shapes = w.shape, b.shape, v.shape, c.shape
    if shapes != ((2, 2), (2,), (2,), ()):
        return Failure(
            f"W, b, v and c have the shapes {shapes}; (2, 2), (2,), (2,) and () belong there.",
            "wrong shapes",
        )
    wrong = failure_in_outputs(tuple(net(CORNERS, w, b, v, c)), (0, 1, 1, 0))
    if wrong:
        return wrong
    around = NEAR * np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    shaken = [tuple(net(CORNERS + step, w, b, v, c)) for step in around]
    if any(outputs != (0, 1, 1, 0) for outputs in shaken):
        return Failure("It fails a tenth beside a corner: a border runs too close.", "too close")
    return None


def net(x: Any, w: Any, b: Any, v: Any, c: Any) -> list[int]:
    """The answers of a net of threshold units."""
    hidden = (x @ w.T + b > 0).astype(float)
    return [int(score > 0) for score in hidden @ v + c]


ONES = [[1, 1], [1, 1]]
xor_net = Part(
    "xor_net",
    (),
    judge_net,
    lambda: [Case((), None)],
    (
        Mistake("is OR", lambda: (ONES, [-0.5, -1.5], [1, 1], -0.5), "This is OR."),
        Mistake("is AND", lambda: (ONES, [-0.5, -1.5], [1, 1], -1.5), "This is AND."),
        Mistake("is XNOR", lambda: (ONES, [-0.5, -1.5], [-1, 1], 0.5), "This is XNOR."),
        Mistake("too close", lambda: (ONES, [-0.01, -1.99], [1, -1], -0.5), "Too close."),
        Mistake("is always 0", lambda: (ONES, [-0.5, -1.5], [1, -1], -1.5), "It never fires."),
        Mistake("wrong shapes", lambda: (ONES, [-0.5, -1.5], [[1, -1]], -0.5), "Wrong shapes."),
        Mistake("is NAND", lambda: (ONES, [-0.5, -1.5], [0, -1], 0.5), "This is NAND."),
    ),
    number=12,
)  # fmt: skip
