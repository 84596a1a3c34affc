"""The parts of assignment 5: everything around a playground, and a network for the spiral."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.playground import data, metrics, open_task

PARTS: tuple[Part, ...] = (
    data.spiral,
    data.features,
    data.split,
    data.standardise,
    data.minibatches,
    metrics.parameter_count,
    metrics.forward,
    metrics.accuracy,
    metrics.confusion_matrix,
    metrics.l2_penalty,
    metrics.early_stop,
    metrics.dead_units,
    open_task.solve_spiral,
)
