"""What is written into a tensor: values and gradients are those of the same program without it."""

from __future__ import annotations

import operator

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, no_grad

INDICES = {
    "number": 0,
    "negative": -1,
    "slice": slice(0, 2),
    "steps": slice(None, None, 2),
    "pair": (1, 0),
    "column": (slice(None), 1),
    "all": ...,
    "new axis": (None, 0),
    "list": [0, 2],
    "twice": [1, 1],
    "mask": np.array([True, False, True]),
    "mask of all": np.array([[True, False], [False, False], [True, True]]),
    "pairs": ([0, 2], [1, 1]),
}
USES = {
    "sum": lambda x: x.sum(),
    "plus": lambda x: (x + 1.0).sum(),
    "times": lambda x: (x * 3.0).sum(),
    "square": lambda x: (x * x).sum(),
    "exp": lambda x: cr.exp(x).sum(),
    "part": lambda x: (x[1:] * x[1:]).sum(),
    "transposed": lambda x: (x.T @ x).sum(),
}


def start() -> Tensor:
    """A leaf of small numbers."""
    return Tensor(np.arange(1.0, 7.0).reshape(3, 2) / 4, requires_grad=True)


def numeric(program, x: Tensor) -> np.ndarray:
    """Central differences of a program."""
    slopes = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-6
        high, low = (program(Tensor(x.data + s, requires_grad=True)).item() for s in (step, -step))
        slopes[i] = (high - low) / 2e-6
    return slopes


def check(program) -> None:
    """The gradient is the one that differences say."""
    x = start()
    program(x).backward()
    assert x.grad == pytest.approx(numeric(program, start()), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_uses_before_and_after_a_write_have_their_own_gradients(index, use):
    def program(x):
        h = x * 2.0
        before = use(h)
        h[index] = h[index] * h[index] + x[0, 0]
        return before + 5.0 * use(h)

    check(program)


@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)
def test_what_is_written_into_a_part_is_written_into_the_whole(index):
    parts = [
        lambda h: h[:, :],
        lambda h: h.reshape(3, 2),
        lambda h: h[::-1],
        lambda h: h.T.T,
        lambda h: h[None][0],
    ]
    for part in parts:

        def program(x, part=part):
            h = x * 2.0
            p = part(h)
            p[index] = x[1, 1] * 3.0
            return (h * h).sum() + (p * p * p).sum()

        check(program)


def test_rows_of_a_loop_and_of_indices_one_after_the_other():
    def loop(x):
        h = x * 2.0
        for row in h:
            row *= x[0]
            row[1] = x[1, 0]
        return (h * h).sum()

    def indices(x):
        h = x * 1.0
        for i in range(1, 3):
            for j in range(2):
                h[i][j] = h[i - 1][j] * h[i][j]
        return (h * h).sum()

    check(loop)
    check(indices)


def test_a_recurrence_written_into_a_buffer():
    def program(x):
        out = cr.zeros(4, 2)
        out[0] = x[0]
        for t in range(1, 4):
            out[t] = cr.tanh(out[t - 1] * x[1] + x[2])
        return (out * out).sum()

    check(program)


def test_second_derivatives_go_through_writes():
    def f(x):
        h = x * x
        before = (h * h).sum()
        h[0] = h[1] * x[2]
        return before + (h * h).sum()

    slopes = cr.grad(lambda x: (cr.grad(f)(x) ** 2).sum())(start().data)
    x = start().data
    expected = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-6
        high, low = ((cr.grad(f)(x + s) ** 2).sum() for s in (step, -step))
        expected[i] = (high - low) / 2e-6
    assert slopes == pytest.approx(expected, rel=1e-5)


def test_a_part_used_after_its_whole_has_changed_is_refused():
    h = start() * 2.0
    part = h[1:]
    h[1] = 0.0
    with pytest.raises(RuntimeError, match="shows a part of another one"):
        (part * part).sum().backward()


def test_a_part_of_a_constant_that_would_not_hear_of_it_is_refused():
    out, x = cr.zeros(3, 2), start()
    with pytest.raises(RuntimeError, match="part of another tensor"):
        out[0][1] = x[0, 0]
    alone = cr.zeros(6).reshape(3, 2)
    alone[0, 1] = x[0, 0]
    assert alone.requires_grad


def test_whole_numbers_take_in_no_fractions():
    with pytest.raises(TypeError, match="cannot take in"):
        Tensor([1, 2])[0] = start()[0, 0]


ROUTES = {
    "itself": lambda x: x,
    "slice": lambda x: x[:2],
    "row": lambda x: x[0],
    "transposed": lambda x: x.T,
    "reshaped": lambda x: x.reshape(-1),
    "detached": lambda x: x.detach(),
    "part of detached": lambda x: x.detach()[0],
    "detached part": lambda x: x[0].detach(),
    "detached twice": lambda x: x.detach().detach(),
}
WRITES = {
    "index": lambda v: v.__setitem__(0, 9.0),
    "plus": lambda v: v.__iadd__(1.0),
    "times": lambda v: v.__imul__(2.0),
    "out": lambda v: np.add(v, 1.0, out=v),
    "copyto": lambda v: np.copyto(v, 9.0),
    "at": lambda v: np.add.at(v, 0, 1.0),
    "fill": lambda v: np.put(v, [0], 9.0),
}


@pytest.mark.parametrize("computed", [False, True], ids=["leaf", "computed"])
@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_backward_after_memory_was_written_to_is_refused(route, write, computed):
    x = start()
    h = x * 2.0 if computed else x
    loss = (h * h).sum()
    with no_grad():
        write(route(h))
    with pytest.raises(RuntimeError, match="has been changed in place"):
        loss.backward()


def test_other_memory_may_be_written_to():
    x = start()
    loss = (x[0] * x[0]).sum()
    with no_grad():
        Tensor(x)[0] = 0.0
        x.detach().clone()[0] = 0.0
        np.add(x, 1.0, out=Tensor(x))
    loss.backward()
    assert x.grad[0] == pytest.approx(2 * x.data[0])


def buffer(x, w):
    """Writes into a constant, one after the other."""
    out = cr.zeros(4, 2)
    for t in range(3):
        out[t + 1] = cr.tanh(out[t] * x + w)
    return (out * out).sum()


def whole_and_part(x, w):
    """Writes into a computed tensor and into its rows."""
    h = w * x
    before = (h + 1.0).sum()
    h[0] = h[1] * 2.0
    for row in h.reshape(2, 1):
        row *= 0.5
    return before + (h * h).sum()


@pytest.mark.parametrize("program", [buffer, whole_and_part])
def test_compiled_steps_write_as_others_do(program):
    found = []
    for made in (lambda step: step, cr.compile):
        w = Tensor([0.5, -1.0], requires_grad=True)
        optimizer = cr.optim.SGD([w], lr=0.1)

        def step(x, w=w, optimizer=optimizer):
            optimizer.zero_grad()
            program(Tensor(x), w).backward()
            optimizer.step()

        step = made(step)
        for x in ([1.0, 2.0], [-1.0, 0.5], [0.3, 0.1]):
            step(np.array(x))
        found.append(w.data)
    assert found[0] == pytest.approx(found[1])


@pytest.mark.parametrize("name", ["iadd", "isub", "imul", "itruediv", "ipow", "ifloordiv", "imod"])
def test_every_operator_changes_a_leaf_in_place_under_no_grad_and_is_refused_elsewhere(name):
    operate = getattr(operator, name)
    w = Tensor([2.5, -3.0], requires_grad=True, name="w")
    with pytest.raises(RuntimeError, match="w is a leaf"):
        operate(w, 2.0)
    expected, array = operate(w.data.copy(), 2.0), w.data
    with cr.no_grad():
        assert operate(w, 2.0) is w
    assert w.data is array
    np.testing.assert_array_equal(array, expected)
