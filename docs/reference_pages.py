"""Each module's page opens with a table of what the module offers."""

from types import ModuleType
from typing import Any

from sphinx.application import Sphinx

TABLE = ["", ".. autosummary::", "   :nosignatures:", ""]


def offered(module: ModuleType) -> list[str]:
    """The public functions and classes of a module, in the order of its `__all__`."""
    named = [(name, getattr(module, name)) for name in getattr(module, "__all__", vars(module))]
    own = [(n, x) for n, x in named if callable(x) and hasattr(x, "__qualname__")]
    public = hasattr(module, "__all__")
    return [n for n, x in own if public or (x.__module__ == module.__name__ and n[0] != "_")]


def add_table(
    app: Sphinx, what: str, name: str, module: Any, options: Any, lines: list[str]
) -> None:
    """Put the table below a module's docstring."""
    if what == "module":
        lines += [*TABLE, *(f"   {each}" for each in offered(module)), ""]


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("autodoc-process-docstring", add_table)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
