"""Every entry of the table against central differences, in value and in derivative."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import chainrule as cr
from chainrule import Tensor, cat, gradcheck, nn, shapes, stack, table
from chainrule.engine import Operation
from chainrule.widgets.expression import trace

rng = np.random.default_rng()


def away_from_zero(shape):
    return rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape)


# Operation -> arguments that keep clear of kinks and of the ends of its domain, and options.
SAMPLES = {
    "add": [away_from_zero((3, 2)), away_from_zero(2)],
    "sub": [away_from_zero((3, 1)), away_from_zero((1, 2))],
    "mul": [away_from_zero((3, 2)), away_from_zero(())],
    "div": [away_from_zero((2, 3)), away_from_zero((2, 1))],
    "neg": [away_from_zero(3)],
    "pow": [rng.uniform(0.5, 2, (2, 3)), away_from_zero(3)],
    "matmul": [away_from_zero((5, 2, 3)), away_from_zero((3, 4))],
    "linear": [away_from_zero((4, 3)), away_from_zero((2, 3)), away_from_zero(2)],
    "exp": [away_from_zero(3)],
    "log": [rng.uniform(0.5, 2, 3)],
    "sqrt": [rng.uniform(0.5, 2, 3)],
    "sin": [away_from_zero(3)],
    "cos": [away_from_zero(3)],
    "abs": [away_from_zero(3)],
    "sigmoid": [away_from_zero(3)],
    "tanh": [away_from_zero(3)],
    "relu": [away_from_zero(5)],
    "softplus": [away_from_zero(3)],
    "maximum": [away_from_zero((3, 2)), np.full(2, 0.1)],
    "minimum": [away_from_zero((3, 2)), np.full(2, 0.1)],
    "where": [np.array([True, False, True]), away_from_zero(3), away_from_zero(3)],
    "clip": [away_from_zero((4, 3)) * 0.6],
    "sum": [away_from_zero((2, 3))],
    "mean": [away_from_zero((2, 3))],
    "max": [rng.permutation(6).reshape(2, 3) * 1.0],
    "min": [rng.permutation(6).reshape(2, 3) * 1.0],
    "astype": [away_from_zero(3)],
    "reshape": [away_from_zero((2, 3))],
    "permute": [away_from_zero((2, 3, 4))],
    "transpose": [away_from_zero((2, 3, 4))],
    "broadcast_to": [away_from_zero((2, 1))],
    "getitem": [away_from_zero((3, 2))],
    "scatter": [away_from_zero(3)],
}
OPTIONS = {
    "clip": [{"low": -0.55, "high": 0.66}],
    "astype": [{"dtype": np.dtype(float)}],
    "sum": [{}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"axis": (0, 1)}],
    "mean": [{}, {"axis": 0}, {"axis": 1, "keepdims": True}],
    "max": [{}, {"axis": 0}, {"axis": 1, "keepdims": True}],
    "min": [{}, {"axis": 0}, {"axis": 1, "keepdims": True}],
    "reshape": [{"shape": (3, 2)}, {"shape": (-1,)}],
    "permute": [{"axes": (2, 0, 1)}],
    "transpose": [{"axis0": 0, "axis1": 2}],
    "broadcast_to": [{"shape": (4, 2, 3)}],
    "getitem": [{"index": 1}, {"index": (slice(None), 0)}, {"index": [0, 0, 2]}],
    "scatter": [{"index": [1, 1, 4], "shape": (5,)}],
}
OPERATIONS = {
    name: entry
    for name, entry in [*vars(table).items(), *vars(shapes).items()]
    if type(entry) is Operation
}
CASES = [(name, options) for name in OPERATIONS for options in OPTIONS.get(name, [{}])]


def samples(name):
    assert name in SAMPLES, f"add {name} to SAMPLES in this file"
    return tensors(SAMPLES[name])


def tensors(arrays):
    return [Tensor(a, requires_grad=a.dtype == float) for a in arrays]


@pytest.mark.parametrize(("name", "options"), CASES)
def test_every_rule_agrees_with_central_differences(name, options):
    operation = OPERATIONS[name]
    assert gradcheck(lambda *x: operation(*x, **options), samples(name))


@pytest.mark.parametrize(("name", "options"), CASES)
def test_every_rule_can_be_differentiated_again(name, options):
    from chainrule import gradients

    operation = OPERATIONS[name]
    inputs = samples(name)
    wanted = [x for x in inputs if x.requires_grad]
    covector = rng.normal(size=operation(*inputs, **options).shape)

    def slopes(*arguments):
        again = [x for x in arguments if x.requires_grad]
        y = (operation(*arguments, **options) * covector).sum()
        found = gradients(y, again, create_graph=True)
        return sum((g * g).sum() for g in found) + sum((x * x).sum() for x in again)

    assert wanted
    assert gradcheck(slopes, inputs)


def test_every_operation_of_the_table_is_a_function_of_chainrule():
    named = {n: x for n, x in OPERATIONS.items() if n in vars(table) and x not in table.MOVES}
    assert named == table.OPERATIONS
    assert {name: getattr(cr, name) for name in table.OPERATIONS} == table.OPERATIONS


def test_every_function_of_one_number_is_in_nn_functional_and_in_formulas():
    one_input = {x.name for x in table.OPERATIONS.values() if len(SAMPLES[x.name]) == 1}
    functions = one_input - OPTIONS.keys() - {"neg"}
    assert {"exp", "softplus"} < functions
    for name in functions:
        assert getattr(nn.functional, name) is getattr(table, name)
        assert trace(f"{name}(x)", {"x": 0.5}).operation is getattr(table, name)


def test_every_layer_that_an_entry_names_applies_it_and_says_what_it_is():
    named = {x.layer: x for x in table.OPERATIONS.values() if x.layer}
    assert {"ReLU", "Sigmoid", "Softplus", "Tanh"} <= named.keys() <= set(nn.__all__)
    for name, operation in named.items():
        layer = getattr(nn, name)()
        assert layer(Tensor(0.5)).item() == operation(0.5)
        assert repr(layer) == f"{name}()"
        assert operation.formula in layer.__doc__
        assert operation.says in layer.__doc__


@pytest.mark.parametrize("a", [(3,), (2, 3), (5, 2, 3)])
@pytest.mark.parametrize("b", [(3,), (3, 4), (5, 3, 4)])
def test_matmul_of_vectors_matrices_and_stacks(a, b):
    assert gradcheck(table.matmul, tensors([away_from_zero(a), away_from_zero(b)]))


@pytest.mark.parametrize("name", ["abs", *(n for n, f in table.FUNCTIONS.items() if f.layer)])
def test_neither_nan_nor_warning_at_a_thousand(name):
    x = Tensor([-1000.0, 0.0, 1000.0], requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = OPERATIONS[name](x)
        y.sum().backward()
    assert np.isfinite(y.data).all()
    assert np.isfinite(x.grad).all()


def test_sigmoid_keeps_its_digits_far_to_the_left():
    assert table.sigmoid(np.array(-700.0)) == pytest.approx(np.exp(-700.0), rel=1e-12)


def test_relu_has_slope_zero_at_zero():
    x = Tensor([0.0], requires_grad=True)
    table.relu(x).sum().backward()
    assert x.grad.tolist() == [0]


def test_the_power_zero_has_slope_zero_even_at_zero():
    x = Tensor([0.0, 2.0], requires_grad=True)
    (x**0).sum().backward()
    assert x.grad.tolist() == [0, 0]


def test_a_tie_shares_the_gradient():
    x, y = Tensor(1.0, requires_grad=True), Tensor(1.0, requires_grad=True)
    table.maximum(x, y).backward()
    assert (x.grad, y.grad) == (0.5, 0.5)
    z = Tensor([2.0, 2.0, 1.0], requires_grad=True)
    z.max().backward()
    assert z.grad.tolist() == [0.5, 0.5, 0]


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_what_is_joined_gets_its_own_gradient_back(axis):
    shapes = [[2, 3, 4], [2, 3, 4], [2, 3, 4]]
    for length, shape in zip((1, 0, 3), shapes, strict=True):
        shape[axis] = length
    inputs = tensors([rng.normal(size=shape) for shape in shapes])
    assert gradcheck(lambda *x: cat(x, axis=axis), inputs)
    assert gradcheck(lambda *x: stack(x, axis=axis), tensors([rng.normal(size=(2, 3))] * 3))


def test_a_tensor_joined_with_itself_gets_the_sum():
    x = Tensor([1.0, 2.0], requires_grad=True)
    (cat([x, x, np.zeros(1)]) * np.arange(5.0)).sum().backward()
    assert x.grad.tolist() == [2, 4]


def test_shapes_that_cannot_be_joined_are_named():
    with pytest.raises(ValueError, match=r"cat: shapes \(2,\), \(2, 2\) do not fit"):
        cat([Tensor(np.ones(2)), np.ones((2, 2))])


def test_the_bounds_of_a_clip_let_the_gradient_through():
    x = Tensor([-1.0, 0.0, 1.0, 2.0], requires_grad=True)
    table.clip(x, low=0, high=1).sum().backward()
    assert x.grad.tolist() == [0, 1, 1, 0]


shapes = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, min_side=0, max_side=3)


@given(shapes, st.sampled_from(["add", "sub", "mul", "div", "maximum"]), st.integers(0, 2**32 - 1))
def test_broadcasting_sums_the_gradient_to_each_inputs_shape(shapes, name, seed):
    draw = np.random.default_rng(seed)
    arrays = [draw.uniform(1, 2, s) + i for i, s in enumerate(shapes.input_shapes)]
    assert gradcheck(OPERATIONS[name], tensors(arrays))


@given(st.integers(0, 2**32 - 1))
def test_views_that_are_not_contiguous_have_the_same_gradients(seed):
    array = np.random.default_rng(seed).normal(size=(4, 6))
    x, strided = Tensor(array[::2, ::-2].copy()), Tensor(array)
    x.requires_grad = strided.requires_grad = True
    table.tanh(x).sum().backward()
    table.tanh(strided[::2, ::-2]).sum().backward()
    np.testing.assert_array_equal(strided.grad[::2, ::-2], x.grad)
    assert np.count_nonzero(strided.grad) == x.grad.size
