"""The little language is as its grammar says."""

import math
from collections import Counter
from itertools import pairwise

import pytest

from chainrule.data.tales import ADJECTIVES, CHASES, NOUNS, SLEEPS, WORDS, tales

PLURALS = {noun + "s" for noun in NOUNS}


def sentences(count):
    words, _ = tales(count, seed=7)
    text = " ".join(words).split(" . ")
    return [sentence.replace(" .", "").split() for sentence in text]


def test_subject_and_verb_agree_also_across_a_clause():
    seen = 0
    for words in sentences(500):
        nouns = [w for w in words if w in PLURALS or w in NOUNS]
        verbs = [w for w in words if w.rstrip("s") in CHASES + SLEEPS]
        main = verbs[1] if "that" in words else verbs[0]
        seen += "that" in words
        assert (nouns[0] in PLURALS) == (not main.endswith("s"))
    assert seen > 100


def test_every_word_is_known_and_all_occur():
    words, _ = tales(3000)
    assert set(words) == set(WORDS)
    assert set(ADJECTIVES) < set(WORDS)


def test_no_counting_of_the_words_before_is_less_surprised_than_the_grammar():
    words, least = tales(60_000)
    counts, pairs = Counter(words[:-1]), Counter(pairwise(words))
    surprise = -sum(n * math.log(n / counts[a]) for (a, _), n in pairs.items())
    assert math.exp(surprise / (len(words) - 1)) > 1.2 * least


def test_the_perplexity_is_that_of_the_grammar():
    assert tales(40_000)[1] == pytest.approx(tales(40_000, seed=1)[1], rel=0.01)
