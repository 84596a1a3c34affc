"""The line-by-line page: every gradient of a step is checked, and each slip is named."""

import numpy as np
import pytest

from chainrule import nn
from chainrule.exercises import trace
from chainrule.exercises.lines import inputs_of, lines_of, others

N, CLASSES = 6, 4
NETS = {
    "one layer": lambda: nn.Sequential(nn.Linear(5, CLASSES)),
    "tanh": lambda: nn.Sequential(nn.Linear(5, 3), nn.Tanh(), nn.Linear(3, CLASSES)),
    "three layers": lambda: nn.Sequential(
        nn.Linear(5, 7), nn.ReLU(), nn.Linear(7, 3), nn.Sigmoid(), nn.Linear(3, CLASSES)
    ),
}


@pytest.fixture(params=NETS)
def step(request):
    rng = np.random.default_rng()
    return trace(NETS[request.param](), rng.normal(size=(N, 5)), rng.integers(CLASSES, size=N))


def picked_to_p(v, g):
    gradient = np.zeros_like(v.p)
    gradient[v.rows, v.t] = g.picked
    return gradient


SLOPES = {
    "tanh": lambda h: 1 - h**2,
    "relu": lambda h: 1.0 * (h > 0),
    "sigmoid": lambda h: h * (1 - h),
}


def right_answers(step):
    """The gradient of each name, in the way of a learner."""
    answers = {
        "logs": lambda v, g: np.full(len(v.logs), -1 / len(v.logs)),
        "picked": lambda v, g: g.logs / v.picked,
        "p": picked_to_p,
        "total": lambda v, g: -(g.p * v.e / v.total**2).sum(axis=1, keepdims=True),
        "e": lambda v, g: g.p / v.total + g.total,
        "scores": lambda v, g: g.e * v.e,
    }
    for line, expression in step.lines.items():
        if line.startswith("u"):
            x, k = expression.split()[0], line[1:]
            answers[x] = lambda v, g, u=line, k=k: getattr(g, u) @ getattr(v, f"W{k}")
            answers[f"W{k}"] = lambda v, g, u=line, x=x: getattr(g, u).T @ getattr(v, x)
        elif line.startswith("h"):
            name, z = expression[:-1].split("(")
            slope = SLOPES[name]
            answers[z] = lambda v, g, h=line, f=slope: getattr(g, h) * f(getattr(v, h))
        elif "+" in expression:
            u, b = expression.split(" + ")
            answers[u] = lambda v, g, z=line: getattr(g, z)
            answers[b] = lambda v, g, z=line: getattr(g, z).sum(axis=0)
    return answers


def said(step, capsys, **answers):
    step.check(**answers)
    return capsys.readouterr().out.splitlines()


def test_right_answers_pass_whatever_the_network(step, capsys):
    answers = right_answers(step)
    assert answers.keys() == step.states.keys()
    assert {line.split(": ")[1] for line in said(step, capsys, **answers)} == {"Right."}
    assert set(step.states.values()) == {"passes"}
    assert step._repr_mimebundle_()["text/plain"].count("●") == len(answers)


SLIPS = {
    "n times": (lambda f: lambda v, g: f(v, g) * len(v.rows), "times too large"),
    "n times less": (lambda f: lambda v, g: f(v, g) / len(v.rows), "times too small"),
    "sign": (lambda f: lambda v, g: -f(v, g), "opposite sign"),
    "transposed": (lambda f: lambda v, g: f(v, g).T, "Rows and columns are exchanged"),
    "other numbers": (lambda f: lambda v, g: f(v, g) + 1, "the numbers are not"),
    "None": (lambda f: lambda v, g: print(end=""), "returned None"),
    "stops": (lambda f: lambda v, g: v.nothing, "AttributeError"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_on_every_line(step, slip, capsys):
    change, words = SLIPS[slip]
    for name, answer in right_answers(step).items():
        value = np.atleast_2d(step.traced.gradients[name])
        if slip == "transposed" and (min(value.shape) == 1 or step.traced.gradients[name].ndim < 2):
            continue
        (line,) = said(step, capsys, **{name: change(answer)})
        assert words in line, line
        assert step.states[name] == "not yet"


def test_a_sum_that_is_missing_and_a_share_that_is_missing_are_named(step, capsys):
    last = max(name for name in step.states if name[0] == "b")
    (line,) = said(step, capsys, **{last: lambda v, g: g.scores})
    assert "summed on the way back" in line
    (line,) = said(step, capsys, e=lambda v, g: g.p / v.total)
    assert "p = e / total; e is used in another one, too" in line
    assert "unchanged" in said(step, capsys, scores=lambda v, g: g.e)[0]


def test_a_size_that_is_written_in_is_found(step, capsys):
    (line,) = said(step, capsys, logs=lambda v, g: np.full(N, -1 / N))
    assert f"such as n = {N}, written into it" in line


@pytest.mark.parametrize("name", NETS)
def test_no_size_comes_again_in_the_second_run(name):
    given = inputs_of(NETS[name](), np.ones((N, 5)), np.zeros(N, int))
    for _ in range(50):
        fresh = others(given, np.random.default_rng())
        sizes = [size for array in fresh.values() for size in array.shape]
        assert not set(sizes) & {size for array in given.values() for size in array.shape}
        assert len(set(sizes)) == sum(name[0] == "W" for name in given) + 2


def test_dots_are_no_answer_and_what_is_asked_for_is_not_given(step, capsys):
    assert said(step, capsys, e=lambda v, g: ...) == ["e: Nothing is written here yet."]
    assert "only gradients of lines that come later" in said(step, capsys, e=lambda v, g: g.e)[0]
    with pytest.raises(ValueError, match="no gradient of L"):
        step.check(L=lambda v, g: 1)


def test_prediction_minus_truth_comes_out(step):
    v = step.values
    truth = np.eye(CLASSES)[v.t]
    assert np.allclose(step.traced.gradients["scores"], (v.p - truth) / N)


@pytest.mark.parametrize(
    "net",
    [
        nn.Sequential(nn.Linear(2, 2), nn.Tanh()),
        nn.Sequential(nn.Tanh(), nn.Linear(2, 2)),
        nn.Sequential(nn.Linear(2, 2, bias=False)),
    ],
)
def test_what_cannot_be_traced_is_said(net):
    with pytest.raises(ValueError, match=r"cannot be traced|must be Linear"):
        lines_of(net)
