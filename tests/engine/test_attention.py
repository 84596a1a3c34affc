"""Attention as function and layer, against its definition and PyTorch."""

import itertools

import numpy as np
import pytest

from chainrule import Tensor, compile, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()


def leaf(*shape):
    return Tensor(rng.normal(size=shape), requires_grad=True)


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


def test_a_boolean_mask_is_the_floating_one_that_says_the_same():
    q, k, v, may = leaf(2, 4, 3), leaf(2, 5, 3), leaf(2, 5, 3), rng.random((4, 5)) < 0.6
    may[:, 0] = True
    added = np.where(may, 0.0, -np.inf)
    for causal in (False, True):
        ours = F.scaled_dot_product_attention(q, k, v, may, is_causal=causal)
        other = F.scaled_dot_product_attention(q, k, v, added, is_causal=causal)
        np.testing.assert_array_equal(ours.data, other.data)


def test_a_mask_that_is_learned_has_the_gradient_it_should():
    q, k, v, bias = leaf(2, 4, 3), leaf(2, 5, 3), leaf(2, 5, 3), leaf(4, 5)
    assert gradcheck(lambda *x: F.scaled_dot_product_attention(*x, is_causal=True), [q, k, v, bias])


@pytest.mark.parametrize("dtype", [int, "uint8", complex])
def test_a_mask_that_could_mean_either_is_refused(dtype):
    with pytest.raises(TypeError, match="a mask is boolean or, to be added, floating; this one is"):
        F.scaled_dot_product_attention(*[leaf(3, 2)] * 3, np.ones((3, 3), dtype))
    with pytest.raises(TypeError, match="a mask is boolean or"):
        nn.MultiheadAttention(4, 2)(leaf(1, 3, 4), attn_mask=np.ones((3, 3), dtype))


def test_weights_that_are_dropped_leave_the_mean_where_it_was():
    q, k, v = np.zeros((1, 2)), np.zeros((50_000, 2)), np.ones((50_000, 1))
    y = F.scaled_dot_product_attention(q, k, v, dropout_p=0.5)
    assert y.item() == pytest.approx(1, abs=0.05)
    assert y.item() != 1


N, L, S, E, H = 2, 4, 5, 6, 3


def masks(kind, shape):
    """A mask that leaves the first key to each query, in PyTorch's sense: True is forbidden."""
    forbidden = rng.random(shape) < 0.4
    forbidden[..., 0] = False
    if kind == "bool":
        return forbidden
    return np.where(forbidden, -np.inf, rng.normal(size=shape))


KINDS = list(itertools.product(["bool", "float"], repeat=2))
SHAPES = {"none": None, "one for all": (L, S), "one for each head": (N * H, L, S)}


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore:Support for mismatched key_padding_mask")
@pytest.mark.parametrize("batch_first", [True, False])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("mask", SHAPES)
@pytest.mark.parametrize(("kind", "padding"), KINDS)
def test_a_layer_with_pytorchs_weights_is_pytorchs(batch_first, bias, mask, kind, padding):
    torch = pytest.importorskip("torch")
    ours = nn.MultiheadAttention(E, H, bias=bias, batch_first=batch_first)
    theirs = torch.nn.MultiheadAttention(E, H, bias=bias, batch_first=batch_first).double()
    ours.load_state_dict({name: x.numpy() for name, x in theirs.state_dict().items()})
    sizes = [(N, n, E) if batch_first else (n, N, E) for n in (L, S, S)]
    inputs = [leaf(*size) for size in sizes]
    copies = [torch.tensor(x.data, requires_grad=True) for x in inputs]
    given = {"key_padding_mask": masks(padding, (N, S))}
    given["attn_mask"] = None if SHAPES[mask] is None else masks(kind, SHAPES[mask])
    tensors = {name: None if x is None else torch.tensor(x) for name, x in given.items()}
    for average in (True, False):
        y, looks = ours(*inputs, **given, average_attn_weights=average)
        z, others = theirs(*copies, **tensors, average_attn_weights=average)
        np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
        np.testing.assert_allclose(looks.data, others.detach().numpy(), atol=1e-12)
    g = rng.normal(size=y.shape)
    y.backward(g)
    z.backward(torch.tensor(g))
    for mine, other in zip(inputs, copies, strict=True):
        np.testing.assert_allclose(mine.grad, other.grad.numpy(), atol=1e-12)
    slopes = {name: x.grad for name, x in theirs.named_parameters()}
    for name, parameter in ours.named_parameters():
        np.testing.assert_allclose(parameter.grad, slopes[name].numpy(), atol=1e-12)


@pytest.mark.oracle
def test_one_sequence_alone_is_pytorchs():
    torch = pytest.importorskip("torch")
    theirs = torch.nn.MultiheadAttention(E, H).double()
    ours = nn.MultiheadAttention(E, H)
    ours.load_state_dict({name: x.numpy() for name, x in theirs.state_dict().items()})
    inputs = [rng.normal(size=(n, E)) for n in (L, S, S)]
    y, looks = ours(*inputs, key_padding_mask=np.arange(S) > 2)
    padding = torch.arange(S) > 2
    z, others = theirs(*map(torch.tensor, inputs), key_padding_mask=padding)
    assert y.shape == (L, E)
    np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(looks.data, others.detach().numpy(), atol=1e-12)


def test_causal_is_the_mask_that_forbids_the_future():
    layer, x = nn.MultiheadAttention(E, H), rng.normal(size=(N, L, E))
    future = ~np.tri(L, dtype=bool)
    for one, other in zip(
        layer(x, x, x, is_causal=True), layer(x, x, x, attn_mask=future), strict=True
    ):
        np.testing.assert_array_equal(one.data, other.data)


def test_without_key_and_value_it_attends_to_itself_and_need_not_say_where():
    layer, x, memory = nn.MultiheadAttention(E, H), leaf(N, L, E), leaf(N, S, E)
    np.testing.assert_array_equal(layer(x)[0].data, layer(x, x, x)[0].data)
    np.testing.assert_array_equal(layer(x, memory)[0].data, layer(x, memory, memory)[0].data)
    assert layer(x, need_weights=False)[1] is None


def test_masks_of_another_shape_are_named():
    layer, x = nn.MultiheadAttention(E, H), leaf(N, L, E)
    with pytest.raises(ValueError, match=r"attn_mask has .*\(2, 4\), .* \(4, 4\) or \(6, 4, 4\)"):
        layer(x, attn_mask=np.zeros((N, L), bool))
    with pytest.raises(ValueError, match=r"key_padding_mask has shape \(4, 4\), .* \(2, 4\)"):
        layer(x, key_padding_mask=np.zeros((L, L), bool))


def test_attention_drops_weights_while_training_only():
    layer, x = nn.MultiheadAttention(E, H, dropout=0.5, seed=0), rng.normal(size=(N, L, E))
    looks = layer(x, average_attn_weights=False)[1].data
    assert 0 < np.mean(looks == 0) < 1
    assert (layer.eval()(x)[1].data > 0).all()


def test_heads_that_cannot_share_evenly_are_refused():
    with pytest.raises(ValueError, match="3 heads cannot share 8 features"):
        nn.MultiheadAttention(8, 3)


def test_compiled_with_masks_it_is_the_same():
    layer, x = nn.MultiheadAttention(E, H, seed=0), rng.normal(size=(3, N, L, E))
    padding = np.zeros((N, L), bool)
    padding[1, 2:] = True

    def step(x):
        y, looks = layer(x, key_padding_mask=padding, is_causal=True)
        return y, looks

    fast = compile(step)
    for batch in x:
        for one, other in zip(fast(batch), step(batch), strict=True):
            np.testing.assert_allclose(one.data, other.data, atol=1e-12)
