"""What holds for every operation, whatever the shape, the dtype and the layout of its inputs."""

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import chainrule as cr
from chainrule import Tensor, gradcheck, gradients, nn, shapes, table
from chainrule.nn import functional as F

# Elementwise functions. Name -> function, and from where to where it is tried: clear of kinks.
UNARY = {
    "neg": (table.neg, (-2, 2)),
    "exp": (table.exp, (-2, 2)),
    "log": (table.log, (0.5, 2)),
    "sqrt": (table.sqrt, (0.5, 2)),
    "sin": (table.sin, (-2, 2)),
    "cos": (table.cos, (-2, 2)),
    "abs": (table.abs, (0.1, 2)),
    "sigmoid": (table.sigmoid, (-2, 2)),
    "tanh": (table.tanh, (-2, 2)),
    "relu": (table.relu, (0.1, 2)),
    "softplus": (table.softplus, (-2, 2)),
    "clip": (lambda x: table.clip(x, low=0.3, high=0.6), (0.7, 2)),
    "leaky_relu": (F.leaky_relu, (-2, -0.1)),
    "prelu": (lambda x: F.prelu(x, 0.25), (-2, -0.1)),
    "elu": (F.elu, (-2, 2)),
    "gelu": (F.gelu, (-2, 2)),
    "square": (lambda x: x**2, (-2, 2)),
}
BINARY = {
    "add": table.add,
    "sub": table.sub,
    "mul": table.mul,
    "div": table.div,
    "pow": table.pow,
    "maximum": table.maximum,
    "minimum": table.minimum,
    "where": lambda a, b: table.where(a > 0, a, b),
}
# Functions of one array that has at least one number along each axis.
WHOLE = {
    "sum": lambda x: table.sum(x),
    "sum of rows": lambda x: table.sum(x, axis=-1, keepdims=True),
    "mean": lambda x: table.mean(x),
    "mean of rows": lambda x: table.mean(x, axis=-1),
    "max": lambda x: table.max(x, axis=-1),
    "min": lambda x: table.min(x, axis=-1),
    "softmax": F.softmax,
    "log_softmax": F.log_softmax,
    "transpose": lambda x: x.T,
    "reshape": lambda x: x.reshape(-1),
    "last first": lambda x: x[::-1],
    "one of them thrice": lambda x: x[[0, 0, 0]],
    "stack": lambda x: shapes.stack([x, x * 2], axis=-1),
    "cat": lambda x: shapes.cat([x, x[:1]]),
    "matmul": lambda x: table.matmul(x.T, x),
    "linear": lambda x: table.linear(x, np.full((2, x.shape[-1]), 0.5, x.dtype)),
    "layer_norm": lambda x: F.layer_norm(
        x, np.ones(x.shape[-1], x.dtype), np.ones(x.shape[-1], x.dtype)
    ),
    "attention": lambda x: F.scaled_dot_product_attention(x, x, x),
    "mse_loss": lambda x: F.mse_loss(x, np.zeros(x.shape, x.dtype)),
    "binary_cross_entropy_with_logits": lambda x: F.binary_cross_entropy_with_logits(
        x, np.ones(x.shape, x.dtype)
    ),
    "cross_entropy": lambda x: F.cross_entropy(x, np.zeros(len(x), int)),
}
fewer = settings(max_examples=40)
dtypes = st.sampled_from([np.float32, np.float64])
any_shape = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
matrices = hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=3)


def layouts(array):
    """The same numbers, laid out in memory in every way that NumPy knows."""
    spaced = np.zeros([2 * n for n in array.shape], array.dtype)
    spaced[tuple(slice(None, None, 2) for _ in array.shape)] = array
    everywhere = tuple(slice(None, None, -1) for _ in array.shape)
    yield "strided", spaced[tuple(slice(None, None, 2) for _ in array.shape)]
    yield "reversed", np.ascontiguousarray(array[everywhere])[everywhere]
    yield "transposed", np.asfortranarray(array)


def numbers(data, shape, dtype, low, high):
    seed = data.draw(st.integers(0, 2**32 - 1))
    return np.random.default_rng(seed).uniform(low, high, shape).astype(dtype)


def value_and_slopes(f, *arrays):
    """What f says of these arrays, and the gradients of its sum, with no array copied first."""
    leaves = [leaf_around(a) for a in arrays]
    y = f(*leaves)
    return y.data, [g.data for g in gradients(y, leaves, seed=np.ones(y.shape, y.dtype))]


def leaf_around(array):
    """A leaf that holds the array itself: `Tensor` would copy it and lose its layout."""
    leaf = Tensor(np.zeros((), array.dtype), requires_grad=True)
    leaf.data = array
    return leaf


def check_all(f, *arrays):
    """Everything that has to hold of `f` at these arrays."""
    before = [a.copy() for a in arrays]
    y, slopes = value_and_slopes(f, *arrays)
    for a, slope in zip(arrays, slopes, strict=True):
        assert slope.shape == a.shape
        assert slope.dtype == a.dtype
    tolerance = 1e-5 if y.dtype == np.float32 else 1e-12
    close = {"rtol": tolerance, "atol": tolerance}
    for i, a in enumerate(arrays):
        for layout, same in layouts(a):
            again, others = value_and_slopes(f, *arrays[:i], same, *arrays[i + 1 :])
            np.testing.assert_allclose(again, y, **close, err_msg=layout)
            for slope, other in zip(slopes, others, strict=True):
                np.testing.assert_allclose(other, slope, **close, err_msg=layout)
    for a, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(a, copy)
    if y.dtype == np.float64:
        assert gradcheck(f, [Tensor(a, requires_grad=True) for a in arrays])


@pytest.mark.parametrize("name", UNARY)
@fewer
@given(data=st.data(), shape=any_shape, dtype=dtypes)
def test_an_elementwise_function_of_any_shape(name, data, shape, dtype):
    f, (low, high) = UNARY[name]
    check_all(f, numbers(data, shape, dtype, low, high))


@pytest.mark.parametrize("name", BINARY)
@fewer
@given(
    data=st.data(),
    pair=hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, min_side=0, max_side=3),
    dtype=dtypes,
)
def test_two_shapes_that_broadcast(name, data, pair, dtype):
    a, b = pair.input_shapes
    check_all(
        BINARY[name], numbers(data, a, dtype, 0.1, 1), numbers(data, b, dtype, 1.1, 2)
    )  # a < b, so that nobody changes places when nudged


@pytest.mark.parametrize("name", WHOLE)
@fewer
@given(data=st.data(), shape=matrices, dtype=dtypes)
def test_a_function_of_a_whole_matrix(name, data, shape, dtype):
    x = np.arange(np.prod(shape)).reshape(shape) + numbers(data, shape, dtype, 0, 0.5)
    check_all(WHOLE[name], (x / x.size).astype(dtype))


@pytest.mark.parametrize("name", BINARY)
@fewer
@given(shape=matrices, dtype=dtypes)
def test_a_read_only_view_that_repeats_one_row(name, shape, dtype):
    row = np.linspace(1.1, 2, shape[-1]).astype(dtype)
    repeated = np.broadcast_to(row, shape)
    a = np.full(shape, 0.5, dtype)
    y, slopes = value_and_slopes(BINARY[name], a, repeated)
    expected, same = value_and_slopes(BINARY[name], a, repeated.copy())
    np.testing.assert_array_equal(y, expected)
    for slope, other in zip(slopes, same, strict=True):
        np.testing.assert_array_equal(slope, other)


@pytest.mark.parametrize("f", [table.add, table.mul, table.matmul], ids=repr)
@pytest.mark.parametrize("sizes", [((0, 2), (2, 0)), ((0, 0), (0, 0)), ((3, 0), (0, 3))])
def test_nothing_at_all_has_a_gradient_of_its_own_shape(f, sizes):
    a, b = (np.ones(size) for size in sizes)
    a, b = (a, b) if f is table.matmul else (a, a)
    _, slopes = value_and_slopes(f, a, b)
    assert [g.shape for g in slopes] == [a.shape, b.shape]
    assert not any(g.any() for g in slopes)


# Found by comparison with PyTorch


def test_axes_counted_from_the_end_are_permuted_back():
    x = np.arange(24.0).reshape(2, 3, 4)
    assert gradcheck(lambda x: x.permute(0, -1, 1), Tensor(x, requires_grad=True))


@pytest.mark.parametrize("f", [F.softmax, F.log_softmax], ids=["softmax", "log_softmax"])
def test_softmax_of_nothing_is_nothing(f):
    y, (slope,) = value_and_slopes(f, np.ones((5, 0)))
    assert y.shape == slope.shape == (5, 0)


def test_the_means_of_no_rows_have_a_gradient():
    y, (slope,) = value_and_slopes(lambda x: table.mean(x, axis=1), np.ones((0, 3)))
    assert y.shape == (0,)
    assert slope.shape == (0, 3)


def test_no_power_of_zero_changes_with_its_exponent():
    x, n = Tensor(0.0, requires_grad=True), Tensor(2.0, requires_grad=True)
    assert gradients(x**n, [n])[0].item() == 0


# At a thousand the value may be infinite in truth (exp) or undefined (log of a negative number).
SATURATING = {
    name: UNARY[name][0] for name in UNARY if name not in {"exp", "log", "sqrt"}
} | {
    "exp of a large negative number": lambda x: table.exp(-table.abs(x)),
    "log of a large number": lambda x: table.log(table.abs(x) + 1),
    "sqrt of a large number": lambda x: table.sqrt(table.abs(x) + 1),
    "softmax": F.softmax,
    "log_softmax": F.log_softmax,
    "mse_loss": lambda x: F.mse_loss(x, -np.asarray(x.data)),
    "binary_cross_entropy_with_logits, true": lambda x: F.binary_cross_entropy_with_logits(
        x, np.ones(x.shape, x.dtype)
    ),
    "binary_cross_entropy_with_logits, false": lambda x: F.binary_cross_entropy_with_logits(
        x, np.zeros(x.shape, x.dtype)
    ),
    "cross_entropy, right": lambda x: F.cross_entropy(x.reshape(1, -1), np.array([x.size - 1])),
    "cross_entropy, wrong": lambda x: F.cross_entropy(x.reshape(1, -1), np.array([0])),
    "layer_norm": lambda x: F.layer_norm(x, np.ones(x.shape, x.dtype), np.ones(x.shape, x.dtype)),
    "attention": lambda x: F.scaled_dot_product_attention(*[x.reshape(-1, 1)] * 3),
    "gelu, exact": lambda x: F.gelu(x, approximate="none"),
}  # fmt: skip


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", SATURATING)
def test_a_thousand_gives_neither_nan_nor_warning(name, dtype):
    # e⁻¹⁰⁰⁰ is 0: that underflow is the truth, every other complaint is a mistake.
    with np.errstate(all="raise", under="ignore"):
        for x in ([-1000, -1, 0, 1, 1000], [-1000] * 3, [1000] * 3):
            y, (slope,) = value_and_slopes(SATURATING[name], np.array(x, dtype))
            assert np.isfinite(y).all()
            assert np.isfinite(slope).all()
            assert slope.dtype == dtype


@given(times=st.integers(1, 4), data=st.data())
def test_backward_adds_once_each_time(times, data):
    x = Tensor(numbers(data, 3, np.float64, -1, 1), requires_grad=True)
    y = (cr.tanh(x) * x).sum()
    (once,) = gradients(y, [x])
    for _ in range(times):
        y.backward()
    np.testing.assert_allclose(x.grad, times * once.data, rtol=1e-15)


def computed(output):
    """Every tensor behind this one that is not a leaf, itself included."""
    seen, stack = {output}, [output]
    while stack:
        for x in stack.pop().inputs:
            if isinstance(x, Tensor) and not x.is_leaf and x not in seen:
                seen.add(x)
                stack.append(x)
    return seen


def test_with_the_collector_off_ten_steps_leave_nothing_behind():
    net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.LayerNorm(4), nn.Linear(4, 2))
    optimizer = cr.optim.Adam(net.parameters(), lr=0.1)
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            optimizer.zero_grad()
            loss = F.cross_entropy(net(np.ones((5, 3))), np.zeros(5, int))
            witnesses = [weakref.ref(node) for node in computed(loss)]
            loss.backward()
            optimizer.step()
            assert len(witnesses) >= 5
            assert all(witness() is not None for witness in witnesses)
            del loss
            assert all(witness() is None for witness in witnesses)
    finally:
        gc.enable()
