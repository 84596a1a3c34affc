"""Lines and neurons that are cut or frozen: laws of training around them."""

import numpy as np
import pytest

from chainrule.widgets import Playground
from chainrule.widgets.playground import SettingError, commands, messages
from chainrule.widgets.playground.network import linears

BOARDS = [
    {"optimizer": "sgd"}, {"optimizer": "momentum", "activation": "relu"},
    {"optimizer": "adam", "hidden": (3, 5, 2)}, {"optimizer": "adam", "dropout": 0.3},
    {"regularisation": "l1", "regularisation_rate": 0.01, "optimizer": "momentum"},
    {"regularisation": "l2", "regularisation_rate": 0.1, "optimizer": "adam"},
    {"dataset": "blobs", "loss": "cross_entropy"}, {"dataset": "plane", "hidden": ()},
    {"activation": "prelu", "schedule": "cosine"},
]  # fmt: skip
rng = np.random.default_rng()


def places(p):
    """Each weight and bias there is, as (layer, neuron, source)."""
    return [
        (layer, neuron, source)
        for layer in range(len(p.sizes) - 1)
        for neuron in range(p.sizes[layer + 1])
        for source in (*range(p.sizes[layer]), "bias")
    ]


def value(p, place):
    layer, neuron, source = place
    part = linears(p.model)[layer]
    return part.bias.data[neuron] if source == "bias" else part.weight.data[neuron, source]


def operated(settings, epochs=2):
    """A playground in the midst of training with some of all it has cut or frozen."""
    p = Playground(seed=int(rng.integers(1000)), **settings)
    p.train(epochs)
    chosen = rng.permutation(len(places(p)))
    for k, i in enumerate(chosen[:: rng.integers(2, 5)]):
        place = places(p)[i]
        last = place[0] == len(p.hidden) > 0  # or nothing would be heard at all
        (p.freeze if k % 2 or last else p.cut)(*place)
    p.cut(0, 0, 0)
    return p


def values(p):
    return {place: value(p, place) for place in places(p)}


def predictions(p):
    return p.predict(GRID)


GRID = rng.uniform(-6, 6, (50, 2))


@pytest.mark.parametrize("eager", [False, True])
@pytest.mark.parametrize("settings", BOARDS)
def test_what_is_fixed_is_the_same_to_the_bit_and_the_rest_learns(settings, eager):
    p = operated(settings)
    if eager:
        p.trainer.step = p.trainer.eager_step
    fixed, before = {place[:3] for place in p.fixed}, values(p)
    assert {place[3] for place in p.fixed} >= {0.0}
    p.train(4)
    after = values(p)
    assert {place for place in fixed if after[place] != before[place]} == set()
    free = before.keys() - fixed  # of three places none may be
    assert not free or any(after[place] != before[place] for place in free)


@pytest.mark.parametrize("settings", BOARDS)
def test_compiled_and_eager_steps_agree_around_what_is_fixed(settings):
    p = operated(settings, 0)
    q = Playground.from_state(p.state())
    q.trainer.step = q.trainer.eager_step
    for one in (p, q):
        one.train(2)
    for place, number in values(p).items():
        assert value(q, place) == pytest.approx(number, rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("settings", [s for s in BOARDS if "dropout" not in s])
def test_the_others_learn_as_if_it_were_a_constant_in_the_exported_program_too(settings):
    p = operated(settings, 0)
    program = {}
    exec(p.to_code(), program)
    assert "fixed" in program
    for i in range(3):
        rows = slice(10 * i, 10 * i + 10)
        p.trainer.step(p.trainer.x[rows], p.trainer.targets[rows])
        program["step"](p.data.x[rows], p.trainer.targets[rows])
    for i, layer in enumerate(linears(p.model), 1):
        np.testing.assert_allclose(program[f"W{i}"], layer.weight.data, rtol=2e-3, atol=2e-5)
        np.testing.assert_allclose(program[f"b{i}"], layer.bias.data, rtol=2e-3, atol=2e-5)


def test_a_step_of_the_free_ones_is_down_their_own_slope():
    p = operated({"batch_size": 30, "learning_rate": 0.1})
    x, targets = p.trainer.x[:30], p.trainer.targets[:30]

    def loss():
        return p.trainer.loss_and_accuracy(x, targets, p.data.t[:30])[0]

    slopes, h = {}, 5e-3
    for place in set(places(p)) - {one[:3] for one in p.fixed}:
        layer, neuron, source = place
        part = linears(p.model)[layer]
        array, at = (part.bias, neuron) if source == "bias" else (part.weight, (neuron, source))
        old = array.data[at]
        array.data[at] = old + h
        above = loss()
        array.data[at] = old - h
        slopes[place] = (above - loss()) / (2 * h)
        array.data[at] = old
    before = values(p)
    p.trainer.step(x, targets)
    for place, slope in slopes.items():
        moved = value(p, place) - before[place]
        assert moved == pytest.approx(-p.trainer.optimizer.lr * slope, abs=2e-4)


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_an_optimiser_remembers_nothing_of_what_was_fixed_all_the_time(optimizer):
    p = Playground(optimizer=optimizer)
    p.freeze(0, 1)
    p.cut(1, 0, 2)
    p.train(5)
    block = p.trainer.optimizer.blocks[0]
    for memory in block.state.values():
        first, bias, second, *_ = block.parts(memory)
        assert (first[1] == 0).all()
        assert bias[1] == second[0, 2] == 0
        assert (first[0] != 0).all()


# Neurons


@pytest.mark.parametrize("settings", [{}, {"hidden": (3, 4, 2)}, {"dataset": "blobs"}])
def test_a_cut_neuron_is_heard_by_nobody(settings):
    p = Playground(seed=3, **settings)
    p.train(3)
    for layer in range(len(p.hidden)):
        p.cut(layer, 1)
        said = predictions(p)
        p.set_bias(layer, 1, 5.0)
        p.set_weight(layer, 1, 0, -7.0)
        np.testing.assert_array_equal(predictions(p), said)
        assert p.what_matters()[layer][1] == 0
        p.restore(layer, 1)
        assert not np.array_equal(predictions(p), said)


def test_an_output_cannot_be_cut_but_frozen():
    p = Playground()
    with pytest.raises(SettingError, match="An output"):
        p.cut(2, 0)
    p.freeze(2, 0)
    assert {place[:2] for place in p.fixed} == {(2, 0)}
    assert len(p.fixed) == 3


# Time


def test_what_is_cut_and_restored_at_once_was_never_cut():
    p = Playground(optimizer="momentum")
    p.train(3)
    said = predictions(p)
    for part in ((0, 1), (0, 0, 1), (1, 1, "bias"), (1, 0, 3)):
        p.cut(*part)
        assert not np.array_equal(predictions(p), said)
        p.restore(*part)
        np.testing.assert_array_equal(predictions(p), said)
        assert p.fixed == ()


def test_what_was_frozen_learns_on_from_where_it_was():
    p = Playground()
    p.train(2)
    p.freeze(0, 0, 0)
    frozen = value(p, (0, 0, 0))
    p.train(3)
    p.restore(0, 0, 0)
    assert value(p, (0, 0, 0)) == frozen
    p.train(1)
    assert value(p, (0, 0, 0)) != frozen


def test_back_and_on_and_to_an_epoch_keep_to_it():
    p = operated({"optimizer": "adam"})
    before = values(p)
    p.train(4)
    four = values(p)
    p.back()
    p.go_to(3)
    assert all(value(p, place[:3]) == np.float32(place[3]) for place in p.fixed)
    p.go_to(2)
    assert values(p) == before
    p.back()
    assert "no earlier epoch" in p.message
    p.go_to(5)
    p.train(1)
    assert values(p) == four


def test_begun_again_the_others_have_their_first_weights_and_what_is_fixed_its_own():
    p = operated({})
    first = values(Playground(seed=p.seed))
    p.train(3)
    fixed = {place[:3]: place[3] for place in p.fixed}
    p.reset()
    for place, number in values(p).items():
        assert number == fixed.get(place, first[place])
    cuts = [place for place, number in fixed.items() if number == 0]
    p.restore()
    assert all(value(p, place) == first[place] for place in cuts)


KEEPS = [
    {"seed": 9}, {"activation": "relu"}, {"initialisation": "large"}, {"noise": 20},
    {"dataset": "spiral"}, {"dropout": 0.5}, {"optimizer": "adam"}, {"batch_size": 3},
]  # fmt: skip
FORGETS = [{"hidden": (4, 3)}, {"hidden": ()}, {"features": ("x1", "x2_squared")},
           {"dataset": "blobs"}]  # fmt: skip


@pytest.mark.parametrize("change", KEEPS)
def test_it_outlives_changes_of_all_but_the_shape(change):
    p = operated({})
    fixed = p.fixed
    p.choose(**change)
    p.train(2)
    assert p.fixed == fixed
    assert all(value(p, place[:3]) == np.float32(place[3]) for place in fixed)


@pytest.mark.parametrize("change", FORGETS)
def test_a_network_of_another_shape_forgets_it(change):
    p = operated({})
    p.choose(**change)
    assert p.fixed == ()
    p.train(1)
    assert all(value(p, place) != 0 for place in places(p))


# What is kept


@pytest.mark.parametrize("settings", BOARDS)
def test_a_state_has_it_to_the_bit(settings):
    p = operated(settings)
    q = Playground.from_state(f"https://example.org/#{p.state()}")
    assert q.fixed == p.fixed
    assert all(value(q, place[:3]) == value(p, place[:3]) for place in p.fixed)


@pytest.mark.parametrize("settings", BOARDS)
def test_a_file_has_it_and_training_goes_on_alike(settings, tmp_path):
    p = operated({**settings, "dropout": 0.0})
    p.save(tmp_path / "p.npz")
    q = Playground.load(tmp_path / "p.npz")
    for one in (p, q):
        one.train(2)
    assert values(q) == values(p)


# By hand, and what is refused


def test_a_frozen_weight_may_be_set_and_stays_there_and_a_cut_one_may_not():
    p = Playground()
    p.freeze(0, 1, 0)
    p.set_weight(0, 1, 0, 0.75)
    p.train(2)
    assert value(p, (0, 1, 0)) == 0.75
    p.cut(0, 0, "bias")
    with pytest.raises(SettingError, match="That bias is cut: restore it first"):
        p.set_bias(0, 0, 1.0)
    assert value(p, (0, 0, "bias")) == 0


@pytest.mark.parametrize(
    "place",
    [
        (3, 0),
        (-1, 0),
        (0, 4),
        (0, -1),
        (0, 0, 2),
        (0, 0, -1),
        (0, 0, "base"),
        (0, 0.5),
        ("a", 0),
        (0, 0, True),
        (9, 9, "bias"),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence_and_nothing_changes(place):
    p = Playground()
    for act in (p.cut, p.freeze, p.restore):
        with pytest.raises(SettingError, match=r"There is no .* in layers of 2, 4, 2, 1\."):
            act(*place)
    assert p.fixed == ()


@pytest.mark.parametrize(
    "fixed",
    [
        1,
        "abc",
        [(0, 0, 0)],
        [0, 0, 0, 1],
        [(0, 0, 0, "x")],
        [(0, 0, 0, np.inf)],
        [(0, 0, 0, 1), (7, 0, 0, 1)],
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_nothing_changes(fixed):
    p = Playground()
    p.freeze(0, 0, 0)
    before = p.fixed
    with pytest.raises(SettingError):
        p.choose(fixed=fixed)
    assert p.fixed == before
    p.train(1)


def test_a_view_asks_for_it_and_is_told():
    p = Playground()
    where = {"layer": 1, "neuron": 0, "source": 2}
    commands.handle(p, {"do": "cut", **where})
    assert messages.frame(p.trainer)[0]["fixed"] == ((1, 0, 2, 0.0),)
    commands.handle(p, {"do": "restore", **where})
    commands.handle(p, {"do": "freeze", "layer": 0, "neuron": 3, "source": None})
    assert [place[:3] for place in p.fixed] == [(0, 3, 0), (0, 3, 1), (0, 3, "bias")]
    commands.handle(p, {"do": "restore"})
    assert p.fixed == ()
    commands.handle(p, {"do": "cut", "layer": 2, "neuron": 0})
    assert "An output" in p.error
