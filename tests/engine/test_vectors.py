"""Linear maps, lengths, angles and borders as functions, against their definitions and PyTorch."""

import numpy as np
import pytest

from chainrule import Tensor, gradcheck
from chainrule.nn import functional as F

rng = np.random.default_rng()


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch")
    found.set_num_threads(1)
    return found


CALLS = {
    "linear": (lambda F, x, w: F.linear(x, w), (3, 4), (5, 4)),
    "linear of a batch": (lambda F, x, w, b: F.linear(x, w, b), (2, 3, 4), (5, 4), (5,)),
    "normalize": (lambda F, x: F.normalize(x), (3, 4, 2)),
    "normalize by 1": (lambda F, x: F.normalize(x, 1.0, 0), (3, 4)),
    "normalize by 3": (lambda F, x: F.normalize(x, 3.0, -1), (3, 4)),
    "cosine": (lambda F, a, b: F.cosine_similarity(a, b), (3, 4), (3, 4)),
    "cosine of many": (lambda F, a, b: F.cosine_similarity(a, b, -1), (3, 1, 4), (5, 4)),
    "pad": (lambda F, x: F.pad(x, (1, 2)), (3, 4)),
    "pad two": (lambda F, x: F.pad(x, (1, 0, 0, 2), value=3.5), (2, 3, 4)),
    "pad and cut": (lambda F, x: F.pad(x, (-1, 2, 1, -2)), (3, 4)),
    "pad nothing": (lambda F, x: F.pad(x, (0, 0)) * 1, (3, 4)),
}


@pytest.mark.oracle
@pytest.mark.parametrize("name", CALLS)
def test_values_and_gradients_are_pytorchs(torch, name):
    call, *shapes = CALLS[name]
    ours = [Tensor(rng.normal(size=shape), requires_grad=True) for shape in shapes]
    theirs = [torch.tensor(x.data, requires_grad=True) for x in ours]
    y, z = call(F, *ours), call(torch.nn.functional, *theirs)
    g = rng.normal(size=z.shape)
    y.backward(g), z.backward(torch.tensor(g))
    np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine.grad, other.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("name", CALLS)
def test_gradients_agree_with_central_differences(name):
    call, *shapes = CALLS[name]
    inputs = [Tensor(rng.normal(size=shape), requires_grad=True) for shape in shapes]
    assert gradcheck(lambda *inputs: call(F, *inputs), inputs)


def test_a_vector_of_length_zero_stays_so_and_has_a_finite_gradient():
    x = Tensor(np.zeros((1, 3)), requires_grad=True)
    y = F.normalize(x, eps=0.5)
    y.backward(np.ones((1, 3)))
    assert y.data.tolist() == [[0.0, 0.0, 0.0]]
    assert x.grad.tolist() == [[2.0, 2.0, 2.0]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: F.pad(x, (1,)), "takes up to 2 pairs of widths"),
        (lambda x: F.pad(x, (1, 1, 1, 1, 1, 1)), r"shape \(3, 4\) takes up to 2 pairs"),
        (lambda x: F.pad(x, (-3, -2)), "cuts off more than the shape"),
        (lambda x: F.pad(x, (1, 1), mode="reflect"), "mode is \"constant\", and this is 'reflect'"),
        (lambda x: F.normalize(x, 0), "p-norm is positive, and this is 0"),
    ],
)
def test_what_cannot_be_meant_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.ones((3, 4)))
