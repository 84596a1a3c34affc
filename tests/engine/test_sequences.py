"""Embedding and attention against their definitions and PyTorch."""

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, gradients, nn
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


@pytest.mark.parametrize("causal", [False, True])
def test_attention_is_a_weighted_mean_with_the_gradients_it_should(causal):
    q, k, v = leaf(2, 4, 3), leaf(2, 4, 3), leaf(2, 4, 5)
    y = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
    for batch in range(2):
        for i in range(4):
            seen = i + 1 if causal else 4
            scores = np.exp(q.data[batch, i] @ k.data[batch, :seen].T / np.sqrt(3))
            mean = scores / scores.sum() @ v.data[batch, :seen]
            np.testing.assert_allclose(y.data[batch, i], mean)
    attend = lambda *x: F.scaled_dot_product_attention(*x, is_causal=causal)  # noqa: E731
    assert gradcheck(attend, [q, k, v])


def test_a_causal_query_learns_nothing_of_the_future():
    q, k, v = leaf(4, 3), leaf(4, 3), leaf(4, 5)
    F.scaled_dot_product_attention(q, k, v, is_causal=True)[1].sum().backward()
    assert (k.grad[2:] == 0).all()
    assert (v.grad[2:] == 0).all()
    assert (v.grad[:2] != 0).all()


def test_a_mask_that_leaves_nothing_to_look_at_is_refused():
    with pytest.raises(ValueError, match="without any key"):
        F.scaled_dot_product_attention(leaf(2, 3), leaf(2, 3), leaf(2, 3), np.zeros((2, 2), bool))


@pytest.mark.parametrize("causal", [False, True])
def test_attention_can_be_differentiated_twice(causal):
    inputs = [leaf(3, 2), leaf(3, 2), leaf(3, 2)]

    def steepness(*inputs):
        y = F.scaled_dot_product_attention(*inputs, is_causal=causal)
        return sum((g * g).sum() for g in gradients((y * y).sum(), inputs, create_graph=True))

    assert gradcheck(steepness, inputs)


@pytest.mark.oracle
@pytest.mark.parametrize("masks", [{}, {"is_causal": True}, {"attn_mask": np.tri(5, 7, 2) > 0}])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_attention_is_pytorchs(masks, dtype):
    torch = pytest.importorskip("torch")
    ours = [leaf(2, 3, n, 4) for n in (5, 7, 7)]
    ours = [Tensor(x.data.astype(dtype), requires_grad=True) for x in ours]
    theirs = [torch.tensor(x.data, requires_grad=True) for x in ours]
    y = F.scaled_dot_product_attention(*ours, **masks)
    masks = {k: torch.tensor(v) if k == "attn_mask" else v for k, v in masks.items()}
    z = torch.nn.functional.scaled_dot_product_attention(*theirs, **masks)
    g = rng.normal(size=y.shape).astype(dtype)
    y.backward(g)
    z.backward(torch.tensor(g))
    tolerance = {"rtol": 1e-4, "atol": 1e-5} if dtype == "float32" else {"atol": 1e-12}
    np.testing.assert_allclose(y.data, z.detach().numpy(), **tolerance)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.grad.dtype == dtype
        np.testing.assert_allclose(mine.grad, other.grad.numpy(), **tolerance)
