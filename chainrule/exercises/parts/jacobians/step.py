"""One step by hand, of a softmax layer: check and known mistakes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Case, Mistake, Part, remade


def loss(t: int, x: Any, w: Any, b: Any) -> Any:
    """Minus the logarithm of the right one's probability."""
    scores = [math.fsum(row * x) + bias for row, bias in zip(w, b, strict=True)]
    top = max(scores)
    return np.array(top + math.log(math.fsum(math.exp(s - top) for s in scores)) - scores[t])


@remade
def step_case(x: Any, t: int, w: Any, b: Any, lr: float) -> Case:
    """The slopes by nudging; then the step."""
    one, f = np.array(1.0), lambda *inputs: loss(t, *inputs)
    dw, db = (numerical_vjp(f, one, (x, w, b), i, elementwise=False) for i in (1, 2))
    return Case((x, t, w, b, lr), (w - lr * dw, b - lr * db))


W = np.array([[0.5, -1.0], [1.0, 0.25], [-0.75, 0.5]])
X, B = np.array([1.0, -2.0]), np.array([0.1, -0.4, 0.3])


def cases() -> list[Case]:
    """Three classes, and two of as many inputs."""
    return [step_case(X, 1, W, B, 0.5), step_case(np.array([0.5, 1.5]), 0, W[1:], B[1:], 0.2),
            step_case(X, 2, 2 * W, -B, 1.5)]  # fmt: skip


def probabilities(x: Any, w: Any, b: Any) -> Any:
    """By softmax."""
    e = np.exp(w @ x + b)
    return e / e.sum()


def truth(t: int, b: Any) -> Any:
    """A 1 for the right class."""
    return 1.0 * (np.arange(len(b)) == t)


def moved(push: Any) -> Any:
    """A step whose gradient for the scores is made of p and y."""

    def step(x: Any, t: Any, w: Any, b: Any, lr: Any) -> Any:
        g = push(probabilities(x, w, b), truth(t, b))
        return w - lr * np.outer(g, x), b - lr * g

    return step


def in_one_go(x: Any, t: Any, w: Any, b: Any, lr: Any) -> Any:
    """Prediction minus truth, for all classes."""
    e = np.exp(w @ x + b)
    g = e / e.sum()
    g[t] = g[t] - 1
    return w - lr * np.outer(g, x), b - lr * g


def class_by_class(x: Any, t: Any, w: Any, b: Any, lr: Any) -> Any:
    """A row at a time."""
    e = np.exp(w @ x + b)
    new_w, new_b = w.copy(), b.copy()
    for k in range(len(b)):
        push = e[k] / e.sum() - (k == t)
        new_w[k] = w[k] - lr * push * x
        new_b[k] = b[k] - lr * push
    return new_w, new_b


def gradient_alone(x: Any, t: Any, w: Any, b: Any, lr: Any) -> Any:
    """The slopes, and no step."""
    g = probabilities(x, w, b) - truth(t, b)
    return np.outer(g, x), g


step_by_hand = Part(
    "step.by_hand",
    ("x", "t", "w", "b", "lr"),
    judge_arrays("the new w", "the new b"),
    cases,
    (
        Mistake("uphill", moved(lambda p, y: y - p),
                "The step goes uphill: the right class becomes less likely."),
        Mistake("truth left out", moved(lambda p, y: p),
                "The truth does not come in: the step is the same whichever class is right."),
        Mistake("right one alone", moved(lambda p, y: y * (p - 1)),
                "Only the right class moves; the others are to be pushed down."),
        Mistake("wrong ones alone", moved(lambda p, y: (1 - y) * p),
                "Only the wrong classes move; the right one is to be pushed up."),
        Mistake("one over p", moved(lambda p, y: -y / p),
                "This is the slope for the probability, −1/p; softmax is still to be passed."),
        Mistake("squared error", moved(lambda p, y: 2 * (p - y)),
                "The step is twice too long: cross-entropy hands back p − y, without a 2."),
        Mistake("sigmoids", lambda x, t, w, b, lr: (
            w - lr * np.outer(1 / (1 + np.exp(-w @ x - b)) - truth(t, b), x),
            b - lr * (1 / (1 + np.exp(-w @ x - b)) - truth(t, b))),
                "Each class has a sigmoid of its own; by softmax the probabilities add up to 1."),
        Mistake("gradient alone", gradient_alone,
                "These are the slopes; the parameters after the step were asked for."),
        Mistake("bias forgotten", lambda x, t, w, b, lr: (
            in_one_go(x, t, w, b, lr)[0], b), "The new b is the old one: it is to move, too."),
    ),
    models=(in_one_go, class_by_class),
    words={"g": "prediction minus truth", "push": "prediction minus truth",
           "lr": "the learning rate"},
    number=16,
    why=(
        "For softmax with cross-entropy the gradient at the scores is probabilities minus the "
        "truth. The rest is one outer product."
    ),
)  # fmt: skip
