"""What an optimiser trains stays one thing: copied, saved, cast, set anew, it goes on as before."""

import copy
import itertools
import pickle

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, nn, optim

SHAPES = {"small": [(2, 3), (3,), ()], "mixed": [(2,), (130, 130), (3, 1)]}
OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.1),
    "momentum": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, dampening=0.2, weight_decay=0.01),
    "nesterov": lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, l1=0.01),
    "adam": lambda p: optim.Adam(p, lr=0.05, weight_decay=0.01),
    "adamw": lambda p: optim.AdamW(p, lr=0.05),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01, momentum=0.5, centered=True),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.1),
    "groups": lambda p: optim.Adam([{"params": p[:1], "lr": 0.1}, {"params": p[1:]}], lr=0.01),
}
optimizers = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)


def tensors(shapes, dtype=float):
    rng = np.random.default_rng(0)
    return [Tensor(rng.normal(size=s).astype(dtype), requires_grad=True) for s in shapes]


def train(optimizer, steps, gaps=False):
    """The losses of some steps; with gaps each leaves some parameter out."""
    losses = []
    for k in steps:
        used = [p for i, p in enumerate(optimizer.params) if not (gaps and (k + i) % 3 == 0)]
        optimizer.zero_grad()
        loss = sum(((cr.tanh(p) - 0.3 - 0.01 * k) ** 2).sum() for p in used)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def through_a_state(optimizer, make):
    """A new optimiser of new tensors that goes on from what the old one says of itself."""
    state = pickle.loads(pickle.dumps(optimizer.state_dict()))
    new = make([Tensor(p.data, requires_grad=True) for p in optimizer.params])
    new.load_state_dict(state)
    return new


WAYS = {
    "copy": lambda o, make: copy.copy(o),
    "deepcopy": lambda o, make: copy.deepcopy(o),
    "twice": lambda o, make: copy.deepcopy(copy.deepcopy(o)),
    "pickle": lambda o, make: pickle.loads(pickle.dumps(o)),
    "state": through_a_state,
    "another": lambda o, make: (make(o.params), o)[1],  # which moves the values elsewhere
}


@optimizers
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("shapes", SHAPES.values(), ids=SHAPES)
def test_a_copy_goes_on_as_the_original_would(make, way, shapes):
    for when, gaps, dtype in itertools.product((0, 1, 3), (False, True), (float, np.float32)):
        twin, original = make(tensors(shapes, dtype)), make(tensors(shapes, dtype))
        train(twin, range(when), gaps), train(original, range(when), gaps)
        copied = way(original, make)
        expected = train(twin, range(when, when + 4), gaps)
        assert train(copied, range(when, when + 4), gaps) == expected
        assert expected[0] != expected[-1]
        for a, b in zip(twin.params, copied.params, strict=True):
            assert a.dtype == b.dtype == dtype
            np.testing.assert_array_equal(a.data, b.data)


@optimizers
@pytest.mark.parametrize("way", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_original_and_copy_are_strangers(make, way):
    original = make(tensors(SHAPES["small"]))
    train(original, range(2))
    copied = way(original)
    before = [p.data.copy() for p in original.params]
    train(copied, range(3))
    for p, values in zip(original.params, before, strict=True):
        np.testing.assert_array_equal(p.data, values)


def training(net, optimizer, x, n):
    losses = []
    for _ in range(n):
        optimizer.zero_grad()
        loss = (net(x) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@optimizers
@pytest.mark.parametrize("when", [0, 2])
def test_a_net_and_its_optimiser_are_copied_together_or_the_net_alone(make, when):
    x = np.random.default_rng(1).normal(size=(4, 2))
    net = nn.Sequential(nn.Linear(2, 3, seed=0), nn.Tanh(), nn.Linear(3, 1, seed=1))
    optimizer = make(list(net.parameters()))
    training(net, optimizer, x, when)
    pairs = [copy.deepcopy((net, optimizer)), pickle.loads(pickle.dumps((net, optimizer)))]
    alone = copy.deepcopy(net)
    before = (alone(x) ** 2).mean().item()
    expected = training(net, optimizer, x, 4)
    assert [training(*pair, x, 4) for pair in pairs] == [expected] * 2
    assert (alone(x) ** 2).mean().item() == before == expected[0]
    assert len(set(expected)) == 4


def test_a_checkpoint_taken_before_is_where_the_net_can_go_back_to():
    x = np.ones((4, 2))
    net = nn.Sequential(nn.Linear(2, 3, seed=0), nn.Tanh(), nn.Linear(3, 1, seed=1))
    optimizer = optim.Adam(net.parameters(), lr=0.1)
    training(net, optimizer, x, 2)
    values, memory = net.state_dict(), optimizer.state_dict()
    first = training(net, optimizer, x, 3)
    net.load_state_dict(values)
    optimizer.load_state_dict(memory)
    assert training(net, optimizer, x, 3) == first


def test_a_state_of_other_groups_is_refused_and_changes_nothing():
    optimizer = optim.Adam(tensors(SHAPES["small"]), lr=0.1)
    train(optimizer, range(2))
    before = pickle.dumps(optimizer.state_dict())
    other = optim.Adam(tensors([(2, 3), (3,)]), lr=0.5)
    with pytest.raises(ValueError, match=r"groups of \[2\] parameters, here are \[3\]"):
        optimizer.load_state_dict(other.state_dict())
    turned = optim.Adam(tensors([(3, 2), (3,), ()]), lr=0.5)
    train(turned, range(2))
    with pytest.raises(ValueError, match=r"exp_avg\w* has shape \(3, 2\)"):
        optimizer.load_state_dict(turned.state_dict())
    assert pickle.dumps(optimizer.state_dict()) == before


# What is set from outside


@optimizers
@pytest.mark.parametrize("which", [slice(None), slice(1)], ids=["all", "one"])
@pytest.mark.parametrize("dtypes", [(float, np.float32), (np.float32, float)])
def test_parameters_cast_later_are_trained_in_their_new_dtype(make, which, dtypes):
    cast, twin = (make(tensors(SHAPES["mixed"], dtypes[0])) for _ in range(2))
    train(cast, range(2)), train(twin, range(2))
    for p in cast.params[which]:
        p.data = p.data.astype(dtypes[1])
    found, expected = train(cast, range(2, 8)), train(twin, range(2, 8))
    np.testing.assert_allclose(found, expected, rtol=1e-4)
    assert [p.dtype for p in cast.params[which]] == [dtypes[1]] * len(cast.params[which])
    assert all(b.state[k].dtype == b.params[0].dtype for b in cast.blocks for k in b.state)


@optimizers
def test_a_module_cast_after_its_optimiser_was_made_goes_on(make):
    x = np.ones((4, 2), np.float32)
    net = nn.Sequential(nn.Linear(2, 3, seed=0), nn.Tanh(), nn.Linear(3, 1, seed=1))
    optimizer = make(list(net.parameters()))
    net.to(np.float32)
    losses = training(net, optimizer, x, 5)
    assert losses[-1] < losses[0]
    assert {p.dtype for p in net.parameters()} == {np.dtype(np.float32)}


@optimizers
def test_new_arrays_are_what_moves_and_ties_between_arrays_hold(make):
    a, b, _ = params = tensors([(3,), (3,), (2,)])
    optimizer = make(params)
    a.data = np.array([1.0, 2.0, 3.0])
    b.data = a.data
    for p in params:
        p.grad = np.ones(p.shape)
    optimizer.step()
    np.testing.assert_array_equal(a.data, b.data)
    assert np.all(a.data < [1, 2, 3])


def test_arrays_that_were_tied_before_stay_so():
    a, b, _ = params = tensors([(3,), (3,), (2,)])
    b.data = a.data
    start = a.data.copy()
    optimizer = optim.SGD(params, lr=0.5)
    for p in params:
        p.grad = np.ones(p.shape)
    optimizer.step()
    np.testing.assert_allclose(a.data, start - 1)
    np.testing.assert_allclose(b.data, start - 1)


@optimizers
@pytest.mark.parametrize("shapes", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("before", [True, False])
def test_whole_numbers_put_into_a_parameter_become_floating_ones(make, shapes, before):
    pair = []
    for dtype in (int, float):
        params = tensors(shapes)
        optimizer = None if before else make(params)
        for p in params:
            p.data = np.full(p.shape, 2, dtype)
            p.grad = np.full(p.shape, 0.5)
        (optimizer or make(params)).step()
        pair.append(params)
    for p, q in zip(*pair, strict=True):
        assert p.dtype == float
        np.testing.assert_array_equal(p.data, q.data)
        assert np.all(q.data < 2)


def test_a_parameter_of_another_shape_is_refused():
    a, b = tensors([(3,), (2,)])
    optimizer = optim.SGD([a, b], lr=0.5)
    a.data = np.ones((4, 3))
    a.grad, b.grad = np.ones((4, 3)), np.ones(2)
    with pytest.raises(ValueError, match=r"had shape \(3,\) .* now has \(4, 3\)"):
        optimizer.step()


@optimizers
def test_gradients_put_there_by_hand_may_be_of_any_dtype(make):
    for shapes in ([(130, 130), (2,)], [(3,), (2,)]):
        found, expected = make(tensors(shapes)), make(tensors(shapes))
        for p, q in zip(found.params, expected.params, strict=True):
            p.grad, q.grad = np.ones(p.shape, int), np.ones(p.shape)
        found.step(), expected.step()
        for p, q in zip(found.params, expected.params, strict=True):
            np.testing.assert_array_equal(p.data, q.data)


@optimizers
def test_a_frozen_parameter_rests_until_it_is_wanted_again(make):
    optimizer = make(tensors(SHAPES["small"]))
    train(optimizer, range(1))
    frozen = optimizer.params[1]
    frozen.requires_grad = False
    before = frozen.data.copy()
    train(optimizer, range(1, 3))
    np.testing.assert_array_equal(frozen.data, before)
    frozen.requires_grad = True
    train(optimizer, range(3, 5))
    assert np.all(frozen.data != before)


SCHEDULES = {
    "step": lambda o: optim.StepLR(o, 2, gamma=0.5),
    "multi": lambda o: optim.MultiStepLR(o, [1, 5], gamma=0.5),
    "cosine": lambda o: optim.CosineAnnealingLR(o, T_max=3),
    "linear": lambda o: optim.LinearLR(o, total_iters=6),
    "exponential": lambda o: optim.ExponentialLR(o, gamma=0.9),
    "lambda": lambda o: optim.LambdaLR(o, lambda t: 1 / (1 + t)),
    "one cycle": lambda o: optim.OneCycleLR(o, 0.1, total_steps=12),
    "sequential": lambda o: optim.SequentialLR(
        o, [optim.LinearLR(o, total_iters=3), optim.ExponentialLR(o, 0.5)], milestones=[3]
    ),
    "plateau": lambda o: optim.ReduceLROnPlateau(o, factor=0.5, patience=0, threshold=0.2),
}


def follow(optimizer, schedule, steps):
    found = []
    for k in steps:
        found += [*train(optimizer, [k]), optimizer.lr]
        plateau = isinstance(schedule, optim.ReduceLROnPlateau)
        schedule.step(*([found[-2]] if plateau else []))
    return found


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_a_schedule_goes_on_copied_with_its_optimiser_and_from_a_state(schedule):
    make = OPTIMIZERS["adam"]
    optimizer = make(tensors(SHAPES["small"]))
    going = schedule(optimizer)
    follow(optimizer, going, range(4))
    pairs = [copy.deepcopy((optimizer, going))]
    anew = make([Tensor(p.data, requires_grad=True) for p in optimizer.params])
    resumed = schedule(anew)
    for new, old in ((anew, optimizer), (resumed, going)):
        new.load_state_dict(pickle.loads(pickle.dumps(old.state_dict())))
    pairs.append((anew, resumed))
    expected = follow(optimizer, going, range(4, 8))
    assert [follow(*pair, range(4, 8)) for pair in pairs] == [expected] * 2
    assert len(set(expected[1::2])) > 1
    assert repr(going).endswith(f"last_epoch=8, last_lr=[{optimizer.lr}])")
