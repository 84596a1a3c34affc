"""The parts of assignment 2: rules of operations, and the way through the graph."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.autograd import (
    accumulation,
    arithmetic,
    choices,
    definition,
    functions,
    graphs,
    hunts,
    matrices,
    shapes,
    twice,
)

PARTS: tuple[Part, ...] = (
    arithmetic.add,
    arithmetic.mul,
    arithmetic.pow,
    functions.exp,
    functions.log,
    matrices.matmul,
    choices.max,
    choices.where,
    shapes.unbroadcast,
    graphs.toposort,
    accumulation.backward,
    twice.mul,
    definition.numerical_gradient,
    hunts.first,
    hunts.second,
    hunts.third,
)
