"""What is guessed that the network will say, and points of a table."""

import numpy as np
import pytest

from chainrule.widgets import Playground
from chainrule.widgets.playground import SettingError, commands, messages
from chainrule.widgets.playground.guess import LONGEST
from chainrule.widgets.playground.heatmaps import SIDE, grid

rng = np.random.default_rng()
CLASSES = {"circle": (-1, 1), "blobs": (0, 1, 2)}


def says(p):
    """The network itself, as a guess."""

    def labels(x):
        shown = p.predict(x)
        return np.where(shown[:, 0] * 127 > 0.5, 1, -1) if len(shown.T) == 1 else shown.argmax(1)

    return labels


@pytest.mark.parametrize("dataset", CLASSES)
@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
def test_whoever_says_what_the_network_says_agrees_and_whoever_says_no_does_not(dataset, loss):
    p = Playground(dataset, seed=3, loss=loss, learning_rate=0.1)
    p.train(30)
    p.guess = says(p)
    assert p.agreement().picture > 0.99
    assert p.agreement().points > 0.99
    right = p.guess.ravel()
    other = -right if dataset == "circle" else (right + 1) % 3
    p.guess = lambda x: other
    assert p.agreement().picture < 0.01
    assert p.agreement().points < 0.01


@pytest.mark.parametrize("dataset", CLASSES)
def test_the_share_is_that_of_the_squares_and_of_the_points(dataset):
    p = Playground(dataset, seed=4)
    p.train(5)
    labels = rng.choice(CLASSES[dataset], SIDE * SIDE)
    p.guess = lambda x: labels
    picture, points = p.agreement()
    assert picture == pytest.approx((says(p)(grid()) == labels).mean(), abs=0.01)
    x = np.r_[p.data.x, p.data.x_test]
    nearest = [np.hypot(*(grid() - one).T).argmin() for one in x]
    assert points == pytest.approx((says(p)(grid())[nearest] == labels[nearest]).mean(), abs=0.02)


@pytest.mark.parametrize("dataset", CLASSES)
def test_a_stroke_covers_what_is_near_its_path_and_leaves_the_rest(dataset):
    p, known = Playground(dataset), CLASSES[dataset]
    expected = np.full(SIDE * SIDE, known[0])
    for _ in range(5):
        path = rng.uniform(-7, 7, (rng.integers(1, 6), 2))
        label, width = int(rng.choice(known)), rng.uniform(0.5, 4)
        p.paint(path.tolist(), label, width)
        ends = zip(path, path[1:] if len(path) > 1 else path, strict=False)
        along = np.concatenate([a + np.linspace(0, 1, 400)[:, None] * (b - a) for a, b in ends])
        far = np.array([np.hypot(*(along - one).T).min() for one in grid()])
        expected[far <= width / 2] = label
        differ = p.guess.ravel() != expected
        assert (abs(far[differ] - width / 2) < 0.02).all()
        expected = p.guess.ravel().copy()


def test_undo_goes_back_stroke_by_stroke():
    p = Playground()
    kept = []
    for _ in range(4):
        p.paint(rng.uniform(-5, 5, (3, 2)), 1)
        kept.append(p.guess.copy())
    for before in kept[-2::-1]:
        p.undo_paint()
        np.testing.assert_array_equal(p.guess, before)
    p.undo_paint()
    assert (p.guess == -1).all()
    p.undo_paint()
    p.guess = None
    p.undo_paint()
    assert p.guess is None


def test_it_is_kept_while_it_learns_and_until_there_are_other_data():
    p = Playground()
    p.guess = lambda x: np.hypot(*x.T) < 3
    guess = p.guess
    for change in (p.reset, p.regenerate, lambda: p.train(2), p.back, lambda: p.cut(0, 0)):
        change()
        np.testing.assert_array_equal(p.guess, guess)
    p.dataset = "xor"
    assert p.guess is None
    with pytest.raises(SettingError, match="no guess yet"):
        p.agreement()


def test_a_frame_tells_how_far_they_agree():
    p = Playground()
    assert "agreement" not in messages.frame(p.trainer)[0]
    p.paint([(0, 0)], 1, 6)
    for _ in range(3):
        p.train(3)
        told = messages.frame(p.trainer, guess=p.guessed)[0]["agreement"]
        assert told == p.agreement()
    assert f"{told.picture:.0%}".replace("%", " %") in str(told)


@pytest.mark.parametrize(
    ("path", "label", "width"),
    [([], 1, 1), ([(0, 0)], 0, 1), ([(0, 0)], 2, 1), ([(0, 0, 0)], 1, 1), ([(0, np.nan)], 1, 1),
     ([(0, 0)], 1, 0), ([(0, 0)], 1, 99), ([(0, 0)] * (LONGEST + 1), 1, 1),
     ([(0, 0)], 1, np.nan)],
)  # fmt: skip
def test_a_stroke_that_is_none_is_refused_and_nothing_changes(path, label, width):
    p = Playground()
    p.paint([(1, 1)], 1)
    before = p.guess.copy()
    with pytest.raises(SettingError):
        p.paint(path, label, width)
    np.testing.assert_array_equal(p.guess, before)


def test_what_has_no_classes_has_no_border():
    p = Playground("plane")
    with pytest.raises(SettingError, match="no border to guess"):
        p.paint([(0, 0)], 1)
    with pytest.raises(SettingError, match="one of the labels"):
        Playground().guess = lambda x: x[:, 0]
    assert p.guess is None


# Tables


TABLES = {
    "1,2,a\n3,4,b": 2, "1.5;2;-1\n1,5;-2;1": 2, "x\ty\tlabel\n1\t2\tcat\n2\t3\tdog\n3\t4\tcow": 3,
    "\ufeff1;2;0\n\n3;4;1\n5;6;2\n": 3, "0,0,0.5\n1,1,0.25\n2,2,7\n3,3,8\n4,4,9\n5,5,10": 0,
}  # fmt: skip
NO_TABLES = ["a,b,c", "1,2\n3,4", "x,y,label", "1,2,a\n1,two,b", "1;2;3;4", "1,2,a\n3,4,a",
             "\n".join(f"{i},{i},word{i}" for i in range(9)), "nan,1,0\n1,1,1"]  # fmt: skip


def ask(p, text):
    told = []
    p.send = lambda content, buffers=(): told.append(content)
    commands.handle(p, {"do": "table", "text": text.lstrip("\ufeff"), "name": "points.csv"})
    return [one["said"] for one in told if one["kind"] == "table"]


@pytest.mark.parametrize("text", TABLES)
@pytest.mark.parametrize("before", [{}, {"dataset": "own"}, {"dataset": "blobs"}])
def test_a_table_of_the_view_becomes_the_points(text, before):
    p = Playground(**before)
    if before.get("dataset") == "own":
        p.add_point(1, 1, -1)
    (said,) = ask(p, text)
    rows = len([line for line in text.splitlines() if line.strip() and line[0] not in "x"])
    assert p.dataset == "own"
    assert p.classes == TABLES[text]
    assert len(p.data.x) + len(p.data.x_test) == rows
    assert said.startswith(f"points.csv: {rows} points, ")
    p.train(2)
    assert Playground.from_state(p.state()).classes == p.classes


@pytest.mark.parametrize("text", NO_TABLES)
def test_a_table_that_is_none_is_refused_in_sentences_and_nothing_changes(text):
    p = Playground("spiral")
    p.train(2)
    (said,) = ask(p, text)
    if said.startswith("points.csv: "):
        pytest.fail(said)
    assert said.endswith(". Nothing has changed.")
    assert (p.dataset, p.epoch, p.error) == ("spiral", 2, "")


def test_other_own_data_take_the_place_of_those_before():
    p = Playground(data=[(0, 0, "a"), (1, 1, "b"), (2, 2, "c")])
    p.dataset = "circle"
    p.use_data([(0, 0, 1), (1, 1, -1)])
    assert (p.dataset, p.classes, p.epoch) == ("own", 2, 0)
    p.dataset = "circle"
    assert Playground.from_state(p.state()).dataset == "circle"
    p.dataset = "own"
    p.add_point(0.5, 0.5, 1)
    p.use_data([(0, 0, "a"), (1, 1, "b"), (2, 2, "c")])
    assert (p.classes, p.points) == (3, ())
