"""Recurrent layers and the Transformer block against their definitions and PyTorch."""

import re

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, gradcheck, gradients, nn

rng = np.random.default_rng()


def test_an_lstm_is_its_definition():
    layer, x = nn.LSTM(3, 4, batch_first=True, seed=rng), rng.normal(size=(2, 5, 3))
    outputs, (h, c) = layer(x)
    by_hand, cell = np.zeros((2, 4)), np.zeros((2, 4))
    for t in range(5):
        z = x[:, t] @ layer.weight_ih_l0.data.T + by_hand @ layer.weight_hh_l0.data.T
        z = z + layer.bias_ih_l0.data + layer.bias_hh_l0.data
        i, f, g, o = np.split(z, 4, axis=1)
        cell = cr.sigmoid(f) * cell + cr.sigmoid(i) * np.tanh(g)
        by_hand = cr.sigmoid(o) * np.tanh(cell)
        np.testing.assert_allclose(outputs.data[:, t], by_hand, atol=1e-12)
    np.testing.assert_allclose(h.data[0], by_hand, atol=1e-12)
    np.testing.assert_allclose(c.data[0], cell, atol=1e-12)


def test_an_lstm_goes_on_from_its_state():
    layer, x = nn.LSTM(2, 3, batch_first=True, seed=rng), rng.normal(size=(4, 6, 2))
    whole, _ = layer(x)
    first, state = layer(x[:, :2])
    second, _ = layer(x[:, 2:], state)
    np.testing.assert_allclose(cr.cat([first, second], axis=1).data, whole.data, atol=1e-12)


def test_the_gradients_of_an_lstm_are_right():
    layer = nn.LSTM(2, 3, batch_first=True, seed=rng)
    x = Tensor(rng.normal(size=(2, 4, 2)), requires_grad=True)
    assert gradcheck(lambda x: (layer(x)[0] ** 2).sum(), x)


READERS = {
    "plain": {},
    "two layers": {"num_layers": 2},
    "batch first": {"batch_first": True},
    "both ways": {"bidirectional": True},
    "no bias": {"bias": False},
    "all": {"num_layers": 3, "batch_first": True, "bidirectional": True},
}


def with_pytorchs_values(torch, ours, theirs):
    theirs = theirs.double()
    ours.load_state_dict({name: v.numpy() for name, v in theirs.state_dict().items()})
    theirs.load_state_dict({name: torch.tensor(v) for name, v in ours.state_dict().items()})
    return ours, theirs


def flat(outputs):
    """The tensors in nested tuples."""
    return [y for part in outputs for y in flat(part)] if isinstance(outputs, tuple) else [outputs]


def as_given(state):
    return state if len(state) == 2 else state[0]


def agree(torch, ours, theirs, x, state):
    """Outputs, last states and all gradients of both."""
    mine, other = Tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    found = flat(ours(mine, *([as_given(state)] if state else [])))
    state = tuple(torch.tensor(part) for part in state)
    expected = flat(theirs(other, *([as_given(state)] if state else [])))
    for y, z in zip(found, expected, strict=True):
        assert y.shape == z.shape
        np.testing.assert_allclose(y.data, z.detach().numpy(), atol=1e-12)
    sum((y * y).sum() for y in found).backward()
    sum((z * z).sum() for z in expected).backward()
    np.testing.assert_allclose(mine.grad, other.grad.numpy(), atol=1e-10)
    for name, parameter in ours.named_parameters():
        np.testing.assert_allclose(parameter.grad, getattr(theirs, name).grad.numpy(), atol=1e-10)


@pytest.mark.oracle
@pytest.mark.parametrize("options", READERS)
@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("started", [False, True])
@pytest.mark.parametrize("batch", [True, False])
def test_a_reader_is_pytorchs_and_takes_its_state_dict(kind, options, started, batch):
    torch = pytest.importorskip("torch")
    options = READERS[options]
    ours, theirs = with_pytorchs_values(
        torch, getattr(nn, kind)(3, 4, **options), getattr(torch.nn, kind)(3, 4, **options)
    )
    x = rng.normal(size=(2, 5, 3) if batch else (5, 3))
    number = options.get("num_layers", 1) * (1 + options.get("bidirectional", False))
    size = (2 if options.get("batch_first") else 5,) if batch else ()
    state = [rng.normal(size=(number, *size, 4)) for _ in range(1 + (kind == "LSTM"))]
    agree(torch, ours, theirs, x, tuple(state) if started else ())


@pytest.mark.oracle
@pytest.mark.parametrize("kind", ["RNNCell", "GRUCell", "LSTMCell"])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize("batch", [(), (2,)])
@pytest.mark.parametrize("started", [False, True])
def test_a_cell_is_pytorchs(kind, bias, batch, started):
    torch = pytest.importorskip("torch")
    ours, theirs = with_pytorchs_values(
        torch, getattr(nn, kind)(3, 4, bias=bias), getattr(torch.nn, kind)(3, 4, bias=bias)
    )
    state = [rng.normal(size=(*batch, 4)) for _ in range(1 + (kind == "LSTMCell"))]
    agree(torch, ours, theirs, rng.normal(size=(*batch, 3)), tuple(state) if started else ())


@pytest.mark.parametrize("kind", [nn.RNN, nn.RNNCell])
def test_a_recurrent_network_may_have_relu(kind):
    layer, x = kind(2, 3, nonlinearity="relu", seed=1), -np.ones((4, 2))
    tanh = kind(2, 3, seed=1)
    for w in (layer, tanh):
        for parameter in w.parameters():
            parameter.data[...] = 1.0
    outputs = [f(x)[0] if kind is nn.RNN else f(x) for f in (layer, tanh)]
    assert (outputs[0].data == 0).all()
    with pytest.raises(ValueError, match='"tanh" or "relu", and this is \'sigmoid\''):
        kind(2, 3, nonlinearity="sigmoid")


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
def test_the_shapes_that_a_reader_cannot_read_are_named(kind):
    layer, name = kind(3, 4), kind.__name__
    for shape in ((5, 2, 7), (3,), (1, 5, 2, 3)):
        words = re.escape(f"length 3, and this one has shape {shape}")
        with pytest.raises(ValueError, match=f"{name}: .* {words}"):
            layer(np.ones(shape))
    with pytest.raises(ValueError, match=f"{name}: a sequence of no steps"):
        layer(np.ones((0, 2, 3)))
    bad, words = np.zeros((2, 4)), r"of shape \(1, 2, 4\), .*\(2, 4\)"
    with pytest.raises(ValueError, match=f"{name}: a state is . {words}"):
        layer(np.ones((5, 2, 3)), (bad, bad) if kind is nn.LSTM else bad)


def test_dropout_lies_between_layers_and_only_in_training():
    layer, x = nn.GRU(2, 50, num_layers=2, dropout=1.0, seed=0), rng.normal(size=(3, 1, 2))
    silent = nn.GRU(2, 50, num_layers=2, seed=0)
    assert not np.allclose(layer(x)[0].data, silent(x)[0].data)
    np.testing.assert_array_equal(layer.eval()(x)[0].data, silent(x)[0].data)
    np.testing.assert_array_equal(layer.train()(x)[1].data[0], silent(x)[1].data[0])


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM, nn.RNNCell, nn.GRUCell, nn.LSTMCell])
def test_what_remembers_can_be_differentiated_twice(kind):
    layer = kind(2, 3, seed=rng)

    def output(x):
        out = layer(x)
        return out[0] if isinstance(out, tuple) else out

    def steepness(x):
        (slope,) = gradients((output(x) ** 2).sum(), [x], create_graph=True)
        return (slope * slope).sum()

    assert gradcheck(steepness, Tensor(rng.normal(size=(4, 2)), requires_grad=True))


def test_a_causal_block_learns_nothing_of_the_future():
    block, x = nn.TransformerBlock(6, 2, seed=rng), rng.normal(size=(1, 5, 6))
    before = block(x, is_causal=True).data
    x[0, 3:] += 1.0
    after = block(x, is_causal=True).data
    np.testing.assert_allclose(after[0, :3], before[0, :3], atol=1e-12)
    assert not np.allclose(after[0, 3:], before[0, 3:])


def test_a_compiled_training_step_of_both_does_what_the_step_does():
    x = rng.normal(size=(4, 5, 6))
    nets = [
        (nn.LSTM(6, 6, batch_first=True, seed=3), nn.TransformerBlock(6, 2, seed=4))
        for _ in range(2)
    ]

    def training(lstm, block):
        optimizer = cr.optim.SGD([*lstm.parameters(), *block.parameters()], lr=0.1)

        def step(x):
            loss = (block(lstm(x)[0], is_causal=True) ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss

        return step

    slow, fast = training(*nets[0]), cr.compile(training(*nets[1]))
    for _ in range(4):
        assert float(fast(x)) == pytest.approx(slow(x).item(), rel=1e-9)
