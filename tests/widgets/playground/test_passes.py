"""The forward pass of one point and the backward pass, as the board shows them."""

import numpy as np
import pytest

from chainrule.widgets import Playground
from chainrule.widgets.playground import SettingError, messages
from chainrule.widgets.playground.network import activations_of, linears

BOARDS = [
    {}, {"hidden": (), "dataset": "plane"}, {"dataset": "blobs", "hidden": (3,)},
    {"dataset": "blobs", "loss": "cross_entropy"}, {"activation": ("relu", "sigmoid")},
    {"loss": "cross_entropy", "dropout": 0.5, "activation": "gelu"},
]  # fmt: skip


def sent(p, followed=True):
    content, (*_, slopes) = messages.frame(p.trainer, followed=p.followed if followed else None)
    return content, np.frombuffer(slopes, np.float32)


def parameters(p):
    return [a for layer in linears(p.model) for a in (layer.weight.data, layer.bias.data)]


@pytest.mark.parametrize("settings", BOARDS)
@pytest.mark.parametrize("place", [None, 0, 17])
def test_what_goes_back_is_the_slope_of_the_loss(settings, place):
    p = Playground(seed=2, **settings)
    p.train(2)
    p.backward = True
    p.follow_point(place)

    def loss():
        if place is not None:
            return p.followed.told(p.trainer)["loss"]
        return p.trainer.loss_and_accuracy(p.trainer.x, p.trainer.targets, p.data.t)[0]

    _, slopes = sent(p)
    arrays, measured, h = parameters(p), [], 2e-3
    for array in arrays:
        flat = array.reshape(-1)
        for i in range(flat.size):
            old = flat[i]
            flat[i] = old + h
            above = loss()
            flat[i] = old - h
            measured.append((above - loss()) / (2 * h))
            flat[i] = old
    np.testing.assert_allclose(slopes, measured, atol=3e-3 * (1 + abs(slopes).max()))


@pytest.mark.parametrize("settings", BOARDS)
def test_what_the_lines_carry_makes_up_what_the_next_neuron_says(settings):
    p = Playground(seed=2, **settings)
    p.train(2)
    p.follow_point(5)
    content, _ = sent(p)
    values = content["followed"]["values"]
    assert [len(layer) for layer in values] == [
        len(p.features), *p.hidden, content["outputs"]
    ]  # fmt: skip
    *hidden, output = linears(p.model)
    z = np.array(values[-2]) @ output.weight.data.T + output.bias.data
    np.testing.assert_allclose(p.trainer.objective.shown(z), values[-1], rtol=1e-4, atol=1e-5)
    if p.activation == "tanh":
        for layer, before, after in zip(hidden, values, values[1:], strict=False):
            said = np.tanh(np.array(before) @ layer.weight.data.T + layer.bias.data)
            np.testing.assert_allclose(said, after, rtol=1e-4, atol=1e-5)
    place = [[*content["followed"]["point"][:2]]]
    np.testing.assert_allclose(p.predict(place)[0], values[-1], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("look", [{"backward": True}, {"inside": True}])
def test_to_look_changes_nothing(look):
    quiet, watched = (Playground(seed=1, dropout=0.5) for _ in range(2))
    watched.choose(**look)
    watched.follow_point(3)
    for p in (quiet, watched):
        for _ in range(3):
            messages.frame(p.trainer, followed=p.followed)
            p.train(1)
    for a, b in zip(parameters(quiet), parameters(watched), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_point_is_followed_until_there_are_others():
    p = Playground()
    p.follow_point(0)
    p.train(1)
    assert sent(p)[0]["followed"]["point"][:2] == p.data.x[0].tolist()
    p.noise = 10
    assert "followed" not in sent(p)[0]
    for place in (-1, 500):
        with pytest.raises(SettingError, match="There are points 0 to 499"):
            p.follow_point(place)


@pytest.mark.parametrize("settings", BOARDS)
def test_who_matters_is_the_loss_without_what_a_neuron_tells(settings):
    p = Playground(seed=2, **settings)
    p.train(5)
    told = p.what_matters()
    assert [len(layer) for layer in told] == list(p.hidden)
    layers = linears(p.model)
    for i, layer in enumerate(told):
        for row, grown in enumerate(layer):
            before = p.train_loss
            weight, bias = layers[i + 1].weight.data, layers[i + 1].bias.data
            kept = weight.copy(), bias.copy()
            says = activations_of(p.model, p.trainer.x)[i][:, row]
            bias += weight[:, row] * says.mean()
            weight[:, row] = 0
            p.trainer.measure_again()
            assert p.train_loss - before == pytest.approx(grown, abs=1e-5)
            weight[...], bias[...] = kept
            p.trainer.measure_again()
