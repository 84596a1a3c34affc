"""The parts of assignment 5: everything around a playground, and a network for the spiral."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.playground import data, numbers, solving

PARTS: tuple[Part, ...] = (
    data.spiral,
    data.features,
    data.split,
    data.standardise,
    data.minibatches,
    numbers.parameter_count,
    numbers.forward,
    numbers.accuracy,
    numbers.confusion_matrix,
    numbers.l2_penalty,
    numbers.early_stop,
    numbers.dead_units,
    solving.solve_spiral,
)
