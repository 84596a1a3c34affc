"""The parts of the engine that students write, by name, in the order of the assignments."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts import autograd, jacobians, layers, playground, xor

assignments: dict[str, tuple[Part, ...]] = {
    "01_xor": xor.PARTS,
    "02_autograd": autograd.PARTS,
    "03_jacobians": jacobians.PARTS,
    "04_layers": layers.PARTS,
    "05_playground": playground.PARTS,
}

parts: dict[str, Part] = {part.name: part for group in assignments.values() for part in group}
