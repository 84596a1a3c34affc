"""Functions of NumPy give the same compiled for numbers of every kind."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import CompileError

DTYPES = [bool, np.int8, np.uint8, np.int64, np.float16, np.float32, float, complex]


def matrix(dtype):
    x = 4 * np.random.default_rng(0).normal(size=(4, 3))
    kind = np.dtype(dtype).kind
    return x > 0 if kind == "b" else np.abs(x).astype(dtype) if kind == "u" else x.astype(dtype)


REDUCTIONS = ["sum", "mean", "prod", "max", "min", "any", "all", "var", "std", "ptp", "argmax"]
REDUCTIONS += ["argmin", "count_nonzero", "median", "nanmean", "nanmax", "average", "cumsum"]
ALONG = [{}, {"axis": 0}, {"axis": -1, "keepdims": True}]


def reductions(x):
    """What there is of them for this array, by name: function, method, and options."""
    for name in REDUCTIONS:
        for options in ALONG:
            yield f"np.{name} {options}", lambda x, f=name, o=options: getattr(np, f)(x, **o)
        if hasattr(np.ndarray, name):
            yield f".{name}", lambda x, f=name: getattr(x, f)()
    for name in ("sum", "mean", "var"):
        for dtype in (np.float32, np.float64):
            yield (
                f"np.{name} as {np.dtype(dtype)}",
                lambda x, f=name, d=dtype: getattr(np, f)(x, dtype=d),
            )
        yield f"np.{name} where", lambda x, f=name: getattr(np, f)(x, where=x != 0)
        if x.dtype != np.float16:  # refused: NumPy rounds on another way
            yield f"np.{name} out", lambda x, f=name: into(np.zeros(3), getattr(np, f), x)
    yield "var ddof", lambda x: x.var(axis=1, ddof=1)
    yield "max initial", lambda x: np.max(x, initial=1)
    yield "norm", np.linalg.norm
    yield "share equal", lambda x: (x == x[::-1]).mean()
    yield "share larger", lambda x: (x > 0).mean(axis=0)
    yield "share of most likely", lambda x: (x.argmax(axis=1) == np.array([0, 1, 2, 0])).mean()


def into(out, f, x):
    f(x, axis=0, out=out)
    return out


def others(x):
    """Functions of other sorts, among them those that NumPy makes of others."""
    yield from {
        "clip": lambda x: np.clip(x, 0, 2),
        "stack": lambda x: np.stack([x, x]),
        "vstack": lambda x: np.vstack([x, x]),
        "hstack": lambda x: np.hstack([x, x]),
        "outer": lambda x: np.outer(x[0], x[1]),
        "split": lambda x: np.split(x, 2)[0],
        "array_split": lambda x: np.array_split(x, 3)[1],
        "expand_dims": lambda x: np.expand_dims(x, 0),
        "moveaxis": lambda x: np.moveaxis(x, 0, 1),
        "atleast": lambda x: np.atleast_2d(x[0]),
        "where": lambda x: np.where(x, x, 1),
        "where of two": lambda x: np.where(x == 0, x, x.T.reshape(4, 3)),
        "product": lambda x: x.T @ x,
        "dot": lambda x: x.T.dot(x),
        "einsum": lambda x: np.einsum("ij,kj->ik", x, x),
        "concatenate": lambda x: np.concatenate([x, np.ones((1, 3))]),
        "like": lambda x: np.full_like(x, 1) + np.zeros_like(x),
        "numbers": lambda x: [x + 1, x * 0.5, x / 2, x**2, 1 * x, x * 1.0, x / 1, 0 + x],
        "in place": lambda x: into(np.zeros(3), lambda x, axis, out: np.add(x[0], 1, out=out), x),
        "rows": lambda x: x[[0, 2]],
        "sorted": lambda x: np.sort(x, axis=0),
        "trace": np.trace,
        "diff": np.diff,
        "abs": abs,
        "round": lambda x: np.round(x, 1),
    }.items()


def attempt(f, x):
    with np.errstate(all="ignore"):
        return f(x)


def assert_same(found, expected):
    if isinstance(expected, list):
        for a, b in zip(found, expected, strict=True):
            assert_same(a, b)
        return
    assert type(found) is type(expected)
    assert found.dtype == expected.dtype
    tolerance = 2e-3 if expected.dtype == np.float16 else 1e-5
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("functions", [reductions, others])
@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: np.dtype(d).name)
def test_functions_of_numbers_of_every_kind(functions, dtype):
    x, tried = matrix(dtype), 0
    for name, f in functions(x):
        try:
            expected = attempt(f, x)
        except (TypeError, ValueError):  # NumPy itself has no such thing
            continue
        fast = cr.compile(f)
        try:
            found = [attempt(fast, x) for _ in range(2)][-1]
            assert_same(found, expected)
        except (AssertionError, CompileError) as error:
            raise AssertionError(f"{name} of {x.dtype}: {error}") from error
        tried += 1
    assert tried > 20


def test_accuracy_beside_the_loss():
    net = cr.nn.Linear(3, 4, seed=0)
    optimizer = cr.optim.SGD(net.parameters(), lr=0.1)

    def step(x, t):
        optimizer.zero_grad()
        y = net(x)
        loss = cr.nn.functional.cross_entropy(y, t)
        loss.backward()
        optimizer.step()
        return loss, (y.data.argmax(axis=1) == t).mean()

    fast, rng = cr.compile(step), np.random.default_rng(1)
    for _ in range(3):
        x, t = rng.normal(size=(7, 3)), rng.integers(0, 4, 7)
        expected = (net(x).data.argmax(axis=1) == t).mean()
        assert fast(x, t)[1] == expected
