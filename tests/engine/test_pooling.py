"""Pooling against its definition, central differences and PyTorch."""

import itertools

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch")
    found.set_num_threads(1)
    return found


POOLS = {"max": (F.max_pool2d, np.max), "avg": (F.avg_pool2d, np.mean)}
WINDOWS = [(2, None), (2, 1), ((3, 2), (2, 3)), ((1, 3), 2)]


def leaf(*shape):
    return Tensor(rng.normal(size=shape), requires_grad=True)


def by_definition(reduce, x, kernel, stride):
    (kh, kw), (sh, sw) = np.broadcast_to(kernel, 2), np.broadcast_to(stride or kernel, 2)
    y = np.empty((*x.shape[:2], (x.shape[2] - kh) // sh + 1, (x.shape[3] - kw) // sw + 1))
    for n, c, p, q in np.ndindex(y.shape):
        y[n, c, p, q] = reduce(x[n, c, p * sh : p * sh + kh, q * sw : q * sw + kw])
    return y


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize(("kernel", "stride"), WINDOWS)
def test_pooling_is_its_definition(pool, kernel, stride):
    function, reduce = POOLS[pool]
    x = rng.normal(size=(2, 3, 7, 6))
    np.testing.assert_allclose(
        function(x, kernel, stride), by_definition(reduce, x, kernel, stride)
    )


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize(("kernel", "stride"), WINDOWS)
def test_its_gradient_agrees_with_central_differences_and_so_does_its_own(pool, kernel, stride):
    def of(x):
        return POOLS[pool][0](x, kernel, stride)

    x = Tensor(rng.permutation(84).reshape(2, 2, 7, 3) / 10, requires_grad=True)
    assert gradcheck(of, x)
    covector = rng.normal(size=of(x).shape)

    def steepness(x):
        (g,) = gradients((of(x) * of(x) * covector).sum(), [x], create_graph=True)
        return (g * g).sum()

    assert gradcheck(steepness, x)


@pytest.mark.oracle
@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize(("kernel", "stride"), WINDOWS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_and_gradients_are_pytorchs_ties_included(torch, pool, kernel, stride, dtype):
    x = Tensor(rng.integers(0, 3, (3, 2, 8, 7)).astype(dtype), requires_grad=True)
    other = torch.tensor(x.data, requires_grad=True)
    y = POOLS[pool][0](x, kernel, stride)
    z = getattr(torch.nn.functional, f"{pool}_pool2d")(other, kernel, stride)
    g = rng.normal(size=y.shape).astype(dtype)
    y.backward(g)
    z.backward(torch.tensor(g))
    assert y.dtype == x.grad.dtype == dtype
    np.testing.assert_allclose(y.data, z.detach().numpy(), rtol=1e-6)
    np.testing.assert_allclose(x.grad, other.grad.numpy(), rtol=1e-5, atol=1e-6)


def test_of_equal_pixels_the_first_in_row_order_gets_the_gradient():
    x = Tensor(np.array([[[[0.0, 7.0], [7.0, 7.0]]]]), requires_grad=True)
    F.max_pool2d(x, 2).sum().backward()
    assert x.grad.tolist() == [[[[0, 1], [0, 0]]]]


def test_a_pixel_that_wins_in_several_windows_gets_the_sum():
    x = Tensor(np.array([[[[0.0, 9.0, 0.0]]]]), requires_grad=True)
    F.max_pool2d(x, (1, 2), 1).sum().backward()
    assert x.grad.tolist() == [[[[0, 2, 0]]]]


@pytest.mark.parametrize("layer", [nn.MaxPool2d(2), nn.AvgPool2d(2), nn.MaxPool2d(3, stride=1)])
def test_no_image_views_and_inputs_stay_as_they_were(layer):
    assert layer(np.ones((0, 1, 4, 4))).shape[0] == 0
    x = rng.normal(size=(6, 6, 2, 3)).transpose(3, 2, 1, 0)[:, :, ::-1]
    before = x.copy()
    plain, view = Tensor(before, requires_grad=True), Tensor(x, requires_grad=True)
    for y in (layer(plain), layer(view)):
        y.sum().backward()
    np.testing.assert_array_equal(layer(x), layer(before))
    np.testing.assert_array_equal(view.grad, plain.grad)
    np.testing.assert_array_equal(x, before)


def test_a_window_of_one_pixel_changes_nothing():
    x = rng.normal(size=(2, 1, 1, 1))
    np.testing.assert_array_equal(F.max_pool2d(x, 1), x)
    np.testing.assert_array_equal(F.avg_pool2d(x, 1), x)


@pytest.mark.parametrize("pool", POOLS)
def test_windows_that_do_not_fit_are_named(pool):
    function, name = POOLS[pool][0], f"{pool}_pool2d"
    with pytest.raises(ValueError, match=f"{name}: a window of 3x3 does not fit .* 2x5"):
        function(leaf(1, 1, 2, 5), 3)
    with pytest.raises(ValueError, match=rf"{name}: images have shape .* \(2, 5\)"):
        function(leaf(2, 5), 2)
    with pytest.raises(ValueError, match="kernel_size is a whole number from 1 on"):
        function(leaf(1, 1, 2, 5), 0)


def test_flatten_makes_a_row_of_each_image_and_of_none():
    x = leaf(2, 3, 4, 5)
    y = nn.Flatten()(x)
    np.testing.assert_array_equal(y.data, x.data.reshape(2, 60))
    assert nn.Flatten()(np.ones((0, 3, 2, 2))).shape == (0, 12)
    assert gradcheck(nn.Flatten(), x)


@pytest.mark.oracle
def test_a_convolutional_net_learns_as_pytorchs_does(torch):
    layers = [nn.Conv2d(1, 2, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(2, 3, 2)]
    net = nn.Sequential(*layers, nn.ReLU(), nn.MaxPool2d(2, 1), nn.Flatten(), nn.Linear(12, 4))
    T = torch.nn
    other = T.Sequential(
        T.Conv2d(1, 2, 3, padding=1), T.Tanh(), T.AvgPool2d(2), T.Conv2d(2, 3, 2),
        T.ReLU(), T.MaxPool2d(2, 1), T.Flatten(), T.Linear(12, 4),
    ).double()  # fmt: skip
    other.load_state_dict({name: torch.tensor(v) for name, v in net.state_dict().items()})
    x, t = rng.normal(size=(5, 1, 8, 8)), rng.integers(0, 4, 5)
    F.cross_entropy(net(x), t).backward()
    T.functional.cross_entropy(other(torch.tensor(x)), torch.tensor(t)).backward()
    for mine, theirs in zip(net.parameters(), other.parameters(), strict=True):
        np.testing.assert_allclose(mine.grad, theirs.grad.numpy(), atol=1e-12)


def every_option(pool):
    """Paddings, dilations and roundings of windows of several sizes, as far as PyTorch has them."""
    for kernel, stride, padding, ceil in itertools.product(
        [2, (3, 2)], [1, 2, 3], [0, 1, (1, 0)], [False, True]
    ):
        options = {"stride": stride, "padding": padding, "ceil_mode": ceil}
        if pool == "max":
            yield from (((kernel, {**options, "dilation": d})) for d in (1, 2, (2, 1)))
        else:
            yield from (((kernel, {**options, "count_include_pad": c})) for c in (False, True))
            yield kernel, {**options, "divisor_override": 3}


@pytest.mark.oracle
@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("shape", [(2, 3, 7, 6), (3, 6, 7), (1, 1, 5, 5)], ids=str)
def test_pooling_is_pytorchs_with_all_options(torch, pool, shape):
    x = Tensor(rng.integers(-3, 3, shape).astype(float), requires_grad=True)
    other = torch.tensor(x.data, requires_grad=True)
    for kernel, options in every_option(pool):
        y = POOLS[pool][0](x, kernel, **options)
        z = getattr(torch.nn.functional, f"{pool}_pool2d")(other, kernel, **options)
        g = rng.normal(size=z.shape)
        x.grad = other.grad = None
        y.backward(g)
        z.backward(torch.tensor(g))
        np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12, err_msg=str(options))
        np.testing.assert_allclose(x.grad, other.grad.numpy(), atol=1e-12, err_msg=str(options))


@pytest.mark.oracle
@pytest.mark.parametrize("shape", [(2, 3, 7, 6), (3, 6, 12)], ids=str)
@pytest.mark.parametrize("size", [1, 3, (7, 2), (None, 4), (9, 5)], ids=str)
def test_pooling_to_a_size_is_pytorchs(torch, shape, size):
    x = Tensor(rng.normal(size=shape), requires_grad=True)
    other = torch.tensor(x.data, requires_grad=True)
    y, z = nn.AdaptiveAvgPool2d(size)(x), torch.nn.AdaptiveAvgPool2d(size)(other)
    g = rng.normal(size=z.shape)
    y.backward(g)
    z.backward(torch.tensor(g))
    np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(x.grad, other.grad.numpy(), atol=1e-12)


LAYERS = [
    ("MaxPool1d", (2, 3, 8), (3,), {"stride": 2, "padding": 1}),
    ("MaxPool1d", (3, 8), (2,), {"ceil_mode": True, "dilation": 2}),
    ("AvgPool1d", (2, 3, 8), (3,), {"padding": 1, "count_include_pad": False}),
    ("MaxPool2d", (2, 3, 8, 7), (3, 2), {"padding": 1, "ceil_mode": True}),
    ("MaxPool2d", (3, 8, 7), (2,), {}),
    ("AvgPool2d", (2, 3, 8, 7), ((2, 3),), {"padding": (1, 0), "ceil_mode": True}),
]


@pytest.mark.oracle
@pytest.mark.parametrize(("name", "shape", "args", "options"), LAYERS)
def test_a_layer_is_pytorchs(torch, name, shape, args, options):
    layer, x = getattr(nn, name)(*args, **options), rng.normal(size=shape)
    theirs = getattr(torch.nn, name)(*args, **options)(torch.tensor(x))
    np.testing.assert_allclose(layer(x), theirs.numpy(), atol=1e-12)
    assert repr(layer).startswith(name)
    assert all(f"{key}={value!r}" in repr(layer) for key, value in options.items())


def test_integers_have_a_largest_one_beside_the_border_too():
    x = np.array([[[-5, -7], [-6, -9]]])
    assert F.max_pool2d(x, 2, 1, padding=1).tolist() == [[[-5, -5, -7], [-5, -5, -7], [-6, -6, -9]]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: F.max_pool2d(x, 2, padding=2), r"a padding of \(2, 2\) is more than half"),
        (lambda x: F.max_pool2d(x, 2, 0), "stride is a whole number from 1 on"),
        (lambda x: F.max_pool2d(x, 3, dilation=3), "a window of 7x7 does not fit .* 4x4"),
        (lambda x: F.max_pool1d(x, 2), r"sequences have shape \(N, C, L\), .* \(1, 1, 4, 4\)"),
        (lambda x: F.max_pool1d(x[0], (1, 2)), "kernel_size is a whole number from 1 on"),
        (lambda x: F.adaptive_avg_pool2d(x, 0), "output_size is a whole number from 1 on"),
        (lambda x: F.adaptive_avg_pool2d(x[:, :, :0], 1), "an image of 0x4 has no pixel"),
    ],
)
def test_windows_that_cannot_be_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(leaf(1, 1, 4, 4))
