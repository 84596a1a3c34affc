"""Gates choose: what a dead unit is multiplied by, be it infinite, does not matter."""

import itertools

import numpy as np
import pytest

from chainrule import Tensor, table
from chainrule.nn import functional as F

GATES = {
    "leaky_relu": lambda F, x: F.leaky_relu(x, 0.1),
    "elu": lambda F, x: F.elu(x, 1.5),
    "gelu": lambda F, x: F.gelu(x, approximate="tanh"),
    "exact gelu": lambda F, x: F.gelu(x, approximate="none"),
    "silu": lambda F, x: F.silu(x),
    "logsigmoid": lambda F, x: F.logsigmoid(x),
}
INPUTS = [-np.inf, -1e3, -1.0, -0.0, 0.0, 1.0, 1e3, np.inf, np.nan]
UPSTREAM = [0.0, 1.0, np.inf, -np.inf, np.nan]
GRID = np.array(list(itertools.product(INPUTS, UPSTREAM)))


def slopes(torch, ours, theirs, *more):
    """Values and gradients at every input with every upstream gradient."""
    x, g = GRID.T
    mine = [Tensor(v, requires_grad=True) for v in (x, *more)]
    other = [torch.tensor(v, requires_grad=True) for v in (x, *more)]
    with np.errstate(all="ignore"):
        y = ours(*mine)
        y.backward(g)
    z = theirs(*other)
    z.backward(torch.tensor(g))
    np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
    for a, b in zip(mine, other, strict=True):
        np.testing.assert_allclose(a.grad, b.grad.numpy(), atol=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize("gate", GATES)
def test_a_gate_is_pytorchs_at_the_ends_of_the_line_and_for_every_upstream(gate):
    torch = pytest.importorskip("torch")
    slopes(torch, lambda x: GATES[gate](F, x), lambda x: GATES[gate](torch.nn.functional, x))


@pytest.mark.oracle
@pytest.mark.parametrize("alpha", [0.25, 0.0, -2.0])
def test_prelu_chooses_for_its_slope_too(alpha):
    torch = pytest.importorskip("torch")
    slopes(torch, F.prelu, torch.nn.functional.prelu, np.array([alpha]))


@pytest.mark.parametrize("gate", ["leaky_relu", "elu"])
def test_what_is_let_through_is_not_multiplied(gate):
    x = Tensor([3.0], requires_grad=True)
    GATES[gate](F, x).backward(np.array([np.inf]))
    assert x.grad.tolist() == [np.inf]


@pytest.mark.parametrize("stride", [1, 2])
def test_pixels_that_lose_get_nothing_of_an_infinite_gradient(stride):
    x = Tensor(np.array([[[1.0, 2.0, 0.0, 0.5]]]), requires_grad=True)
    y = F.max_pool2d(x, (1, 2), (1, stride))
    y.backward(np.full(y.shape, np.inf))
    assert np.isinf(x.grad[0, 0, [1, 3]]).all()
    assert x.grad[0, 0, 0] == 0


def test_the_elements_that_dropout_keeps_are_scaled():
    x = Tensor(np.ones(1000), requires_grad=True)
    y = F.dropout(x, 0.25, seed=1)
    y.sum().backward()
    assert set(y.data.tolist()) == {0.0, 4 / 3}
    np.testing.assert_array_equal(x.grad, y.data)
    assert F.dropout(x, 0.25, training=False) is x
    assert F.dropout(x, 1.0).data.sum() == 0
    with pytest.raises(ValueError, match="a probability lies between 0 and 1"):
        F.dropout(x, 1.5)


def test_softplus_and_logsigmoid_mirror_each_other():
    x = np.linspace(-50, 50, 101)
    np.testing.assert_allclose(F.logsigmoid(x), x - table.softplus(x), atol=1e-12)
