"""Layer normalisation, embedding and attention against their definitions."""

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()


def leaf(*shape):
    return Tensor(rng.normal(size=shape), requires_grad=True)


def test_layer_norm_is_its_definition():
    x, w, b = rng.normal(size=(2, 3, 5)), rng.normal(size=5), rng.normal(size=5)
    by_hand = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * w + b
    np.testing.assert_allclose(F.layer_norm(x, w, b), by_hand)


def test_layer_norm_has_the_gradients_it_should_and_their_gradients():
    inputs = [leaf(2, 5), leaf(5), leaf(5)]
    assert gradcheck(F.layer_norm, inputs)
    covector = rng.normal(size=(2, 5))

    def steepness(*inputs):
        found = gradients((F.layer_norm(*inputs) * covector).sum(), inputs, create_graph=True)
        return sum((g * g).sum() for g in found) + sum((x * x).sum() for x in inputs)

    assert gradcheck(steepness, inputs)


def test_layer_norm_of_equal_numbers_is_its_shift():
    layer = nn.LayerNorm(4)
    layer.bias.data[:] = [1, 2, 3, 4]
    assert layer(np.full((2, 4), 7.0)).data.tolist() == [[1, 2, 3, 4]] * 2


def test_an_embedding_returns_its_rows_and_adds_what_comes_back():
    layer = nn.Embedding(4, 2)
    y = layer([1, 3, 1])
    np.testing.assert_array_equal(y.data, layer.weight.data[[1, 3, 1]])
    y.sum().backward()
    assert layer.weight.grad.tolist() == [[0, 0], [2, 2], [0, 0], [1, 1]]


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
