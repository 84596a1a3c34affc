"""The functions beside the table, in compiled steps: the same numbers as without."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import CompileError, optim
from chainrule.names import BY_MODULE

CODES = """
acos(x/9) acosh(x+9) asin(x/9) asinh(x) atan(x) atanh(x/9) ceil(x) clamp(x,0,1) clamp(x,min=0)
clone(x) cosh(x) expm1(x) floor(x) lerp(x,x*2,0.3) log1p(x*x) log2(x*x+1) log10(x*x+1)
reciprocal(x) round(x) rsqrt(x*x+1) sign(x) sinh(x) square(x) tan(x) trunc(x) cumprod(x,1)
cumsum(x,1) logsumexp(x,1) norm(x) norm(x,1) norm(x,3) norm(x,float("inf")) prod(x) prod(x,1)
std(x) std(x,0) var(x,1) broadcast_to(x,(2,3,4)) expand(x,2,-1,-1) expand_as(x,x[None]) flatten(x)
movedim(x,0,1) permute(x,1,0) ravel(x) repeat(x,2,2) reshape(x,-1) squeeze(x[None]) t(x) tile(x,2)
transpose(x,0,1) unflatten(x,1,(2,2)) unsqueeze(x,0) view(x,-1) view_as(x,x) chunk(x,2)[0] flip(x,0)
repeat_interleave(x,2) roll(x,1) split(x,2)[1] unbind(x,1)[0] diag(x[0]) diagonal(x) gather(x,1,i)
index_select(x,1,[0,2]) masked_fill(x,x>0,0.0) masked_fill(x,m,0.0) take_along_dim(x,i,1) trace(x)
tril(x) triu(x) sort(x)[0] topk(x,2)[0] addmm(x,x[:,:3],x) bmm(x[None],x.T[None]) dot(x[0],x[1])
mm(x,x.T) mv(x,x[0]) outer(x[0],x[1]) einsum("ij,kj->ik",x,x) einsum("ij->j",x) tensordot(x,x,2)
""".split()  # noqa: SIM905


def three_steps(code, how):
    """The losses of three steps and the weights after them."""
    x = cr.Tensor(np.random.default_rng(0).normal(size=(3, 4)), requires_grad=True)
    names = {"f": cr, "x": x, "i": np.array([[0], [1], [2]]), "m": np.eye(3, 4) > 0}
    program, optimizer = compile(f"f.{code}", code, "eval"), optim.SGD([x], lr=0.01)

    def step():
        y = eval(program, names)
        loss = (y * y).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.data

    run = how(step)
    return [float(run()) for _ in range(3)], x.data


@pytest.mark.parametrize("code", CODES)
def test_a_compiled_step_computes_the_same(code):
    losses, weights = three_steps(code, lambda step: step)
    compiled_losses, compiled_weights = three_steps(code, cr.compile)
    np.testing.assert_allclose(compiled_losses, losses, rtol=1e-12)
    np.testing.assert_allclose(compiled_weights, weights, rtol=1e-12)


def test_numbers_picked_by_a_mask_are_refused_with_a_remedy():
    with pytest.raises(CompileError, match=r"use np\.where"):
        three_steps("masked_select(x, m)", cr.compile)


def test_every_function_with_a_derivative_is_tried():
    rooms = ("elementwise", "reductions", "movement", "pieces", "selection", "linalg", "einsum")
    named = {name for room in rooms for name in BY_MODULE[f"functions.{room}"].split()}
    assert named - {code.partition("(")[0] for code in CODES} == {"masked_select"}


@pytest.mark.parametrize(
    "index",
    [
        (slice(None), np.array([0, 2])),
        (slice(0, 2), [3, 1]),
        (..., np.array([0, 0])),
        (np.array([0, 2]), slice(None, None, 2)),
        (None, np.array([0, 2]), slice(1, None)),
        (1, np.array([0, 2])),
    ],
    ids=repr,
)
def test_slices_beside_lists_of_places(index, monkeypatch):
    monkeypatch.setattr(cr, "picked", lambda x: x[index], raising=False)
    test_a_compiled_step_computes_the_same("picked(x)")
