"""Random programs do the same compiled: results, arguments and what they leave behind."""

import copy
import types

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule import Tensor

# What a program does with matrices of one size; `m` are those made so far, `s` the state.


def view_of(a, pick):
    """One of many views of a matrix, of a shape that others have, too."""
    whole = [a, a.T, a[::-1], a[:, ::-1], a.reshape(-1).reshape(a.shape), a.T[::-1].T, a[:][...]]
    parts = [(a[1:], a[:-1]), (a[:, 1:], a[:, :-1]), (a.T[1:], a.T[:-1]), (a[1:, 1:], a[:-1, :-1])]
    return whole[pick % len(whole)], parts[pick % len(parts)]


def add_to_a_view(m, s, i, j, pick):
    view_of(m[i], pick)[0][...] += 0.5 * m[j]


def overlap_with_itself(m, s, i, j, pick):
    to, from_ = view_of(m[i], pick)[1]
    to += 0.25 * from_ if pick % 2 else from_


def shift(m, s, i, j, pick):
    to, from_ = view_of(m[i], pick)[1]
    np.multiply(from_, 0.5, out=to)


def multiply_in_place(m, s, i, j, pick):
    m[i] *= view_of(m[j], pick)[0]


def dot_into(m, s, i, j, pick):
    np.dot(m[i], view_of(m[j], pick)[0], out=m[pick % len(m)])
    m[pick % len(m)][...] = np.tanh(m[pick % len(m)])


def matmul_into(m, s, i, j, pick):
    np.matmul(m[i], m[j].T, out=m[i])
    np.tanh(m[i], out=m[i])


def product(m, s, i, j, pick):
    m.append(np.tanh(m[i] @ view_of(m[j], pick)[0]))


def elementwise(m, s, i, j, pick):
    f = [np.add, np.subtract, np.maximum, np.minimum, np.multiply, np.arctan2, np.hypot][pick % 7]
    m.append(np.tanh(f(m[i], view_of(m[j], pick)[0])))


def alone(m, s, i, j, pick):
    f = [np.tanh, np.negative, np.square, np.abs, np.sign, np.cbrt, lambda x: x + 0, np.copy][
        pick % 8
    ]
    m.append(f(m[i]))


def a_view(m, s, i, j, pick):
    m.append(view_of(m[i], pick)[0])


def numbers(m, s, i, j, pick):
    m.append([m[i] * 1, 1.0 * m[i], m[i] - 0, m[i] / 1, m[i] ** 1, m[i] * 0.5, m[i] ** 2][pick % 7])


def reduced(m, s, i, j, pick):
    axis = [None, 0, 1, -1, (0, 1)][pick % 5]
    f = [np.sum, np.mean, np.max, np.std][pick % 4] if m[i].size else np.sum
    m.append(np.tanh(m[j] + f(view_of(m[i], pick)[0], axis=axis, keepdims=True)))


def chosen(m, s, i, j, pick):
    m.append(np.where(m[i] > 0.1, m[j], 0.5 * m[i]) if pick % 2 else np.clip(m[i], -0.5, 0.5))


def made(m, s, i, j, pick):
    new = [np.zeros, np.ones, np.empty][pick % 3](m[i].shape)
    new[...] = m[i]
    new[: pick % 3] = m[j][: pick % 3]
    m.append(new)


def made_like(m, s, i, j, pick):
    new = np.zeros_like(m[i]) if pick % 2 else np.full_like(m[i], 0.5)
    new[1:] += m[j][:-1]
    m.append(new)


def put_together(m, s, i, j, pick):
    n = len(m[i])
    both = np.concatenate([m[i], m[j]], axis=pick % 2)
    m.append(both[n // 2 : n // 2 + n] if pick % 2 == 0 else both[:, n // 2 : n // 2 + n])


def rows_by_number(m, s, i, j, pick):
    order = np.argsort(m[i][:, 0]) if m[i].size else np.arange(0)
    m.append(m[j][order])
    m[i][order[: pick % 3]] = 0.25


def converted(m, s, i, j, pick):
    m.append(m[i].astype(np.float32) if pick % 2 else m[i].astype(float))


def state_in_place(m, s, i, j, pick):
    if pick % 3 == 0:
        s.w -= 0.1 * m[i]
    elif pick % 3 == 1:
        s.w[...] = m[i]
    else:
        s.both[0][1:] += 0.1 * m[i][1:]


def state_read(m, s, i, j, pick):
    m.append([s.w, s.half, s.both[0], s.h][pick % 4])


def state_rebound(m, s, i, j, pick):
    if m[i].dtype == s.h.dtype:
        s.h = 0.5 * s.h + m[i] if pick % 2 else m[i] * 0.5
    s.seen = m[j]


def drawn(m, s, i, j, pick):
    x = s.rng.normal(size=m[i].shape) if pick % 2 else s.rng.random(m[i].shape, dtype=np.float32)
    m.append(m[i] * (x > 0.2))


def autograd(m, s, i, j, pick):
    w = Tensor(m[i], requires_grad=True)
    loss = (cr.tanh(w * m[j]) ** 2).sum() + (w @ w.T).mean() if m[i].size else w.sum()
    loss.backward()
    m.append(np.tanh(w.grad))


MOVES = [
    *(add_to_a_view, overlap_with_itself, shift, multiply_in_place, dot_into, matmul_into, product),
    *(elementwise, elementwise, alone, a_view, numbers, numbers, reduced, chosen, made, made_like),
    *(put_together, rows_by_number, converted, state_in_place, state_read, state_rebound, drawn),
    *(autograd,),
]


def surroundings(n, seed):
    rng = np.random.default_rng(seed)
    both = rng.normal(size=(2, n, n))
    return types.SimpleNamespace(
        w=rng.normal(size=(n, n)),
        half=rng.normal(size=(n, n)).astype(np.float32),
        both=both,
        h=rng.normal(size=(n, n)),
        seen=None,
        rng=np.random.default_rng(seed),
    )


def program(moves, state, writes):
    """A step that makes those moves; it writes to copies of its arguments, or to themselves."""

    def step(x, y):
        m = [x, y] if writes else [x * 1.0, y.copy(), x, y][: 2 + 2 * (len(moves) % 2)]
        first = len(m) - 2 if len(m) == 4 else 0  # matrices that may be written to come first
        for move, i, j, pick in moves:
            target = i % (2 if first else len(m))
            move(m, state, target if move.__name__ in WRITE else i % len(m), j % len(m), pick)
            m = m if len(m) < 9 else [*m[:2], *m[-6:]]
        return m[-1], [m[0], {"again": m[-1]}], x, m[-2].sum()

    return step


WRITE = {
    *("add_to_a_view", "overlap_with_itself", "shift", "multiply_in_place"),
    *("matmul_into", "rows_by_number"),
}


def arguments(n, seed, dtype):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(n, n)).astype(dtype) for _ in range(2)]


def assert_same(found, expected, path=""):
    if isinstance(expected, list | tuple | dict):
        assert type(found) is type(expected)
        for k in expected if isinstance(expected, dict) else range(len(expected)):
            assert_same(found[k], expected[k], f"{path}[{k}]")
    elif isinstance(expected, np.ndarray | np.generic):
        assert found.dtype == expected.dtype, path
        rtol = 1e-3 if expected.dtype == np.float32 else 1e-7
        scale = np.abs(expected).max(initial=1)
        np.testing.assert_allclose(found, expected, rtol, rtol * scale, err_msg=path)


FAIR = ["becomes another array", "also given as an argument"]  # to refuse a program


def attempt(step, given):
    """What a step returns, or why it does not: NumPy or, with good reason, `compile` refuses."""
    try:
        return step(*given)
    except (ValueError, TypeError, cr.CompileError) as error:
        return error


def assert_does_the_same(moves, n, dtypes, writes, seed):
    states = [surroundings(n, seed) for _ in range(2)]
    step = program(moves, states[0], writes)
    fast = cr.compile(program(moves, states[1], writes))
    for call in range(5):
        given = arguments(n, seed + call, dtypes[call % len(dtypes)])
        twins = [copy.deepcopy(given) for _ in range(2)]
        with np.errstate(all="ignore"):
            expected, found = attempt(step, twins[0]), attempt(fast, twins[1])
        if isinstance(expected, Exception):
            assert isinstance(found, Exception)
            return
        if isinstance(found, cr.CompileError):
            assert any(reason in str(found) for reason in FAIR), found
            return
        assert_same(found, expected, f"call {call}, result")
        assert_same(twins[1], twins[0], f"call {call}, argument")
        for name in ("w", "half", "both", "h", "seen"):
            assert_same(getattr(states[1], name), getattr(states[0], name), f"call {call}, {name}")


moves = st.tuples(st.sampled_from(MOVES), st.integers(0, 8), st.integers(0, 8), st.integers(0, 20))


@given(
    moves=st.lists(moves, min_size=1, max_size=12),
    n=st.sampled_from([0, 1, 2, 4]),
    dtypes=st.sampled_from([[float], [np.float32], [float, np.float32]]),
    writes=st.booleans(),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_random_programs_do_the_same_compiled(moves, n, dtypes, writes, seed):
    assert_does_the_same(moves, n, dtypes, writes, seed)


@given(moves=st.lists(moves, min_size=3, max_size=10), writes=st.booleans())
@settings(max_examples=8, deadline=None)
@example(moves=[(elementwise, 0, 1, 0), (overlap_with_itself, 2, 2, 1)], writes=False)
@example(moves=[(product, 0, 0, 1), (reduced, 0, 8, 0), (product, 0, 0, 0)], writes=True)
@example(moves=[(alone, 0, 0, 2), (shift, 2, 2, 0), (elementwise, 0, 2, 4)], writes=False)
def test_random_programs_with_arrays_larger_than_a_block_do_the_same_compiled(moves, writes):
    assert_does_the_same(moves, 260, [float], writes, seed=0)


@pytest.mark.parametrize("writes", [False, True])
@pytest.mark.parametrize("pick", range(8))
def test_what_a_place_held_is_kept_elsewhere_while_it_gets_another_array(pick, writes):
    """`state.seen` takes over the array of `state.h`, which gets a new one in the same step."""
    moves = [(product, 0, 0, 0), (product, 0, 0, 0), (state_read, 0, 0, 3)]
    moves += [(state_rebound, pick, 4, pick), (product, 0, 0, 0)]
    assert_does_the_same(moves, 2, [float], writes, seed=pick)
