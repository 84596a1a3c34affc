"""What a learner brings along is taken as it comes, and what cannot be is said in a sentence."""

import asyncio
import itertools
import signal
import warnings

import numpy as np
import pytest

from chainrule.widgets import Playground
from chainrule.widgets.playground import SettingError, commands, messages
from chainrule.widgets.playground.network import FEATURES, linears

WHOLE = [int, np.int8, np.uint16, np.int32, np.int64]


@pytest.mark.parametrize("kind", WHOLE)
def test_numpys_whole_numbers_are_whole_numbers(kind):
    p = Playground(hidden=(kind(4), kind(3)), seed=kind(2), batch_size=kind(5))
    assert p.hidden == (4, 3)
    assert all(type(n) is int for n in (*p.hidden, p.seed, p.batch_size))
    assert Playground(hidden=kind(5)).hidden == (5,)
    assert Playground(hidden=np.array([2, 3], kind)).hidden == (2, 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [("hidden", (True,)), ("hidden", (2.5,)), ("hidden", "44"), ("hidden", None), ("hidden", [[]]),
     ("show_test", "maybe"), ("inside", 3), ("seed", -1), ("seed", 2**40), ("noise", "much"),
     ("features", ("x3",)), ("points", 3), ("points", ["abc"])],
)  # fmt: skip
def test_whatever_is_refused_is_refused_in_one_sentence_and_nothing_changes(name, value):
    p = Playground()
    before = getattr(p, name)
    with pytest.raises(SettingError) as refused:
        setattr(p, name, value)
    said = str(refused.value)
    assert said.endswith((".", "?"))
    assert not said.endswith("..")
    assert "e+" not in said
    assert getattr(p, name) == before
    p.train(1)


@pytest.mark.parametrize("value", [1e39, -1e39, 1e300, float("inf"), float("nan"), None, "two"])
def test_a_parameter_is_finite_in_single_precision(value):
    p = Playground()
    before = linears(p.model)[0].weight.data.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(SettingError, match="finite number"):
            p.set_weight(0, 0, 0, value)
    np.testing.assert_array_equal(linears(p.model)[0].weight.data, before)


ROWS = [(1.5, 2.0, 0), (-1.25, -2.0, 1), (0.0, 1.0, 0)]


@pytest.mark.parametrize(
    ("mark", "decimal"), [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")]
)
@pytest.mark.parametrize("head", ["", "x{0}y{0}kind\n"])
@pytest.mark.parametrize("words", [None, ("cat", "dog")])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_csv_file_is_read_as_people_have_it(tmp_path, mark, decimal, head, words, start):
    lines = [
        mark.join([*(str(n).replace(".", decimal) for n in row[:2]), words[row[2]] if words else
                   str(row[2])]) for row in ROWS
    ]  # fmt: skip
    path = tmp_path / "points.csv"
    path.write_text(start + head.format(mark) + "\r\n".join(lines) + "\n\n", encoding="utf-8")
    p = Playground(data=path, train_share=90)
    x = np.r_[p.data.x, p.data.x_test]
    t = np.r_[p.data.t, p.data.t_test]
    found = sorted(zip(x[:, 0].tolist(), x[:, 1].tolist(), t.tolist(), strict=True))
    assert found == sorted((a, b, 1.0 if k else -1.0) for a, b, k in ROWS)


@pytest.mark.parametrize("text", ["1,2\n", "a,b,c\nd,e,f\n", "1;2;3;4\n", "1,2,3\n4,five,6\n"])
def test_a_file_that_holds_no_points_is_told_with_the_row(tmp_path, text):
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=r"odd\.csv holds rows of .*row \d is “.*”\.$"):
        Playground(data=path)


def test_labels_may_be_words():
    x = np.array([[0, 1], [2, 3], [-1, 2], [1, 1]])
    two = Playground(data=(x, ["cat", "dog", "dog", "cat"]))
    assert set(two.data.t) | set(two.data.t_test) == {-1, 1}
    assert Playground(data=(x, np.array(["a", "b", "c", "a"]))).classes == 3
    with pytest.raises(SettingError, match="two to 5 words"):
        Playground(data=(x, ["a", "a", "a", "a"]))


LINKS = [
    ("https://playground.tensorflow.org/#activation=relu&regularization=L2&batchSize=12"
     "&dataset=spiral&regDataset=reg-plane&learningRate=0.1&regularizationRate=0.003&noise=15"
     "&networkShape=8,4&seed=0.12345&showTestData=true&discretize=false&percTrainData=70&x=true"
     "&y=false&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false"
     "&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false",
     {"activation": "relu", "regularisation": "l2", "batch_size": 12, "dataset": "spiral",
      "learning_rate": 0.1, "regularisation_rate": 0.003, "noise": 15, "hidden": (8, 4),
      "show_test": True, "discretise": False, "train_share": 70,
      "features": ("x1", "x1_x2", "sin_x1")}),
    ("http://playground.tensorflow.org/#networkShape=&problem=regression&regDataset=reg-gauss",
     {"hidden": (), "dataset": "multi-gauss"}),
]  # fmt: skip


@pytest.mark.parametrize(("link", "settings"), LINKS)
def test_a_link_of_the_original_is_read(link, settings):
    p = Playground.from_state(link)
    assert {name: getattr(p, name) for name in settings} == settings
    p.train(1)


def test_own_points_stay_on_their_side_and_a_share_is_for_testing():
    p, sides = Playground("own"), []
    for i in range(40):
        p.add_point(round(i / 8 - 2.5, 3), 0.0, 1 if i % 2 else -1)
        sides.append({tuple(x) for x in p.data.x_test.tolist()})
    assert all(before <= after for before, after in itertools.pairwise(sides))
    assert len(p.data.x_test) == 16  # half of those after the first eight
    p.train(2)
    assert np.isfinite(p.test_loss)


def test_points_wait_where_they_were_and_any_can_be_taken_away():
    p = Playground("own")
    for x in (1.0, 2.0, 3.0):
        p.add_point(x, 0, 1)
    p.dataset = "circle"
    assert p.points == ()
    p.add_point(0, 0, 1)
    p.dataset = "own"
    assert [x for x, _, _ in p.points] == [1, 2, 3]
    p.remove_point(1)
    p.remove_point()
    assert [x for x, _, _ in p.points] == [1]
    p.dataset = "circle"
    assert p.points == ((0, 0, 1),)
    with pytest.raises(SettingError):
        p.remove_point(4)


def test_a_frame_is_small():
    default = Playground()
    large = Playground(hidden=(8,) * 6, features=tuple(FEATURES))
    for p, most in ((default, 12_000), (large, 30_000)):
        for dataset in ("circle", "spiral"):
            p.dataset = dataset
            for _ in range(4):
                p.train(25)
                content, buffers = messages.frame(p.trainer, anew=False)
                size = sum(map(len, buffers)) + len(messages.json.dumps(content))
                assert size <= most


def test_of_the_history_only_news_are_sent_and_they_make_up_all_of_it():
    p, known = Playground(train_share=10), np.zeros((0, 3))

    def hear(anew=False):
        nonlocal known
        content, (_, _, rows, _) = messages.frame(p.trainer, anew)
        fresh = np.frombuffer(rows, np.float32).reshape(-1, 3)
        known = np.r_[known[: content["known"]], fresh]
        np.testing.assert_allclose(known, p.history.array()[:, :3], rtol=1e-6)
        return len(fresh)

    sent = []
    for step in [1, 1, 3, 200, 5, 300, 1, 1]:
        p.train(step)
        sent.append(hear())
    assert sent[1] <= 2
    assert sent[-1] <= 2
    for change in (p.back, p.reset, lambda: p.set_bias(0, 0, 1.0)):
        p.train(2)
        change()
        hear()
    p.train(3)
    assert hear(anew=True) == len(p.history)


class Quiet(Playground):
    """A playground whose view takes every frame up at once."""

    def send(self, content, buffers=None):
        if content["kind"] == "frame":
            self.frame_loop.acknowledge(content["number"])


def test_an_interrupt_between_cells_pauses():
    async def play():
        p = Quiet()
        p.play()
        await asyncio.sleep(0.1)
        while signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            await asyncio.sleep(0.01)
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0.2)
        return p.playing, p.message

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a kernel does between its cells
    try:
        playing, message = asyncio.run(play())
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert not playing
    assert message.startswith("Paused at epoch")


def test_an_error_while_it_trains_is_all_that_is_said():
    async def play():
        p = Quiet()
        p.play()
        p.trainer.take_step = lambda *_: 1 / 0
        await asyncio.sleep(0.2)
        return p.playing, p.message, p.error

    playing, message, error = asyncio.run(play())
    assert (playing, message) == (False, "")
    assert "ZeroDivisionError" in error


def test_out_of_sight_it_goes_on_slowly():
    async def play(*seen):
        p = Quiet()
        for i, one in enumerate(seen):
            commands.handle(p, {"do": "sight", "view": str(i), "seen": one})
        p.play()
        await asyncio.sleep(0.5)
        p.pause()
        return p.frame_loop.sent

    away, one_of_two = (asyncio.run(play(*seen)) for seen in ([False, False], [False, True]))
    assert away <= 2 < one_of_two
