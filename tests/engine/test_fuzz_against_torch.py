"""Random whole programs against PyTorch: values, first and second gradients, and what is left.

FUZZ=20 in the environment tries twenty times as many.
"""

import os
import random
from collections import Counter

import numpy as np
import pytest
from engine.oracles.random_programs import KINDS, Draw, NothingFits
from engine.oracles.two_sides import Ours, Theirs

import chainrule as cr
from chainrule.engine import raw

LARGEST, SLOPE, ELEMENTS, LENGTH = 1e3, 1e5, 200, 9
MORE = int(os.environ.get("FUZZ", "1"))  # times as many programs


@pytest.fixture(scope="module")
def torch():
    found = pytest.importorskip("torch")
    found.set_num_threads(1)
    return found


class Unfair(Exception):
    """Why the two cannot be compared here: PyTorch's own answer is no measure."""


class Difference(AssertionError):
    """What our engine does otherwise."""


def drawn(torch, seed, dtypes):
    """A program that PyTorch runs, and the kinds of its lines."""
    draw, side, lines, kinds = Draw(seed, dtypes), Theirs(torch), [], []
    wanted = len(KINDS) * [1]
    while len(kinds) < LENGTH:
        name = f"v{len(lines)}"
        like = draw.made[draw.any()].shape if draw.made else None
        new_leaf = len(lines) < 3 or draw.rng.random() < 0.15
        (kind,) = ["leaf"] if new_leaf else draw.rng.choices(list(KINDS), wanted)
        try:
            line = draw.leaf(name, like) if new_leaf else draw.line(kind, name)
            value = side.run(line)
            check_size(value)
            check_dtypes(draw.made, line)
        except (NothingFits, Unfair, RuntimeError, IndexError):
            continue
        draw.made[name] = value
        lines.append(line)
        kinds += [] if new_leaf else [kind]
    return [*lines, *loss_of(draw)], kinds


def check_size(value):
    if value.numel() > ELEMENTS:
        raise Unfair("too large")
    if not value.isfinite().all() or (value.detach().abs() > LARGEST).any():
        raise Unfair("not finite, or nearly so")


def check_dtypes(made, line):
    """To NumPy an array of no axis is an array: it decides on the dtype, in PyTorch it does not."""
    used = [x for name, x in made.items() if name in line.translate(SEPARATE).split()]
    if len({x.dtype for x in used}) > 1 and len({x.ndim == 0 for x in used}) > 1:
        raise Unfair("a single number of another dtype")


SEPARATE = str.maketrans(dict.fromkeys("()[],*+-/=", " "))


def loss_of(draw):
    """Lines that make one number of the last arrays and of some others."""
    names = list(draw.made)
    names = [*draw.rng.sample(names[:-2], 2), *names[-2:]]
    terms = [f"weighted({name}, {k})" for k, name in enumerate(names)]
    return [f"loss = {terms[0]}", *(f"loss = loss + {term}" for term in terms[1:])]


def compare(torch, lines, ours):
    """Run the lines on both sides; raise a Difference, or Unfair."""
    theirs, tolerance = Theirs(torch), 5e-3 if "'f4'" in str(lines) else 1e-8
    for line in lines:
        expected, found = theirs.run(line), attempted(line, ours.run, line)
        agree(ours, found, theirs, expected, f"the value of {line}", tolerance)
        if not all(map(np.array_equal, ours.sides, theirs.sides)):
            raise Unfair("the two round to different sides of a kink")
    before = [leaf.data.copy() for leaf in ours.leaves]
    first = compare_gradients(ours, theirs, tolerance)
    attempted("backward", ours.names["loss"].backward)
    for leaf, values, slope in zip(ours.leaves, before, first, strict=True):
        check("a leaf was changed", np.array_equal(leaf.data, values))
        grad = np.zeros_like(values) if leaf.grad is None else leaf.grad
        check("backward and gradients differ", np.allclose(grad, slope.data, 1e-5, 1e-6))
    check_no_alias(ours)


def compare_gradients(ours, theirs, tolerance):
    """First and second gradients on both sides; returns our first ones."""
    y, expected_y, found_of = ours.names["loss"], theirs.names["loss"], {}
    for order in (1, 2):
        if not expected_y.requires_grad:
            break
        expected = theirs.gradients(expected_y, theirs.leaves)
        largest = max((float(g.detach().abs().max()) for g in expected if g.numel()), default=0)
        if not largest < SLOPE:
            raise Unfair("slopes are not finite, or nearly so")
        found = attempted(f"gradient {order}", ours.gradients, y, ours.leaves)
        for i, (g, e) in enumerate(zip(found, expected, strict=True)):
            agree(ours, g, theirs, e, f"gradient {order} of leaf {i}", tolerance, largest)
        found_of[order] = found
        y = sum(ours.weighted(g * g, k) for k, g in enumerate(found))
        expected_y = sum(theirs.weighted(g * g, k) for k, g in enumerate(expected))
    if not found_of:
        raise Unfair("nothing to differentiate")
    return found_of[1]


def attempted(what, f, *args):
    """f(*args); whatever our engine raises where PyTorch does not is a difference."""
    try:
        return f(*args)
    except Exception as error:
        raise Difference(f"{what}: {type(error).__name__}: {error}") from error


def agree(ours, found, theirs, expected, what, tolerance, scale=1.0):
    """Equal shapes, dtypes and numbers, as near as the tolerance says."""
    found, expected = ours.array(found), theirs.array(expected)
    check(f"{what}: shape {found.shape}, not {expected.shape}", found.shape == expected.shape)
    check(f"{what}: {found.dtype}, not {expected.dtype}", found.dtype == expected.dtype)
    near = np.allclose(found, expected, tolerance, tolerance * max(1.0, scale))
    check(f"{what}:\n{found}\nnot\n{expected}", near)


def check_no_alias(ours):
    """No gradient shares its memory with another one or with the numbers of a leaf."""
    arrays = [leaf.data for leaf in ours.leaves]
    arrays += [leaf.grad for leaf in ours.leaves if leaf.grad is not None]
    for i, a in enumerate(arrays):
        check("memory is shared", not any(np.shares_memory(a, b) for b in arrays[:i]))


def check(what, holds):
    if not holds:
        raise Difference(what)


def difference(torch, lines, make_ours):
    """What is different in a program, None if nothing is or it cannot be compared."""
    try:
        compare(torch, lines, make_ours())
    except Difference as found:
        return str(found)
    except Exception:  # a line needs one that was left out
        return None
    return None


def shrunk(torch, lines, make_ours):
    """Fewer lines that still differ: each is left out, or names an earlier array, if it can."""
    for i in reversed(range(len(lines))):
        name = lines[i].partition(" = ")[0]
        same = [f"{name} = {line.partition(' = ')[0]}" for line in lines[:i]]
        for instead in [[], *([line] for line in same if lines[i] not in same)]:
            fewer = [*lines[:i], *instead, *lines[i + 1 :]]
            if difference(torch, fewer, make_ours):
                lines = fewer
                break
    return lines


def hunted(torch, programs, dtypes, make_ours=Ours):
    """Compare so many programs; returns the kinds that were compared, fails on a difference."""
    kinds, left_out = Counter(), Counter()
    for number in range(programs):
        seed = number if "CI" in os.environ else random.randrange(2**32)
        lines, used = drawn(torch, seed, dtypes)
        try:
            compare(torch, lines, make_ours())
            kinds.update(["programs", *used])
        except Unfair as reason:
            left_out[str(reason)] += 1
        except Difference as found:
            fewer = shrunk(torch, lines, make_ours)
            told = difference(torch, fewer, make_ours) or found
            raise Difference("\n".join([f"{told}\n\nseed {seed}", *fewer])) from None
    assert left_out.total() < programs / 5, left_out
    return kinds


@pytest.mark.oracle
@pytest.mark.parametrize(("programs", "dtypes"), [(150, ["f8"]), (50, ["f4", "f8"])])
def test_random_programs_do_what_pytorch_does(torch, programs, dtypes):
    kinds = hunted(torch, programs * MORE, dtypes)
    if dtypes == ["f8"]:
        assert not KINDS.keys() - kinds.keys()


WRONG = {
    "tanh": cr.Operation("tanh", np.tanh, lambda g, y, x: g * (1 - y)),
    "sigmoid": cr.Operation("sigmoid", cr.sigmoid.forward, lambda g, y, x: g * (y - raw(y) ** 2)),
    "exp": cr.Operation("exp", lambda x: np.exp(x) + 1e-6, lambda g, y, x: g * y),
}


@pytest.mark.oracle
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_found_and_told_in_few_lines(torch, name):
    def wrong():
        side = Ours()
        side.names[name] = WRONG[name]
        return side

    with pytest.raises(Difference) as found:
        hunted(torch, 500, ["f8"], wrong)
    told = str(found.value)
    assert "seed" in told
    assert f"{name}(" in told
    assert told.partition("seed")[2].count(" = ") < 12
