"""Pooling against its definition, central differences and PyTorch."""

import numpy as np
import pytest

from chainrule import Tensor, gradcheck, gradients, nn
from chainrule.nn import functional as F

rng = np.random.default_rng()

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
def test_values_and_gradients_are_pytorchs_ties_included(pool, kernel, stride, dtype):
    torch = pytest.importorskip("torch")
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
def test_a_convolutional_net_learns_as_pytorchs_does():
    torch = pytest.importorskip("torch")
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
