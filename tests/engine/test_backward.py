"""The backward pass, held against definitions and against known exact numbers."""

import gc
import itertools
import math

import numpy as np
import pytest

import chainrule as cr
from chainrule import Operation, Tensor, nn


def leaf(value, name=""):
    return Tensor(value, requires_grad=True, name=name)


def test_the_first_example_of_the_lecture():
    x, y, z = leaf(-2.0), leaf(5.0), leaf(-4.0)
    f = (x + y) * z
    f.backward()
    assert (f.item(), x.grad, y.grad, z.grad) == (-12, -4, -4, 3)


def test_the_sigmoid_neuron_in_closed_form():
    w0, x0, w1, x1, w2 = map(leaf, (2.0, -1.0, -3.0, -2.0, -3.0))
    f = 1 / (1 + cr.exp(-(w0 * x0 + w1 * x1 + w2)))
    f.backward()
    sigma = 1 / (1 + math.exp(-1))
    slope = sigma * (1 - sigma)
    assert f.item() == pytest.approx(sigma, rel=1e-15)
    for x, factor in zip((w0, x0, w1, x1, w2), (-1, 2, -2, -3, 1), strict=True):
        assert x.grad == pytest.approx(slope * factor, rel=1e-14)


def test_gradient_of_a_node_used_twice_is_the_sum():
    x = leaf(3.0)
    (x + x).backward()
    assert x.grad == 2


def test_a_diamond_waits_for_both_of_its_sides():
    x = leaf(2.0)
    a = x * x
    b = a * 3 + a * a  # d/da = 3 + 2a, da/dx = 2x
    b.backward()
    assert x.grad == (3 + 2 * 4) * 4


def test_a_ladder_of_diamonds_takes_linear_time():
    x = leaf(1.0)
    y = x
    for _ in range(200):  # 2**200 paths
        y = y + y
    y.backward()
    assert x.grad == 2.0**200


def test_a_chain_of_ten_thousand_needs_no_recursion():
    x = leaf(1.0)
    y = x
    for _ in range(10_000):
        y = y * 1.0
    y.backward()
    assert x.grad == 1


def test_a_second_backward_adds_a_second_time():
    x = leaf(3.0)
    y = x * x
    y.backward()
    y.backward()
    assert x.grad == 12


def test_no_two_leaves_share_one_gradient_array():
    x, y = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    (x + y).sum().backward()
    x.grad += 100
    assert y.grad.tolist() == [1, 1]


def test_a_tensor_copies_what_it_is_given():
    array = np.ones(3)
    Tensor(array).data[0] = 7
    assert array[0] == 1


def test_a_missing_rule_raises_and_is_never_zero():
    floor = Operation("floor", np.floor)
    with pytest.raises(NotImplementedError, match="floor has no derivative rule for its input 0"):
        floor(leaf(1.5)).backward()


def test_an_input_that_wants_no_gradient_gets_none_and_needs_no_rule():
    scale = Operation("scale", lambda x, k: x * k, lambda g, y, x, k: g * k)
    x, k = leaf(2.0), Tensor(3.0)
    scale(x, k).backward()
    assert x.grad == 3
    assert k.grad is None


def test_integers_are_refused_where_a_gradient_is_asked():
    with pytest.raises(TypeError, match=r"int64: write 2\.0 instead of 2"):
        Tensor([1, 2], requires_grad=True)


def test_without_a_graph_backward_says_so():
    with pytest.raises(RuntimeError, match="requires_grad=True"):
        (Tensor(1.0) * 2).backward()


def test_backward_of_many_numbers_asks_for_the_upstream_gradient():
    x = leaf([1.0, 2.0])
    with pytest.raises(RuntimeError, match=r"shape \(2,\) needs an upstream gradient"):
        (x * 2).backward()
    with pytest.raises(ValueError, match=r"\(3,\).*\(2,\)"):
        (x * 2).backward(np.ones(3))
    (x * 2).backward([1.0, 10.0])
    assert x.grad.tolist() == [2, 20]


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"matmul: shapes \(2, 3\), \(4, 5\) do not fit"):
        Tensor(np.ones((2, 3))) @ Tensor(np.ones((4, 5)))


def test_no_grad_records_nothing_and_nests():
    x = leaf(2.0)
    with cr.no_grad():
        with cr.no_grad():
            pass
        y = x * x
    assert y.is_leaf
    assert not y.requires_grad
    assert (x * x).requires_grad


def test_no_grad_ends_with_an_error_too():
    x = leaf(2.0)
    with pytest.raises(ZeroDivisionError), cr.no_grad():
        _ = 1 / 0
    assert (x * x).requires_grad


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtypes_are_kept_as_given(dtype):
    x = Tensor(np.ones((3, 2), dtype), requires_grad=True)
    y = cr.sigmoid(x * 2 + 1).mean()
    y.backward()
    assert y.dtype == dtype
    assert x.grad.dtype == dtype


def test_a_gradient_has_its_own_leafs_dtype_when_dtypes_mix():
    x, y = Tensor(np.float32(2), requires_grad=True), leaf(3.0)
    (x * y).backward()
    assert (x.grad.dtype, y.grad.dtype) == (np.float32, np.float64)


def test_arrays_on_the_left_leave_the_work_to_the_tensor():
    x = leaf([1.0, 2.0])
    y = np.array([10.0, 20.0]) * x
    assert isinstance(y, Tensor)
    y.sum().backward()
    assert x.grad.tolist() == [10, 20]


def test_a_tensor_with_a_graph_does_not_silently_become_an_array():
    with pytest.raises(TypeError, match="forget this tensor's graph"):
        np.asarray(leaf(1.0))
    assert np.asarray(leaf(1.0).detach()) == 1


def test_training_leaves_no_reference_cycles():
    net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
    x, t = np.ones((4, 2)), np.ones((4, 1))
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            nn.functional.mse_loss(net(x), t).backward()
        alive = sum(type(o) is Tensor for o in gc.get_objects())
        freed_late = gc.collect()
    finally:
        gc.enable()
    assert freed_late == 0
    assert alive == sum(type(o) is Tensor for o in gc.get_objects())


def test_third_derivatives_come_from_the_same_rules():
    f = lambda x: cr.sin(x) * cr.exp(x)  # noqa: E731
    third = cr.grad(cr.grad(cr.grad(f)))(0.7)
    assert third == pytest.approx(2 * math.exp(0.7) * (math.cos(0.7) - math.sin(0.7)), rel=1e-12)


def test_the_second_derivative_of_a_straight_line_is_zero():
    assert cr.grad(cr.grad(lambda x: 2 * x + 1))(5.0) == 0


def test_grad_of_several_arguments_leaves_their_grad_alone():
    x, y = leaf(2.0), leaf(3.0)
    dx, dy = cr.grad(lambda x, y: x * y * y, argnums=(0, 1))(x, y)
    assert (dx.item(), dy.item()) == (9, 12)
    assert x.grad is None
    assert y.grad is None


def test_xor_is_learned_by_a_net_with_one_hidden_layer():
    x = np.array(list(itertools.product([0.0, 1.0], repeat=2)))
    t = (x[:, :1] != x[:, 1:]).astype(float)
    solved = 0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        net = nn.Sequential(nn.Linear(2, 8, seed=rng), nn.Tanh(), nn.Linear(8, 1, seed=rng))
        optimizer = cr.optim.SGD(net.parameters(), lr=0.5)
        for _ in range(2000):
            optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(net(x), t).backward()
            optimizer.step()
        solved += bool(((net(x) > 0) == (t > 0)).all())
    assert solved >= 4
