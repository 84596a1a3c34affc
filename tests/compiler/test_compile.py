"""A compiled step does what the step does, or says why it cannot."""

import copy
import gc
import itertools
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule import CompileError, Operation, Tensor, nn, optim
from chainrule.nn import functional as F

rng = np.random.default_rng()
default_rng = np.random.default_rng


def training(net, optimizer, loss=F.mse_loss):
    """A step that reads and changes `net` and `optimizer`."""

    def step(x, t):
        optimizer.zero_grad()
        y = loss(net(x), t)
        y.backward()
        optimizer.step()
        return y

    return step


def twins(make_net, make_optimizer, loss=F.mse_loss):
    """The same training twice: as it is, and compiled."""
    nets = [make_net()]
    nets.append(copy.deepcopy(nets[0]))
    steps = [training(net, make_optimizer(net.parameters()), loss) for net in nets]
    return nets, steps[0], cr.compile(steps[1])


def assert_same_training(make_net, make_optimizer, batches, loss=F.mse_loss, rtol=1e-9):
    nets, step, fast = twins(make_net, make_optimizer, loss)
    for batch in batches:
        np.testing.assert_allclose(fast(*batch), step(*batch).data, rtol=rtol)
    for (name, a), (_, b) in zip(
        nets[0].named_parameters(), nets[1].named_parameters(), strict=True
    ):
        np.testing.assert_allclose(b.data, a.data, rtol=rtol, atol=1e-12, err_msg=name)
        np.testing.assert_allclose(b.grad, a.grad, rtol=1e-6, atol=1e-12, err_msg=name)
    return fast


def batch(n=5, inputs=3, outputs=2):
    return rng.normal(size=(n, inputs)), rng.normal(size=(n, outputs))


def mlp():
    return nn.Sequential(nn.Linear(3, 7), nn.Tanh(), nn.Linear(7, 7), nn.ReLU(), nn.Linear(7, 2))


OPTIMIZERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.05),
    "momentum": lambda p: optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01, l1=0.001),
    "adam": lambda p: optim.Adam(p, lr=0.01, weight_decay=0.01),
}


@pytest.mark.parametrize("make_optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_training_compiled_is_training(make_optimizer):
    assert_same_training(mlp, make_optimizer, [batch() for _ in range(12)])


ACTIVATIONS = [nn.Sigmoid(), nn.Softplus(), nn.ELU(), nn.GELU(), nn.LeakyReLU(), nn.PReLU()]


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=repr)
def test_every_activation_compiles(activation):
    def make():
        return nn.Sequential(
            nn.Linear(3, 4, bias=False), copy.deepcopy(activation), nn.Linear(4, 2)
        )

    assert_same_training(make, OPTIMIZERS["adam"], [batch() for _ in range(4)])


def test_classification_compiles():
    batches = [(rng.normal(size=(6, 3)), rng.integers(0, 2, 6)) for _ in range(5)]
    assert_same_training(mlp, OPTIMIZERS["momentum"], batches, F.cross_entropy)
    batches = [(x, (x @ np.ones((3, 2)) > 0) * 1.0) for x, _ in batches]
    assert_same_training(mlp, OPTIMIZERS["sgd"], batches, F.binary_cross_entropy_with_logits)


class Attention(nn.Module):
    def __init__(self):
        self.embedding, self.norm = nn.Embedding(9, 4), nn.LayerNorm(4)
        self.query, self.key, self.out = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 9)

    def forward(self, x):
        h = self.norm(self.embedding(x))
        mixed = F.scaled_dot_product_attention(self.query(h), self.key(h), h, is_causal=True)
        return self.out(h + mixed).reshape(-1, 9)


def test_attention_compiles():
    batches = [(rng.integers(0, 9, (3, 5)), rng.integers(0, 9, 15)) for _ in range(4)]
    assert_same_training(Attention, OPTIMIZERS["adam"], batches, F.cross_entropy, rtol=1e-7)


class Lenet(nn.Module):
    def __init__(self):
        self.conv, self.norm = nn.Conv2d(1, 3, 3, padding=1), nn.BatchNorm2d(3)
        self.out = nn.Linear(3 * 4 * 4, 2)

    def forward(self, x):
        h = F.max_pool2d(F.relu(self.norm(self.conv(x))), 2)
        return self.out(h.reshape(x.shape[0], -1))


def test_convolution_pooling_and_batch_norm_compile():
    batches = [(rng.normal(size=(3, 1, 8, 8)), rng.normal(size=(3, 2))) for _ in range(4)]
    assert_same_training(Lenet, OPTIMIZERS["momentum"], batches, rtol=1e-7)


def test_running_statistics_of_batch_norm_go_on():
    nets, step, fast = twins(Lenet, OPTIMIZERS["sgd"])
    for _ in range(3):
        data = rng.normal(size=(3, 1, 8, 8)), rng.normal(size=(3, 2))
        step(*data), fast(*data)
    states = [net.state_dict() for net in nets]
    np.testing.assert_allclose(states[1]["norm.running_mean"], states[0]["norm.running_mean"])
    np.testing.assert_allclose(states[1]["norm.running_var"], states[0]["norm.running_var"])


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=4),
    n=st.integers(1, 4),
    dtype=st.sampled_from([np.float32, np.float64]),
    name=st.sampled_from(list(OPTIMIZERS)),
)
@settings(max_examples=25, deadline=None)
def test_nets_of_any_size_compile(sizes, n, dtype, name):
    def make():
        layers = [f for a, b in itertools.pairwise(sizes) for f in (nn.Linear(a, b), nn.Tanh())]
        return nn.Sequential(*layers).to(dtype)

    def data():
        x, t = rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[-1]))
        return x.astype(dtype), t.astype(dtype)

    _nets, step, fast = twins(make, OPTIMIZERS[name])
    for x, t in [data(), data(), data()]:
        found, expected = fast(x, t), step(x, t).data
        assert found.dtype == dtype
        np.testing.assert_allclose(found, expected, rtol=2e-3 if dtype == np.float32 else 1e-9)


# What stays as it was


def test_the_first_call_is_one_step_and_no_more():
    nets, step, fast = twins(mlp, OPTIMIZERS["adam"])
    x, t = batch()
    step(x, t), fast(x, t)
    for a, b in zip(nets[0].parameters(), nets[1].parameters(), strict=True):
        np.testing.assert_array_equal(a.data, b.data)
        assert type(b.data) is np.ndarray


def test_what_it_returns_is_not_written_to_later():
    w = Tensor([1.0, 2.0], requires_grad=True)
    fast = cr.compile(lambda x: {"product": w * x, "both": (w + x, [x])})
    first = [fast(np.array([1.0, 1.0])) for _ in range(2)][-1]
    fast(np.array([5.0, 7.0]))
    assert first["product"].tolist() == [1, 2]
    assert first["both"][0].tolist() == [2, 3]
    assert first["both"][1][0].tolist() == [1, 1]


def test_arguments_are_not_written_to_and_may_be_tensors_and_views():
    _, _, fast = twins(mlp, OPTIMIZERS["sgd"])
    x, t = batch(10)
    kept = x.copy()
    for _ in range(3):
        fast(x[::-2], Tensor(t[::2]))
    np.testing.assert_array_equal(x, kept)


def test_gradients_can_be_read_afterwards():
    nets, step, fast = twins(mlp, OPTIMIZERS["sgd"])
    for data in (batch(), batch(), batch()):
        step(*data), fast(*data)
        for a, b in zip(nets[0].parameters(), nets[1].parameters(), strict=True):
            np.testing.assert_allclose(b.grad, a.grad)


def test_eager_steps_between_compiled_ones_are_seen():
    _nets, step, fast = twins(mlp, OPTIMIZERS["adam"])
    eager_twin = fast.__wrapped__
    for i in range(6):
        data = batch()
        np.testing.assert_allclose(
            (eager_twin if i % 2 else fast)(*data).item(), step(*data).item()
        )


# What is recorded anew


def test_new_shapes_are_recorded_and_old_ones_remembered():
    fast = assert_same_training(mlp, OPTIMIZERS["adam"], [batch(n) for n in (4, 3, 4, 3, 1, 4)])
    assert len(fast.variants) == 3


def test_the_learning_rate_is_read_at_every_step():
    nets = [mlp()]
    nets.append(copy.deepcopy(nets[0]))
    optimizers = [optim.Adam(net.parameters(), lr=0.1) for net in nets]
    schedules = [optim.StepLR(optimizer, step_size=1, gamma=0.5) for optimizer in optimizers]
    step, fast = (training(*pair) for pair in zip(nets, optimizers, strict=True))
    fast = cr.compile(fast)
    for _ in range(4):
        data = batch()
        np.testing.assert_allclose(fast(*data), step(*data).item())
        for schedule in schedules:
            schedule.step()
    assert len(fast.variants) == 1


def test_evaluation_is_another_program_than_training():
    layer = nn.Dropout(0.5, seed=1)
    fast = cr.compile(lambda x: layer(x))
    x = np.ones(100)
    assert set(fast(x)) == set(fast(x)) == {0.0, 2.0}
    layer.eval()
    assert set(fast(x)) == {1.0}


def test_new_values_in_a_parameter_are_used():
    w = Tensor(2.0, requires_grad=True)
    fast = cr.compile(lambda x: w * x)
    assert [fast(np.array(3.0)), fast(np.array(3.0))] == [6, 6]
    w.data = np.array(5.0)
    assert fast(np.array(3.0)) == 15
    w.data[...] = 7.0
    assert fast(np.array(3.0)) == 21


def test_a_number_that_changes_is_noticed():
    surroundings = {"factor": 2.0}
    fast = cr.compile(lambda x: x * surroundings["factor"])
    assert fast(np.array(3.0)) == fast(np.array(3.0)) == 6
    surroundings["factor"] = 10.0
    assert fast(np.array(3.0)) == 30


# Random numbers


def test_dropout_draws_what_it_would_have_drawn():
    def make(seed):
        net = nn.Sequential(nn.Linear(3, 50, seed=0), nn.Dropout(0.4, seed=seed))
        return lambda x: net(x).sum()

    step, fast, x = make(5), cr.compile(make(5)), rng.normal(size=(2, 3))
    drawn = [fast(x) for _ in range(4)]
    np.testing.assert_allclose(drawn, [step(x).item() for _ in range(4)])
    assert len(set(drawn)) == 4


def test_the_default_generator_is_followed_and_may_be_seeded_anew():
    layer = nn.Dropout(0.4)
    fast, x = cr.compile(lambda x: layer(x)), np.ones(40)
    runs = []
    for _ in range(2):
        cr.manual_seed(3)
        runs.append([fast(x).tolist() for _ in range(3)])
    assert runs[0] == runs[1]
    assert runs[0][0] != runs[0][1]


# Written by hand


def test_a_backward_pass_written_by_hand_compiles():
    W, b, lr = rng.normal(size=(3, 2)), np.zeros(2), 0.1

    def step(x, t):
        nonlocal b
        y = x @ W + b
        g = 2 * (y - t) / y.size
        W[...] -= lr * (x.T @ g)
        b = b - lr * g.sum(axis=0)
        return ((y - t) ** 2).mean()

    start = W.copy()
    x, t = batch(6)
    fast = cr.compile(step)
    found = [float(fast(x, t)) for _ in range(5)]
    after = W.copy(), b.copy()
    W[...], b[...] = start, 0
    np.testing.assert_allclose(found, [step(x, t) for _ in range(5)])
    np.testing.assert_allclose(after[0], W)
    np.testing.assert_allclose(after[1], b)
    assert "x.dot(W, out=" in fast.source


def test_much_of_numpy_is_followed():
    x = rng.normal(size=(4, 6))

    def step(x):
        a = np.where(x > 0, x, 0.1 * x)
        b = np.concatenate([a[:, :2], a[:, 3:]], axis=1)
        c = np.zeros_like(b)
        c[1:] += b[:-1]
        np.add.at(c, ([0, 0], [1, 1]), np.array([1.0, 2.0]) * b[0, 0])
        d = np.cumsum(c, axis=1) + b.max(axis=1, keepdims=True) + np.clip(b, -0.5, 0.5).mean()
        e = d[:, ::-1].T.reshape(-1)[np.argsort(d.ravel())]
        return e, np.linalg.norm(d), d.std(axis=0), np.einsum("ij,kj->ik", d, d), np.stack([d, b])

    fast = cr.compile(step)
    fast(x)
    other = rng.normal(size=(4, 6))
    for found, expected in zip(fast(other), step(other), strict=True):
        np.testing.assert_allclose(found, expected)


def test_a_new_operation_compiles_at_once():
    swish = Operation(
        "swish",
        lambda x: x / (1 + np.exp(-x)),
        lambda g, y, x: g * (y + (1 - y) / (1 + cr.exp(-x))),
    )

    class Swish(nn.Module):
        def forward(self, x):
            return swish(x)

    def make():
        return nn.Sequential(nn.Linear(3, 4), Swish(), nn.Linear(4, 2))

    fast = assert_same_training(make, OPTIMIZERS["sgd"], [batch() for _ in range(4)])
    assert "# swish" in fast.source


# What the source is like


def test_the_source_is_numpy_alone_and_computes_nothing_twice():
    _, _, fast = twins(mlp, OPTIMIZERS["sgd"])
    fast(*batch())
    lines = [line.strip() for line in fast.source.splitlines()]
    calls = [line for line in lines if line.startswith("np.")]
    assert "Tensor" not in fast.source
    assert sum(line.startswith("np.tanh(") for line in calls) == 1
    assert sum(".dot(" in line for line in lines) == 3 + 2 + 3 + 3 + 1  # y, dx, dW, db, loss
    assert len(calls) == len(set(calls))
    compile(fast.source, "source", "exec")


def test_gradients_are_written_where_the_optimiser_wants_them():
    _, _, fast = twins(mlp, OPTIMIZERS["sgd"])
    fast(*batch())
    assert "concatenate" not in fast.source
    assert "d_net_0_weight = optimizer_gradient" in fast.source
    assert "out=d_net_0_weight)" in fast.source


def test_before_the_first_call_there_is_no_source():
    with pytest.raises(CompileError, match="call the step once"):
        cr.compile(lambda x: x).source  # noqa: B018


# What is refused


def refused(step, match, *args):
    fast = cr.compile(step)
    with pytest.raises(CompileError, match=match):
        fast(*args or (np.array([1.0, 2.0]),))


def test_a_branch_on_values_is_refused():
    refused(lambda x: x if (x > 0).all() else -x, "a branch depends on values")
    refused(lambda x: Tensor(x) * 2 if Tensor(x).sum() > 0 else x, "a branch depends on values")


def test_reading_a_number_is_refused():
    refused(lambda x: x * x.sum().item(), "reads a number out of an array")
    refused(lambda x: x * float(x[0]), "reads a number out of an array")
    refused(lambda x: [x.tolist(), x], "reads a number out of an array")


def test_counting_in_python_is_refused_with_the_place():
    class Counter(nn.Module):
        def __init__(self):
            self.calls = 0

        def forward(self, x):
            self.calls += 1
            return x * self.calls

    counter = Counter()
    refused(lambda x: counter(x), r"counter\.calls from 1 to 2")
    history = []

    def step(x):
        history.append(x.sum())
        return x

    refused(step, "the length of history from 1 to 2")


def test_what_escapes_the_recording_is_caught_by_the_comparison():
    refused(lambda x: x * np.frombuffer(x).max(), "returns other numbers")
    refused(lambda x: x * default_rng().random(2), "returns other numbers")


def test_an_argument_that_is_also_a_parameter_is_refused():
    w = Tensor([1.0, 2.0], requires_grad=True)
    refused(lambda x: w * x, "also given as an argument", w.data)


def test_an_array_that_is_kept_and_goes_on_into_a_tensor_is_kept_anew_at_each_step():
    class State:
        seen = None

    def step(x, y):
        State.seen = y.copy()
        return Tensor(State.seen) * x

    fast = cr.compile(step)
    for _ in range(3):
        x, y = rng.normal(size=(2, 3, 3))
        fast(x, y)
        np.testing.assert_array_equal(State.seen, y)


def test_returning_what_a_place_held_before_it_is_given_another_array_is_refused():
    state = [np.zeros(2)]

    def step(x):
        old, state[0] = state[0], x * 1.0
        return old

    with pytest.raises(CompileError, match="returns what was there: return a copy"):
        cr.compile(step)(np.ones(2))


def test_a_refused_step_leaves_everything_as_after_one_step():
    w = Tensor([1.0, 2.0], requires_grad=True)

    def step(x):
        w.data[...] += 1
        return x if x.sum() > 0 else -x

    refused(step, "branch")
    assert type(w.data) is np.ndarray
    assert w.data.tolist() == [2, 3]


def test_an_error_of_the_step_itself_is_raised_as_it_is():
    fast = cr.compile(lambda x: x @ np.ones((5, 5)))
    with pytest.raises(ValueError, match="matmul"):
        fast(np.ones(2))


def test_a_compiled_step_can_be_forgotten():
    net = mlp()
    fast = cr.compile(training(net, optim.SGD(net.parameters(), lr=0.1)))
    fast(*batch()), fast(*batch())
    gone = weakref.ref(net)
    del net, fast
    gc.collect()
    assert gone() is None


# Arrays larger than the cache


@pytest.mark.parametrize("layout", ["C", "F"])
def test_large_arrays_are_done_in_blocks(layout):
    state = np.asarray(rng.normal(size=(7, 3, 5001)), order=layout)
    bias = rng.normal(size=(3, 1))

    def step(x):
        a = np.tanh(state * x + bias)
        b = a * a - 0.5 * a
        state[...] -= 0.1 * b
        return b[:, 1].copy(), (a * b).sum()

    start, x = state.copy(), np.array(1.5)
    fast = cr.compile(step)
    found = [fast(x) for _ in range(3)]
    after = state.copy()
    state[...] = start
    for one in found:
        for a, b in zip(one, step(x), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12)
    np.testing.assert_allclose(after, state, rtol=1e-12)
    assert "for " in fast.source


def test_an_array_that_is_read_after_its_blocks_is_kept_whole():
    x = rng.normal(size=(300, 400))

    def step(x):
        doubled = x * 1.0 + x
        squared = doubled * doubled
        return squared.max(axis=1), doubled.min(axis=1)

    fast = cr.compile(lambda x: step(x + 0))
    for found, expected in zip([fast(x), fast(x)][-1], step(x), strict=True):
        np.testing.assert_array_equal(found, expected)
