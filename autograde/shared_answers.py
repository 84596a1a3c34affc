"""Pairs with the answers that they share, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from autograde.answers import Answers
from autograde.similarity import Pair

LONGEST_ANSWER = 4_000  # characters of an answer that are shown
MOST_PAIRS = 50


@dataclass(frozen=True)
class SharedAnswers:
    """A pair, and their answers to the question in which they share most."""

    pair: Pair
    answers: tuple[str, str]


def shown(pair: Pair, answers: Answers) -> SharedAnswers:
    """A pair with the answers to look at."""
    sources = answers.sources[pair.shared[0].question]
    first, second = (sources[student][:LONGEST_ANSWER] for student in pair.students)
    return SharedAnswers(pair, (first, second))
