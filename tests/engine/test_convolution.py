"""Convolution against its definition, central differences and PyTorch."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch")
    found.set_num_threads(1)
    return found


WINDOWS = [
    {},
    {"padding": 1},
    {"stride": 2},
    {"stride": (2, 1), "padding": (0, 2)},
    {"stride": 3, "padding": (1, 0)},
]


def leaf(*shape):
    return Tensor(rng.normal(size=shape), requires_grad=True)


def by_definition(x, w, b, stride, padding):
    (sh, sw), (ph, pw) = stride, padding
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    height, width = (x.shape[2] - w.shape[2]) // sh + 1, (x.shape[3] - w.shape[3]) // sw + 1
    y = np.empty((len(x), len(w), height, width))
    for n, o, p, q in np.ndindex(y.shape):
        window = x[n, :, p * sh : p * sh + w.shape[2], q * sw : q * sw + w.shape[3]]
        y[n, o, p, q] = b[o] + (window * w[o]).sum()
    return y


sizes = st.integers(1, 3)


@given(sizes, sizes, sizes, sizes, sizes, sizes, sizes, st.integers(0, 2), st.integers(0, 3))
def test_a_convolution_is_its_definition(channels, out, kh, kw, sh, sw, n, padding, more):
    x = rng.normal(size=(n, channels, kh + more, kw + more))
    w, b = rng.normal(size=(out, channels, kh, kw)), rng.normal(size=out)
    y = F.conv2d(x, w, b, (sh, sw), (padding, 0))
    np.testing.assert_allclose(y, by_definition(x, w, b, (sh, sw), (padding, 0)), atol=1e-12)


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_its_gradients_agree_with_central_differences_and_so_do_theirs(window):
    inputs = [leaf(2, 2, 5, 4), leaf(3, 2, 3, 2), leaf(3)]
    assert gradcheck(lambda *inputs: F.conv2d(*inputs, **window), inputs)
    covector = rng.normal(size=F.conv2d(*inputs, **window).shape)

    def steepness(*inputs):
        y = F.conv2d(*inputs, **window)
        found = gradients((y * y * covector).sum(), inputs, create_graph=True)
        return sum((g * g).sum() for g in found)

    assert gradcheck(steepness, inputs)


@pytest.mark.oracle
@pytest.mark.parametrize("window", WINDOWS, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_and_gradients_are_pytorchs(torch, window, dtype):
    ours = [leaf(4, 3, 7, 8), leaf(5, 3, 3, 2), leaf(5)]
    ours = [Tensor(x.data.astype(dtype), requires_grad=True) for x in ours]
    theirs = [torch.tensor(x.data, requires_grad=True) for x in ours]
    y, z = F.conv2d(*ours, **window), torch.nn.functional.conv2d(*theirs, **window)
    g = rng.normal(size=y.shape).astype(dtype)
    y.backward(g)
    z.backward(torch.tensor(g))
    tolerance = {"rtol": 1e-4, "atol": 1e-4} if dtype == "float32" else {"atol": 1e-12}
    np.testing.assert_allclose(y.data, z.detach().numpy(), **tolerance)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.grad.dtype == dtype
        np.testing.assert_allclose(mine.grad, other.grad.numpy(), **tolerance)


def test_an_image_that_is_data_costs_no_gradient_of_its_own():
    x, w = rng.normal(size=(2, 1, 4, 4)), leaf(1, 1, 3, 3)
    F.conv2d(x, w).sum().backward()
    tracked = Tensor(x, requires_grad=True)
    (g,) = gradients(F.conv2d(tracked, w).sum(), [w])
    np.testing.assert_array_equal(w.grad, g.data)
    columns = F.conv2d(Tensor(x), w).inputs[0]
    assert not columns.requires_grad


@pytest.mark.parametrize("shape", [(0, 2, 4, 4), (1, 2, 1, 1), (3, 2, 1, 5)])
def test_no_image_and_images_of_one_pixel_are_images(shape):
    layer = nn.Conv2d(2, 3, 3, padding=1)
    x = leaf(*shape)
    y = layer(x)
    y.sum().backward()
    assert y.shape == (shape[0], 3, *shape[2:])
    assert x.grad.shape == shape
    assert layer.weight.grad.shape == (3, 2, 3, 3)


def test_views_are_read_as_they_are_and_left_so():
    x, w = (
        rng.normal(size=(5, 8, 2, 3)).transpose(3, 2, 1, 0)[:, :, ::2],
        rng.normal(size=(2, 2, 2, 2)),
    )
    before = x.copy(), w.copy()
    y = F.conv2d(Tensor(x, requires_grad=True), Tensor(w.T, requires_grad=True).T)
    g = rng.normal(size=y.shape)
    kept = g.copy()
    y.backward(g)
    np.testing.assert_allclose(y.data, by_definition(x, w, np.zeros(2), (1, 1), (0, 0)))
    for now, then in zip((x, w, g), (*before, kept), strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_the_order_of_the_axes_in_memory_changes_nothing(order):
    x, w = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3, 2, 2))
    other = np.ascontiguousarray(x.transpose(order)).transpose(np.argsort(order))
    np.testing.assert_array_equal(F.conv2d(other, w), F.conv2d(x, w))


@pytest.mark.parametrize(
    ("x", "w", "b", "message"),
    [
        ((4, 4), (2, 3, 2, 2), (2,), r"\(N, C, H, W\), .* and the input has \(4, 4\)"),
        ((1, 3, 4, 4), (2, 1, 2, 2), (2,), r"\(out channels, 3, kh, kw\), .* \(2, 1, 2, 2\)"),
        ((1, 3, 4, 4), (2, 3, 2), (2,), r"\(out channels, 3, kh, kw\), .* \(2, 3, 2\)"),
        ((1, 3, 4, 4), (2, 3, 5, 1), (2,), "window of 5x1 does not fit into an image of 4x4"),
        ((1, 3, 4, 4), (2, 3, 2, 2), (3,), r"bias of shape \(2,\), and this one is \(3,\)"),
    ],
)
def test_shapes_that_do_not_fit_are_named(x, w, b, message):
    with pytest.raises(ValueError, match=message):
        F.conv2d(leaf(*x), leaf(*w), leaf(*b))


@pytest.mark.parametrize("stride", [0, -1, 1.5, (1, 2, 3)])
def test_a_stride_that_is_none_is_refused(stride):
    with pytest.raises(ValueError, match="stride is a whole number from 1 on"):
        F.conv2d(leaf(1, 1, 3, 3), leaf(1, 1, 2, 2), stride=stride)


def test_a_layer_starts_within_its_bound_and_repeats_with_its_seed():
    layer, again = nn.Conv2d(4, 8, (3, 2), seed=1), nn.Conv2d(4, 8, (3, 2), seed=1)
    assert np.abs(layer.weight.data).max() <= 24**-0.5
    np.testing.assert_array_equal(layer.weight.data, again.weight.data)
    assert nn.Conv2d(4, 8, 3, bias=False).bias is None
    assert repr(layer) == "Conv2d(4, 8, (3, 2), stride=(1, 1), padding=(0, 0), bias=True)"


LAYERS = {
    "Conv1d": ((2, 4, 9), [{}, {"stride": 2}, {"padding": 2, "dilation": 2}, {"groups": 2},
               {"padding": "same"}, {"padding": "same", "dilation": 3}, {"padding": "valid"}]),
    "Conv2d": ((2, 4, 7, 8), [{}, {"stride": (1, 2)}, {"padding": (2, 1), "dilation": (1, 2)},
               {"groups": 2}, {"groups": 4, "stride": 2}, {"padding": "same"},
               {"padding": "same", "dilation": 2, "groups": 2}, {"padding": "valid"}]),
    "ConvTranspose2d": ((2, 4, 3, 4), [{}, {"stride": 2}, {"stride": 2, "output_padding": 1},
               {"stride": (2, 3), "padding": 1, "dilation": (2, 1)}, {"groups": 2},
               {"dilation": 3, "output_padding": 2, "groups": 4}]),
}  # fmt: skip
CASES = [
    (name, kernel, options, bias)
    for name, (_, choices) in LAYERS.items()
    for kernel in (3, 2)
    for options in choices
    for bias in (True, False)
]


@pytest.mark.oracle
@pytest.mark.parametrize(("name", "kernel", "options", "bias"), CASES, ids=str)
@pytest.mark.filterwarnings("ignore:Using padding='same'")
def test_a_layer_is_pytorchs_with_a_batch_and_without(torch, name, kernel, options, bias):
    layer = getattr(nn, name)(4, 8, kernel, bias=bias, **options)
    theirs = getattr(torch.nn, name)(4, 8, kernel, bias=bias, **options).double()
    layer.load_state_dict({k: v.numpy() for k, v in theirs.state_dict().items()})
    batch = rng.normal(size=LAYERS[name][0])
    for x in (batch, batch[0]):
        mine, other = Tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
        y, z = layer(mine), theirs(other)
        g = rng.normal(size=z.shape)
        assert y.shape == z.shape
        layer.zero_grad(), theirs.zero_grad()
        y.backward(g), z.backward(torch.tensor(g))
        np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
        np.testing.assert_allclose(mine.grad, other.grad.numpy(), atol=1e-12)
        for ours, other in zip(layer.parameters(), theirs.parameters(), strict=True):
            np.testing.assert_allclose(ours.grad, other.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize(("name", "kernel", "options", "bias"), CASES, ids=str)
def test_a_layer_can_be_differentiated_twice_and_says_what_it_is(name, kernel, options, bias):
    layer = getattr(nn, name)(4, 8, kernel, bias=bias, **options, seed=1)
    x = leaf(*LAYERS[name][0][:2], *LAYERS[name][0][2:])
    covector = rng.normal(size=layer(x).shape)
    inputs = [x, *layer.parameters()]
    found = gradients((layer(x) ** 2 * covector).sum(), inputs, create_graph=True)
    directions = [rng.normal(size=s.shape) for s in found]
    total = sum((s * d).sum() for s, d in zip(found, directions, strict=True))
    second = gradients(total, inputs)

    def slope(step):
        """The derivative along the directions, at inputs that have gone a step along them."""
        values = [v.data.copy() for v in inputs]
        for v, d in zip(inputs, directions, strict=True):
            v.data += step * d
        out = [s.data for s in gradients((layer(x) ** 2 * covector).sum(), inputs)]
        for v, before in zip(inputs, values, strict=True):
            v.data[...] = before
        return out

    for mine, above, below in zip(second, slope(1e-5), slope(-1e-5), strict=True):
        np.testing.assert_allclose(mine.data, (above - below) / 2e-5, rtol=1e-4, atol=1e-4)
    assert repr(layer).startswith(f"{name}(4, 8, ")
    assert repr(layer).endswith(f"bias={bias})")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: F.conv2d(x, leaf(2, 1, 2, 2), groups=3), "4 channels cannot be split into 3"),
        (lambda x: F.conv2d(x, leaf(3, 2, 2, 2), groups=2), "3 channels cannot be split into 2"),
        (lambda x: F.conv2d(x, leaf(2, 4, 2, 2), groups=2), r"in 2 groups .* \(out channels, 2,"),
        (lambda x: F.conv2d(x, leaf(2, 4, 2, 2), padding="full"), "padding is \"same\", .* 'full'"),
        (lambda x: F.conv2d(x, leaf(2, 4, 2, 2), None, 2, "same"), "needs a stride of 1"),
        (lambda x: F.conv2d(x, leaf(2, 4, 3, 3), dilation=3), "window of 7x7 does not fit .* 5x5"),
        (
            lambda x: F.conv1d(x, leaf(2, 4, 2)),
            r"sequences have shape \(N, C, L\), .* \(1, 4, 5, 5",
        ),
        (lambda x: F.conv1d(x[0], leaf(2, 4, 2, 2)), "a weight has 3 axes, .* \\(2, 4, 2, 2\\)"),
        (lambda x: F.conv1d(x[0], leaf(2, 4, 2), stride=(1, 1)), "stride is a whole number"),
        (lambda x: F.conv_transpose2d(x, leaf(3, 4, 2, 2)), r"weight of shape \(4, out channels"),
        (lambda x: F.conv_transpose2d(x, leaf(4, 2, 1, 1), leaf(3)), r"bias of shape \(2,\)"),
        (lambda x: F.conv_transpose2d(x, leaf(4, 2, 1, 1), padding=3), r"\(3, 3\) leaves nothing"),
        (lambda x: F.conv_transpose2d(x, leaf(4, 2, 1, 1), output_padding=1), "output_padding"),
        (lambda x: nn.Conv2d(4, 6, 3, groups=4), "4 and 6 channels cannot be split into 4 groups"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(leaf(1, 4, 5, 5))
