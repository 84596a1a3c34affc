"""The widgets of lecture 1 without a browser: what they compute and what they say."""

import re
from html import escape
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chainrule import data, models
from chainrule.data.history import STOPS, waits
from chainrule.pictures import plane
from chainrule.pictures.sketches import SKETCHES
from chainrule.widgets import BendThePlane, PerceptronStepper, SeparateTheGates, Timeline
from chainrule.widgets.bend_the_plane import nearest
from chainrule.widgets.perceptron_stepper import MOST, half_plane, separable_clouds

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
    whole = (430 - plane.LEFT - plane.RIGHT) * (390 - plane.TOP - plane.BOTTOM)
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


def test_the_timeline_goes_from_1943_to_2026_in_order_with_a_source_each():
    years = [stop.year for stop in STOPS]
    assert years == sorted(years)
    assert (years[0], years[-1]) == (1943, 2026)
    assert all(stop.name and stop.result and stop.source for stop in STOPS)
    assert len({stop.name for stop in STOPS}) == len(STOPS)


def test_every_stop_has_a_drawing_and_every_drawing_a_stop():
    assert {stop.drawing for stop in STOPS} == set(SKETCHES)
    for stop in Timeline().stops:
        assert escape(f"Drawing for {stop['name']}.") in stop["sketch"]


def test_every_idea_has_two_stops_and_a_bracket_with_its_wait():
    axis = Timeline().svg
    for idea, years in waits().items():
        first, last = (stop for stop in STOPS if stop.idea == idea)
        assert last.year - first.year == years > 0
        assert f"{idea}: {years} years" in axis


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


SEPARABLE = ["AND", "OR", "two clouds"]


@pytest.mark.parametrize("points", SEPARABLE)
def test_where_there_is_a_line_the_perceptron_comes_to_rest(points):
    machine = PerceptronStepper(points=points)
    for _ in range(MOST):
        machine.next_mistake()
        if machine.shown_examples == MOST:
            break
    x, t = machine.data
    w1, w2, b = machine.weights
    if machine.rests:  # hard clouds may take longer than it shows
        assert (((x @ [w1, w2] + b) > 0) == (t[:, 0] == 1)).all()
        assert machine.picture["sentence"].endswith("it rests.")
    else:
        assert points == "two clouds"


@given(start=st.lists(WEIGHT, min_size=3, max_size=3), seen=st.integers(0, MOST))
def test_on_xor_the_perceptron_never_rests(start, seen):
    machine = PerceptronStepper(start, points="XOR", shown_examples=seen)
    assert not machine.rests


def test_each_mistake_moves_the_weights_by_the_input_towards_the_target():
    machine = PerceptronStepper(points="OR", shown_examples=MOST)
    x, t = machine.data
    for step in machine.steps(MOST):
        towards = (t[step.row, 0] - step.answer) * np.append(x[step.row], 1)
        assert step.after - step.before == pytest.approx(towards)
        assert step.mistaken == (step.answer != t[step.row, 0])


def test_the_record_keeps_a_mark_for_each_example_and_a_square_for_each_mistake():
    machine = PerceptronStepper(points="XOR", shown_examples=13)
    mistakes = sum(step.mistaken for step in machine.steps(13))
    record = machine.record(machine.steps(13)).parts
    assert len(record) - 1 == 13
    assert sum("polygon" in mark for mark in record) == mistakes


def test_other_points_and_another_start_begin_at_the_first_example():
    machine = PerceptronStepper(points="AND", shown_examples=9)
    machine.points = "OR"
    assert machine.shown_examples == 0
    machine.next_example()
    machine.another_start()
    assert machine.shown_examples == 0
    assert (machine.start != 0).any()


@given(w1=WEIGHT, w2=WEIGHT, b=WEIGHT)
def test_half_a_plane_is_where_the_sum_is_positive(w1, w2, b):
    weights = np.array([w1, w2, b])
    square = np.array([(-0.5, -0.5), (1.5, -0.5), (1.5, 1.5), (-0.5, 1.5)])
    kept = half_plane(square, weights)
    assert (kept @ weights[:2] + b >= -1e-9).all()
    for corner in square[square @ weights[:2] + b > 0]:
        assert (kept == corner).all(axis=1).any()


def test_two_clouds_are_separable():
    rng = np.random.default_rng()
    for _ in range(20):
        x, t = separable_clouds(rng)
        assert models.passes_until_right(x, t, np.zeros(3), most=2000) is not None


@pytest.mark.parametrize("kind", [SeparateTheGates, BendThePlane, Timeline, PerceptronStepper])
def test_each_shows_a_picture_with_words_to_viewers_without_widgets(kind):
    bundle, _ = kind()._repr_mimebundle_()
    assert "aria-label" in bundle["image/svg+xml"]
    assert len(bundle["text/plain"].split()) >= 4
