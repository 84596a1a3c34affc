"""What repeats in the operations of a graph, as parts that can be drawn as one node each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

LONGEST = 400  # of what is looked for as a repetition, in nodes
STRETCHES = 6  # into which the rest is cut where nothing repeats
LETTERS = 24  # what one of several times the same may have
MOST = 3  # symbols in the label of a stretch


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
    if len(each) > LETTERS:
        each = f"{sum(len(part.keys) for part in parts[:period]):,} operations"
    return Part(f"{times:,} times {each}", keys_of(parts))


def bracketed(label: str) -> str:
    """A label inside of another."""
    return f"({label})" if " " in label else label


def keys_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """The operations of several parts."""
    return tuple(key for part in parts for key in part.keys)


def in_stretches(parts: list[Part], room: int, symbols: Mapping[str, str]) -> list[Part]:
    """The newest `room` parts as they are, what came before in a few stretches."""
    old, new = parts[: len(parts) - room], parts[len(parts) - room :]
    length = -(-len(old) // max(1, min(room, STRETCHES)))
    cuts = range(0, len(old), length)
    return [*(stretch(old[i : i + length], symbols) for i in cuts), *new]


def stretch(parts: Sequence[Part], symbols: Mapping[str, str]) -> Part:
    """Parts of several kinds as one, with the symbols of the most frequent operations."""
    if len(parts) == 1:
        return parts[0]
    keys = keys_of(parts)
    kinds = Counter(symbols[key] for key in keys).most_common()
    label = ", ".join(f"{count:,} {symbol}" for symbol, count in kinds[:MOST])
    return Part(label + (", …" if len(kinds) > MOST else ""), keys)
