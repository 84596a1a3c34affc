"""Two boards with one change, and a wall of seeds: each network does what it would do alone."""

import asyncio
import json
import xml.etree.ElementTree as ET
import zlib

import numpy as np
import pytest

from chainrule.widgets import Playground, SeedWall, TwoBoards
from chainrule.widgets.boards.options import options, suggestion
from chainrule.widgets.boards.seed_wall import MANY, state_of
from chainrule.widgets.boards.sentences import CONTROLS, tally
from chainrule.widgets.playground import SettingError
from chainrule.widgets.playground.settings import DATASETS, SETTINGS, Settings

KINDS = [TwoBoards, SeedWall]
OPTIMIZERS = ["sgd", "momentum", "adam"]
SOME = [
    {"dataset": "xor", "hidden": (3,), "learning_rate": 0.3},
    {"dataset": "blobs", "optimizer": "adam", "loss": "cross_entropy"},
    {"dataset": "plane", "schedule": "cosine", "regularisation": "l2", "regularisation_rate": 0.01},
    {"dataset": "spiral", "dropout": 0.2, "hidden": (6, 4), "activation": ("relu", "prelu")},
]


def same(one, other):
    return np.array_equal(one.history.array(), other.history.array(), equal_nan=True)


def parameters(trainer):
    return [p.data for p in trainer.model.parameters()]


# Two boards


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dataset", DATASETS[:-1])
def test_boards_with_equal_settings_have_equal_histories(dataset, optimizer):
    boards = TwoBoards(dataset, optimizer=optimizer, other={"optimizer": optimizer})
    boards.train(4)
    assert same(boards.a, boards.b)
    assert "No setting differs" in boards.difference
    assert "level" in boards.standing


@pytest.mark.parametrize("name", options())
def test_each_board_learns_what_a_playground_with_its_settings_learns(name):
    base = {"dataset": "xor", "hidden": (3,), "learning_rate": 0.1}
    boards = TwoBoards(**base)
    boards.differ_in(name)
    boards.train(3)
    other = suggestion(name, Settings(**base))
    assert set(boards.other) == set(other)
    assert name in other
    for board, settings in ((boards.a, base), (boards.b, base | other)):
        alone = Playground(**settings)
        alone.train(3)
        assert same(board, alone)


@pytest.mark.parametrize("name", options())
def test_what_is_said_to_be_the_same_is(name):
    boards = TwoBoards("xor")
    boards.differ_in(name)
    said = boards.difference.lower()
    points = all(map(np.array_equal, boards.a.datasets, boards.b.datasets))
    one, other = (parameters(board)[:2] for board in (boards.a, boards.b))
    weights = all(map(np.array_equal, one, other))
    assert ("same points" in said) == points
    assert ("same first weights" in said) == weights


@pytest.mark.parametrize("name", [name for name in options() if name != "learning_rate"])
def test_a_shared_setting_changes_on_both_and_begins_again_with_both(name):
    boards = TwoBoards()
    boards.train(2)
    change = suggestion(name, boards)
    boards.choose(**change)
    for key, value in change.items():
        assert [getattr(board.settings, key) for board in boards.trainers] == [value, value]
    assert (boards.epoch, boards.a.epoch, boards.b.epoch) == (0, 0, 0)
    assert boards.b.settings.learning_rate == 0.3


def test_what_is_only_looked_at_begins_nothing_again():
    boards = TwoBoards()
    boards.train(2)
    boards.choose(**dict.fromkeys(("show_test", "discretise"), True), speed="1", stop_epoch=9)
    assert boards.epoch == 2
    boards.train(20)
    assert (boards.epoch, boards.message) == (9, "Stopped at epoch 9, as was asked for.")


@pytest.mark.parametrize("kind", KINDS)
def test_all_stay_in_step_whatever_is_pressed(kind):
    boards = kind("xor", learning_rate=0.1)
    before = [[p.copy() for p in parameters(trainer)] for trainer in boards.trainers]
    for act in (
        boards.step, boards.step, boards.back, boards.step, lambda: boards.train(5),
        lambda: boards.go_to(3), lambda: boards.go_to(5), boards.back, boards.reset, boards.back,
    ):  # fmt: skip
        act()
        assert {trainer.epoch for trainer in boards.trainers} == {boards.epoch}
    assert boards.message == "There is no earlier epoch to go back to."
    after = [parameters(trainer) for trainer in boards.trainers]
    assert all(np.array_equal(p, q) for x, y in zip(before, after, strict=True)
               for p, q in zip(x, y, strict=True))  # fmt: skip


def test_where_one_diverges_the_other_goes_on_in_step():
    boards = TwoBoards("plane", other={"learning_rate": 1000})
    boards.train(30)
    assert boards.b.diverged
    assert not boards.a.diverged
    assert boards.a.epoch == boards.b.epoch == 30
    assert "B has diverged" in boards.standing
    boards.choose(learning_rate=1000)
    boards.train(30)
    assert boards.epoch < 30
    assert "Diverged" in boards.message


def test_losses_of_different_kinds_are_not_compared():
    boards = TwoBoards("xor", other={"loss": "cross_entropy"})
    assert "count what is right" in boards.standing
    boards.other = {"dataset": "plane"}
    assert "cannot be compared" in boards.standing


@pytest.mark.parametrize("losses", [(0.3, 0.1), (0.1, 0.3), (0.5, 0.5), (0.0, 0.2), (1e-9, 1e9)])
def test_the_one_with_the_smaller_loss_leads(losses):
    boards = TwoBoards()
    for board, loss in zip(boards.trainers, losses, strict=True):
        board.history.last = (0, 0.0, loss, 1.0, 1.0)
    leads = "level" if losses[0] == losses[1] else f"{'A' if losses[0] < losses[1] else 'B'} leads"
    assert leads in boards.standing


def test_a_stop_at_a_loss_says_who_came_first():
    boards = TwoBoards("gauss", stop_loss=0.2, other={"learning_rate": 0.001})
    boards.train(100)
    assert boards.epoch < 100
    assert "the test loss of A is below 0.2" in boards.message


def test_playgrounds_are_compared_in_all_in_which_they_differ():
    a = Playground("xor", hidden=(4,), show_test=True)
    a.train(3)
    b = Playground("xor", hidden=(4,), optimizer="adam", noise=10)
    boards = Playground.compare(a, b)
    assert boards.other == {"optimizer": "adam", "noise": 10}
    assert "2 settings differ" in boards.difference
    assert a.epoch == 3  # which stays as it is
    assert (boards.hidden, boards.show_test, boards.epoch) == ((4,), True, 0)
    assert a.compare(seed=4).other == {"seed": 4}
    assert a.compare().other == {"learning_rate": 0.3}
    assert Playground(learning_rate=0.3).compare().other == {"learning_rate": 0.03}


def test_own_points_are_those_of_all():
    rng = np.random.default_rng(0)
    data = rng.normal(size=(40, 2)), rng.integers(0, 2, 40)
    p = Playground(data=data)
    boards, wall = p.compare(learning_rate=1), p.wall()
    for trainer in [*boards.trainers, *wall.trainers]:
        assert np.array_equal(trainer.datasets.x, p.data.x)
    with pytest.raises(SettingError, match="not the same"):
        p.compare(Playground(data=(data[0] + 1, data[1])))
    q = Playground(data=data, dataset="xor")
    assert q.compare(noise=3).a.settings.dataset == "xor"


@pytest.mark.parametrize("other", [{}, {"speed": "1"}, {"rate": 1}, {"learning_rate": "x"}, [1]])
def test_what_cannot_differ_is_refused_in_a_sentence(other):
    boards = TwoBoards()
    with pytest.raises(SettingError, match=r"[.?]$"):
        boards.other = other
    assert boards.other == {"learning_rate": 0.3}


# The wall


@pytest.mark.parametrize("settings", SOME)
def test_each_of_the_wall_learns_what_a_playground_with_its_seed_learns(settings):
    wall = SeedWall(**settings, seed=7)
    wall.train(3)
    assert [trainer.settings.seed for trainer in wall.trainers] == list(range(7, 7 + MANY))
    for trainer in wall.trainers:
        alone = Playground(**settings, seed=trainer.settings.seed)
        alone.train(3)
        assert same(trainer, alone)


@pytest.mark.parametrize("settings", SOME)
def test_what_opens_stands_where_it_stood_and_goes_on_as_it_would(settings):
    wall = SeedWall(**settings)
    wall.train(3)
    wall.unfold(4)
    opened = wall.below
    assert wall.state == opened.state() == Playground(**settings, seed=4).state()
    assert opened.epoch == 3
    assert same(opened, wall.trainers[4])
    wall.train(3)
    assert opened.epoch == 3
    opened.train(3)
    assert same(opened, wall.trainers[4])
    opened.back()
    wall.back()
    assert all(map(np.array_equal, parameters(opened), parameters(wall.trainers[4])))
    wall.unfold(4)
    assert (wall.opened, wall.below) == (-1, None)


def test_the_wall_counts_who_has_learned_and_who_is_stuck():
    wall = SeedWall("xor", hidden=(2,), learning_rate=0.3, goal=("accuracy", 0.9))
    wall.train(150)
    states = wall.states
    for trainer, state in zip(wall.trainers, states, strict=True):
        assert (state == "learned") == (trainer.test_accuracy >= 0.9)
    assert 0 < states.count("learned") < MANY
    assert states.count("stuck") > 0
    assert f"{states.count('learned')} of 16" in wall.tally
    wall.goal = ("loss", 1.0)
    wall.train(1)
    assert wall.learned == [trainer.test_loss <= 1 for trainer in wall.trainers]


CURVES = {
    "stuck": [lambda e: 0.3, lambda e: 0.3 - 1e-7 * e, lambda e: 0.3 + 0.1 * (e > 40),
              lambda e: 0.3 + 0.02 * np.sin(e)],
    "on its way": [lambda e: 0.3 * 0.999**e, lambda e: 1 / (1 + e),
                   lambda e: 0.3 - 0.2 * (e > 190)],
}  # fmt: skip


@pytest.mark.parametrize("state", CURVES)
def test_who_still_gets_better_is_not_stuck_and_who_does_not_is(state):
    for curve in CURVES[state]:
        trainer = TwoBoards().a
        for epoch in range(1, 220):
            trainer.history.add((epoch, curve(epoch), curve(epoch), 0.5, 0.5))
            trainer.epoch = epoch
            assert epoch >= 60 or state_of(trainer) == "on its way"
        assert state_of(trainer) == state


def test_who_diverges_is_said_to():
    wall = SeedWall("plane", learning_rate=1000)
    wall.train(5)
    assert wall.states == ["diverged"] * MANY
    assert "16 have diverged" in wall.tally
    assert "Diverged" in wall.message


@pytest.mark.parametrize("dataset", ["plane", "multi-gauss"])
def test_where_nothing_is_right_or_wrong_a_loss_is_the_goal(dataset):
    wall = SeedWall(dataset)
    assert "test loss of at most" in wall.meaning
    assert wall.learned == [trainer.test_loss <= 0.01 for trainer in wall.trainers]


@pytest.mark.parametrize("counts", [(a, b, c) for a in (0, 1, 2, 16) for b in (0, 1, 3)
                                    for c in (0, 1) if a + b + c <= 16])  # fmt: skip
def test_a_tally_names_all_of_them(counts):
    said = tally(*counts, 16)
    numbers = [int(word) for word in said.replace("All 16", "16 of").split() if word.isdigit()]
    assert sum(numbers) in (32, 16)  # the sixteen and their parts


@pytest.mark.parametrize("goal", [0.9, ("right", 0.9), ("accuracy", 2), ("loss", -1), ("loss", "x"),
                                  ("accuracy", 0.9, 1)])  # fmt: skip
def test_no_goal_is_refused_in_a_sentence(goal):
    wall = SeedWall()
    with pytest.raises(SettingError, match=r"\.$"):
        wall.goal = goal
    assert wall.goal == ("accuracy", 0.95)


def test_other_seeds_are_the_next_sixteen():
    wall = SeedWall()
    wall.reset(new_seed=True)
    assert wall.seed == MANY
    assert wall.trainers[0].settings.seed == MANY
    boards = TwoBoards()
    boards.reset(new_seed=True)
    assert [board.settings.seed for board in boards.trainers] == [1, 1]


# Views


def heard(boards):
    """What a view of the boards is sent from now on."""
    sent = []
    boards.send = lambda content, buffers=(): sent.append((content, list(buffers)))
    boards._handle_custom_msg({"do": "hello"}, [])
    return sent


def maps_of(packed, side):
    steps = np.frombuffer(zlib.decompress(packed), np.int8).reshape(-1, side, side)
    return steps.cumsum(1, np.int8).cumsum(2, np.int8)


LARGE = [
    {"dataset": "spiral", "hidden": (8,) * 6, "activation": "relu", "initialisation": "he",
     "learning_rate": 0.1},
    {"dataset": "blobs", "hidden": (8, 8)},
    {"dataset": "xor", "features": ("x1", "x2", "sin_x1", "sin_x2"), "initialisation": "large"},
]  # fmt: skip


@pytest.mark.parametrize("settings", LARGE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_is_small(kind, settings):
    boards = kind(**settings)
    sent = heard(boards)
    boards.train(10)
    content, buffers = sent[-1]
    assert content["kind"] == "frame"
    assert content["epoch"] == 10
    assert len(json.dumps(content)) + sum(map(len, buffers)) < 30_000


def test_a_frame_holds_the_maps_of_each():
    boards, wall = TwoBoards("blobs"), SeedWall("xor", seed=2)
    (content, buffers), (small, packed) = heard(boards)[-1], heard(wall)[-1]
    for board, maps in zip(content["boards"], buffers[::2], strict=True):
        assert maps_of(maps, 100).shape == (board["outputs"], 100, 100)
    own = Playground("xor", seed=5)
    ticks = (np.arange(32) + 0.5) / 32 * 12 - 6
    points = [(x, y) for y in -ticks for x in ticks]
    shown = maps_of(packed[0], 32)[3].ravel()
    assert np.abs(shown / 127 - own.predict(points).ravel()).max() < 4.5 / 127
    assert len(small["boards"]) == len(small["states"]) == MANY


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_plays_all_of_them_and_pauses(kind):
    async def play():
        boards = kind("xor", speed="1")
        sent = heard(boards)
        boards._handle_custom_msg({"do": "play"}, [])
        await asyncio.sleep(0.5)
        boards._handle_custom_msg({"do": "drawn", "frame": sent[-1][0].get("number", 0)}, [])
        await asyncio.sleep(0.1)
        boards._handle_custom_msg({"do": "pause"}, [])
        await asyncio.sleep(0.1)
        stopped = boards.epoch
        await asyncio.sleep(0.1)
        return boards, sent, stopped

    boards, sent, stopped = asyncio.run(play())
    assert boards.epoch == stopped > 0
    assert not boards.playing
    frames = [content for content, _ in sent if content["kind"] == "frame"]
    assert frames[-1]["epoch"] == stopped
    assert frames[-1]["playing"] is False
    assert all({b["epoch"] for b in f["boards"]} == {f["epoch"]} for f in frames)


@pytest.mark.parametrize("kind", KINDS)
def test_without_points_or_a_loop_play_says_what_to_do_instead(kind):
    with pytest.raises(SettingError, match=r"train\(epochs\)"):
        kind().play()

    async def play():
        boards = kind("own")
        boards.play()
        return boards.message, boards.playing

    assert asyncio.run(play()) == ("There are no points yet: choose a data set.", False)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_refused_changes_nothing(kind):
    boards = kind(noise=10)
    boards._handle_custom_msg({"do": "set", "settings": {"noise": 20, "hidden": [99]}}, [])
    assert "at most 6 layers" in boards.error
    assert (boards.noise, boards.hidden) == (10, (4, 2))
    with pytest.raises(SettingError, match="A setting is one of"):
        kind(rate=3)


@pytest.mark.parametrize("kind", KINDS)
def test_problem_data_and_points_fit_each_other(kind):
    boards = kind("blobs", points=[(0, 0, 2)])
    assert boards.classes == 3
    boards.choose(problem="regression")
    assert (boards.dataset, boards.classes, boards.points) == ("plane", 0, ())
    boards.dataset = "circle"
    assert boards.problem == "classification"
    with pytest.raises(SettingError, match="label"):
        boards.points = [(0, 0, 2)]


@pytest.mark.parametrize("settings", SOME)
@pytest.mark.parametrize("kind", KINDS)
def test_the_still_picture_shows_all_of_them_and_says_how_they_stand(kind, settings):
    boards = kind(**settings)
    boards.train(2)
    svg, words = boards.static_view()
    root = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f".//{space}image")) == len(boards.trainers)
    assert root.get("aria-label") == words
    assert (boards.tally if kind is SeedWall else boards.standing) in words
    bundle, _ = boards._repr_mimebundle_()
    assert bundle["image/svg+xml"] == svg


def test_every_setting_that_trains_can_be_what_differs():
    left = set(SETTINGS) - CONTROLS - {"points", "fixed"} - set(options())
    assert left == set()


@pytest.mark.parametrize("change", [{"learning_rate": 0.3}, {"hidden": (1,)}])
def test_a_cut_is_compared_too_and_forgotten_where_it_has_no_place(change):
    playground = Playground("circle", hidden=(3,))
    playground.cut(0, 2)
    two = playground.compare(**change)
    two.train(1)
    assert two.a.model[2].weight.data[0, 2] == 0
    assert bool(two.b.settings.fixed) == ("learning_rate" in change)
