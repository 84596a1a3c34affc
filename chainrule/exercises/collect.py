"""The parts of an assignment are what its modules define: no list names them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from chainrule.exercises.part import Part


def collect(package: str, folder: str, homes: dict[str, str]) -> tuple[Part, ...]:
    """The parts in the modules of a folder, by their numbers; `homes` learns whence each came."""
    found = []
    for module in iter_modules(import_module(f"{package}.{folder}").__path__):
        home = f"{folder}.{module.name}"
        for value in vars(import_module(f"{package}.{home}")).values():
            if isinstance(value, Part):
                homes[value.name] = home
                found.append(value)
    return tuple(sorted(found, key=lambda part: part.number))
