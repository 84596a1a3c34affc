"""The pictures of lecture 1 say in words what they show."""

import numpy as np

from chainrule import data, pictures


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
    assert "h = > ½; y = > 0" in told.description
    assert "<svg" in told.svg


def test_shares_are_told_by_width():
    told = pictures.draw_shares(np.array([1, 2]), np.array([0.0, 0.55]), 20).description
    assert "1: 0%, 2: 55%" in told


def test_the_weights_period_is_told():
    assert "every 4" in pictures.draw_updates(np.zeros((9, 3)), 4).description
