"""What repeats in the operations of a graph, as parts that can be drawn as one node each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LONGEST = 400  # of what is looked for as a repetition, in nodes
LETTERS = 36  # what a part's label may have


@dataclass(frozen=True)
class Part:
    """An operation, or several that become one node."""

    label: str
    keys: tuple[str, ...]


def without_repeats(parts: list[Part]) -> list[Part]:
    """The parts with the shortest repetition folded, but for its last; nothing if there is none."""
    period, runs = shortest_repeats([part.label for part in parts])
    answer: list[Part] = []
    done = 0
    for start, times in runs:
        end = start + (times - 1) * period
        if start >= done:
            answer += [*parts[done:start], repetition(parts[start:end], period)]
            done = end
    return [*answer, *parts[done:]] if runs else []


def shortest_repeats(labels: Sequence[str]) -> tuple[int, list[tuple[int, int]]]:
    """The least number of labels that come three times in a row, and (start, times) of each run.

    >>> shortest_repeats("xababababy")
    (2, [(1, 4)])
    """
    number = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    ids = np.array([number[label] for label in labels], dtype=np.int32)
    for period in range(1, min(LONGEST, len(ids) // 3) + 1):
        same = np.concatenate([[False], ids[period:] == ids[:-period], [False]])
        changes = np.flatnonzero(same[1:] != same[:-1])
        starts, lengths = changes[::2], changes[1::2] - changes[::2]
        long = lengths >= max(2 * period, 3)
        if long.any():
            times = lengths[long] // period + 1
            return period, list(zip(starts[long].tolist(), times.tolist(), strict=True))
    return 0, []


def repetition(parts: Sequence[Part], period: int) -> Part:
    """Several times the same, as one part."""
    times = len(parts) // period
    each = " → ".join(bracketed(part.label) for part in parts[:period])
    if len(each) > LETTERS - 12:
        each = f"{sum(len(part.keys) for part in parts[:period]):,} operations"
    return Part(f"{times:,} times {each}", keys_of(parts))


def bracketed(label: str) -> str:
    """A label inside of another."""
    return f"({label})" if " " in label else label


def keys_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """The operations of several parts."""
    return tuple(key for part in parts for key in part.keys)


def in_stretches(parts: list[Part], room: int) -> list[Part]:
    """The newest `room` parts as they are, what came before in as many stretches."""
    old, new = parts[: len(parts) - room], parts[len(parts) - room :]
    length = -(-len(old) // max(room, 1))
    return [*(stretch(old[i : i + length]) for i in range(0, len(old), length)), *new]


def stretch(parts: Sequence[Part]) -> Part:
    """Parts of several kinds as one, with the names of the most frequent."""
    if len(parts) == 1:
        return parts[0]
    kinds = Counter(part.label for part in parts).most_common()
    label = ", ".join(f"{count:,} {bracketed(kind)}" for kind, count in kinds[:3])
    fits = len(kinds) <= 3 and len(label) <= LETTERS
    return Part(label if fits else f"{label[: LETTERS - 2]} …", keys_of(parts))
