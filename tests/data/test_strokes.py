"""The films of a pen show strokes that only their order tells apart."""

import numpy as np
import pytest

from chainrule.data.strokes import BACKWARDS, STROKES, film, way

TIMES = np.linspace(0, 1, 12)


@pytest.mark.parametrize("stroke", STROKES)
def test_a_film_shows_one_spot_a_frame(stroke):
    frames = film(stroke, np.random.default_rng(0))
    assert frames.shape == (12, 10, 10)
    assert np.all(frames.max(axis=(1, 2)) > 0.6)
    assert np.all(frames.mean(axis=(1, 2)) < 0.1)


@pytest.mark.parametrize("stroke", STROKES)
def test_a_way_stays_on_the_page(stroke):
    places = way(stroke, TIMES)
    assert places.shape == (2, 12)
    assert np.abs(places).max() <= 1


def test_clockwise_is_clockwise_and_its_opposite_is_not():
    turned = {}
    for stroke in ("circle, clockwise", "circle, counterclockwise"):
        frames = film(stroke, np.random.default_rng(1)) > 0.5
        centres = np.array([np.argwhere(f).mean(axis=0) for f in frames]) - 4.5
        x, y = centres[:, 1], -centres[:, 0]
        turned[stroke] = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])
    assert turned["circle, clockwise"] < 0 < turned["circle, counterclockwise"]


def test_what_goes_backwards_has_a_twin_that_does_not():
    twins = {stroke.split(",")[0] for stroke in BACKWARDS}
    for twin in twins:
        assert sum(stroke.split(",")[0] == twin for stroke in STROKES) == 2
