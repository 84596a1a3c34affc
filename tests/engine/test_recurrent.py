"""LSTM, attention by heads and the Transformer block against their definitions and PyTorch."""

import numpy as np
import pytest

import chainrule as cr
from chainrule import Tensor, gradcheck, nn

rng = np.random.default_rng()


def test_an_lstm_is_its_definition():
    layer, x = nn.LSTM(3, 4, seed=rng), rng.normal(size=(2, 5, 3))
    outputs, (h, c) = layer(x)
    by_hand, cell = np.zeros((2, 4)), np.zeros((2, 4))
    for t in range(5):
        z = x[:, t] @ layer.weight_ih_l0.data.T + by_hand @ layer.weight_hh_l0.data.T
        z = z + layer.bias_ih_l0.data + layer.bias_hh_l0.data
        i, f, g, o = np.split(z, 4, axis=1)
        cell = cr.sigmoid(f) * cell + cr.sigmoid(i) * np.tanh(g)
        by_hand = cr.sigmoid(o) * np.tanh(cell)
        np.testing.assert_allclose(outputs.data[:, t], by_hand, atol=1e-12)
    np.testing.assert_allclose(h.data, by_hand, atol=1e-12)
    np.testing.assert_allclose(c.data, cell, atol=1e-12)


def test_an_lstm_goes_on_from_its_state():
    layer, x = nn.LSTM(2, 3, seed=rng), rng.normal(size=(4, 6, 2))
    whole, _ = layer(x)
    first, state = layer(x[:, :2])
    second, _ = layer(x[:, 2:], state)
    np.testing.assert_allclose(cr.cat([first, second], axis=1).data, whole.data, atol=1e-12)


def test_the_gradients_of_an_lstm_are_right():
    layer = nn.LSTM(2, 3, seed=rng)
    x = Tensor(rng.normal(size=(2, 4, 2)), requires_grad=True)
    assert gradcheck(lambda x: (layer(x)[0] ** 2).sum(), x)


@pytest.mark.oracle
def test_an_lstm_is_pytorchs():
    torch = pytest.importorskip("torch")
    ours, theirs = nn.LSTM(3, 5, seed=rng), torch.nn.LSTM(3, 5, batch_first=True).double()
    for name, parameter in ours.named_parameters():
        getattr(theirs, name).data[...] = torch.from_numpy(parameter.data)
    x = rng.normal(size=(2, 7, 3))
    covector = rng.normal(size=(2, 7, 5))
    (ours(x)[0] * covector).sum().backward()
    (theirs(torch.from_numpy(x))[0] * torch.from_numpy(covector)).sum().backward()
    for name, parameter in ours.named_parameters():
        expected = getattr(theirs, name).grad.numpy()
        np.testing.assert_allclose(parameter.grad, expected, atol=1e-10)


def test_a_causal_block_learns_nothing_of_the_future():
    block, x = nn.TransformerBlock(6, 2, seed=rng), rng.normal(size=(1, 5, 6))
    before = block(x, is_causal=True).data
    x[0, 3:] += 1.0
    after = block(x, is_causal=True).data
    np.testing.assert_allclose(after[0, :3], before[0, :3], atol=1e-12)
    assert not np.allclose(after[0, 3:], before[0, 3:])


def test_a_compiled_training_step_of_both_does_what_the_step_does():
    x = rng.normal(size=(4, 5, 6))
    nets = [(nn.LSTM(6, 6, seed=3), nn.TransformerBlock(6, 2, seed=4)) for _ in range(2)]

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
