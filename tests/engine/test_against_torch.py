"""Values and gradients against PyTorch's, on the samples that PyTorch tests itself with."""

import itertools

import numpy as np
import pytest
from engine.oracles.torch_operations import (
    ROWS,
    WITHOUT_SAMPLES,
    Unsupported,
    operations,
    public_names,
    ran,
)

from chainrule import Tensor, cat, gradients, table

TOLERANCE = {"float64": {"rtol": 1e-10, "atol": 1e-11}, "float32": {"rtol": 2e-4, "atol": 1e-4}}


def test_everything_on_offer_is_compared():
    compared = {row.our_name for row in ROWS}
    assert compared | set(WITHOUT_SAMPLES) == public_names()
    assert not compared & set(WITHOUT_SAMPLES)


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch", minversion="2.13")
    found.set_num_threads(1)
    return found


@pytest.fixture(scope="module")
def op_db(torch):
    database = pytest.importorskip("torch.testing._internal.common_methods_invocations").op_db
    return {(entry.name, entry.variant_test_name): entry for entry in database}


def mapped(f, x):
    """Apply `f` to everything inside lists, tuples and dictionaries."""
    if isinstance(x, dict):
        return {key: mapped(f, value) for key, value in x.items()}
    if isinstance(x, list | tuple):
        return type(x)(mapped(f, value) for value in x)
    return f(x)


def arguments(torch, sample):
    """Of a sample: PyTorch's arguments, ours, and the pairs of tensors that want a gradient."""
    pairs = []

    def ours(x):
        if isinstance(x, torch.dtype):
            return str(x).removeprefix("torch.")
        if not isinstance(x, torch.Tensor):
            return x
        if not x.requires_grad:
            return x.numpy()
        pairs.append((x, Tensor(x.detach().numpy(), requires_grad=True)))
        return pairs[-1][1]

    theirs = ((sample.input, *sample.args), sample.kwargs)
    return theirs, mapped(ours, theirs), pairs


def agree(ours, theirs, dtype):
    theirs = theirs.detach().numpy()
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    np.testing.assert_allclose(ours.data, theirs, **TOLERANCE[dtype])


def as_one(outputs):
    """The floating tensors of several outputs, end to end; a single tensor as it is."""
    if isinstance(outputs, Tensor):
        return outputs
    return cat([part.reshape(-1) for part in outputs if part.dtype.kind == "f"])


def compare(torch, row, entry, sample, dtype):
    (args, kwargs), (our_args, our_kwargs), pairs = arguments(torch, sample)
    y = as_one(row.ours(*our_args, **our_kwargs))
    expected = entry.op(*args, **kwargs)
    if isinstance(expected, list | tuple):
        expected = torch.cat([part.reshape(-1) for part in expected if part.is_floating_point()])
    agree(y, expected, dtype)
    pairs = pairs[:1] if row.first else pairs
    covector = torch.randn_like(expected)
    slopes = torch.autograd.grad(expected, [x for x, _ in pairs], covector)
    for ours, theirs in zip(
        gradients(y, [x for _, x in pairs], seed=covector.numpy()), slopes, strict=True
    ):
        agree(ours, theirs, dtype)


@pytest.mark.slow(seconds=40)
@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore:reduction. 'mean' divides")  # PyTorch of itself
@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.share(2)  # with one dtype each day
@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("row", ROWS, ids=repr)
def test_values_and_gradients_are_pytorchs(torch, op_db, row, dtype):
    entry = op_db[row.torch, row.variant]
    compared, left_out = 0, set()
    for sample in entry.sample_inputs("cpu", getattr(torch, dtype), requires_grad=True):
        try:
            compare(torch, row, entry, sample, dtype)
            compared += 1
        except Unsupported as reason:
            left_out.add(str(reason))
    assert compared >= row.least, left_out


def leaves(tensors):
    return [Tensor(x.detach().numpy(), requires_grad=True) for x in tensors]


def in_torch(torch, f):
    """`f`, from tensors of ours to one, as a function of PyTorch's that it can differentiate twice.

    Forward, backward and the backward of the backward are all computed by our engine.
    """

    class Slopes(torch.autograd.Function):
        @staticmethod
        def forward(ctx, g, *xs):
            ctx.save_for_backward(g, *xs)
            inputs = leaves(xs)
            found = gradients(f(*inputs), inputs, seed=g.numpy())
            return tuple(torch.from_numpy(s.data.copy()) for s in found)

        @staticmethod
        @torch.autograd.function.once_differentiable
        def backward(ctx, *covectors):
            g, *inputs = leaves(ctx.saved_tensors)
            slopes = gradients(f(*inputs), inputs, create_graph=True, seed=g)
            total = sum((s * c.numpy()).sum() for s, c in zip(slopes, covectors, strict=True))
            return tuple(torch.from_numpy(s.data) for s in gradients(total, [g, *inputs]))

    class Value(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *xs):
            ctx.save_for_backward(*xs)
            return torch.from_numpy(f(*leaves(xs)).data.copy())

        @staticmethod
        def backward(ctx, g):
            return Slopes.apply(g, *ctx.saved_tensors)

    return Value.apply


def one_sample(torch, row, entry):
    """The first sample that ours can do, of three numbers or else of two: function, inputs."""
    samples = list(entry.sample_inputs("cpu", torch.float64, requires_grad=True))
    for least, sample in itertools.product((3, 2), samples):
        _, (args, kwargs), pairs = arguments(torch, sample)
        pairs = pairs[:1] if row.first else pairs
        if any(x.numel() for x, _ in pairs) and sum(x.numel() for x, _ in pairs) >= least:
            try:
                row.ours(*args, **kwargs)
            except Unsupported:
                continue
            return with_inputs(row, args, kwargs, [x for _, x in pairs]), [x for x, _ in pairs]
    raise AssertionError("there is none")


def with_inputs(row, args, kwargs, places):
    """The row's function of these of its tensors, all other arguments being fixed."""

    def f(*inputs):
        instead = dict(zip(map(id, places), inputs, strict=True))
        new_args, new_kwargs = mapped(lambda x: instead.get(id(x), x), (args, kwargs))
        return as_one(row.ours(*new_args, **new_kwargs))

    return f


# To float32, where finite differences see nothing.
FINE = [row for row in ROWS if row.torch != "float"]


CLOSE = {"fast_mode": True, "atol": 1e-6, "rtol": 1e-5}


@pytest.mark.slow(seconds=40)
@pytest.mark.oracle
@pytest.mark.share(2)
@pytest.mark.parametrize("row", FINE, ids=repr)
def test_pytorch_confirms_first_and_second_derivatives(torch, op_db, row):
    f, inputs = one_sample(torch, row, op_db[row.torch, row.variant])
    assert torch.autograd.gradcheck(in_torch(torch, f), inputs, **CLOSE)
    assert torch.autograd.gradgradcheck(in_torch(torch, f), inputs, **CLOSE)


@pytest.mark.slow(seconds=40)
@pytest.mark.oracle
@pytest.mark.share(3)
@pytest.mark.parametrize("row", FINE, ids=repr)
def test_pytorch_confirms_third_derivatives(torch, op_db, row):
    f, inputs = one_sample(torch, row, op_db[row.torch, row.variant])
    v = torch.randn(f(*leaves(inputs)).shape, dtype=torch.float64, requires_grad=True)

    def steepness(v, *inputs):
        slopes = gradients(f(*inputs), inputs, create_graph=True, seed=v)
        return sum((s * s).sum() for s in slopes)

    assert torch.autograd.gradgradcheck(in_torch(torch, steepness), [v, *inputs], **CLOSE)


@pytest.mark.slow(seconds=40)
@pytest.mark.oracle
def test_every_operation_runs_in_these_comparisons(torch, op_db):
    names = set(WITHOUT_SAMPLES)
    for row in ROWS:
        f, inputs = one_sample(torch, row, op_db[row.torch, row.variant])
        ours = leaves(inputs)
        y = f(*ours)
        v = Tensor(np.ones_like(y.data), requires_grad=True)
        slopes = gradients(y, ours, create_graph=True, seed=v)
        curved = gradients(sum((s * s).sum() for s in slopes), [v, *ours], create_graph=True)
        names |= ran(y, *slopes, *curved)
    assert operations() <= names


@pytest.mark.slow(seconds=40)
@pytest.mark.oracle
def test_pytorch_confirms_the_derivatives_of_softplus(torch):
    x = torch.linspace(-3, 3, 7, dtype=torch.float64, requires_grad=True)
    wrapped = in_torch(torch, table.softplus)
    assert torch.allclose(wrapped(x), torch.nn.functional.softplus(x), rtol=1e-14)
    assert torch.autograd.gradcheck(wrapped, [x])
    assert torch.autograd.gradgradcheck(wrapped, [x])
