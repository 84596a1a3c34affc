"""A prediction is compared, and what it has in common with the truth is said."""

import numpy as np
import pytest

import chainrule as cr
from chainrule.exercises import predict


@pytest.mark.parametrize(
    ("guess", "truth", "says"),
    [
        (..., 3.0, "in place of the dots"),
        (3, 3.0, "Right"),
        (0.731, 0.7310585786300049, "Right"),
        (-0.2, -0.196611933241, "Close"),
        (3, -3.0, "the sign is not"),
        (0.25, 4.0, "the other way up"),
        (8, 4.0, "2 times too large"),
        (1, 10.0, "10 times too small"),
        (-8, 4.0, "2 times too large, and the sign is the other one"),
        (7, 4.0, "The sign is right, the size is not"),
        ([1, 2], np.array([1.0, 2.0]), "Right"),
        ([2, 4], np.array([1.0, 2.0]), "2 times too large"),
        ([1, 2, 3], np.array([1.0, 2.0]), "shape (3,)"),
        (0, 0.0, "Right"),
        (1, 0.0, "You predicted 1"),
        (0, 1.0, "You predicted 0"),
        (np.nan, 1.0, "You predicted nan"),
        ("up", "up", "Right"),
        ("up", "down", "You predicted 'up'"),
        (True, False, "You predicted True"),
        (None, 1.0, "You predicted None"),
        ([1, [2]], 1.0, "You predicted [1, [2]]"),
        (object, np.ones(3), "You predicted"),
        (2, cr.Tensor(2.0, requires_grad=True), "Right"),
        ([], np.array([]), "Right"),
    ],
)
def test_a_prediction_is_answered(guess, truth, says, capsys):
    predict(guess, truth)
    out, err = capsys.readouterr()
    assert says in out
    assert err == ""


def test_the_hint_is_for_those_who_were_wrong(capsys):
    predict(4, 4.0, "Look again.")
    assert "Look again." not in capsys.readouterr().out
    predict(5, 4.0, "Look again.")
    assert "Look again." in capsys.readouterr().out
