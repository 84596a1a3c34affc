"""Embedding against its definition."""

import numpy as np
import pytest

from chainrule import Tensor, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()


def leaf(*shape):
    return Tensor(rng.normal(size=shape), requires_grad=True)


def test_an_embedding_returns_its_rows_and_adds_what_comes_back():
    layer = nn.Embedding(4, 2)
    y = layer([1, 3, 1])
    np.testing.assert_array_equal(y.data, layer.weight.data[[1, 3, 1]])
    y.sum().backward()
    assert layer.weight.grad.tolist() == [[0, 0], [2, 2], [0, 0], [1, 1]]


@pytest.mark.parametrize("rows", [5, 5000])  # by a matrix product, and row by row
def test_the_rows_of_an_embedding_have_the_gradients_they_should_and_theirs(rows):
    index, covector = rng.integers(0, 5, (2, 3)), rng.normal(size=(2, 3, 2))
    weight = leaf(rows, 2)
    y = F.embedding(index, weight)
    (slope,) = gradients((y * y * covector).sum(), [weight], create_graph=True)
    by_hand = np.zeros((rows, 2))
    for place in np.ndindex(index.shape):
        by_hand[index[place]] += 2 * y.data[place] * covector[place]
    np.testing.assert_allclose(slope.data, by_hand, atol=1e-12)
    (curvature,) = gradients((slope * slope).sum(), [weight])
    counted = np.zeros((rows, 2))
    for place in np.ndindex(index.shape):
        counted[index[place]] += 2 * covector[place]
    np.testing.assert_allclose(curvature.data, 2 * slope.data * counted, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_no_rows_and_views_and_the_dtype_of_an_embedding(dtype):
    layer = nn.Embedding(4, 3).to(dtype)
    y = layer(np.zeros((0, 2), int))
    y.sum().backward()
    assert y.shape == (0, 2, 3)
    assert (layer.weight.grad == 0).all()
    assert y.dtype == layer.weight.grad.dtype == dtype
    index = np.arange(4).reshape(2, 2)
    np.testing.assert_array_equal(layer(index.T).data, layer(index.T.copy()).data)


@pytest.mark.parametrize(
    ("index", "message"),
    [([4], "4 to 4, and there are 4 rows"), ([-1], "-1 to -1"), ([0.5], "float64")],
)
def test_rows_that_are_not_there_are_refused(index, message):
    with pytest.raises(IndexError, match=message):
        nn.Embedding(4, 2)(np.array(index))
