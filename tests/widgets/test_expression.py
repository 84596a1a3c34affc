"""Formulas typed by a learner."""

import contextlib
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainrule.widgets.expression import ExpressionError, names_in, trace

atoms = st.sampled_from(["x", "y", "z1", "2", "0.5", "3"])
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map("({0[0]} {0[1]} {0[2]})".format),
        inner.map("-({})".format),
        inner.map("tanh({})".format),
        st.tuples(inner, inner).map("max({0[0]}, {0[1]})".format),
    ),
    max_leaves=8,
)
small = st.floats(-3, 3)


@given(formulas.filter(names_in), small, small, small)
def test_a_formula_has_the_value_that_python_gives_it(formula, x, y, z1):
    values = {"x": x, "y": y, "z1": z1}
    ours = trace(formula, values).item()
    assert ours == pytest.approx(eval(formula, {"tanh": math.tanh, "max": max}, values), abs=1e-12)


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_an_error_in_a_sentence(text):
    with contextlib.suppress(ExpressionError):  # and no other error
        assert trace(text, dict.fromkeys(names_in(text), 1.5)).shape == ()


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("(x + y", "open bracket"),
        ("x y", "missing *"),
        ("", "not a complete formula"),
        ("2 + 3", "no variable"),
        ("x ^ 2", "two stars"),
        ("foo(x)", "no function foo; there are exp"),
        ("exp(x, y)", "exp takes 1 value in its brackets"),
        ("max(x)", "max takes 2 values"),
        ("exp + x", "exp is a function: write exp(x)"),
        ("x / 0 + 1 / 0", "cannot be computed"),
        ("9 ** 9 ** 9 + x", "cannot be computed"),
        ("(-1) ** 0.5 + x", "not a real number"),
        ("0,5*x", "A decimal has a point, as in 0.5"),
        ("x.real", "not something a formula can hold"),
        ("__import__(x)", "no function __import__"),
        ("[x for x in y]", "not something a formula can hold"),
        ("x if y else z", "not something a formula can hold"),
        ("True + x", "not something a formula can hold"),
        ("x" + " + x" * 45, "more than 40 operations"),
        ("x" * 300, "longer than 200 characters"),
        ("(" * 150 + "x", "not a complete formula"),
    ],
)
def test_what_is_wrong_is_said(formula, sentence):
    with pytest.raises(ExpressionError, match=re.escape(sentence)):
        trace(formula, dict.fromkeys([*"xyz", "exp"], 1.0))


@pytest.mark.parametrize(
    ("printed", "typed"),
    [("w₀ × x² − 1", "w0 * x ** 2 - 1"), ("x ÷ y10⁻²", "x / y10 ** -2"), ("2 · x", "2 * x")],
)
def test_a_formula_copied_from_a_sentence_is_understood(printed, typed):
    values = dict.fromkeys(["w0", "x", "y10"], 3.0)
    assert names_in(printed) == names_in(typed)
    assert trace(printed, values).item() == trace(typed, values).item()


def test_a_variable_may_run_over_many_values():
    assert trace("x * x + y", {"x": np.arange(3.0), "y": 1.0}).data.tolist() == [1, 2, 5]
