"""Every control of the playground has its effect, without a browser."""

import math

import numpy as np
import pytest

from chainrule import nn, optim
from chainrule.widgets import Playground
from chainrule.widgets.playground import SettingError
from chainrule.widgets.playground.network import linears


def weights(playground):
    return [p.data.copy() for p in playground.model.parameters()]


def same(a, b):
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_the_defaults_are_those_of_the_original():
    p = Playground()
    assert (p.dataset, p.hidden, p.activation, p.features) == (
        "circle",
        (4, 2),
        "tanh",
        ("x1", "x2"),
    )
    assert (p.learning_rate, p.batch_size, p.train_share, p.noise) == (0.03, 10, 50, 0)
    assert len(p.data.x) == len(p.data.x_test) == 250


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"hidden": (5, 3, 2)}, [(5, 2), (3, 5), (2, 3), (1, 2)]),
        ({"features": ("x1", "sin_x2", "x1_x2")}, [(4, 3), (2, 4), (1, 2)]),
        ({"hidden": ()}, [(1, 2)]),
        ({"dataset": "blobs"}, [(4, 2), (2, 4), (3, 2)]),
    ],
)
def test_layers_and_features_give_the_network_its_shape(change, expected):
    p = Playground()
    p.choose(**change)
    assert [layer.weight.shape for layer in linears(p.model)] == expected


def test_the_activation_can_be_chosen_for_all_layers_or_for_each():
    p = Playground(activation="relu")
    assert [type(x) for x in p.model.layers[1::2]] == [nn.ReLU, nn.ReLU]
    p.activation = ("sigmoid", "elu")
    assert [type(x) for x in p.model.layers[1::2]] == [nn.Sigmoid, nn.ELU]
    p.activation = "linear"
    assert all(isinstance(x, nn.Linear) for x in p.model.layers)


def test_features_reach_the_network_as_they_are_named():
    p = Playground(features=("x1_squared", "x1_x2", "sin_x1"), hidden=())
    a, b = p.data.x.T
    np.testing.assert_allclose(p.trainer.x, np.c_[a * a, a * b, np.sin(a)], rtol=1e-5, atol=1e-6)


def test_share_noise_and_seed_make_the_data():
    p = Playground("gauss", train_share=10)
    assert (len(p.data.x), len(p.data.x_test)) == (50, 450)
    before = p.data.x
    p.noise = 50
    assert p.data.x.std() > before.std()
    noisy = p.data.x
    p.data_seed += 1
    assert not np.array_equal(noisy, p.data.x)


def test_regenerating_keeps_the_weights():
    p = Playground()
    p.train(3)
    before, x = weights(p), p.data.x
    p.regenerate()
    assert same(before, weights(p))
    assert not np.array_equal(x, p.data.x)


def test_the_batch_size_says_how_many_steps_an_epoch_has():
    p = Playground(optimizer="adam", batch_size=30)
    p.train(1)
    assert p.trainer.optimizer.blocks[0].steps == math.ceil(250 / 30)


def test_the_learning_rate_scales_the_step():
    moved = []
    for rate in (0.001, 0.002):
        p = Playground(batch_size=30, train_share=10, learning_rate=rate, seed=3)
        before = np.concatenate([w.ravel() for w in weights(p)])
        p.train(1)
        moved.append(np.linalg.norm(np.concatenate([w.ravel() for w in weights(p)]) - before))
    assert moved[1] / moved[0] == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize(
    ("name", "kind"), [("sgd", optim.SGD), ("momentum", optim.SGD), ("adam", optim.Adam)]
)
def test_the_optimiser_is_the_one_chosen_and_keeps_the_weights(name, kind):
    p = Playground()
    before = weights(p)
    p.optimizer = name
    assert same(before, weights(p))
    assert isinstance(p.trainer.optimizer, kind)
    assert getattr(p.trainer.optimizer, "momentum", 0) == (0.9 if name == "momentum" else 0)


def test_a_schedule_lowers_the_rate():
    p = Playground(schedule="step", train_share=10)
    p.train(101)
    assert p.trainer.optimizer.lr == pytest.approx(0.015)
    p = Playground(schedule="cosine", train_share=10)
    p.train(251)
    assert p.trainer.optimizer.lr == pytest.approx(0.015)


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_regularisation_makes_weights_small(kind):
    plain, held = Playground(), Playground(regularisation=kind, regularisation_rate=0.1)
    plain.train(30)
    held.train(30)
    total = [sum(abs(layer.weight.data).sum() for layer in linears(p.model)) for p in (plain, held)]
    assert total[1] < 0.5 * total[0]


def test_regularisation_follows_the_penalty_of_its_name():
    for kind, slope in (("l1", np.sign), ("l2", lambda w: w)):
        plain, held = (Playground(batch_size=30, train_share=10) for _ in range(2))
        held.choose(regularisation=kind, regularisation_rate=0.1)
        first = linears(plain.model)[0].weight.data.copy()
        for p in (plain, held):
            p.trainer.step(p.trainer.x[:10], p.trainer.targets[:10])
        pulled = linears(plain.model)[0].weight.data - linears(held.model)[0].weight.data
        np.testing.assert_allclose(pulled, 0.03 * 0.1 * slope(first), rtol=1e-3, atol=1e-6)


def test_the_loss_is_squared_error_or_cross_entropy():
    p = Playground(hidden=())
    z = p.model(p.trainer.x).data[:, 0].astype(float)
    t = p.data.t
    assert p.train_loss == pytest.approx((0.5 * (np.tanh(z) - t) ** 2).mean(), rel=1e-4)
    p.loss = "cross_entropy"
    assert p.train_loss == pytest.approx(np.logaddexp(0, -t * z).mean(), rel=1e-4)


def test_dropout_drops_in_training_only_and_keeps_the_weights():
    p = Playground(hidden=(8,))
    before = weights(p)
    p.dropout = 0.5
    assert same(before, weights(p))
    assert any(isinstance(layer, nn.Dropout) for layer in p.model.layers)
    assert p.predict([[1.0, 2.0]]) == p.predict([[1.0, 2.0]])


@pytest.mark.parametrize(
    ("name", "expected"),
    [("uniform", 12**-0.5), ("xavier", 8**-0.5), ("he", 0.5), ("large", 3.0), ("alike", 0.3),
     ("zeros", 0.0)],
)  # fmt: skip
def test_the_initialisation_is_the_one_named(name, expected):
    p = Playground(hidden=(8, 8), initialisation=name)
    size = np.sqrt(np.mean(linears(p.model)[1].weight.data ** 2))
    assert size == pytest.approx(expected, rel=0.35)


def test_seeds_are_repeatable_and_different():
    assert same(weights(Playground(seed=4)), weights(Playground(seed=4)))
    assert not same(weights(Playground(seed=4)), weights(Playground(seed=5)))


def test_the_problem_and_the_data_set_follow_each_other():
    p = Playground()
    p.problem = "regression"
    assert (p.dataset, p.classes) == ("plane", 0)
    p.dataset = "xor"
    assert p.problem == "classification"


@pytest.mark.parametrize(
    "name", ["tanh", "relu", "sigmoid", "linear", "leaky_relu", "prelu", "elu", "softplus", "gelu"]
)
def test_every_activation_trains(name):
    p = Playground("gauss", activation=name)
    before = p.train_loss
    p.train(20)
    assert p.train_loss < before


def test_prelu_learns_its_slope():
    p = Playground("xor", activation="prelu")
    p.train(20)
    assert all(float(layer.weight.data[0]) != 0.25 for layer in p.model.layers[1::2])


@pytest.mark.parametrize("name", ["plane", "multi-gauss"])
def test_regression_is_learned_and_has_no_accuracy(name):
    p = Playground(name, hidden=(8,), optimizer="adam", learning_rate=0.01)
    before = p.train_loss
    p.train(30)
    assert p.train_loss < 0.7 * before
    assert math.isnan(p.test_accuracy)


@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
def test_three_classes_are_told_apart(loss):
    p = Playground("blobs", loss=loss, learning_rate=0.3)
    p.train(60)
    assert p.test_accuracy > 0.95
    assert np.allclose(p.predict([[0, 3], [1, 1]]).sum(1), 1, atol=1e-5)


# What is not possible is said in a sentence


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"activation": "rely"}, "perhaps relu?"),
        ({"dataset": "spirall"}, "perhaps spiral?"),
        ({"hidden": (9,)}, "at most 6 layers of 1 to 8 neurons"),
        ({"hidden": (2,) * 7}, "at most 6 layers"),
        ({"noise": 51}, "noise is a whole number from 0 to 50, and this is 51"),
        ({"learning_rate": float("nan")}, "learning_rate is a number from"),
        ({"learning_rate": "fast"}, "learning_rate is a number, and this is 'fast'"),
        ({"features": ()}, "features holds at least 1"),
        ({"learningrate": 1}, "perhaps learning_rate?"),
        ({"points": [(9, 0, 1)]}, "A point lies within ±6"),
        ({"points": [(0, 0, 3)]}, "A point's label is one of"),
        ({"mission": "spirals"}, "perhaps spiral?"),
    ],
)
def test_a_setting_that_cannot_be_is_told(settings, sentence):
    with pytest.raises(SettingError, match=sentence.replace("?", r"\?")):
        Playground(**settings)


def test_of_several_settings_all_are_taken_or_none():
    p = Playground()
    with pytest.raises(SettingError):
        p.choose(noise=20, hidden=(9,))
    assert (p.noise, p.hidden) == (0, (4, 2))
    p.train(1)


def test_every_setting_can_be_observed():
    p, heard = Playground(), []
    p.observe(lambda change: heard.append((change.name, change.new)), ["noise", "epoch", "playing"])
    p.noise = 10
    p.train(2)
    assert heard == [("noise", 10), ("epoch", 2)]


def test_the_problem_can_be_given_at_the_beginning():
    assert Playground(problem="regression").dataset == "plane"
    assert Playground("xor").problem == "classification"


def test_a_change_of_problem_together_with_others_takes_effect():
    p = Playground()
    p.choose(problem="regression", hidden=(3,), noise=10)
    assert (p.dataset, p.hidden, p.noise, p.classes) == ("plane", (3,), 10, 0)
    p.train(1)
