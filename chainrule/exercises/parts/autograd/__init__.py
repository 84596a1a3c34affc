"""The parts of assignment 2: rules of operations, and the way through the graph."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.autograd import (
    accumulation,
    arithmetic,
    definition,
    functions,
    graphs,
    matrices,
    shapes,
)

PARTS: tuple[Part, ...] = (
    arithmetic.add,
    arithmetic.mul,
    arithmetic.pow,
    functions.exp,
    functions.log,
    matrices.matmul,
    shapes.unbroadcast,
    graphs.toposort,
    accumulation.backward,
    definition.numerical_gradient,
)
