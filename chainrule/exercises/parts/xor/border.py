"""Where the border of a unit runs: checks, right answers, known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.xor.expected import boundary_case


def height(w: Any, b: Any, x1: Any) -> Any:
    """Where the score is 0."""
    return -(w[0] * x1 + b) / w[1]


def height_by_slope(w: Any, b: Any, x1: Any) -> Any:
    """The same, as a slope and a start."""
    slope = -w[0] / w[1]
    start = -b / w[1]
    return slope * x1 + start


def height_by_places(w: Any, b: Any, x1: Any) -> Any:
    """The same, one after another."""
    heights = []
    for place in x1:
        heights.append((-b - w[0] * place) / w[1])
    return np.array(heights)


boundary = Part(
    "boundary",
    ("w", "b", "x1"),
    judge_arrays("the heights"),
    lambda: [boundary_case(np.array([1.0, 2.0]), -3.0, np.array([0.0, 1.0, -2.0])),
             boundary_case(np.array([-1.0, -0.5]), 0.25, np.array([1.0, 3.0]))],
    (
        Mistake("weights exchanged", lambda w, b, x1: -(w[1] * x1 + b) / w[0],
                "w₁ and w₂ have changed places."),
        Mistake("only one divided", lambda w, b, x1: -w[0] * x1 - b / w[1],
                "Only b is divided by w₂: put brackets around both terms."),
        Mistake("bias not divided", lambda w, b, x1: -w[0] * x1 / w[1] - b,
                "Only w₁x₁ is divided by w₂: put brackets around both terms."),
        Mistake("along the weights", lambda w, b, x1: w[1] / w[0] * x1 + b,
                "This is a line along the weights. The border stands across them."),
    ),
    models=(height, height_by_slope, height_by_places),
    words={
        "w[0]": "the weight w₁", "w[1]": "the weight w₂", "b": "the bias `b`", "place": "x₁",
        "w[0] * x1": "the term w₁x₁", "w[0] * place": "the term w₁x₁", "x1": "x₁",
        "w[0] * x1 + b": "the sum of w₁x₁ and b", "slope": "the slope", "start": "the start",
        "slope * x1": "the slope times x₁", "-b": "the term −b",
    },
    number=5,
    why="On the border the score is 0: w₁x₁ + w₂x₂ + b = 0, solved for x₂.",
)  # fmt: skip
