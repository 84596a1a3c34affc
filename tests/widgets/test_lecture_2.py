"""The widgets of lecture 2 without a browser: what they compute and what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.widgets import GearTrain, KnobAndNeedle
from chainrule.widgets.knob_and_needle import loss_at

W = st.floats(-3, 3)


@given(w=W)
def test_the_knobs_slope_is_that_of_its_loss(w):
    knob, s = KnobAndNeedle(w=w), 1 / (1 + np.exp(-2 * w))
    assert knob.loss == pytest.approx((s - 0.8) ** 2, abs=1e-12)
    assert knob.slope == pytest.approx(4 * (s - 0.8) * s * (1 - s), abs=1e-8)


@given(w=st.floats(-3, 2.9))
def test_the_knobs_sentence_says_which_way_the_needle_goes(w):
    sentence = KnobAndNeedle(w=w).picture["sentence"]
    change = loss_at(w + 0.1) - loss_at(w)
    assert ("falls by" in sentence) == (change < 0)


def test_a_nudge_moves_the_knob_by_a_tenth_and_stays_on_the_scale():
    knob = KnobAndNeedle(w=2.95)
    for press, w in (("nudge_up", 3), ("nudge_up", 3), ("nudge_down", 2.9)):
        knob._pressed(knob, {"press": press}, [])
        assert knob.w == pytest.approx(w)
    knob.w = -3
    knob._pressed(knob, {"press": "nudge_down"}, [])
    assert knob.w == -3


def test_the_places_where_the_knob_has_been_are_kept_until_they_are_wiped():
    knob = KnobAndNeedle(w=0)
    for w in (1, 2, 1):
        knob.w = w
    assert sorted(knob.seen) == [0, 1, 2]
    assert knob.picture["svg"].count('class="fill-grey mark"') == 3
    knob._pressed(knob, {"press": "forget"}, [])
    assert list(knob.seen) == [1]


@given(w=st.floats(0.2, 1), dw=st.floats(-0.2, 0.2))
def test_the_gears_promise_the_product_and_tell_the_truth(w, dw):
    train = GearTrain(w=w, dw=dw)
    assert train.predicted == pytest.approx(-6 * (2 - 3 * w) * dw, abs=1e-12)
    assert train.true == pytest.approx((2 - 3 * (w + dw)) ** 2 - (2 - 3 * w) ** 2, abs=1e-12)
    assert train.true - train.predicted == pytest.approx(9 * dw**2, abs=1e-12)


def test_half_the_nudge_is_half():
    train = GearTrain(w=1.0, dw=0.2)
    train._pressed(train, {"press": "halve"}, [])
    assert train.dw == pytest.approx(0.1)
    assert "0.1 · 3 · (−1) · (−2) = 0.6" in train.picture["sentence"]


@pytest.mark.parametrize("widget", [KnobAndNeedle, GearTrain])
def test_viewers_without_widgets_get_a_still_picture_and_words(widget):
    data, _ = widget()._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")
    assert len(data["text/plain"].split()) > 3
