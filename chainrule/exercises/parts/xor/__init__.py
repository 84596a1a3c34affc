"""The parts of assignment 1: perceptron, logistic regression, gates."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.xor import gates, logistic, perceptron

PARTS: tuple[Part, ...] = (
    perceptron.predict,
    perceptron.update,
    perceptron.epoch,
    perceptron.count_mistakes,
    perceptron.boundary,
    gates.gate,
    gates.separable,
    logistic.probability,
    logistic.loss,
    logistic.gradient,
    gates.xor_with_product,
    gates.xor_net,
)
