"""A recorded step and data that take the other branch: right, or refused as without recording."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import CompileError, nn, optim
from chainrule.engine import raw
from chainrule.nn import functional as F

rng = np.random.default_rng(0)
X = rng.normal(size=(4, 3))
FEW, MANY = rng.normal(size=(3, 5)), rng.normal(size=(3, 150))
IGNORED = [[0, -100, 2, 3], [-100, -100, 1, 1], [-100] * 4, [4, 4, 4, 4]]
WRONG = [[0, -1, 2, 3], [0, 1, 2, 150], [-100, -101, 0, 0], [0, 149, 151, -100]]
BATCH = [0, 1, 2, 3]
ROWS, SHARES = rng.normal(size=(4, 2)), [0.1, 0.5, 0.9, 0.3]
MASK = np.ones((4, 4), bool)
SHUT = MASK.copy()
SHUT[2] = False


def losses(f, **options):
    return lambda w, t: f(X @ w, t, **options)


def queries(w, mask):
    q = X @ w
    return (F.scaled_dot_product_attention(q, q, q, mask) ** 2).mean()


# name: function of the weights and a batch, first weights, first batch, others
CASES = {
    **{
        f"{name} {classes} {options}": (losses(f, **options), w, BATCH, IGNORED + WRONG)
        for name, f in (("cross_entropy", F.cross_entropy), ("nll_loss", F.nll_loss))
        for classes, w in ((5, FEW), (150, MANY))
        for options in (
            {},
            {"reduction": "sum"},
            {"weight": np.arange(1.0, w.shape[1] + 1)},
            {"ignore_index": 1},
            *([{"label_smoothing": 0.1}] if f is F.cross_entropy else []),
        )
    },
    "embedding": (lambda w, i: F.embedding(i, w).sum(), ROWS, BATCH, [[3, 3, 3, 3], [0, -1, 0, 4]]),
    "one_hot": (
        lambda w, i: (raw(F.one_hot(i, 4)) @ w).sum(),
        ROWS,
        BATCH,
        [[3, 3, 3, 3], [0, -1, 0, 0], [0, 4, 0, 0]],
    ),
    "one_hot of its own size": (
        lambda w, i: (raw(F.one_hot(i)) @ w).sum(),
        ROWS,
        BATCH,
        [[3, 3, 3, 3]],
    ),
    "binary_cross_entropy": (
        lambda w, p: F.binary_cross_entropy(w * p, np.ones(4)),
        np.ones(4),
        SHARES,
        [[0.0, 1.0, 0.5, 0.5], [0.1, 1.5, 0.5, 0.5], [-0.1, 0.2, 0.3, 0.4]],
    ),
    "attention": (queries, FEW, MASK, [np.tri(4) > 0, SHUT]),
    "attention, added": (
        queries,
        FEW,
        np.zeros((4, 4)),
        [np.where(np.tri(4) > 0, 0, -np.inf), np.where(SHUT, 0, -np.inf)],
    ),
    "clamp": (lambda w, x: cr.clamp(w * x, 0, 1).sum(), np.ones(4), SHARES, [[-1, 2, 0, 1.0]]),
    "norm": (lambda w, x: cr.norm(w * x), np.ones(4), SHARES, [[0.0] * 4]),
    "norm, p = 3": (lambda w, x: cr.norm(w * x, 3), np.ones(4), SHARES, [[0.0] * 4]),
    "logsumexp": (lambda w, x: cr.logsumexp(w * x, 0), np.ones(4), SHARES, [[900.0, 0, -900, 0]]),
    "prod": (lambda w, x: cr.prod(w * x), np.ones(4), SHARES, [[0.0, 1, 2, 3], [0.0, 0, 1, 1]]),
    "power": (lambda w, x: (w**x).sum(), np.ones(4), SHARES, [[0.0, 1, 2, -1]]),
    "max": (lambda w, x: cr.max(w * x), np.ones(4), SHARES, [[1.0] * 4, [3.0, 1, 1, 3]]),
    "sort": (
        lambda w, x: (cr.sort(w * x)[0] * X[:, 0]).sum(),
        np.ones(4),
        SHARES,
        [[3.0, 2, 1, 0]],
    ),
    "topk": (lambda w, x: cr.topk(w * x, 2)[0].sum(), np.ones(4), SHARES, [[3.0, 2, 1, 0]]),
    "argmax": (lambda w, x: w[cr.argmax(w * x)] * 2, np.ones(4), SHARES, [[3.0, 2, 1, 0]]),
    "gather": (lambda w, i: cr.gather(w, 0, i).sum(), SHARES, BATCH, [[3, 3, 0, 0]]),
    "take_along_dim": (
        lambda w, i: cr.take_along_dim(w, i, 0).sum(),
        SHARES,
        BATCH,
        [[3, 3, 0, 0]],
    ),
    "kl_div": (lambda w, t: F.kl_div(w, t), np.ones(4), SHARES, [[0.0, 0, 1, 0]]),
    "huber_loss": (lambda w, t: F.huber_loss(w, t), np.ones(4), SHARES, [[9.0, -9, 1, 0]]),
    "normalize": (lambda w, x: F.normalize(w * x, axis=0).sum(), np.ones(4), SHARES, [[0.0] * 4]),
    "a tensor made of the batch": (
        lambda w, x: (w * cr.tensor(x) * cr.as_tensor(x)).sum(),
        np.ones(4),
        SHARES,
        [[3.0, 2, 1, 0]],
    ),
    "a branch": (
        lambda w, x: (w * x).sum() if raw(x).min() > 0 else w.sum(),
        np.ones(4),
        SHARES,
        [[-1.0] * 4],
    ),
    "allclose": (
        lambda w, x: w.sum() if cr.allclose(x, 0.0) else (w * x).sum(),
        np.ones(4),
        SHARES,
        [[0.0] * 4],
    ),
}


def stepping(f, values):
    w = cr.Tensor(values, requires_grad=True)

    def step(batch):
        w.grad = None
        loss = f(w, batch)
        loss.backward()
        return loss, w.grad.copy()

    return step


def outcome(step, batch):
    try:
        with np.errstate(all="ignore"):
            return [np.asarray(raw(x)) for x in step(batch)]
    except (ValueError, IndexError) as error:
        return type(error), str(error).partition("(inputs")[0].strip()


@pytest.mark.parametrize("name", CASES)
def test_the_other_branch_is_taken_too(name):
    f, values, first, others = CASES[name]
    step = stepping(f, values)
    fast = cr.compile(stepping(f, values))
    try:
        fast(np.array(first))
    except CompileError:  # it says so at once
        assert name in REFUSED
        return
    assert name not in REFUSED
    for batch in map(np.array, others):
        expected, found = outcome(step, batch), outcome(fast, batch)
        if isinstance(expected, tuple):
            assert found == expected
        else:
            for a, b in zip(found, expected, strict=True):
                np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-12)
    assert fast.recordings == 1


REFUSED = {"one_hot of its own size", "a branch", "allclose"}


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -0.0])
def test_gates_shut_out_what_is_not_finite(kind, bad):
    open_ = np.array([[True], [False]])

    def step(x, y):
        chosen = np.where(open_, x, 0), np.where(x > 0, 0, y), np.where(x[0] > 0, y, 0.0)
        return (*chosen, np.where(x > 0, x, -0.0), np.where(x > 0, 0.0, x[:1]), np.where(x, y, 0))

    x = rng.normal(size=(2, 5)).astype(kind)
    y = rng.normal(size=(2, 5)).astype(kind)
    fast = cr.compile(step)
    for _ in range(2):
        for expected, found in zip(step(x, y), fast(x, y), strict=True):
            assert found.dtype == expected.dtype
            np.testing.assert_array_equal(found, expected)
            np.testing.assert_array_equal(np.signbit(found), np.signbit(expected))
        x, y = (np.where(rng.random(a.shape) < 0.5, kind(bad), a) for a in (x, y))
    assert fast.recordings == 1


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_gates_in_loops_over_blocks_and_in_place(kind):
    net = nn.Sequential(nn.Linear(8, 300, seed=1), nn.ReLU(), nn.Linear(300, 2, seed=2)).to(kind)
    twin = nn.Sequential(nn.Linear(8, 300, seed=1), nn.ReLU(), nn.Linear(300, 2, seed=2)).to(kind)

    def training(net):
        optimizer = optim.SGD(net.parameters(), lr=0.05)

        def step(x):
            optimizer.zero_grad()
            loss = (net(x) ** 2).mean()
            loss.backward()
            optimizer.step()
            return loss

        return step

    step, fast = training(net), cr.compile(training(twin))
    for _ in range(4):
        x = rng.normal(size=(500, 8)).astype(kind)
        np.testing.assert_allclose(fast(x), step(x).item(), rtol=1e-5)
    assert "_bits" in fast.source
    assert "for " in fast.source
