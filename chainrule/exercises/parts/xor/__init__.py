"""The parts of assignment 1: perceptron, logistic regression, gates."""

from __future__ import annotations

from chainrule.exercises.part import Part

PARTS: tuple[Part, ...] = ()
