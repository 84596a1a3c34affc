"""Activations and losses against their definitions, twice differentiable, at any size of input."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()

ACTIVATIONS = {
    "leaky_relu": lambda x: F.leaky_relu(x, 0.1),
    "elu": lambda x: F.elu(x, 1.5),
    "gelu": F.gelu,
    "exact gelu": lambda x: F.gelu(x, approximate="none"),
    "softmax": F.softmax,
    "softmax over rows": lambda x: F.softmax(x, axis=0),
    "log_softmax": F.log_softmax,
    "log_softmax over rows": lambda x: F.log_softmax(x, axis=0),
    "prelu": lambda x: F.prelu(x, 0.3),
}
LAYERS = [
    nn.Sigmoid(), nn.Tanh(), nn.ReLU(), nn.LeakyReLU(0.2), nn.PReLU(), nn.PReLU(3), nn.ELU(),
    nn.Softplus(), nn.GELU(), nn.GELU("none"), nn.Softmax(), nn.LogSoftmax(axis=0),
]  # fmt: skip


def sample():
    return Tensor(rng.uniform(0.3, 2, (4, 3)) * rng.choice([-1, 1], (4, 3)), requires_grad=True)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activations_gradient_agrees_with_central_differences(name):
    assert gradcheck(ACTIVATIONS[name], sample())


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_can_be_differentiated_twice(name):
    x = sample()
    covector = rng.normal(size=x.shape)

    def steepness(x):
        (slope,) = gradients((ACTIVATIONS[name](x) * covector).sum(), [x], create_graph=True)
        return (slope * slope).sum() + (x * x).sum()

    assert gradcheck(steepness, x)


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_layer_takes_a_thousand_without_nan_or_warning_and_keeps_the_dtype(layer, dtype):
    x = Tensor(np.array([[-1000, 0, 1000]], dtype), requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = layer(x)
        y.sum().backward()
    assert np.isfinite(y.data).all()
    assert np.isfinite(x.grad).all()
    assert x.grad.dtype == dtype


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
def test_a_layer_can_be_printed_and_has_the_gradients_it_should(layer):
    assert repr(layer).startswith(type(layer).__name__)
    x = sample()
    assert gradcheck(lambda x, *_: layer(x), [x, *layer.parameters()])


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
def test_a_layer_takes_no_rows_and_views_and_leaves_them_as_they_were(layer):
    if not isinstance(layer, nn.Softmax) or layer.axis == -1:  # over no rows there is no maximum
        assert layer(np.ones((0, 3))).shape == (0, 3)
    x = rng.normal(size=(3, 8)).T[::2]
    before = x.copy()
    view, plain = Tensor(0.0, requires_grad=True), Tensor(before, requires_grad=True)
    view.data = x
    for y in (layer(view), layer(plain)):
        (y * y).sum().backward()
    np.testing.assert_allclose(view.grad, plain.grad, atol=1e-15)
    np.testing.assert_array_equal(x, before)


def test_prelu_has_one_slope_a_channel_in_images_too():
    layer = nn.PReLU(3)
    layer.weight.data[:] = [0.1, 0.2, 0.3]
    y = layer(-np.ones((2, 3, 4, 5)))
    assert y.shape == (2, 3, 4, 5)
    np.testing.assert_allclose(y.data[0, :, 0, 0], [-0.1, -0.2, -0.3])


def test_gelu_is_within_its_bound_of_the_exact_one():
    xs = np.linspace(-6, 6, 1201)
    exact = np.array([x * 0.5 * (1 + math.erf(x / math.sqrt(2))) for x in xs])
    assert np.abs(F.gelu(xs) - exact).max() < 0.0005
    np.testing.assert_allclose(F.gelu(xs, approximate="none"), exact, atol=1e-15)
    with pytest.raises(ValueError, match='"tanh" or "none", and this is \'erf\''):
        F.gelu(xs, approximate="erf")


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=6))
def test_a_softmax_sums_to_one_and_its_logarithm_is_the_log_softmax(logits):
    p, logs = F.softmax(np.array(logits)), F.log_softmax(np.array(logits))
    assert p.sum() == pytest.approx(1)
    np.testing.assert_allclose(np.exp(logs), p, atol=1e-12)


def test_cross_entropy_is_the_mean_surprise_and_has_its_gradient():
    z, t = sample(), rng.integers(0, 3, 4)
    by_hand = -np.mean([np.log(F.softmax(row)[k]) for row, k in zip(z.data, t, strict=True)])
    assert nn.CrossEntropyLoss()(z, t).item() == pytest.approx(by_hand)
    assert gradcheck(lambda z: F.cross_entropy(z, t), z)
    (slope,) = gradients(F.cross_entropy(z, t), [z])
    np.testing.assert_allclose(slope.data.sum(axis=1), 0, atol=1e-15)


@pytest.mark.parametrize(
    ("target", "error", "message"),
    [
        ([0, 1], ValueError, r"\(4, 3\), the classes \(2,\)"),
        ([0, 1, 2, 3], ValueError, "from 0 to 3, and the logits have 3 columns"),
        ([0, -1, 0, 0], ValueError, "from -1 to 0"),
        ([0.0, 1.0, 0.0, 0.0], TypeError, "integers, and these are float64"),
    ],
)
def test_classes_that_do_not_fit_are_named(target, error, message):
    with pytest.raises(error, match=message):
        F.cross_entropy(sample(), target)


LOSSES = {
    "binary cross-entropy": (F.binary_cross_entropy_with_logits, rng.uniform(size=(4, 3))),
    "squares": (F.mse_loss, rng.normal(size=(4, 3))),
    "cross-entropy": (F.cross_entropy, rng.integers(0, 3, 4)),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_can_be_differentiated_twice(name):
    loss, target = LOSSES[name]

    def steepness(z):
        (slope,) = gradients(loss(z, target), [z], create_graph=True)
        return (slope * slope).sum()

    assert gradcheck(steepness, sample())


@pytest.mark.parametrize("name", ["binary cross-entropy", "squares"])
def test_a_target_has_a_gradient_too(name):
    loss, target = LOSSES[name]
    assert gradcheck(loss, [sample(), Tensor(target, requires_grad=True)])


@pytest.mark.oracle
@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_loss_is_pytorchs(name, dtype):
    torch = pytest.importorskip("torch")
    loss, target = LOSSES[name]
    target = target.astype(dtype) if target.dtype.kind == "f" else target
    z = Tensor(rng.normal(size=(4, 3)).astype(dtype), requires_grad=True)
    other, function = torch.tensor(z.data, requires_grad=True), loss.__name__
    mine, theirs = (
        loss(z, target),
        getattr(torch.nn.functional, function)(other, torch.tensor(target)),
    )
    mine.backward()
    theirs.backward()
    assert mine.dtype == z.grad.dtype == dtype
    tolerance = 1e-5 if dtype == "float32" else 1e-12
    assert mine.item() == pytest.approx(theirs.item(), rel=tolerance)
    np.testing.assert_allclose(z.grad, other.grad.numpy(), atol=tolerance)


@pytest.mark.parametrize("name", LOSSES)
def test_labels_of_another_type_do_not_change_the_type_of_the_loss(name):
    loss, target = LOSSES[name]
    z = Tensor(np.ones((4, 3), np.float32), requires_grad=True)
    for labels in (target, target.astype(int), target.astype(int).tolist()):
        value = loss(z, labels)
        value.backward()
        assert value.dtype == z.grad.dtype == np.float32


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_reads_views_and_leaves_them_as_they_were(name):
    loss, target = LOSSES[name]
    z = np.asfortranarray(rng.normal(size=(8, 3)))[::2]
    before, labels = z.copy(), target.copy()
    tensor = Tensor(z, requires_grad=True)
    value = loss(tensor, target)
    value.backward()
    assert value.item() == pytest.approx(loss(before, target), rel=1e-12)
    np.testing.assert_array_equal(z, before)
    np.testing.assert_array_equal(tensor.data, before)
    np.testing.assert_array_equal(target, labels)
