"""The data sets are those of the original."""

import numpy as np
import pytest

from chainrule.data.points import POINTS

CLASSES = ("circle", "xor", "gauss", "spiral")


@pytest.fixture
def rng():
    return np.random.default_rng()


@pytest.mark.parametrize("name", POINTS)
@pytest.mark.parametrize("n", [0, 1, 7, 300])
def test_a_set_has_as_many_points_as_asked_for(name, n, rng):
    x, t = POINTS[name](n, 0.2, rng)
    assert (x.shape, t.shape) == ((n, 2), (n,))
    assert np.isfinite(x).all()


@pytest.mark.parametrize("name", CLASSES)
def test_both_classes_are_there_by_halves(name, rng):
    _, t = POINTS[name](400, 0, rng)
    assert set(t) == {-1, 1}
    assert abs(t.sum()) < 100


def test_the_circle_leaves_a_gap_between_disc_and_ring(rng):
    x, t = POINTS["circle"](500, 0, rng)
    r = np.hypot(*x.T)
    assert r[t > 0].max() <= 2.5
    assert r[t < 0].min() >= 3.5
    assert r.max() <= 5


@pytest.mark.parametrize("name", ["circle", "xor"])
def test_noise_changes_labels_near_the_border_only(name, rng):
    x, t = POINTS[name](4000, 0.1, rng)
    quiet = np.hypot(*x.T) < 2.5 if name == "circle" else x.prod(1) > 0
    wrong = (t > 0) != quiet
    distance = abs(np.hypot(*x.T) - 2.5) if name == "circle" else abs(x).min(1)
    assert wrong.any()
    assert distance[wrong].max() < 0.75


def test_xor_keeps_off_the_axes(rng):
    x, t = POINTS["xor"](500, 0, rng)
    assert abs(x).min() >= 0.3
    np.testing.assert_array_equal(t, np.sign(x.prod(1)))


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (0.5, 4)])
def test_the_clouds_have_the_variance_of_their_noise(noise, variance, rng):
    x, t = POINTS["gauss"](20_000, noise, rng)
    inner = x - 2 * t[:, None]
    assert inner.var() == pytest.approx(variance, rel=0.1)
    assert abs(inner.mean()) < 0.1


def test_the_arms_of_the_spiral_are_each_others_mirror(rng):
    x, t = POINTS["spiral"](400, 0, rng)
    np.testing.assert_allclose(x[t > 0], -x[t < 0], atol=1e-12)
    i = np.arange(200)
    angle = 1.75 * 2 * np.pi * i / 200
    np.testing.assert_allclose(x[:200, 0], 5 * i / 200 * np.sin(angle), atol=1e-12)


def test_the_plane_and_the_bumps_are_their_formulas(rng):
    x, t = POINTS["plane"](300, 0, rng)
    np.testing.assert_allclose(t, x.sum(1) / 10)
    x, t = POINTS["multi-gauss"](3000, 0, rng)
    middle = np.hypot(x[:, 0], x[:, 1] - 2.5)
    near = middle < 1
    np.testing.assert_allclose(t[near], -(1 - middle[near] / 2))
    assert t.max() > 0.8


def test_the_three_blobs_are_apart(rng):
    x, t = POINTS["blobs"](3000, 0, rng)
    centres = np.array([x[t == k].mean(0) for k in range(3)])
    np.testing.assert_allclose(np.hypot(*centres.T), 3, atol=0.2)
