"""NumPy, Python and what makes tensors: none forgets a graph without a word."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor


def variable(*shape: int) -> Tensor:
    """A leaf that wants a gradient."""
    return Tensor(np.random.default_rng(0).uniform(0.5, 1.5, shape), requires_grad=True)


MASK = np.array([[True, False], [True, True]])
UFUNCS = [x for x in vars(np).values() if isinstance(x, np.ufunc)]
OPTIONS = {"where": {"where": MASK}, "dtype": {"dtype": np.float32}, "initial": {"initial": 5.0}}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("ufunc", [np.add, np.maximum, np.minimum, np.multiply], ids=str)
def test_a_reduction_with_more_options_is_refused(ufunc, options):
    with pytest.raises(TypeError, match="graph"):
        ufunc.reduce(variable(2, 2), **options)


@pytest.mark.parametrize("ufunc", UFUNCS, ids=lambda ufunc: ufunc.__name__)
def test_no_function_of_numpys_writes_into_a_tensor_with_a_graph(ufunc):
    inputs = [np.ones((2, 2), bool if "bit" in ufunc.__name__ else float)] * ufunc.nin
    for out in (variable(2, 2), variable(2, 2) * 1.0):
        before = out.data.copy()
        with pytest.raises((TypeError, ValueError)):
            ufunc(*inputs, out=(out,) * ufunc.nout)
        assert np.array_equal(out.data, before)


WRITERS = {
    "copyto": lambda x: np.copyto(x, 0.0),
    "put": lambda x: np.put(x, [0], 0.0),
    "place": lambda x: np.place(x, MASK, [0.0]),
    "putmask": lambda x: np.putmask(x, MASK, 0.0),
    "fill_diagonal": lambda x: np.fill_diagonal(x, 0.0),
    "at": lambda x: np.add.at(x, 0, 1.0),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_writes_into_a_tensor_is_refused_where_operations_record(write):
    x = variable(2, 2)
    before = x.data.copy()
    with pytest.raises(TypeError, match="graph"):
        write(x)
    assert np.array_equal(x.data, before)


MAKERS = {
    "full": lambda w: cr.full((2,), w),
    "full_like": lambda w: cr.full_like(np.ones(2), w),
    "linspace": lambda w: cr.linspace(0.0, w, 3),
    "arange": lambda w: cr.arange(0.0, w),
    "step": lambda w: cr.arange(0.0, 1.0, w),
    "np.full": lambda w: np.full(2, w),
    "np.full_like": lambda w: np.full_like(np.ones(2), w),
    "np.full_like of a tensor": lambda w: np.full_like(w, fill_value=w),
    "np.array": lambda w: np.array([w, w]),
    "tensor of a list": lambda w: cr.tensor([w, w]),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_numbers_of_a_graph_are_not_taken_for_constants(make):
    with pytest.raises(TypeError, match="graph"):
        make(variable())
    make(variable().detach())


@pytest.mark.parametrize("forget", [float, complex, cr.tensor, np.float64])
def test_what_forgets_a_graph_says_so(forget):
    with pytest.warns(UserWarning, match="forget"):
        forget(variable())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        forget(variable().detach())


@pytest.mark.parametrize("left", [(), (3,), (2, 3), (4, 2, 3)], ids=str)
@pytest.mark.parametrize("right", [(), (3,), (3, 2), (4, 3, 2), (2, 5, 3, 2)], ids=str)
def test_dot_is_numpys(left, right):
    a, b = variable(*left), variable(*right)
    expected = np.dot(a.data, b.data)
    for x, y in ((a, b), (a.data, b), (a, b.data)):
        assert np.dot(x, y).data == pytest.approx(expected)
    np.dot(a, b).sum().backward()
    step = 1e-6
    assert a.grad.sum() == pytest.approx(
        (np.dot(a.data + step, b.data) - expected).sum() / step, rel=1e-4
    )


def test_to_differentiate_by_what_had_no_graph_is_refused():
    x, c = variable(2), Tensor([1.0, 2.0])
    with pytest.raises(RuntimeError, match="has no graph"):
        cr.grad((x * c).sum(), [x, c])


def test_a_computed_tensor_cannot_be_frozen():
    with pytest.raises(RuntimeError, match=r"use \.detach\(\)"):
        (variable(2) * 2.0).requires_grad_(False)


def test_detached_tensors_can_be_pickled():
    for x in (variable(2).detach(), (variable(2) * 2.0).detach()):
        assert np.array_equal(pickle.loads(pickle.dumps(x)).data, x.data)


@pytest.mark.parametrize("name", ["clone", "square", "tan", "ceil", "log1p"])
def test_a_method_is_found_more_than_once(name):
    for _ in range(2):
        assert getattr(variable(2), name)().shape == (2,)
