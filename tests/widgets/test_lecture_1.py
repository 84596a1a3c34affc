"""The widgets of lecture 1 without a browser: what they compute and what they say."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chainrule import data
from chainrule.data.history import STOPS
from chainrule.widgets import BendThePlane, SeparateTheGates, Timeline
from chainrule.widgets.bend_the_plane import nearest

LECTURES = Path(__file__).resolve().parents[2] / "lectures"
WEIGHT = st.floats(-3, 3)
PRODUCT = "x₁, x₂ and x₁·x₂"


def test_and_and_or_can_be_separated_by_hand():
    for gate, b in (("AND", -1.5), ("OR", -0.5)):
        game = SeparateTheGates(gate=gate, w1=1, w2=1, b=b)
        assert game.right == 4
        assert game.picture["sentence"].endswith("Separated.")


@given(w1=WEIGHT, w2=WEIGHT, b=WEIGHT)
def test_no_weights_get_more_than_three_of_xor(w1, w2, b):
    assert SeparateTheGates(gate="XOR", w1=w1, w2=w2, b=b).right <= 3


def test_with_the_product_as_a_feature_xor_can_be_separated():
    game = SeparateTheGates(gate="XOR", features=PRODUCT, w1=1, w2=1, b=-0.5, v=-2)
    assert game.right == 4


def test_the_best_so_far_is_kept_until_another_gate_is_chosen():
    game = SeparateTheGates(gate="OR", w1=1, w2=1, b=-0.5)
    game.b = 3
    assert (game.right, game.best) == (3, 4)
    game.gate = "NOR"
    assert game.best == game.right == 1


def test_that_no_line_can_do_it_is_said_when_three_are_right():
    game = SeparateTheGates(gate="XOR", w1=1, w2=1, b=-0.5)
    assert "3 of 4" in game.picture["sentence"]
    assert "not possible" in game.picture["sentence"]


@given(w1=WEIGHT, w2=WEIGHT, v=WEIGHT, b=WEIGHT)
def test_the_shaded_strips_are_where_the_sum_is_positive(w1, w2, v, b):
    game = SeparateTheGates(gate="XOR", features=PRODUCT, w1=w1, w2=w2, v=v, b=b)
    outline = re.search(r'class="fill-orange light" points="([^"]+)"', game.picture["svg"])[1]
    px, py = np.array([point.split(",") for point in outline.split()], float).T
    shaded = abs(px @ np.roll(py, 1) - py @ np.roll(px, 1)) / 2
    side = np.linspace(-0.5, 1.5, 81)
    middle = (side[:-1] + side[1:]) / 2
    x = np.stack(np.meshgrid(middle, np.linspace(-0.5, 1.5, 201)), -1).reshape(-1, 2)
    whole = (430 - 46 - 12) * (390 - 26 - 40)
    assert shaded / whole == pytest.approx(float((game.score(x) > 0).mean()), abs=0.02)


def test_the_input_space_of_xor_is_not_separable_and_the_hidden_space_is():
    widget = BendThePlane()
    assert widget.margin == 0
    assert "No line" in widget.picture["sentence"]
    widget.hidden()
    assert widget.margin > 0.2
    assert widget.picture["sentence"].startswith("A line separates")


def test_the_line_that_is_drawn_has_the_classes_on_its_two_sides():
    widget = BendThePlane(way=0.9)
    zeros, ones = widget.gap()
    x, t = data.xor()
    side = (widget.moved(x) - (zeros + ones) / 2) @ (ones - zeros)
    assert ((side > 0) == (t[:, 0] == 1)).all()


def test_a_learned_layer_can_be_bent_too():
    weights, bias = np.array([[2.0, -2.0], [-2.0, 2.0]]), np.array([-1.0, -1.0])
    assert BendThePlane(weights, bias, np.tanh, way=1).margin > 0.2


COORDINATE = st.floats(-2, 2)


@given(st.lists(COORDINATE, min_size=8, max_size=8))
def test_the_nearest_points_of_two_segments_are_nearer_than_any_others(numbers):
    first, second = np.reshape(numbers, (2, 2, 2))
    assume(abs(np.linalg.det(np.stack([first[1] - first[0], second[1] - second[0]]))) > 1e-3)
    p, q = nearest(first, second)
    s = np.linspace(0, 1, 41)[:, None]
    a, b = (ends[0] + s * (ends[1] - ends[0]) for ends in (first, second))
    others = np.linalg.norm(a[:, None] - b[None], axis=-1)
    assert np.linalg.norm(p - q) <= others.min() + 1e-9


def test_the_timeline_goes_from_1943_to_2021_in_order_with_a_source_each():
    years = [stop.year for stop in STOPS]
    assert years == sorted(years)
    assert (years[0], years[-1]) == (1943, 2021)
    assert all(stop.name and stop.result and stop.source for stop in STOPS)
    assert len({stop.name for stop in STOPS}) == len(STOPS)


@pytest.mark.parametrize("name", sorted({stop.notebook for stop in STOPS if stop.notebook}))
def test_what_a_stop_links_to_exists(name):
    assert (LECTURES / name).is_file()


def test_the_timeline_stays_within_its_stops():
    timeline = Timeline()
    timeline.stop = 10_000
    assert timeline.here == STOPS[-1]
    timeline.stop = -3
    assert timeline.here == STOPS[0]


def test_without_a_kernel_the_timeline_can_still_be_read():
    svg, words = Timeline().static_view()
    for stop in STOPS:
        assert stop.result in words
        assert str(stop.year) in svg


def test_controls_stand_in_the_order_in_which_they_are_written_also_those_of_a_parent():
    class Harder(SeparateTheGates):
        pass

    names = [control["name"] for control in Harder().controls]
    assert names == ["gate", "features", "w1", "w2", "b", "v", "anew"]


@pytest.mark.parametrize("kind", [SeparateTheGates, BendThePlane, Timeline])
def test_each_shows_a_picture_with_words_to_viewers_without_widgets(kind):
    bundle, _ = kind()._repr_mimebundle_()
    assert "aria-label" in bundle["image/svg+xml"]
    assert len(bundle["text/plain"].split()) >= 4
