"""What differs between two boards, which of them leads, and how many of many have learned."""

from __future__ import annotations

import math
from collections.abc import Sequence

from chainrule.widgets.boards.options import options, spoken
from chainrule.widgets.playground.settings import DATA, LOOKS, SETTINGS, Settings
from chainrule.widgets.playground.training import Trainer

FIRST_WEIGHTS = {"hidden", "features", "initialisation", "seed"}
CONTROLS = {*LOOKS, "stop_loss", "stop_epoch"}  # of both boards together
LEVEL = 1.02  # losses nearer to each other than that are called level


def differing(a: Settings, b: Settings) -> list[str]:
    """The settings in which two boards differ."""
    names = [name for name in SETTINGS if name not in CONTROLS]
    return [name for name in names if getattr(a, name) != getattr(b, name)]


def difference(a: Trainer, b: Trainer) -> str:
    """What differs, and what is the same."""
    names = differing(a.settings, b.settings)
    return f"{what_differs(names, a.settings, b.settings)} {what_is_the_same(names, a, b)}"


def what_differs(names: Sequence[str], a: Settings, b: Settings) -> str:
    """The settings that differ, with their values.

    >>> what_differs(["noise"], Settings(), Settings(noise=20))
    'One setting differs: the noise is 0 in A and 20 in B.'
    """
    values = {name: (spoken(getattr(a, name)), spoken(getattr(b, name))) for name in names}
    if not values:
        return "No setting differs: A and B do the same."
    if len(values) == 1:
        [(name, (one, other))] = values.items()
        return f"One setting differs: the {called(name)} is {one} in A and {other} in B."
    each = "; ".join(
        f"{called(name)} {one} in A and {other} in B" for name, (one, other) in values.items()
    )
    return f"{len(values)} settings differ, so no single one explains the outcome: {each}."


def called(name: str) -> str:
    """The setting's name in a sentence."""
    known = options()
    return known[name].label if name in known else name


def what_is_the_same(names: Sequence[str], a: Trainer, b: Trainer) -> str:
    """Whether both learn from the same points and begin with the same weights."""
    points = not {*names} & {*DATA}
    weights = not {*names} & FIRST_WEIGHTS and a.datasets.outputs == b.datasets.outputs
    if points and weights:
        return "Same points, same first weights."
    if points:
        return "Same points; the first weights differ with it."
    if weights:
        return "Same first weights; each is tested on points of its own."
    return "Neither the points nor the first weights are the same."


def standing(a: Trainer, b: Trainer) -> str:
    """Which of two boards leads, and by how much."""
    return f"Epoch {a.epoch:,}: {comparison(a, b)}"


def comparison(a: Trainer, b: Trainer) -> str:
    """The same without the epoch."""
    lost = [name for name, board in (("A", a), ("B", b)) if board.diverged]
    if len(lost) == 2:
        return "both have diverged: their numbers are no longer finite."
    if lost:
        left, board = ("B", b) if lost == ["A"] else ("A", a)
        gone = f"{lost[0]} has diverged, its numbers are no longer finite"
        return f"{gone}; the test loss of {left} is {few(board.test_loss)}."
    if type(a.objective) is type(b.objective):
        return by_loss(a.test_loss, b.test_loss) + shares(a, b)
    if math.isnan(a.test_accuracy) or math.isnan(b.test_accuracy):
        return "the two have losses of different kinds, and cannot be compared."
    return by_accuracy(a.test_accuracy, b.test_accuracy)


def by_loss(a: float, b: float) -> str:
    """Who leads by the test loss.

    >>> by_loss(0.3, 0.1), by_loss(0.5, 0.5)
    ('B leads with a test loss of 0.1; A has 0.3, 3 times as much', 'level, at a test loss of 0.5')
    """
    low, high = sorted((a, b))
    if high <= LEVEL * low:
        return f"level, at a test loss of {few(low)}"
    leads, follows = "AB" if a < b else "BA"
    return (
        f"{leads} leads with a test loss of {few(low)}; {follows} has {few(high)}{gap(low, high)}"
    )


def gap(low: float, high: float) -> str:
    """How much more the larger one is."""
    if not low:
        return ""
    ratio = high / low
    return f", {ratio - 1:.0%} more".replace("%", " %") if ratio < 1.95 else (
        f", {ratio:.2g} times as much" if ratio < 99.5 else ", more than 100 times as much"
    )  # fmt: skip


def shares(a: Trainer, b: Trainer) -> str:
    """How many test points are right, if that makes sense, and the end of the sentence."""
    if math.isnan(a.test_accuracy):
        return "."
    right = [f"{100 * board.test_accuracy:.0f} %" for board in (a, b)]
    return f". Right: {right[0]} in A, {right[1]} in B."


def by_accuracy(a: float, b: float) -> str:
    """Who leads by the share of test points that are right, where losses are not alike."""
    because = "their losses are measured in different ways, so count what is right:"
    right = f"{100 * a:.0f} % in A, {100 * b:.0f} % in B"
    leads = "level" if round(100 * a) == round(100 * b) else f"{'A' if a > b else 'B'} leads"
    return f"{because} {right}; {leads}."


def few(number: float) -> str:
    """Two significant digits."""
    return f"{number:.2g}"


def tally(learned: int, stuck: int, diverged: int, of: int) -> str:
    """How many of many have learned.

    >>> tally(11, 3, 0, 16)
    '11 of 16 have learned; 3 are stuck, 2 are on the way.'
    >>> tally(1, 0, 1, 16)
    '1 of 16 has learned; 1 has diverged, 14 are on the way.'
    """
    rest = of - learned - stuck - diverged
    parts = [
        f"{n} {one if n == 1 else many}"
        for n, one, many in (
            (stuck, "is stuck", "are stuck"),
            (diverged, "has diverged", "have diverged"),
            (rest, "is on the way", "are on the way"),
        )
        if n
    ]
    head = f"{learned} of {of} {'has' if learned == 1 else 'have'} learned"
    return f"{head}; {', '.join(parts)}." if parts else f"All {of} have learned."
