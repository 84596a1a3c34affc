"""The pictures of lecture 2: what they say of what they are given."""

import re

import numpy as np
import pytest

from chainrule import pictures
from chainrule.pictures.growth import powers


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_diamond_is_two_gates_that_meet(count):
    said = pictures.draw_diamonds(count).description
    assert said.count("tanh = ") == 2 * count


def test_both_ways_of_visiting_are_told_and_labelled():
    depths = np.arange(1, 9)
    picture = pictures.draw_visits(depths, 4 * 2**depths - 3, 3 * depths + 1)
    for number in ("1,021", "25"):
        assert number in picture.description
        assert f"{number} visits</text>" in picture.svg


@pytest.mark.parametrize(("low", "high"), [(-14, 0.5), (0, 3), (-13.2, -0.8), (0, 6.1)])
def test_powers_on_an_axis_are_whole_evenly_spaced_and_few(low, high):
    found = np.array(powers(low, high))
    assert 2 <= len(found) <= 9
    assert low <= found.min() <= found.max() <= high
    assert np.all(found == np.round(found))
    assert len(set(np.diff(found))) == 1


def test_an_error_of_zero_is_drawn_at_the_floor():
    h = np.logspace(-8, -1, 8)
    picture = pictures.draw_step_errors(h, h, np.zeros(8))
    assert "nan" not in picture.svg
    assert "inf" not in picture.svg


def test_what_a_step_does_is_said_of_each_target():
    lengths = np.linspace(0, 2, 21)
    losses = {"flat": np.exp(-lengths), "valley": (1 - 2 * lengths) ** 2}
    said = pictures.draw_steps(lengths, losses, {"flat": -1.0, "valley": -4.0}).description
    assert "flat: lowest at a step of 2, and never rises" in said
    assert "valley: lowest at a step of 0.5, and rises above" in said


def test_runs_that_fail_are_dashed():
    losses = np.ones((5, 30))
    svg = pictures.draw_losses(losses, np.array([1, 0, 1, 0, 1], bool)).svg
    assert len(re.findall(r'<polyline class="orange"', svg)) == 2
    assert len(re.findall(r'<polyline class="grey"', svg)) == 3
    assert "3 of 5 runs solve it" in svg
