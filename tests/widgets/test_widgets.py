"""The widgets without a browser: what they know and what they answer."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainrule as cr
from chainrule import Tensor
from chainrule.widgets import GraphStepper, Nudge, YouBeTheGradient
from chainrule.widgets.expression import ExpressionError
from chainrule.widgets.you_be_the_gradient import number_in

NEURON = "1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))"
AT = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


def test_the_stepper_takes_a_step_a_node_and_one_to_turn():
    stepper = GraphStepper(NEURON, **AT)
    assert stepper.last == 2 * 8 + 1
    assert stepper.picture["turn"] == 9


def test_the_steppers_sentences_hold_the_engines_numbers():
    stepper = GraphStepper("(x + y) * z", x=-2, y=5, z=-4)
    sentences = stepper.picture["sentences"]
    assert sentences[1:3] == ["x + y = −2 + 5 = 3", "(x + y) × z = 3 × (−4) = −12"]
    assert "To x + y goes 1 · (−4) = −4, to z goes 1 · 3 = 3" in sentences[4]
    assert sentences[5].startswith("+ distributes")


@pytest.mark.parametrize(
    ("formula", "values", "sentence"),
    [
        ("x ** 2", {"x": -3}, "n·xⁿ⁻¹. To x goes 1 · (−6) = −6"),
        ("2 ** x", {"x": 1}, "aˣ · log a. To x goes 1 · 1.386 = 1.386"),
        ("x ** y", {"x": 1, "y": 2}, "y·xʸ⁻¹ and xʸ · log x. To x goes 1 · 2 = 2, to y goes 1 · 0"),
        ("max(x, y)", {"x": 1, "y": 1}, "equal inputs: each gets half"),
        ("max(x, y)", {"x": 2, "y": 1}, "routes: the larger input gets the whole"),
        ("0 * (x * y)", {"x": 5, "y": 6}, "To x goes 0 · 6 = 0, to y goes 0 · 5 = 0"),
    ],
)
def test_the_rule_and_the_local_derivative_are_those_of_the_case(formula, values, sentence):
    assert sentence in GraphStepper(formula, **values).picture["sentences"][-1]


@pytest.mark.parametrize(
    ("formula", "printed"),
    [
        ("(-x) ** 2 + y", "(−x)² + y = 9 + 2 = 11"),
        ("(x ** 2) ** 3 + y", "(x²)³ + y = 729 + 2 = 731"),
        ("y - -x", "y − (−x) = 2 − (−3) = 5"),
        ("(x ** 0.5) ** y", "(x^0.5) ^ y = 1.732 ^ 2 = 3"),
    ],
)
def test_a_formula_is_printed_with_the_brackets_it_needs(formula, printed):
    assert printed in GraphStepper(formula, x=3, y=2).picture["sentences"]


def test_numbers_that_are_not_finite_bring_no_warning_and_are_shown():
    for formula, x in (("1 / x", 0), ("log(x)", -1), ("sqrt(x)", 0), ("exp(x)", 1000)):
        for widget in (GraphStepper, YouBeTheGradient, Nudge):  # warnings are errors here
            widget(formula, x=x)._repr_mimebundle_()
    assert "1 / x = 1 / 0 = inf" in GraphStepper("1 / x", x=0).picture["sentences"]


def test_a_value_without_a_variable_is_told():
    with pytest.raises(ExpressionError, match=r"no variable X; it has x, y\."):
        GraphStepper("x * y", X=2)


def test_without_a_formula_there_is_the_first_of_the_lecture_and_never_two_things_at_once():
    assert GraphStepper().expression == "(x + y) * z"
    with pytest.raises(TypeError, match="not both"):
        GraphStepper("x", output=Tensor(1.0))


@pytest.mark.parametrize("widget", [GraphStepper, YouBeTheGradient, Nudge])
def test_a_graph_is_made_inside_no_grad_too(widget):
    with cr.no_grad():
        assert widget("x * y", x=2, y=3).output.operation is not None


@pytest.mark.parametrize("widget", [GraphStepper, YouBeTheGradient, Nudge])
def test_a_formula_may_be_a_variable_alone(widget):
    assert widget("x", x=2).picture["svg"]


@pytest.mark.parametrize("widget", [GraphStepper, YouBeTheGradient, Nudge])
def test_messages_on_several_threads_leave_picture_and_values_in_step(widget):
    made = widget("x * y", x=2, y=3)

    def move(x):
        made.values = {"x": float(x), "y": 1.0}

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(move, range(1, 80)))
    finally:
        sys.setswitchinterval(interval)
    assert made.output.item() == made.values["x"]
    assert made.picture["svg"] == widget("x * y", **made.values).picture["svg"]


def test_numbers_appear_only_once_their_step_has_come():
    picture = GraphStepper("(x + y) * z", x=1, y=2, z=3).picture
    edges = len(picture["values"])
    assert sorted(picture["values"]) == [0, 0, 0, 1, 2]
    assert sorted(picture["gradients"]) == [3, 4, 4, 5, 5]
    assert all(picture["values"][i] < picture["gradients"][i] for i in range(edges))


def test_a_fan_out_is_said_to_add_up_when_its_last_share_has_come():
    sentences = GraphStepper("x * x + x", x=3).picture["sentences"]
    assert sentences[-1].endswith("x is used 3 times, so its gradients add up: 3 + 3 + 1 = 7.")
    assert sum("add up" in sentence for sentence in sentences) == 1


def test_step_stays_within_its_bounds_and_can_be_observed():
    stepper, seen = GraphStepper("x * y"), []
    stepper.observe(lambda change: seen.append(change.new), "step")
    stepper.step = 99
    stepper.step = -1
    assert seen == [stepper.last, 0]


def test_a_new_formula_keeps_the_values_it_can():
    stepper = GraphStepper("x * y", x=4, y=5)
    stepper.step = stepper.last
    stepper.expression = "x + exp(w)"
    assert set(stepper.values) == {"x", "w"}
    assert stepper.values["x"] == 4
    assert stepper.step <= stepper.last


def test_a_formula_that_cannot_be_read_says_so_and_changes_nothing():
    stepper = GraphStepper("x * y", x=4, y=5)
    before = stepper.picture
    stepper.expression = "x * ("
    assert "not a complete formula" in stepper.error
    assert stepper.picture == before
    stepper.expression = "x * x"
    assert stepper.error == ""
    assert stepper.picture != before


def test_the_stepper_takes_any_tensor_of_the_engine():
    x = Tensor(np.ones((2, 3)), requires_grad=True, name="X")
    stepper = GraphStepper(output=cr.tanh(x).sum())
    assert "tanh(X)" in stepper.picture["sentences"][1]


@pytest.mark.parametrize("widget", [GraphStepper, YouBeTheGradient, Nudge])
def test_viewers_without_widgets_get_a_still_picture_and_words(widget):
    data, _ = widget("x * exp(y)", x=1, y=2)._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")
    assert len(data["text/plain"].split()) > 3
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_games_picture_without_kernel_does_not_give_the_answers_away():
    game = YouBeTheGradient("x * y", x=2, y=3)
    svg, words = game.static_view()
    assert "∂" not in svg
    assert "gradient" not in words
    assert "gradient" not in re.search('aria-label="([^"]*)"', game.picture["svg"])[1]


def test_the_game_asks_every_wire_from_the_output_back():
    game = YouBeTheGradient(NEURON, **AT)
    assert len(game.questions) == 13
    assert game.questions[0].answer == 1
    for question in list(game.questions):
        game.submit(str(question.answer))
    assert game.message == "All 13 found, 13 of them at the first try."


def test_a_wrong_answer_gets_the_rule_then_the_local_derivative():
    game = YouBeTheGradient("x * y", x=2, y=-3)
    game.submit("1")
    game.submit("7")
    assert "swaps" in game.message
    game.submit("3")
    assert "Look at the sign" in game.message
    assert "upstream 1 times local (−3)" in game.message
    game.reveal()
    assert game.message.startswith("It is −3")
    assert game.place == 2


def test_new_numbers_begin_a_new_game():
    game = YouBeTheGradient("x * y", x=2, y=3)
    game.submit("1")
    game.values = {"x": 4.0, "y": 5.0}
    assert game.place == 0
    game.new_numbers()
    assert all(value != 0 and abs(value) <= 5 for value in game.values.values())


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.5", 0.5), ("-4/3", -4 / 3), ("−2", -2), ("1,5", 1.5), (" 3 ", 3), ("+2", 2),
     ("x", None), ("1/0", None), ("", None), ("1/2/3", None), ("[1]", None), ("1e400", None)],
)  # fmt: skip
def test_numbers_as_people_type_them(text, number):
    assert number_in(text) == (None if number is None else pytest.approx(number))


@given(st.text(max_size=20))
def test_any_answer_is_taken_calmly(text):
    game = YouBeTheGradient("x * y", x=2, y=3)
    game.submit(text)
    assert game.message


def test_new_numbers_are_never_ones_that_cannot_be_played():
    game = YouBeTheGradient("log(x) / y", x=2, y=3)
    for _ in range(10):
        before = game.values
        game.new_numbers()
        assert game.values["x"] > 0
        assert game.values != before
        assert game.questions


def test_new_numbers_are_other_numbers():
    game = YouBeTheGradient("x", x=2)
    for _ in range(40):
        before = game.values
        game.new_numbers()
        assert game.values != before


def test_a_game_without_finite_gradients_asks_for_other_numbers():
    game = YouBeTheGradient("1 / x", x=0)
    assert "choose other numbers" in game.message
    assert game.questions == []
    game.new_numbers()
    assert len(game.questions) == 2


def test_messages_from_the_view_are_taken_and_nonsense_is_ignored():
    game = YouBeTheGradient("x * y", x=2, y=3)
    for message in ({"submit": "1"}, {"submit": 5}, {}, {"reveal": "yes"}, {"what": 1}):
        game._handle_custom_msg(message, [])
    assert game.place == 1


def test_the_nudge_tells_prediction_truth_and_gap():
    nudge = Nudge("x * x * y", x=3, y=2)
    nudge.dx = 0.5
    assert nudge.predicted == pytest.approx(2 * 3 * 2 * 0.5)
    assert nudge.true == pytest.approx((3.5**2 - 9) * 2)
    assert nudge.gap(0.5) / nudge.gap(0.25) == pytest.approx(4)
    assert "4.00 times smaller" in nudge.picture["sentence"]


def test_the_nudge_can_turn_to_another_input():
    nudge = Nudge("x * x * y", x=3, y=2)
    nudge.which = "y"
    assert nudge.slope == 9
    assert "straight line" in nudge.picture["sentence"]
    nudge.expression = "sin(q)"
    assert nudge.which == "q"


@pytest.mark.parametrize(
    ("formula", "x", "dx", "sentence"),
    [
        ("x ** 2", 1, 0.5, "4.00 times smaller. For small steps it comes to 4:"),
        ("x ** 3", 0, 0.5, "8.00 times smaller. For small steps it comes to 8,"),
        ("abs(x)", 0, 0.5, "2.00 times smaller. For small steps it only halves: there is a kink"),
        ("relu(x)", 0.4, -1.0, "Close by, the function is a straight line"),
        ("3 * x", 1, 0.5, "Prediction and truth agree"),
        ("x ** 2", 1, 0.0, "dx is 0"),
    ],
)
def test_the_nudge_says_how_the_gap_shrinks_and_why(formula, x, dx, sentence):
    nudge = Nudge(formula, x=x)
    nudge.dx = dx
    assert sentence in nudge.picture["sentence"]


def test_of_step_and_range_the_one_just_set_stands():
    nudge = Nudge("x * x", x=3)
    nudge.reach = 0.1
    assert (nudge.dx, nudge.reach) == (0.1, 0.1)
    nudge.dx = -2.0
    assert (nudge.dx, nudge.reach) == (-2.0, 2.0)


def test_the_nudge_goes_on_with_the_last_formula_while_another_is_half_typed():
    nudge = Nudge("x * x", x=3)
    nudge.expression = "x * x *"
    nudge.dx = 0.25
    assert nudge.true == pytest.approx(3.25**2 - 9)
    assert nudge.picture["rows"][0][0] == "0.25"


def test_the_nudge_says_so_where_the_function_ends():
    nudge = Nudge("log(x)", x=0.5)
    nudge.dx = -1.0
    assert "not finite" in nudge.picture["sentence"]
