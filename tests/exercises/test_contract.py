"""Whatever a student's function does, the check answers with a sentence."""

import dataclasses
import sys

import numpy as np
import pytest

import chainrule as cr
from chainrule.exercises import NotYet, check
from chainrule.exercises.engine_guard import MOST_KEPT, Overwrites, without_engine
from chainrule.exercises.examine import examine
from chainrule.exercises.judges import same
from chainrule.exercises.parts import parts


def sentence(function, name="exp.vjp"):
    with pytest.raises(NotYet) as failure:
        check(name, function)
    return " ".join(str(failure.value).split())


def warns_and_is_wrong(g, y, x):
    return g * np.log(-1.0 - np.abs(x))


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda g, y, x: None, "is there a `return`"),
        (lambda g, y, x: [1.0], "returned a list"),
        (lambda g, y, x: "text", "returned a text"),
        (lambda g, y, x: True, "True or False"),
        (lambda g, y, x: g * 1j, "complex128"),
        (lambda g, y, x: np.array([None]), "an array of objects"),
        (lambda g, y, x: (g * y,), "returned a tuple"),
        (lambda g, y, x: np.ones((7, 7)), "shape (7, 7) in place of ()"),
        (lambda g, y, x: g * np.nan, "is nan"),
        (lambda g, y, x: g * np.inf, "is inf"),
        (warns_and_is_wrong, "Python warned: invalid value"),
        (lambda g, y, x: g / 0 * 0, "is nan"),
        (lambda g, y, x: unknown, "name 'unknown' is not defined"),  # noqa: F821
        (lambda g, y: g, "cannot be called as it should"),
        (lambda g, y, x: {}["missing"], "stopped with KeyError"),
        (lambda g, y, x: sys.exit(), "stopped with SystemExit"),
        (lambda g, y, x: g * y + 0.01 * x, "Nudge that input"),
        (lambda g, y, x: np.add(g, 1, out=g) * y, "changed one of its inputs"),
        (3, "is not a function"),
    ],
)
def test_each_way_to_be_wrong_has_its_own_sentence(function, says):
    assert says in sentence(function)


def test_a_buffer_kept_between_calls_is_found():
    kept = {}

    def function(g, y, x):
        buffer = kept.setdefault((g.shape, g.dtype), np.zeros(g.shape, g.dtype))
        buffer[...] = g * y
        return buffer

    cases = parts["exp.vjp"].cases()[1:2] + parts["exp.vjp"].cases()[1:2]
    cases[1].inputs[0][...] = 7.0
    cases[1].expected[...] = 7.0 * cases[1].inputs[1]
    assert examine(parts["exp.vjp"], function, cases).mistake == "overwrites its answers"


@pytest.mark.parametrize("calls", range(1, MOST_KEPT + 1))
def test_the_guard_tells_once_of_an_answer_that_was_changed_that_many_calls_later(calls):
    buffers = []

    def function(x, again=False):
        buffers.append(buffers[0] if again else np.zeros(2))
        buffers[-1][...] = x
        return buffers[-1]

    guarded = without_engine(function)
    for i in range(calls):
        guarded(i + 1.0)
    with pytest.raises(Overwrites):
        guarded(-1.0, again=True)
    assert guarded(9.0) is buffers[-1]


def test_a_function_that_writes_into_its_inputs_spoils_the_check_for_no_other():
    part = parts["features"]
    before = [str(case.inputs) for case in part.cases()]

    def grows(x, names):
        names.append("x1")
        x += 1.0
        return x

    assert not examine(part, grows, part.cases()).passes
    assert [str(case.inputs) for case in part.cases()] == before


@pytest.mark.parametrize("given_back", [lambda g: g, lambda g: [g[0], *(1.0 * a for a in g[1:])]])
def test_a_list_or_an_array_that_was_given_is_not_a_new_one(given_back):
    part = parts["clip_by_norm"]
    short = [case for case in part.cases() if same(case.inputs[0], case.expected, 0.0)]
    verdict = examine(part, lambda gradients, most: given_back(gradients), short)
    assert verdict.mistake == "hands back what it was given"


def test_the_learners_own_settings_of_numpy_hold_while_a_part_is_checked():
    def divides(g, y, x):
        return g * y / np.float64(0)

    with np.errstate(all="raise"):
        verdict = examine(parts["exp.vjp"], divides, parts["exp.vjp"].cases())
    assert verdict.mistake == "raises FloatingPointError"


def test_what_a_function_prints_or_warns_goes_into_the_verdict_and_nowhere_else(capfd):
    def talkative(g, y, x):
        print("to the output")
        print("to the errors", file=sys.stderr)
        np.log(np.array(-1.0))
        return g * y

    check("exp.vjp", talkative)
    out, err = capfd.readouterr()
    assert err == ""
    assert "It printed “to the output”" in out
    assert "Python warned: invalid value encountered in log" in out


@pytest.mark.parametrize(("slip", "says"), [(1.0, "NumPy warns of it"), (2.0, "2 times too large")])
def test_where_stable_computing_is_asked_for_a_warning_fails_after_all_else(slip, says):
    def sigmoid(x):
        return slip * np.exp(x) / (1 + np.exp(x))

    def by_both_sides(x):
        return slip * np.where(x > 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))

    stable = dataclasses.replace(parts["sigmoid"], stable=True)
    for function in (sigmoid, by_both_sides):
        assert says in examine(stable, function, stable.cases()).sentence


def test_where_the_logarithm_of_0_is_taken_it_is_not_the_exponential_that_is_blamed():
    def cross_entropy(z, labels):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p, rows = e / e.sum(axis=1, keepdims=True), np.arange(len(z))
        one_hot = np.eye(z.shape[1], dtype=z.dtype)[labels]
        return -np.log(p[rows, labels]).mean(), (p - one_hot) / len(z)

    verdict = examine(parts["cross_entropy"], cross_entropy, parts["cross_entropy"].cases())
    assert verdict.mistake == "unstable"
    assert "the logarithm of 0" in verdict.sentence
    assert "into the exponential" not in verdict.sentence


def test_a_text_of_python_that_ends_with_a_full_stop_does_not_get_another():
    def stops(g, y, x):
        raise ValueError("The operands do not fit.")

    sentence = examine(parts["exp.vjp"], stops, parts["exp.vjp"].cases()).sentence
    assert sentence == "It stopped with ValueError: The operands do not fit."


def test_a_part_that_calls_the_engine_is_found_and_told():
    def by_the_engine(g, y, x):
        return g * cr.exp(x)

    verdict = examine(parts["exp.vjp"], by_the_engine, parts["exp.vjp"].cases())
    assert verdict.mistake == "calls the engine"
    assert "chainrule's own exp" in verdict.sentence
    allowed = dataclasses.replace(parts["exp.vjp"], engine=True)
    assert examine(allowed, by_the_engine, allowed.cases()).passes


def test_a_part_that_stops_the_watch_is_found():
    def hidden(g, y, x):
        sys.setprofile(None)
        return g * cr.exp(x)

    assert examine(parts["exp.vjp"], hidden, parts["exp.vjp"].cases()).mistake == "calls the engine"


def test_an_unknown_part_is_told_what_may_have_been_meant():
    assert sentence(lambda: 0, "mul.vpj") == "There is no part 'mul.vpj': is it 'mul.vjp'?"


def test_an_interrupt_by_the_user_is_not_swallowed():
    def interrupted(g, y, x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("exp.vjp", interrupted)


def test_a_message_in_a_notebook_has_no_traceback():
    assert NotYet("one line\n    and another")._render_traceback_() == [
        "one line",
        "    and another",
    ]
    assert NotYet("one line\n    and another", "below a card")._render_traceback_() == [
        "below a card"
    ]


def test_dtypes_are_kept_or_told():
    assert "float64, although all inputs are float32" in sentence(
        lambda g, y, x: np.float64(1) * g * y
    )
