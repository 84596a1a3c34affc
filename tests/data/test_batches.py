"""Batches of a data set: every example once a round, in orders that can be repeated."""

import numpy as np
import pytest

import chainrule as cr
from chainrule.data import DataLoader, TensorDataset


def rounds(loader, n=2):
    return [[[part.tolist() for part in batch] for batch in loader] for _ in range(n)]


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("drop_last", [False, True])
@pytest.mark.parametrize("batch_size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("kind", [np.asarray, cr.Tensor, list])
def test_every_example_comes_once_a_round_with_its_own_target(kind, batch_size, drop_last, shuffle):
    x = np.arange(14.0).reshape(7, 2)
    dataset = TensorDataset(kind(x), kind(x.sum(axis=1)))
    loader = DataLoader(dataset, batch_size, shuffle, drop_last=drop_last)
    batches = list(loader)
    sizes = [len(t) for _, t in batches]
    assert len(batches) == len(loader)
    assert all(size == batch_size for size in sizes[: 7 // batch_size])
    seen = np.concatenate([np.asarray(a) for a, _ in batches]) if batches else np.empty((0, 2))
    assert len(seen) == (7 - 7 % batch_size if drop_last else 7)
    assert len({tuple(row) for row in seen}) == len(seen)
    for a, t in batches:
        np.testing.assert_array_equal(np.asarray(a).sum(axis=1), np.asarray(t))


def test_orders_differ_from_round_to_round_and_come_again_with_the_seed():
    dataset = TensorDataset(np.arange(50))

    def seeded():
        cr.manual_seed(3)
        return rounds(DataLoader(dataset, 10, shuffle=True))

    first = seeded()
    assert first[0] != first[1]
    assert first == seeded()
    own = [DataLoader(dataset, 10, True, generator=g) for g in (5, np.random.default_rng(5))]
    assert rounds(own[0]) == rounds(own[1])


def test_examples_of_ones_own_are_stacked():
    class Squares:
        def __len__(self):
            return 5

        def __getitem__(self, i):
            return np.array([i, i]), i * i

    (x, t), *_ = DataLoader(Squares(), 3)
    assert x.tolist() == [[0, 0], [1, 1], [2, 2]]
    assert t.tolist() == [0, 1, 4]


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(ValueError, match="one length, and these have"):
        TensorDataset(np.zeros(3), np.zeros(4))
    with pytest.raises(ValueError, match="batch_size is 0"):
        DataLoader(np.zeros(3), 0)
