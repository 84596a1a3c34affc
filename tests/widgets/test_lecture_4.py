"""The widgets of lecture 4 do what their buttons say, and say what is so."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chainrule as cr
from chainrule.nn import functional as F
from chainrule.widgets.dying_relu import BOUND, WRONG, DyingReLU
from chainrule.widgets.layer_histograms import FUNCTIONS, LayerHistograms

NUMBERS = st.floats(-2, 2)


@settings(max_examples=40, deadline=None)
@given(w=NUMBERS, b=NUMBERS, slope=st.floats(0, 0.3), length=st.floats(0.05, 1.5))
def test_the_long_step_is_a_step_against_the_gradient_of_the_wrong_example(w, b, slope, length):
    x, t = WRONG
    unit = DyingReLU(w=w, b=b, slope=slope, length=length)
    loss = cr.grad(lambda w, b: ((F.leaky_relu(w * x + b, slope) - t) ** 2).sum(), argnums=(0, 1))
    gradient = np.ravel(loss(np.array([w]), np.array([b])))
    unit.long_step()
    wanted = np.clip(np.array([w, b]) - length * gradient, -BOUND, BOUND)
    assert [unit.w, unit.b] == pytest.approx(list(wanted), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(w=NUMBERS, b=st.floats(-3, 3), slope=st.sampled_from([0.0, 0.05, 0.3]))
def test_what_is_dead_stays_dead_unless_something_gets_through(w, b, slope):
    unit = DyingReLU(w=w, b=b, slope=slope)
    shut = unit.dead == 21 and slope == 0
    moves = np.hypot(*unit.gradient(w, b)) > 1e-3
    unit.train()
    assert not (shut and moves)
    assert (unit.w, unit.b) == (w, b) if shut else True
    assert (unit.w, unit.b) != (w, b) if moves else True


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("gain", [0.2, 0.5, 1, 1.3, 2**0.5, 5 / 3, 2, 3, 4])
def test_what_is_said_of_ten_layers_is_so(activation, gain):
    layers = LayerHistograms(activation=activation, gain=gain)
    ratio, said = layers.spreads[-1] / layers.spreads[0], layers.verdict()
    if "saturated" in said:
        assert activation in {"tanh", "sigmoid"}
        assert gain > 2
    else:
        fits = {"dies out": ratio < 0.1, "shrinks": 0.1 <= ratio < 0.8, "grows": 1.25 <= ratio < 10,
                "about the same": 0.8 <= ratio < 1.25, "out of hand": ratio >= 10}  # fmt: skip
        assert [words for words, fit in fits.items() if words in said] == [
            words for words, fit in fits.items() if fit
        ]


def test_the_buttons_of_ten_layers_set_the_gains_that_they_name():
    layers = LayerHistograms()
    for press, gain in ((layers.he, 2**0.5), (layers.for_tanh, 5 / 3), (layers.xavier, 1.0)):
        press()
        assert layers.gain == pytest.approx(gain)
