"""The pictures of lecture 1 say in words what they show."""

import re

import numpy as np
import pytest

from chainrule import data, pictures
from chainrule.pictures.picture import BLUE, GREY, INK, ORANGE
from chainrule.table import sigmoid


def test_a_decision_counts_the_points_that_are_right():
    x, t = data.xor()
    told = pictures.draw_decisions({
        "line": (lambda x: x.sum(axis=1) - 0.5, x, t),
        "product": (lambda x: x.sum(axis=1) - 2 * x.prod(axis=1) - 0.5, x, t),
    }).description  # fmt: skip
    assert "line 3 of 4" in told
    assert "product 4 of 4" in told


def test_a_model_that_says_the_same_everywhere_can_be_drawn():
    x, t = data.xor()
    told = pictures.draw_decisions({"flat": (lambda x: 0 * x[:, 0] - 1, x, t)}).description
    assert "flat 2 of 4" in told


def test_depths_are_counted_by_hidden_layers():
    told = pictures.draw_depths({"one": [2, 3, 1], "three": [2, 4, 4, 4, 1]}).description
    assert "one with 1 hidden layer," in told
    assert "three with 3 hidden layers" in told


def test_a_net_names_its_units_with_their_conditions():
    told = pictures.draw_network([["x"], ["h"], ["y"]], [[[1]], [[-1]]], [["> ½"], ["> 0"]])
    assert "1 inputs, 1 hidden units, 1 output: h = > ½; y = > 0" in told.description
    assert "<svg" in told.svg


def test_shares_are_told_by_width():
    told = pictures.draw_shares(np.array([1, 2]), np.array([0.0, 0.55]), 20).description
    assert "1: 0%, 2: 55%" in told


def test_gates_without_a_line_are_named():
    lines = {(0, 0, 0, 1): [(1, 1, -1.5)], (0, 1, 1, 1): [(1, 1, -0.5)]}
    told = pictures.draw_gates(lines).description
    assert "2 have a line" in told
    assert "XOR" in told
    assert " OR" not in told


def test_a_loss_is_told_by_its_ends():
    told = pictures.draw_loss([0.9, 0.5, 0.25], {"a shrug": 0.69}).description
    assert "3 steps: from 0.9 to 0.25" in told


def test_other_runs_are_told_beside_a_loss():
    told = pictures.draw_loss([0.9, 0.25], others=[[0.8, 0.5], [0.7, 0.125]]).description
    assert "to 0.25. From other starts it ends at 0.5, 0.125." in told


@pytest.mark.parametrize(("above", "right"), [(-1, 2), (0.5, 3), (1.5, 1), (3, 2)])
def test_answers_are_drawn_above_a_border(above, right):
    drawn = pictures.draw_answers({"sum": (lambda x1, x2: x1 + x2, *data.xor())}, above)
    assert f"sum {right} of 4" in drawn.description


def test_a_probability_says_how_many_points_are_right():
    drawn = pictures.draw_probability(lambda x1, x2: sigmoid(x1 + x2 - 0.5), *data.xor())
    assert "right on 75%" in drawn.description


def test_the_price_of_a_probability_and_the_sigmoid_say_what_they_show():
    assert "one half where the sum is 0" in pictures.draw_sigmoid().description
    assert "near 1" in pictures.draw_surprise().description


@pytest.mark.parametrize("colour", [BLUE, GREY, INK, ORANGE, "#000000", "#ffffff"])
def test_a_figure_has_another_colour_on_a_dark_page(colour):
    svg = pictures.draw_shares(np.array([1, 2]), np.array([0.0, 0.55]), 20).svg
    style = re.search("<style>(body.*?)</style>", svg, re.DOTALL)[1]
    for part in ("fill", "stroke"):
        [dark] = re.findall(rf'\[style\*="{part}: {colour}"\] {{ {part}: (#\w+)', style)
        assert (int(dark[1:3], 16) > 127) == (int(colour[1:3], 16) < 200)


def test_marks_take_their_colours_where_they_are_used():
    for svg in (pictures.draw_sizes({"a": (10, 20)}).svg, pictures.draw_gates({}).svg):
        marks = re.findall(r'<path id="m\w+" d="[^"]*"([^>]*)>', svg)
        assert marks
        assert not any("style" in mark for mark in marks)
        assert all("style" in use for use in re.findall(r'<use xlink:href="#m[^>]*>', svg))
