"""The parts that students write, collected from the folder of each assignment."""

from __future__ import annotations

from chainrule.exercises.collect import collect
from chainrule.exercises.part import Part

ASSIGNMENTS = ("01_xor", "02_autograd", "03_jacobians", "04_layers", "05_playground")

homes: dict[str, str] = {}
"""The module of each part, such as ``layers.squashing``; its hidden check has the same name."""

assignments: dict[str, tuple[Part, ...]] = {
    name: collect(__name__, name.split("_", 1)[1], homes) for name in ASSIGNMENTS
}

parts: dict[str, Part] = {part.name: part for group in assignments.values() for part in group}
