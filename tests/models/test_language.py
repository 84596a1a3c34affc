"""Models of the next symbol learn what can be learned, and see what they may see."""

import numpy as np
import pytest

from chainrule import models
from chainrule.models.language import next_symbol

TEXT = np.array([0, 1, 2, 3] * 100)
KINDS = {
    "LSTM": lambda: models.Reader(4, 8, seed=0),
    "GPT": lambda: models.Transformer(4, length=8, width=8, seed=0),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_always_comes_next_is_learned(kind):
    net = KINDS[kind]()
    assert models.perplexity(net, TEXT, length=8) > 2
    models.train_on_text(net, TEXT, steps=150, lr=2e-2, batch=8, length=8)
    assert models.perplexity(net, TEXT, length=8) < 1.2


@pytest.mark.parametrize(("causal", "changes"), [(True, False), (False, True)])
def test_only_who_may_look_both_ways_sees_the_end_from_the_start(causal, changes):
    net = models.Transformer(4, length=8, width=8, causal=causal, seed=0)
    one = TEXT[None, :8]
    other = one.copy()
    other[0, -1] = 0
    same = np.allclose(net(one).data[0, 0], net(other).data[0, 0])
    assert same != changes


def test_each_place_looks_with_all_its_attention():
    looks = models.Transformer(4, length=8, width=8, seed=0).looks(TEXT[None, :6])
    assert looks.shape == (8, 6, 6)
    np.testing.assert_allclose(looks.sum(axis=2), 1, rtol=1e-6)
    assert np.all(np.triu(looks, 1) == 0)


def test_gaps_are_covered_and_only_they_count():
    rows = TEXT[:360].reshape(40, 9)
    given, asked, counts = models.gaps(cover=4)(rows, np.random.default_rng(0))
    np.testing.assert_array_equal(asked, rows[:, :-1])
    np.testing.assert_array_equal(given == 4, counts)
    np.testing.assert_array_equal(given[~counts], asked[~counts])
    assert 0.05 < counts.mean() < 0.25


def test_the_next_symbol_is_asked_at_each_place():
    given, asked, counts = next_symbol(TEXT[None, :9], np.random.default_rng(0))
    np.testing.assert_array_equal(given[0, 1:], asked[0, :-1])
    assert counts.all()


@pytest.mark.parametrize("before", range(3))
def test_counting_reaches_what_one_who_knows_would_reach(before):
    rng = np.random.default_rng(0)
    text = rng.integers(4, size=20_000)  # nothing before a symbol helps
    new = rng.integers(4, size=2_000)
    assert models.counting_perplexity(text, new, 4, before) == pytest.approx(4, rel=0.02)


def test_a_cold_model_always_says_the_same():
    net = KINDS["GPT"]()
    cold = [models.go_on(net, [0], 12, temperature=0) for _ in range(2)]
    assert cold[0] == cold[1]
    assert len(cold[0]) == 13
