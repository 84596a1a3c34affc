"""XNOR, which no line makes, in two ways: one more feature, and one more layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.exercises.judges import array, is_numeric, kind, returned_none
from chainrule.exercises.part import Case, Failure, Part
from chainrule.exercises.parts.xor.expected import CORNERS, RULES_2, table
from chainrule.exercises.parts.xor.threshold import (
    TOO_CLOSE,
    Unit,
    failure_in_outputs,
    judge_unit,
    name_of,
    steps,
)

Array = np.ndarray[Any, Any]
Net = tuple[Array, Array, Array, Array]
XNOR = table(CORNERS, RULES_2["XNOR"])
SHAPES = ((2, 2), (2,), (2,), ())


def with_product(x: Array) -> Array:
    """x₁, x₂ and x₁x₂."""
    return np.column_stack([x, x[:, 0] * x[:, 1]])


def product_twice() -> Any:
    """0 where the inputs agree, −1 elsewhere, and ½ between."""
    return -1, -1, 2, 0.5


xnor_with_product = Part(
    "xnor_with_product",
    (),
    lambda answer, case: judge_unit(
        answer, Unit(CORNERS, XNOR, ("w₁", "w₂", "w₁₂"), RULES_2, with_product)
    ),
    lambda: [Case(())],
    solution=product_twice,
    number=11,
    why=(
        "The product x₁x₂ is 1 in one corner only. So −x₁ − x₂ + 2x₁x₂ is 0 in both corners "
        "where the inputs agree, and −1 in the others; ½ puts the border between."
    ),
)


def judge_net(answer: Any, case: Case) -> Failure | None:
    """Hidden weights (2, 2) and biases (2,), output weights (2,) and bias."""
    if answer is None:
        return returned_none()
    if not isinstance(answer, tuple | list) or len(answer) != 4:
        return Failure(f"It returned {kind(answer)} where W, b, v and c belong.", "not the numbers")
    found = [array([*part] if isinstance(part, tuple) else part) for part in answer]
    if not all(map(is_numeric, found)):
        return Failure("W, b, v and c are arrays of numbers.", "not the numbers")
    w, b, v, c = net = [np.asarray(part, float) for part in found]
    wrong = failure_in_shapes(net)
    if wrong or works(w, b, v, c):
        return wrong
    return failure_in_net(w, b, v, c)


def failure_in_shapes(net: list[Array]) -> Failure | None:
    """Arrays of other shapes, or in another order."""
    shapes = tuple(part.shape for part in net)
    if shapes == SHAPES:
        return None
    if shapes == (*SHAPES[2:], *SHAPES[:2]):
        return Failure("v and c stand before W and b.", "wrong order")
    if not all(np.isfinite(part).all() for part in net):
        return Failure("There is a number that is not finite.", "not finite")
    return Failure(
        f"W, b, v and c have the shapes {', '.join(map(str, shapes))}; (2, 2), (2,), (2,) and () "
        "belong there.",
        "wrong shapes",
    )


def hidden(x: Array, w: Array, b: Array) -> Array:
    """The answers of the hidden units."""
    return (x @ w.T + b > 0).astype(float)


def answers(x: Array, w: Array, b: Array, v: Array, c: Array) -> tuple[int, ...]:
    """The answers of a net of threshold units."""
    return tuple((hidden(x, w, b) @ v + c > 0).astype(int).tolist())


def works(w: Array, b: Array, v: Array, c: Array) -> bool:
    """Whether it makes XNOR, also with inputs that are a little off."""
    around = (CORNERS, *(CORNERS + step for step in steps(2)))
    return all(answers(x, w, b, v, c) == XNOR for x in around)


def failure_in_net(w: Array, b: Array, v: Array, c: Array) -> Failure:
    """What the net is instead, what its hidden units are, and what would mend it."""
    wrong = failure_in_outputs(answers(CORNERS, w, b, v, c), XNOR, CORNERS, RULES_2)
    failure = wrong or Failure(TOO_CLOSE, "too close")
    one, two = (
        name_of(tuple(column.astype(int).tolist()), CORNERS, RULES_2)
        for column in hidden(CORNERS, w, b).T
    )
    mended = next((said for said, net in repairs(w, b, v, c) if works(*net)), "")
    return Failure(
        f"{failure.sentence} The hidden units are {one} and {two}. {mended}".strip(),
        failure.mistake,
    )


def repairs(w: Array, b: Array, v: Array, c: Array) -> Iterator[tuple[str, Net]]:
    """Changes of a net, the plainest first, each with what it says."""
    yield "W lies on its side: each row is a hidden unit.", (w.T, b, v, c)
    yield "The signs of v and c are the opposite ones.", (w, b, -v, -c)
    yield "The two numbers of v have changed places.", (w, b, v[::-1], c)
    yield "The signs of b are the opposite ones.", (w, -b, v, c)
    yield "The signs of W are the opposite ones.", (-w, b, v, c)
    yield "The sign of c is the opposite one.", (w, b, v, -c)
    yield "The signs of v are the opposite ones.", (w, b, -v, c)
    flips = np.array([[1, -1], [-1, 1]])
    for flip, which in zip(flips, ("second", "first"), strict=True):
        yield f"The sign of the {which} number of v is the opposite one.", (w, b, v * flip, c)
        yield f"The {which} hidden unit is the opposite of what v and c need.", (
            w * flip[:, None], b * flip, v, c)  # fmt: skip
    size = float(np.abs(v).max(initial=1.0))
    for step in sorted(np.arange(-3, 3.1, 0.5), key=abs):
        word = "larger" if step > 0 else "smaller"
        yield f"c must be {word}: all else may stay.", (w, b, v, c + size * step)
    for k, which in enumerate(("first", "second")):
        for step in sorted(np.arange(-3, 3.1, 0.25), key=abs):
            moved = b + np.abs(w).max(initial=1.0) * step * np.eye(2)[k]
            word = "larger" if step > 0 else "smaller"
            yield f"The {which} number of b must be {word}: all else may stay.", (w, moved, v, c)


def both_or_neither() -> Any:
    """AND, NOR, and whether either is on."""
    return np.array([[1, 1], [-1, -1]]), np.array([-1.5, 0.5]), np.array([1, 1]), -0.5


xnor_net = Part(
    "xnor_net",
    (),
    judge_net,
    lambda: [Case(())],
    solution=both_or_neither,
    number=12,
    why=(
        "One hidden unit is AND, the other NOR, and the output says whether either is on: "
        "XNOR is (both) or (neither)."
    ),
)
