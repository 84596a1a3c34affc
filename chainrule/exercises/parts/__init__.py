"""The parts of the engine that students write, by name, in the order of the assignments."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts import (
    accumulation,
    arithmetic,
    definition,
    functions,
    graphs,
    matrices,
    shapes,
)

assignments: dict[str, tuple[Part, ...]] = {
    "02_autograd": (
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
    ),
}

parts: dict[str, Part] = {part.name: part for group in assignments.values() for part in group}
