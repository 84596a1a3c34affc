"""What the widgets of lecture 3 say and show is so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule import pictures, widgets
from chainrule.pictures.training.curves import spread
from chainrule.widgets.walk_downhill import BOX, height, slope

scores = st.floats(-3, 3)


@given(scores, scores, scores, st.sampled_from(["cat", "dog", "owl"]))
def test_a_step_moves_each_score_by_its_push_and_lowers_the_loss(cat, dog, owl, right):
    game = widgets.PushTheRightOne(cat=cat, dog=dog, owl=owl, right=right)
    before, p, loss = np.array([cat, dog, owl]), game.p, game.loss
    game.step()
    truth = np.array([name == right for name in ("cat", "dog", "owl")])
    moved = np.array([game.cat, game.dog, game.owl]) - before
    assert moved == pytest.approx(truth - p, abs=1e-9)
    assert game.loss <= loss


def test_scores_stay_on_their_sliders():
    game = widgets.PushTheRightOne(cat=4.0, dog=4.0, owl=4.0, right="cat")
    for _ in range(50):
        game.step()
    assert max(game.cat, game.dog, game.owl) <= 4


@given(st.floats(-2.9, 2.9), st.floats(-2.1, 2.1))
def test_the_slope_is_that_of_the_height(x, y):
    h = 1e-6
    nudged = [height(x + h, y) - height(x - h, y), height(x, y + h) - height(x, y - h)]
    assert slope((x, y)) == pytest.approx(np.array(nudged, float) / (2 * h), abs=1e-6)


def test_short_steps_never_go_up_and_two_valleys_are_reached():
    ends = set()
    for x in np.linspace(BOX[0][0], BOX[0][1], 7):
        walk = widgets.WalkDownhill(place=(float(x), 1.0), rate="0.1")
        walk.walk(600)
        heights = [float(height(*np.array(place))) for place in walk.trail]
        assert (np.diff(heights) <= 1e-12).all()
        ends.add(tuple(np.round(walk.place, 1)))
    assert len(ends) == 2


def test_a_walk_goes_back_and_begins_anew_where_the_walker_is_put():
    walk = widgets.WalkDownhill(rate="0.3", memory="0.9")
    start = walk.place
    walk.ten_steps()
    assert len(walk.trail) == 11
    assert "Step 10" in walk.picture["sentence"]
    walk.back()
    assert (walk.place, walk.trail) == (start, [start])
    walk.one_step()
    walk.place = (1.0, 1.0)
    assert walk.trail == [(1.0, 1.0)]


def test_a_walk_that_leaves_and_one_that_rests_are_told():
    far = widgets.WalkDownhill(place=(2.9, 2.1), rate="4")
    far.place = (9.0, 9.0)
    assert "left the map" in far.picture["sentence"]
    near = widgets.WalkDownhill(place=(1.4, 0.7), rate="0.3")
    near.walk(200)
    near.redraw()
    assert "level here" in near.picture["sentence"]


def test_a_path_that_is_gone_does_not_cover_the_others():
    race = widgets.LearningRateRace(rate="0.3", steepness=40)
    assert "gone" in race.picture["sentence"]
    lines = [len(line) for line in race.picture["svg"].split("<polyline")]
    assert max(lines) < 3000


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=4))
def test_names_at_curves_keep_apart_and_in_order(heights):
    placed = spread(heights, 0.5)
    gaps = np.diff(np.sort(placed))
    assert (gaps > 0.5 - 1e-3).all()
    assert list(np.argsort(placed, kind="stable")) == list(np.argsort(heights, kind="stable"))


def test_curves_are_named_and_those_that_leave_are_marked():
    picture = pictures.draw_curves(
        {"low": np.ones(5), "gone": 10.0 ** np.arange(5)}, log=True, reach=(0.5, 100)
    )
    assert "gone ↑" in picture.svg
    assert "low ↑" not in picture.svg
    assert "gone ends at 1e+04" in picture.description
