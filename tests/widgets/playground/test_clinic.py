"""The boards of the exam have the fault that they are said to have."""

import numpy as np
import pytest

from chainrule.widgets.playground import SettingError, patient, treat
from chainrule.widgets.playground.clinic import PATIENTS
from chainrule.widgets.playground.diagnostics import dead
from chainrule.widgets.playground.network import linears


def first_weights(number):
    return linears(patient(number, 0).model)[0].weight.data


def test_the_first_jumps_up_and_down():
    ups = np.diff(patient(1).history.train)
    assert np.sum(ups > 0.02) >= 4
    assert np.sum(ups < -0.02) >= 4


def test_of_the_second_every_neuron_is_dead_from_the_beginning():
    assert (first_weights(2) < 0).all()
    assert [len(layer) for layer in dead(patient(2).trainer)] == [4]


def test_the_third_is_level_and_high_on_both_sets():
    board = patient(3)
    train = board.history.train
    assert abs(train[-1] / train[-20] - 1) < 0.05
    assert board.train_loss > 0.15 < board.test_loss


def test_the_fourth_is_low_on_its_own_points_alone():
    board = patient(4)
    assert board.train_loss < 0.05
    assert 4 < board.test_loss / board.train_loss < 6.5


def test_the_inputs_of_the_fifth_are_a_hundredfold_apart():
    spread = patient(5, 0).data.x.std(axis=0)
    assert 80 < spread[0] / spread[1] < 120


def test_the_neurons_of_the_sixth_are_all_alike():
    board = patient(6)
    assert np.ptp(linears(board.model)[0].weight.data, axis=0).max() < 1e-3
    assert dead(board.trainer) == [[]]  # or the board would call them so


@pytest.mark.parametrize("number", PATIENTS)
def test_a_remedy_begins_where_the_patient_began(number):
    other = linears(patient(number, 0, learning_rate=0.01).model)[0].weight.data
    np.testing.assert_array_equal(other, first_weights(number))


def test_the_best_remedy_is_named_and_all_are_told(capsys):
    assert treat(3, a={"learning_rate": 0.3}, b={"hidden": (4,)}) == "b"
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["a) learning_rate = 0.3", "b) hidden = (4,)"]


def test_a_remedy_after_which_nothing_is_finite_is_never_the_best(capsys):
    worse = {"dataset": "plane", "activation": "relu", "learning_rate": 10}
    assert treat(3, a=worse, b={}) == "b"


def test_there_are_six():
    with pytest.raises(SettingError, match="1 to 6"):
        patient(7)
