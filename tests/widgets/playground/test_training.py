"""Time, own points, what is kept: the playground without a browser."""

import asyncio
import math
import time
import zlib

import numpy as np
import pytest

from chainrule import Tensor, nn
from chainrule.exercises import overrides
from chainrule.exercises.parts import parts
from chainrule.widgets import Playground
from chainrule.widgets.playground import MISSIONS, SettingError, commands
from chainrule.widgets.playground.export_code import SOFTMAX, formulas_of
from chainrule.widgets.playground.frame_loop import PACE, SLICE, SLOWEST, WINDOW, FrameLoop
from chainrule.widgets.playground.history import History
from chainrule.widgets.playground.messages import frame
from chainrule.widgets.playground.network import activation_layers, linears
from chainrule.widgets.playground.objective import (
    Logistic,
    Softmax,
    SoftmaxSquared,
    Squared,
    TanhSquared,
)
from tests.exercises.answers import right

SPIRAL = {
    "hidden": (8, 8), "activation": "relu", "optimizer": "adam", "learning_rate": 0.01,
    "loss": "cross_entropy",
}  # fmt: skip
rng = np.random.default_rng()
ALL = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")


def weights(playground):
    return np.concatenate([p.data.ravel() for p in playground.model.parameters()])


# Time


def test_reset_replays_the_same_weights_and_the_same_run():
    p = Playground(seed=7)
    first = weights(p)
    p.train(5)
    run = weights(p)
    p.reset()
    assert p.epoch == 0
    np.testing.assert_array_equal(weights(p), first)
    p.train(5)
    np.testing.assert_array_equal(weights(p), run)


def test_a_new_seed_gives_other_weights():
    p = Playground()
    first = weights(p)
    p.reset(new_seed=True)
    assert p.seed == 1
    assert not np.array_equal(weights(p), first)


@pytest.mark.parametrize(
    "settings", [{}, {"optimizer": "adam", "dropout": 0.3}, {"optimizer": "momentum"}]
)
def test_a_step_back_and_on_again_is_the_same_step(settings):
    p = Playground(**settings)
    p.train(4)
    four = weights(p)
    p.step()
    five = weights(p)
    p.back()
    assert (p.epoch, len(p.history.epochs)) == (4, 5)
    np.testing.assert_array_equal(weights(p), four)
    p.step()
    np.testing.assert_array_equal(weights(p), five)


def test_at_the_beginning_there_is_no_way_back_and_it_says_so():
    p = Playground()
    p.back()
    assert "no earlier epoch" in p.message


def test_compiled_and_eager_steps_agree():
    a, b = Playground(seed=2), Playground(seed=2)
    b.trainer.step = b.trainer.eager_step
    for p in (a, b):
        p.train(3)
    np.testing.assert_allclose(weights(a), weights(b), rtol=1e-4, atol=1e-6)


def test_training_that_blows_up_is_told_and_stops():
    p = Playground("plane", activation="relu", learning_rate=10)
    p.train(500)
    assert p.epoch < 500
    assert p.message.startswith(f"Diverged at epoch {p.epoch}")
    assert "lower learning rate" in p.message
    frame(p.trainer)
    p.reset()
    assert np.isfinite(weights(p)).all()


def test_it_stops_where_it_was_asked_to():
    p = Playground("gauss", stop_loss=0.05)
    p.train(500)
    assert p.test_loss < 0.05 < p.history.test[-2]
    p = Playground(stop_epoch=7)
    p.train(500)
    assert p.epoch == 7


def test_a_weight_and_a_bias_can_be_set_and_the_losses_follow():
    p = Playground()
    loss = p.train_loss
    p.set_weight(0, 2, 1, 3.5)
    p.set_bias(2, 0, -1.0)
    assert linears(p.model)[0].weight.data[2, 1] == 3.5
    assert linears(p.model)[2].bias.data[0] == -1
    assert p.train_loss != loss
    p.train(1)
    assert abs(linears(p.model)[0].weight.data[2, 1] - 3.5) < 0.5
    with pytest.raises(SettingError, match="no weight"):
        p.set_weight(0, 9, 0, 1.0)
    with pytest.raises(SettingError, match="finite number"):
        p.set_bias(0, 0, math.inf)


def test_the_history_is_thinned_and_keeps_first_and_last():
    history = History(most=50)
    for epoch in range(100_000):
        history.add((epoch, 1.0, 1.0, 1.0, 1.0))
    assert len(history) <= 51
    assert history.epochs[0] == 0
    assert history.epochs[-1] == 99_999
    assert np.ptp(np.diff(history.epochs)[:-1]) == 0


# The four sets of classification, by settings that a lesson would use


@pytest.mark.parametrize(
    ("dataset", "settings", "epochs"),
    [
        ("circle", {"hidden": (4,)}, 150),
        ("xor", {"hidden": (4,), "learning_rate": 0.1}, 150),
        ("gauss", {"hidden": ()}, 50),
        ("spiral", SPIRAL, 800),
    ],
)
def test_the_sets_of_the_original_are_learned(dataset, settings, epochs):
    p = Playground(dataset, seed=1, **settings)
    p.train(epochs)
    assert p.test_accuracy >= 0.95
    assert p.test_loss < 0.1


# Own points


def test_own_arrays_are_brought_into_the_picture():
    x = np.random.default_rng(0).uniform(100, 200, (40, 2))
    p = Playground(data=(x, x[:, 0] > 150))
    assert p.dataset == "own"
    assert abs(np.r_[p.data.x, p.data.x_test]).max() == pytest.approx(5)
    assert set(p.data.t) == {-1, 1}


def test_own_arrays_of_several_labels_are_classes_and_of_many_values_regression():
    x = np.random.default_rng(0).normal(size=(60, 2))
    assert Playground(data=(x, np.arange(60) % 4)).classes == 4
    assert Playground(data=(x, x[:, 0])).classes == 0


def test_a_csv_file_is_read_with_or_without_names(tmp_path):
    (tmp_path / "a.csv").write_text("x,y,class\n1,2,0\n-1,-2,1\n0,1,0\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("1,2,0\n-1,-2,1\n0,1,0\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("a,b,c\n1,two,3\n", encoding="utf-8")
    for name in "ab":
        p = Playground(data=tmp_path / f"{name}.csv", train_share=90)
        assert len(p.data.x) + len(p.data.x_test) == 3
    with pytest.raises(SettingError, match=r"c\.csv holds rows of x₁, x₂ and a label"):
        Playground(data=tmp_path / "c.csv")
    with pytest.raises(SettingError, match="There is no file"):
        Playground(data=tmp_path / "d.csv")


def test_points_are_added_for_training_and_keep_the_weights():
    p = Playground()
    p.train(2)
    before = weights(p)
    p.add_point(1.0, -2.0, 1)
    assert len(p.data.x) == 251
    np.testing.assert_array_equal(p.data.x[-1], [1, -2])
    np.testing.assert_array_equal(weights(p), before)
    p.dataset = "xor"
    assert p.points == ()


def test_an_empty_set_of_own_points_can_be_filled():
    p = Playground("own")
    p.train(2)
    for x in (-2.0, 2.0):
        p.add_point(x, 0.0, 1 if x > 0 else -1)
    p.train(200)
    assert (np.sign(p.predict([[-2, 0], [2, 0]])[:, 0]) == [-1, 1]).all()


# What is kept


def test_a_state_brings_back_every_setting():
    chosen = {
        "dataset": "gauss", "noise": 15, "train_share": 70, "batch_size": 5, "data_seed": 3,
        "points": ((1.0, 2.0, -1.0),), "features": ("x2", "sin_x1"), "hidden": (3, 2, 1),
        "activation": ("relu", "tanh", "elu"), "dropout": 0.2, "initialisation": "he", "seed": 9,
        "learning_rate": 0.1, "schedule": "cosine", "optimizer": "adam", "loss": "cross_entropy",
        "regularisation": "l2", "regularisation_rate": 0.01, "speed": "1", "stop_loss": 0.5,
        "stop_epoch": 10, "show_test": True, "discretise": True, "inside": True,
        "hide": ("seed", "code"),
    }  # fmt: skip
    p = Playground(**chosen)
    q = Playground.from_state(p.state())
    assert {name: getattr(q, name) for name in chosen} == chosen
    assert Playground().state() == ""


def test_a_state_holds_own_points_too():
    p = Playground(data=[(1, 2, 0), (3, 1, 1), (2, -1, 2), (0, 0, 1)])
    q = Playground.from_state(p.state())
    np.testing.assert_allclose(q.data.x, p.data.x)
    np.testing.assert_array_equal(q.data.t, p.data.t)


def test_a_state_that_names_what_is_no_setting_is_refused():
    with pytest.raises(SettingError, match="nois"):
        Playground.from_state("nois=3")


def test_saved_and_loaded_it_goes_on_as_if_nothing_had_been(tmp_path):
    p = Playground("xor", optimizer="adam", seed=3)
    p.train(5)
    p.save(tmp_path / "p.npz")
    q = Playground.load(tmp_path / "p.npz")
    assert (q.epoch, q.train_loss) == (5, pytest.approx(p.train_loss))
    for each in (p, q):
        each.train(3)
    np.testing.assert_array_equal(weights(p), weights(q))
    np.testing.assert_allclose(p.history.train, q.history.train)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path):
    (tmp_path / "x.npz").write_text("no", encoding="utf-8")
    with pytest.raises(SettingError, match="does not hold a playground"):
        Playground.load(tmp_path / "x.npz")


CODE = [
    {}, {"hidden": ()}, {"activation": "prelu"}, {"activation": ("gelu", "elu")},
    {"activation": "softplus"}, {"loss": "cross_entropy", "optimizer": "adam"},
    {"dataset": "blobs"}, {"dataset": "blobs", "loss": "cross_entropy"},
    {"dataset": "plane", "activation": "relu", "optimizer": "momentum"},
    {"regularisation": "l1", "regularisation_rate": 0.1, "activation": "sigmoid"},
    {"regularisation": "l2", "regularisation_rate": 0.1, "features": ALL,
     "activation": ("leaky_relu", "linear")},
]  # fmt: skip


@pytest.mark.parametrize("settings", CODE)
def test_the_code_does_the_same_steps_as_the_engine(settings):
    p = Playground(seed=5, **settings)
    program = {}
    exec(p.to_code(), program)
    for i in range(3):
        rows = slice(10 * i, 10 * i + 10)
        p.trainer.step(p.trainer.x[rows], p.trainer.targets[rows])
        program["step"](p.data.x[rows], p.trainer.targets[rows])
    for i, layer in enumerate(linears(p.model), 1):
        np.testing.assert_allclose(program[f"W{i}"], layer.weight.data, rtol=2e-3, atol=2e-5)
        np.testing.assert_allclose(program[f"b{i}"], layer.bias.data, rtol=2e-3, atol=2e-5)


def test_the_code_with_dropout_runs():
    p = Playground(dropout=0.5)
    program = {}
    exec(p.to_code(), program)
    assert math.isfinite(program["step"](p.data.x, p.trainer.targets))


@pytest.mark.parametrize("dropout", [False, True])
@pytest.mark.parametrize("name", activation_layers())
def test_the_lines_of_an_activation_are_its_value_and_its_gradient(name, dropout):
    a, g = rng.normal(size=(2, 4, 3))
    lines = formulas_of(name, 1, dropout)
    program = {"np": np, "a1": a, "g": g, "alpha1": 0.25}
    for saved, formula in lines.saved.items():
        program[saved] = eval(formula, program)
    program["y1" if dropout else "h1"] = h = eval(lines.value, program)
    x = Tensor(a, requires_grad=True)
    layer = (activation_layers()[name] or nn.Sequential)()
    y = layer(x)
    (y * g).sum().backward()
    np.testing.assert_allclose(h, y.data, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(eval(lines.gradients[0], program), x.grad, rtol=1e-5, atol=1e-6)
    slopes = [eval(gradient, program).sum() for gradient in lines.gradients[1:]]
    np.testing.assert_allclose(slopes, [p.grad.item() for p in layer.parameters()], rtol=1e-5)


@pytest.mark.parametrize(
    "objective",
    [Squared(), TanhSquared(), Logistic(), Softmax(3), SoftmaxSquared(3)],
    ids=lambda objective: type(objective).__name__,
)
def test_the_lines_of_an_objective_are_its_output_its_loss_and_its_gradient(objective):
    classes = getattr(objective, "classes", 1)
    t = rng.integers(3, size=5) if classes > 1 else rng.choice([-1.0, 1.0], 5)
    z = Tensor(rng.normal(size=(5, classes)), requires_grad=True)
    targets = objective.targets(t)
    loss = objective.loss(z, targets)
    loss.backward()
    program = {}
    exec(f"import numpy as np\n{SOFTMAX}", program)
    program |= {"z": z.data, "t": targets}
    output, value, gradient = objective.numpy
    program["o"] = eval(output, program)
    np.testing.assert_allclose(program["o"], objective.output(z).data)
    np.testing.assert_allclose(eval(value, program), loss.item())
    np.testing.assert_allclose(eval(gradient, program), z.grad)


def test_the_code_is_the_references_and_leaves_a_learners_parts_where_they_are():
    def sigmoid_vjp(g, y):
        raise AssertionError("no array to work on")

    p = Playground(activation="sigmoid")
    code = p.to_code()
    place = parts["sigmoid.vjp"].override
    overrides.install("sigmoid.vjp", place, sigmoid_vjp)
    try:
        assert p.to_code() == code
        assert overrides.overrides == {"sigmoid.vjp": (place, sigmoid_vjp)}
    finally:
        overrides.restore("sigmoid.vjp")


# The learner's own parts


def test_it_runs_on_a_part_that_joins_and_on_the_reference_when_it_leaves():
    calls = []

    def mul_vjp(g, y, a, b):
        calls.append(1)
        return g * b, g * a

    p = Playground(regularisation="l2", regularisation_rate=0.01)
    p.train(1)
    overrides.install("mul.vjp", parts["mul.vjp"].override, mul_vjp)
    try:
        p.train(1)
        assert calls
    finally:
        overrides.restore("mul.vjp")
    calls.clear()
    p.train(1)
    assert not calls


@pytest.mark.parametrize("which", range(3))
def test_it_trains_on_everything_that_a_learner_wrote_as_on_the_reference(which, capsys):
    settings = {"activation": ("relu", "prelu"), "regularisation": "l2", "regularisation_rate": 0.1}
    places = [name for name, part in parts.items() if part.override]
    reference, own = (Playground(loss="cross_entropy", **settings) for _ in range(2))
    reference.train(2)
    try:
        for name in places:
            overrides.install(name, parts[name].override, right[name][which % len(right[name])])
        own.train(2)
        assert set(overrides.overrides) == set(places)  # none of them was given up
    finally:
        for name in places:
            overrides.restore(name)
    np.testing.assert_allclose(weights(own), weights(reference), rtol=1e-3, atol=1e-5)
    assert capsys.readouterr().out == ""


# Missions


def test_every_mission_starts_unmet_and_says_its_goal():
    for name in MISSIONS:
        p = Playground(mission=name)
        assert p.goal
        assert not p.mission_met, name


@pytest.mark.parametrize("name", MISSIONS)
def test_a_mission_is_ticked_when_its_solution_is_trained_and_then_says_what_it_has_shown(name):
    p = Playground(mission=name)
    assert p.hint() == MISSIONS[name].hint
    p.solve()
    assert not p.mission_met
    while not p.mission_met and p.epoch < 400:
        p.train(1)
    assert p.mission_met
    assert p.message.endswith(MISSIONS[name].debrief)


@pytest.mark.parametrize("name", MISSIONS)
def test_a_solution_is_the_same_whatever_was_changed_before_and_leaves_the_looks(name):
    solved, changed = Playground(mission=name), Playground(mission=name)
    solved.solve()
    changed.choose(
        dataset="multi-gauss", noise=30, train_share=20, data_seed=3, batch_size=3,
        features=("x2",), hidden=(1,), activation="sigmoid", initialisation="zeros", seed=4,
        dropout=0.5, learning_rate=1.0, optimizer="momentum", regularisation="l1",
        regularisation_rate=1.0, stop_epoch=1, show_test=True,
    )  # fmt: skip
    changed.add_point(1.0, 1.0, 1)
    changed.train(1)
    for _ in range(2):  # the second time no setting changes
        changed.solve()
        assert changed.epoch == 0
        assert changed.chosen == {**solved.chosen, "show_test": True}
        np.testing.assert_array_equal(weights(changed), weights(solved))
        changed.train(1)


def test_a_view_can_ask_for_the_hint_and_for_the_solution():
    p = Playground(mission="xor")
    p._handle_custom_msg({"do": "hint"}, [])
    assert p.message == MISSIONS["xor"].hint
    p._handle_custom_msg({"do": "solve"}, [])
    assert (p.hidden, p.seed) == ((4,), 1)


def test_without_a_mission_there_is_nothing_to_solve():
    p = Playground()
    assert p.hint() == ""
    with pytest.raises(SettingError, match="no mission"):
        p.solve()


# The loop


class Watched(Playground):
    """One that counts its frames in place of sending them."""

    frames = 0

    def send_frame(self, number):
        self.frames += 1


def test_without_answers_the_loop_fills_its_window_and_waits():
    async def play():
        p = Watched(speed="1")
        p.play()
        while p.frame_loop.room.is_set():
            await asyncio.sleep(0.01)
        alone = p.frames, p.epoch
        p.frame_loop.acknowledge(8)
        await asyncio.sleep(0.8)
        p.pause()
        return alone, p

    (frames, epoch), p = asyncio.run(play())
    assert (frames, epoch) == (WINDOW, WINDOW)
    assert WINDOW < p.epoch <= WINDOW + 8


@pytest.mark.parametrize(("frames", "skipped", "on_their_way", "slower"), [
    (16, 0, 0, False),  # all were drawn, and none is on its way
    (16, 1, 8, False),  # nearly all were drawn, and few are on their way
    (16, 10, 0, True),  # most came too fast to be drawn
    (16, 0, 9, True),  # many are on their way still: the line is slow
])  # fmt: skip
def test_frames_come_as_fast_as_line_and_view_take_them_up(frames, skipped, on_their_way, slower):
    loop = FrameLoop(Playground())

    def answer(skipped, on_their_way):
        loop.sent = loop.acknowledged + frames + on_their_way
        loop.acknowledge(loop.acknowledged + frames, skipped)
        return loop.pace

    assert (answer(skipped, on_their_way) > PACE) == slower
    paces = [answer(skipped, on_their_way) for _ in range(30)]
    assert paces[-1] == (SLOWEST if slower else PACE)
    paces = [answer(0, 0) for _ in range(30)]
    assert paces == sorted(paces, reverse=True)
    assert paces[-1] == PACE


def test_between_two_epochs_of_a_frame_a_view_is_heard():
    class Slow(Watched):
        """One whose epochs take as long as there may be between two looks at messages."""

        done = 0

        def advance(self):
            time.sleep(SLICE)
            self.done += 1
            return True

    async def play():
        p = Slow(speed="max")
        p.frame_loop.taken_up = SLOWEST  # for many epochs a frame
        p.play()
        await asyncio.sleep(0)
        assert p.done == 1
        p.pause()
        await p.frame_loop.task
        return p.done

    assert asyncio.run(play()) == 1


def test_an_error_in_training_stops_it_and_is_told():
    async def play():
        p = Watched()
        p.trainer.advance = lambda: 1 / 0
        p.play()
        await asyncio.sleep(0.1)
        return p

    p = asyncio.run(play())
    assert not p.playing
    assert "ZeroDivisionError" in p.error


def test_an_interrupt_is_told_and_training_can_go_on():
    def interrupted():
        p.trainer.advance = advance
        raise KeyboardInterrupt

    p = Playground()
    p.train(2)
    advance, p.trainer.advance = p.trainer.advance, interrupted
    with pytest.raises(KeyboardInterrupt):
        p.train(2)
    assert p.message == "Interrupted in epoch 3."
    p.train(2)
    assert p.epoch == 4


def test_what_begins_again_stops_playing_and_what_does_not_goes_on():
    async def play():
        p = Watched()
        p.play()
        p.learning_rate = 0.1
        went_on = p.playing
        p.hidden = (3,)
        return went_on, p.playing

    assert asyncio.run(play()) == (True, False)


def test_changing_from_three_classes_forgets_points_with_their_labels():
    p = Playground("blobs", points=[(0, 0, 2)])
    p.dataset = "circle"
    assert (p.points, p.data.outputs) == ((), 1)
    p.train(1)


def test_without_a_loop_play_says_what_to_do_instead():
    with pytest.raises(SettingError, match=r"train\(epochs\)"):
        Playground().play()


def test_a_views_message_is_dealt_with_on_the_loop_whatever_thread_it_comes_on():
    import threading

    async def hear():
        p, where = Watched(), []
        p.observe(lambda _: where.append(threading.current_thread()), "noise")
        message = {"do": "set", "settings": {"noise": 20}}
        await asyncio.to_thread(p._handle_custom_msg, message, [])
        await asyncio.sleep(0.05)
        return where, threading.current_thread()

    where, main = asyncio.run(hear())
    assert where == [main]


def test_what_a_view_asks_in_vain_is_told_and_changes_nothing():
    p = Playground()
    p._handle_custom_msg({"do": "set", "settings": {"hidden": [99]}}, [])
    assert "at most 6 layers" in p.error
    p._handle_custom_msg({"do": "step"}, [])
    assert (p.error, p.epoch) == ("", 1)


def maps_of(packed, outputs):
    """The large maps and the tiles of a frame."""
    steps = np.frombuffer(zlib.decompress(packed), np.int8)
    both = np.split(steps, [outputs * 100 * 100])
    return [
        part.reshape(-1, side, side).cumsum(1, np.int8).cumsum(2, np.int8)
        for part, side in zip(both, (100, 33), strict=True)
    ]


def test_a_frame_holds_what_its_header_says():
    p = Playground("blobs", hidden=(3, 5), inside=True)
    p.train(2)
    content, (maps, parameters, history, _) = frame(p.trainer)
    assert (content["epoch"], content["outputs"]) == (2, 3)
    large, tiles = maps_of(maps, content["outputs"])
    assert large.shape == (3, 100, 100)
    assert tiles.shape == (8, 33, 33)
    assert len(parameters) == 4 * (2 * 3 + 3 + 3 * 5 + 5 + 5 * 3 + 3)
    assert len(history) == 3 * 3 * 4
    assert sum(map(sum, content["inside"]["confusion"])) == len(p.data.x_test)


def test_the_map_is_the_network_over_the_plane():
    p = Playground("gauss", hidden=())
    p.train(30)
    _, (maps, *_) = frame(p.trainer)
    (picture,), _ = maps_of(maps, 1)
    said = p.predict([[5.94, 5.94], [-5.94, -5.94], [5.94, -5.94]])[:, 0] * 127
    np.testing.assert_allclose([picture[0, -1], picture[-1, 0], picture[-1, -1]], said, atol=1)


def test_dead_neurons_are_found():
    p = Playground(activation="relu")
    p.set_bias(0, 1, -100.0)
    assert frame(p.trainer)[0]["dead"][0] == [1]


def test_a_viewer_without_a_kernel_gets_a_picture_and_words():
    p = Playground("blobs")
    p.train(3)
    bundle = p._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["image/svg+xml"].startswith("<svg")
    assert "epoch 3" in data["text/plain"]


def test_any_kept_epoch_can_be_gone_to_and_back_again():
    p = Playground(dropout=0.3, optimizer="adam", train_share=10)
    seen = {}
    for _ in range(9):
        seen[p.epoch] = weights(p), p.train_loss
        p.train(1)
    seen[9] = weights(p), p.train_loss
    for epoch in (4, 7, 0, 9, 2):
        p.go_to(epoch)
        assert p.epoch == epoch
        np.testing.assert_array_equal(weights(p), seen[epoch][0])
        assert p.train_loss == seen[epoch][1]
        assert p.trainer.reach == (0, 9)
        assert p.history.epochs.tolist() == [*range(10)]
    p.go_to(5)
    p.train(2)  # the same way again
    np.testing.assert_array_equal(weights(p), seen[7][0])
    assert p.history.epochs.tolist() == [*range(8)]
    p.go_to(3)
    p.choose(learning_rate=0.3)
    p.train(1)  # another way
    assert not np.array_equal(weights(p), seen[4][0])
    assert p.history.epochs.tolist() == [*range(5)]
    p.go_to(99)
    assert p.epoch == 4


@pytest.mark.parametrize("settings", [{}, {"optimizer": "adam"}, {"dropout": 0.2}])
def test_a_view_pauses_at_the_epoch_that_it_has_shown_and_goes_on_from_there(settings):
    p, straight = Playground("xor", **settings), Playground("xor", **settings)
    straight.train(30)
    for seen in (3, 3, 11, 20):
        while p.epoch < seen + 7:  # ahead of what the view shows
            p.train(1)
        p.playing = True
        commands.handle(p, {"do": "pause", "epoch": seen})
        assert (p.epoch, p.playing, p.message) == (seen, False, f"Paused at epoch {seen}.")
    p.train(10)
    assert p.history.array().tolist() == straight.history.array().tolist()


def test_a_pause_at_an_epoch_that_is_not_kept_or_that_comes_too_late_undoes_nothing():
    p = Playground()
    p.train(5)
    p.trainer.forget_moments()
    p.train(5)
    p.playing = True
    p.pause(4)
    assert p.epoch == 10
    p.pause(8)  # it does not play any more
    assert p.epoch == 10


@pytest.mark.parametrize("change", [{"batch_size": 5}, {"optimizer": "momentum"}, {"noise": 9}])
def test_after_a_change_of_settings_no_way_on_is_kept(change):
    p = Playground(train_share=10)
    p.train(6)
    p.go_to(3)
    p.choose(**change)
    assert p.trainer.reach == (p.epoch, p.epoch)
    assert p.history.epochs.tolist() == [*range(p.epoch + 1)]
    p.train(1)
