"""The parts of assignment 2: rules of operations, and the way through the graph."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.autograd import (
    accumulation,
    arithmetic,
    bug_hunts,
    choices,
    definition,
    functions,
    graphs,
    matrices,
    second_order,
    shapes,
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
    second_order.mul,
    definition.numerical_gradient,
    bug_hunts.first,
    bug_hunts.second,
    bug_hunts.third,
)
