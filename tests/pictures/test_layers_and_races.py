"""The pictures of lecture 4: names at the curves, and words that say what is drawn."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule as cr
from chainrule import pictures
from chainrule.pictures.layers import Sizes
from chainrule.pictures.units import stretches


def texts(picture):
    return re.findall(r"<text[^>]*>([^<]+)</text>", picture.svg)


@pytest.mark.parametrize(
    ("last", "fate"), [(1e-9, ""), (0.0, ": all zeros"), (np.nan, ": NaN"), (np.inf, ": NaN")]
)
def test_a_curve_is_named_at_its_end_with_what_became_of_it(last, fate):
    picture = pictures.draw_by_layer({"one": np.array([1.0, 10.0, last])}, "size")
    assert f"one{fate}" in texts(picture)
    assert "one from 1 to" in picture.description


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=4))
def test_names_keep_their_order_their_distance_and_within_the_picture(heights):
    plane = Sizes([1, 2, 3], (-40, 40), "size", "layer")
    ends = {str(i): height for i, height in enumerate(heights)}
    found = plane.apart(ends)
    placed = sorted(found.values())
    assert np.all(np.diff(placed) > 15 / 264 * 80)
    assert placed[0] > -41
    assert placed[-1] < 40
    order = sorted(ends, key=lambda name: ends[name])
    assert order == sorted(found, key=lambda name: found[name])


def test_what_is_larger_than_the_top_leaves_the_picture():
    picture = pictures.draw_by_layer({"a": np.array([1.0, 1e99])}, "loss", across="step", top=1e4)
    assert "10⁹" not in picture.svg


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_stretches_are_where_a_unit_is_dead(dead):
    painted = np.zeros(len(dead), bool)
    for first, last in stretches(np.array(dead)):
        assert not painted[first:last].any()
        painted[first:last] = True
    assert painted.tolist() == dead


def test_a_race_names_who_arrives_and_when():
    curves = {"quick": np.array([0.1, 0.9, 0.96]), "slow": np.array([0.1, 0.2, 0.3, 0.95])}
    picture = pictures.draw_race(curves, every=5, goal=0.95)
    assert {"quick: 10 steps", "slow: 15 steps"} <= set(texts(picture))
    assert "does not get there" in pictures.draw_race({"x": np.zeros(3)}, 5, 0.9).description


def test_each_path_has_a_bowl_of_its_own():
    path = np.array([[-1.0, 1.0], [0.0, 0.0]])
    bowls = {"long": (np.diag([4.0, 1.0]), path), "round": (np.eye(2), path)}
    said = pictures.draw_bowls(bowls).description
    assert "long: the bowl is 2 times as long as wide" in said
    assert "round: the bowl is 1 times as long as wide" in said


def test_no_two_pictures_of_a_page_have_an_id_in_common():
    shown = [pictures.draw_curves({"a": np.array([1.0, top])}) for top in (2.0, 3.0)]
    shown += [pictures.draw_activations({"a": f, "b": f}) for f in (cr.tanh, cr.relu)]
    ids = [name for picture in shown for name in re.findall(r'\bid="([^"]+)"', picture.svg)]
    assert len(ids) == len(set(ids)) == 6
