"""The machines of lecture 1: the perceptron, and small networks that learn XOR."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule import data, models

WEIGHTS = st.lists(st.floats(-2, 2), min_size=3, max_size=3)
SEPARABLE = sorted(set(data.GATES) - {"XOR", "XNOR"})


@given(start=WEIGHTS, gate=st.sampled_from(SEPARABLE))
def test_the_perceptron_learns_every_gate_that_has_a_line(start, gate):
    x, t = data.gate(gate)
    passes = models.passes_until_right(x, t, np.array(start))
    assert passes is not None
    steps = models.perceptron_steps(x, t, np.array(start), 4 * passes + 4)
    assert not any(step.mistaken for step in steps[-4:])


@given(start=WEIGHTS, gate=st.sampled_from(["XOR", "XNOR"]))
def test_the_perceptron_never_learns_a_gate_without_a_line(start, gate):
    assert models.passes_until_right(*data.gate(gate), np.array(start), most=50) is None


def test_the_steps_do_not_change_the_start():
    start = np.zeros(3)
    models.perceptron_steps(*data.xor(), start, 8)
    assert not start.any()


@pytest.mark.parametrize(("width", "least", "most"), [(1, 0, 0), (8, 16, 20)])
def test_a_wide_hidden_layer_solves_xor_and_one_unit_never(width, least, most):
    assert least <= models.solve_xor(width) <= most
