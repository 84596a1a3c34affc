"""One text of several JavaScript modules: anywidget takes a view as one, and no bundler runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files

IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[^"]*)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
OTHERS = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
VIEW = "export default { render };"


@dataclass(frozen=True)
class Module:
    """A module by its path in this folder, and what it says."""

    name: str
    text: str

    @cached_property
    def imports(self) -> dict[str, list[str]]:
        """The names that it takes from other modules."""
        return {self.path(where): names_of(what) for what, where in IMPORT.findall(self.text)}

    @cached_property
    def exports(self) -> list[str]:
        """The names that others may take from it."""
        return EXPORT.findall(self.text)

    def path(self, where: str) -> str:
        """The path in this folder of what is imported from `where`."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), where))

    def body(self, *allowed: str) -> str:
        """The text of the same meaning that looks up `modules` for what it imports."""
        body = IMPORT.sub(
            lambda found: f'const {{{found[1]}}} = modules["{self.path(found[2])}"];', self.text
        )
        body = EXPORT.sub("", body)
        if left := [line for line in OTHERS.findall(body) if line not in allowed]:
            raise ValueError(f"{self.name}: cannot join “{left[0]}”.")
        return body

    def as_function(self) -> str:
        """The module as a function of its own, so that no name of it meets another's."""
        exports = ", ".join(self.exports)
        return f'modules["{self.name}"] = (() => {{\n{self.body()}return {{ {exports} }};\n}})();\n'


def joined(entry: str, replaced: Mapping[str, str] | None = None) -> str:
    """One module of `entry` and all it imports, each once and before those that need it.

    Parameters
    ----------
    entry : str
        The module that exports the view, as a path in this folder.
    replaced : mapping, optional
        Texts that stand in for modules, by their paths.

    Raises
    ------
    ValueError
        If modules need each other in a circle, or one imports what another does not export.

    Examples
    --------
    >>> joined("stepper.js").splitlines()[:2]
    ['const modules = {};', 'modules["shared.js"] = (() => {']
    """
    modules = reachable(entry, replaced or {})
    *inner, last = in_order(modules.values())
    for module in modules.values():
        for name, names in module.imports.items():
            if unknown := sorted(set(names) - set(modules[name].exports)):
                raise ValueError(f"{module.name}: {name} does not export {unknown[0]}.")
    parts = [modules[name].as_function() for name in inner]
    return "".join(["const modules = {};\n", *parts, modules[last].body(VIEW)])


def reachable(entry: str, replaced: Mapping[str, str]) -> dict[str, Module]:
    """The module `entry` and all it imports, by their paths."""
    modules: dict[str, Module] = {}
    missing = [entry]
    while missing:
        name = missing.pop()
        modules[name] = Module(name, replaced.get(name) or source(name))
        missing += [one for one in modules[name].imports if one not in modules]
    return modules


def in_order(modules: Iterable[Module]) -> list[str]:
    """The paths of modules, each after those that it imports."""
    try:
        return list(
            TopologicalSorter({one.name: list(one.imports) for one in modules}).static_order()
        )
    except CycleError as error:
        raise ValueError(f"Modules need each other: {' → '.join(error.args[1])}.") from None


def names_of(listed: str) -> list[str]:
    """The names between the braces of an import."""
    return [name.strip() for name in listed.split(",") if name.strip()]


@cache
def source(name: str) -> str:
    """The text of a file by its path in this folder."""
    return files("chainrule.widgets").joinpath(name).read_text(encoding="utf-8")
