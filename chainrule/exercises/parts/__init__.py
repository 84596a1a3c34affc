"""The parts that students write: what the modules in the folder of an assignment define."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from chainrule.exercises.part import Part

ASSIGNMENTS = ("01_xor", "02_autograd", "03_jacobians", "04_layers", "05_playground")

homes: dict[str, str] = {}
"""The module of each part, such as ``layers.squashing``; its hidden check has the same name."""


def collect(folder: str) -> tuple[Part, ...]:
    """The parts in the modules of a folder, by their numbers; `homes` learns whence each came."""
    found = []
    for module in iter_modules(import_module(f"{__name__}.{folder}").__path__):
        home = f"{folder}.{module.name}"
        for value in vars(import_module(f"{__name__}.{home}")).values():
            if isinstance(value, Part):
                homes[value.name] = home
                found.append(value)
    return tuple(sorted(found, key=lambda part: part.number))


assignments: dict[str, tuple[Part, ...]] = {
    name: collect(name.split("_", 1)[1]) for name in ASSIGNMENTS
}

parts: dict[str, Part] = {part.name: part for group in assignments.values() for part in group}
