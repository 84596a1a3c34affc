"""Batch and layer normalisation against their definitions, central differences and PyTorch."""

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()


def leaf(*shape):
    return Tensor(rng.normal(size=shape) + 1, requires_grad=True)


def normalised(x, weight, bias, training=True):
    running = np.linspace(0, 1, x.shape[1]), np.linspace(1, 2, x.shape[1])
    return F.batch_norm(x, *running, weight, bias, training)


def differentiated_twice(f, inputs):
    covector = rng.normal(size=f(*inputs).shape)

    def steepness(*inputs):
        found = gradients((f(*inputs) * covector).sum(), inputs, create_graph=True)
        return sum((g * g).sum() for g in found) + sum((x * x).sum() for x in inputs)

    return gradcheck(steepness, inputs)


def test_layer_norm_is_its_definition():
    x, w, b = rng.normal(size=(2, 3, 5)), rng.normal(size=5), rng.normal(size=5)
    by_hand = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * w + b
    np.testing.assert_allclose(F.layer_norm(x, w, b), by_hand)


def test_layer_norm_has_the_gradients_it_should_and_their_gradients():
    inputs = [leaf(2, 5), leaf(5), leaf(5)]
    assert gradcheck(F.layer_norm, inputs)
    assert differentiated_twice(F.layer_norm, inputs)


def test_layer_norm_of_equal_numbers_is_its_shift():
    layer = nn.LayerNorm(4)
    layer.bias.data[:] = [1, 2, 3, 4]
    assert layer(np.full((2, 4), 7.0)).data.tolist() == [[1, 2, 3, 4]] * 2


def test_layer_norm_names_a_weight_that_does_not_fit():
    with pytest.raises(ValueError, match=r"weight of shape \(5,\), and this one is \(2, 5\)"):
        F.layer_norm(leaf(2, 5), leaf(2, 5), leaf(5))


@pytest.mark.parametrize("shape", [(5, 3), (4, 3, 2), (3, 2, 2, 3)])
@pytest.mark.parametrize("training", [True, False])
def test_batch_norm_has_the_gradients_it_should_and_their_gradients(shape, training):
    inputs = [leaf(*shape), leaf(shape[1]), leaf(shape[1])]
    assert gradcheck(lambda *inputs: normalised(*inputs, training), inputs)
    assert differentiated_twice(lambda *inputs: normalised(*inputs, training), inputs)


def test_a_trained_batch_has_mean_zero_and_variance_one_a_channel():
    y = nn.BatchNorm2d(3)(rng.normal(2, 5, (4, 3, 5, 6))).data
    np.testing.assert_allclose(y.mean((0, 2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(y.var((0, 2, 3)), 1, rtol=1e-5)


def test_the_running_values_go_a_share_of_the_way_in_place():
    layer, x = nn.BatchNorm1d(2, momentum=0.25), rng.normal(size=(6, 2))
    mean, variance = layer.running_mean, layer.running_var
    layer(x)
    np.testing.assert_allclose(mean, 0.25 * x.mean(0))
    np.testing.assert_allclose(variance, 0.75 + 0.25 * x.var(0, ddof=1))
    assert layer.running_mean is mean
    layer.eval()(x)
    np.testing.assert_allclose(mean, 0.25 * x.mean(0))


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_batch_norm_learns_as_pytorchs_does(dtype):
    torch = pytest.importorskip("torch")
    ours, theirs = nn.BatchNorm2d(3).to(dtype), torch.nn.BatchNorm2d(3).to(getattr(torch, dtype))
    tolerance = {"rtol": 1e-4, "atol": 1e-4} if dtype == "float32" else {"atol": 1e-12}
    for training in (True, True, False):
        ours.train(training)
        theirs.train(training)
        x = rng.normal(3, 2, (5, 3, 4, 2)).astype(dtype)
        mine, other = Tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
        y, z = ours(mine), theirs(other)
        g = rng.normal(size=y.shape).astype(dtype)
        y.backward(g)
        z.backward(torch.tensor(g))
        assert y.dtype == mine.grad.dtype == ours.running_var.dtype == dtype
        np.testing.assert_allclose(y.data, z.detach().numpy(), **tolerance)
        np.testing.assert_allclose(mine.grad, other.grad.numpy(), **tolerance)
        np.testing.assert_allclose(ours.running_mean, theirs.running_mean.numpy(), **tolerance)
        np.testing.assert_allclose(ours.running_var, theirs.running_var.numpy(), **tolerance)
    np.testing.assert_allclose(ours.weight.grad, theirs.weight.grad.numpy(), **tolerance)
    np.testing.assert_allclose(ours.bias.grad, theirs.bias.grad.numpy(), **tolerance)


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_layer_norm_is_pytorchs(dtype):
    torch = pytest.importorskip("torch")
    ours = [
        Tensor(leaf(*s).data.astype(dtype), requires_grad=True) for s in [(4, 3, 6), (6,), (6,)]
    ]
    x, w, b = (torch.tensor(t.data, requires_grad=True) for t in ours)
    y, z = F.layer_norm(*ours), torch.nn.functional.layer_norm(x, (6,), w, b)
    g = rng.normal(size=y.shape).astype(dtype)
    y.backward(g)
    z.backward(torch.tensor(g))
    tolerance = {"rtol": 1e-4, "atol": 1e-4} if dtype == "float32" else {"atol": 1e-12}
    for mine, theirs in zip(ours, (x, w, b), strict=True):
        assert mine.grad.dtype == dtype
        np.testing.assert_allclose(mine.grad, theirs.grad.numpy(), **tolerance)


def test_views_count_as_what_they_show_and_stay_as_they_were():
    x = rng.normal(size=(4, 3, 8)).transpose(2, 1, 0)[::2]
    before = x.copy()
    np.testing.assert_allclose(nn.BatchNorm1d(3)(x).data, nn.BatchNorm1d(3)(before).data)
    np.testing.assert_allclose(nn.LayerNorm(4)(x).data, nn.LayerNorm(4)(before).data)
    np.testing.assert_array_equal(x, before)


def test_no_rows_are_normalised_but_teach_nothing():
    assert nn.BatchNorm1d(3).eval()(np.ones((0, 3))).shape == (0, 3)
    assert nn.LayerNorm(3)(np.ones((0, 3))).shape == (0, 3)
    for shape in [(0, 3), (1, 3)]:
        with pytest.raises(ValueError, match="has no variance to learn"):
            nn.BatchNorm1d(3)(np.ones(shape))


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (nn.BatchNorm1d(3), (2, 4), r"\(2, 4\) has 4 channels, .* have shape \(3,\)"),
        (nn.BatchNorm1d(3), (2, 3, 4, 5), r"\(N, C\) or \(N, C, L\), .* \(2, 3, 4, 5\)"),
        (nn.BatchNorm2d(3), (2, 3), r"\(N, C, H, W\), and the input has \(2, 3\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(layer, shape, message):
    with pytest.raises(ValueError, match=message):
        layer(np.ones(shape))
