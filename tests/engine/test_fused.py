"""The faster forms of the table's entries compute what the plain ones say."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from chainrule import Operation, Tensor, fused, table

ODD = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, 1.0, 2.0, -3.0]
DTYPES = np.float32, np.float64


def plain(operation):
    forward, rules = fused.PLAIN[operation.name]
    return Operation(operation.name, forward, *rules)


ENTRIES = {name: getattr(table, name) for name in fused.PLAIN}
ELEMENTWISE = {"sigmoid": 1, "tanh": 1, "relu": 1, "clip": 1, "maximum": 2, "minimum": 2}
OPTIONS = {"clip": {"low": -1.0, "high": 2.0}}


def test_every_fused_entry_is_compared_here():
    assert ENTRIES.keys() == ELEMENTWISE.keys() | {"scatter", "matmul", "linear", "pow", "sum"}
    for name, entry in ENTRIES.items():
        forward, rules = fused.PLAIN[name]
        assert (entry.forward, entry.rules) != (forward, rules)


def computed(operation, arrays, g, **options):
    """Value and gradients, or the kind of error."""
    inputs = [Tensor(a, requires_grad=a.dtype.kind == "f") for a in arrays]
    with np.errstate(all="ignore"):
        try:
            y = operation(*inputs, **options)
        except ValueError as error:
            return [type(error)]
        if not y.requires_grad:
            return [y.data]
        y.backward(np.resize(g, y.shape).astype(y.dtype))
    return [y.data, *(x.grad for x in inputs)]


def same(operation, arrays, g, **options):
    fast, slow = (computed(form, arrays, g, **options) for form in (operation, plain(operation)))
    assert len(fast) == len(slow)
    for one, other in zip(fast, slow, strict=True):
        if isinstance(one, np.ndarray):
            assert (one.shape, one.dtype) == (other.shape, other.dtype)
            tolerance = 1e-4 if one.dtype == np.float32 else 1e-10
            np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)
        else:
            assert one == other


def array(rng, shape, dtype, odd):
    if odd:
        return rng.choice(ODD, shape).astype(dtype)
    return rng.integers(-3, 4, shape).astype(dtype) / 2  # many ties


seeds, dtypes = st.integers(0, 2**32 - 1), st.sampled_from([*DTYPES, np.int64])
shapes = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=4, min_side=0, max_side=3)


@given(
    st.sampled_from(list(ELEMENTWISE)),
    shapes,
    dtypes,
    st.sampled_from(DTYPES),
    seeds,
    st.booleans(),
)
def test_element_by_element(name, shapes, dtype, other, seed, odd):
    rng = np.random.default_rng(seed)
    odd = odd and dtype != np.int64
    arrays = [
        array(rng, s, d, odd) for s, d in zip(shapes.input_shapes, (dtype, other), strict=True)
    ]
    g = array(rng, 7, float, odd)
    same(ENTRIES[name], arrays[: ELEMENTWISE[name]], g, **OPTIONS.get(name, {}))


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("length", [4095, 4096, 20_000])
def test_arrays_so_long_that_gates_mask_bits(name, dtype, length):
    rng = np.random.default_rng()
    arrays = [array(rng, (length,), dtype, odd=True) for _ in range(ELEMENTWISE[name])]
    same(ENTRIES[name], arrays, rng.choice(ODD, length), **OPTIONS.get(name, {}))
    halves = [np.repeat(a, 2)[::2] for a in arrays]
    same(ENTRIES[name], halves, rng.choice(ODD, length), **OPTIONS.get(name, {}))


lengths = st.integers(0, 3)


@given(st.lists(lengths, max_size=3), lengths, lengths, st.data(), dtypes, seeds)
def test_linear_of_all_ranks(batch, n, m, data, dtype, seed):
    """Of one axis to four, of no features, no rows, no outputs; with a bias of every shape."""
    rng = np.random.default_rng(seed)
    w_dtype = data.draw(st.sampled_from(DTYPES), "dtype of w")
    arrays = [array(rng, (*batch, n), dtype, False), array(rng, (m, n), w_dtype, False)]
    whole = (*batch, m)
    biases = [None, (), (1,), *(whole[i:] for i in range(len(whole))), (*(1 for _ in batch), m)]
    bias = data.draw(st.sampled_from(biases), "bias")
    if bias is not None:
        b_dtype = data.draw(st.sampled_from(DTYPES), "dtype of b")
        arrays.append(array(rng, bias, b_dtype, False))
    same(table.linear, arrays, array(rng, 7, float, False))


@given(st.lists(lengths, max_size=2), lengths, lengths, lengths, dtypes, seeds, st.booleans())
def test_matmul_of_all_ranks(batch, n, k, m, dtype, seed, stacked):
    rng = np.random.default_rng(seed)
    g = array(rng, 7, float, False)
    for left in ((k,), (n, k), (*batch, n, k)):
        for right in ((k,), (k, m), (*batch, k, m) if stacked else (k, m)):
            same(table.matmul, [array(rng, left, dtype, False), array(rng, right, float, False)], g)


INDICES = [0, -1, True, np.int64(1), None, ..., slice(None), slice(None, None, -1), slice(0, 0),
           (0, 1), (slice(None), 1), (..., None), [0, 0, 1], np.array([1, 1]), ([0, 0], [1, 1]),
           np.array([True, False, True])]  # fmt: skip


@pytest.mark.parametrize("index", INDICES, ids=repr)
@pytest.mark.parametrize("dtype", DTYPES)
def test_scatter_to_every_kind_of_index(index, dtype):
    rng = np.random.default_rng()
    x = array(rng, np.zeros((3, 2))[index].shape, dtype, odd=True)
    same(table.scatter, [x], rng.normal(size=7), index=index, shape=(3, 2))


@pytest.mark.parametrize("kinds", [*itertools.product([*DTYPES, np.int64], repeat=3)], ids=repr)
def test_linear_of_all_dtypes(kinds):
    rng = np.random.default_rng()
    shapes = (4, 3), (2, 3), (2,)
    arrays = [array(rng, shape, kind, False) for shape, kind in zip(shapes, kinds, strict=True)]
    same(table.linear, arrays, rng.normal(size=7))


@pytest.mark.parametrize("dtype", [*DTYPES, np.int64])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 3)])
def test_sums_along_every_axis(shape, keepdims, dtype):
    rng, axes = np.random.default_rng(), range(-len(shape), len(shape))
    for axis in (None, (), *axes, tuple(range(len(shape)))):
        g = rng.normal(size=7)
        same(table.sum, [array(rng, shape, dtype, False)], g, axis=axis, keepdims=keepdims)


@pytest.mark.parametrize("n", [-2, -1.0, 0, 0.0, 0.5, 1, 2, 3.0, np.float64(2), np.arange(-1.0, 4)])
def test_powers_of_numbers_and_of_arrays(n):
    for x in ([0.0, 1.0, 2.0, 3.0, 0.5], [0.0, -0.0, -1.0, np.inf, np.nan]):
        given = [Tensor(x, requires_grad=True) for _ in range(2)]
        with np.errstate(all="ignore"):
            for form, z in zip((table.pow, plain(table.pow)), given, strict=True):
                form(z, n).sum().backward()
        np.testing.assert_array_equal(*(z.grad for z in given))
