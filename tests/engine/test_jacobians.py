"""Jacobians and their products, against central differences and against each other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule as cr
from chainrule import Tensor

rng = np.random.default_rng()
W = rng.normal(size=(4, 3))


def layer(x):
    return cr.tanh(W @ x) * cr.exp(x[0])


def by_differences(f, x, h=1e-5):
    columns = [(f(x + h * e).data - f(x - h * e).data) / (2 * h) for e in np.eye(x.size)]
    return np.stack(columns, axis=-1)


def test_a_jacobian_agrees_with_central_differences():
    x = rng.normal(size=3)
    np.testing.assert_allclose(
        cr.jacobian(layer)(x), by_differences(lambda x: layer(Tensor(x)), x), atol=1e-8
    )


def test_the_jacobian_of_the_identity_is_the_identity():
    np.testing.assert_array_equal(cr.jacobian(lambda x: x)(np.ones(4)), np.eye(4))


def test_an_elementwise_functions_jacobian_is_diagonal():
    x = rng.normal(size=5)
    np.testing.assert_allclose(cr.jacobian(cr.sin)(x), np.diag(np.cos(x)))


@given(st.integers(0, 2**32 - 1))
def test_both_products_are_those_of_the_whole_jacobian(seed):
    draw = np.random.default_rng(seed)
    x, v, t = draw.normal(size=3), draw.normal(size=4), draw.normal(size=3)
    J = cr.jacobian(layer)(x)
    y, pullback = cr.vjp(layer, x)
    np.testing.assert_allclose(y, layer(x))
    np.testing.assert_allclose(pullback(v)[0], v @ J, atol=1e-12)
    np.testing.assert_allclose(cr.jvp(layer, [x], [t])[1], J @ t, atol=1e-12)


def test_several_primals_each_have_their_product():
    x, y, v = rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=(2, 3))
    _, pullback = cr.vjp(lambda x, y: x * y, x, y)
    dx, dy = pullback(v)
    np.testing.assert_allclose(dx, v * y)
    np.testing.assert_allclose(dy, (v * x).sum(axis=0))
    _, Jt = cr.jvp(lambda x, y: x * y, [x, y], [v, y])
    np.testing.assert_allclose(Jt, v * y + x * y)


def test_shapes_are_those_of_the_output_then_the_argument():
    J = cr.jacobian(lambda a, b: a @ b, argnums=1)(np.ones((2, 3)), np.ones((3, 4)))
    assert J.shape == (2, 4, 3, 4)
    assert cr.jacobian(lambda x: x[:0])(np.ones(3)).shape == (0, 3)


def test_a_hessian_is_symmetric_and_right():
    A = rng.normal(size=(3, 3))
    f = lambda x: (x @ A @ x) + (x * x * x).sum()  # noqa: E731
    x = rng.normal(size=3)
    H = cr.hessian(f)(x)
    np.testing.assert_allclose(H, A + A.T + np.diag(6 * x), atol=1e-12)


def test_a_jacobian_can_be_differentiated_again():
    third = cr.jacobian(cr.hessian(lambda x: (x**4).sum()))(np.array([1.0, 2.0]))
    expected = np.zeros((2, 2, 2))
    expected[0, 0, 0], expected[1, 1, 1] = 24, 48
    np.testing.assert_allclose(third, expected)


def test_products_work_under_no_grad():
    with cr.no_grad():
        assert cr.jvp(lambda x: x * x, [np.array([3.0])], [np.array([1.0])])[1].tolist() == [6]
        assert cr.hessian(lambda x: (x * x).sum())(np.ones(1)).tolist() == [[2]]


def test_a_tangent_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"a tangent has shape \(2,\), its primal \(3,\)"):
        cr.jvp(layer, [np.ones(3)], [np.ones(2)])


def test_a_constant_function_has_jacobian_zero():
    assert cr.jacobian(lambda x: np.ones(2))(np.ones(3)).tolist() == [[0, 0, 0], [0, 0, 0]]
