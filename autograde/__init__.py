"""The grader."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

PAGES = [
    f"nbgrader.server_extensions.{name}"
    for name in ("assignment_list", "course_list", "formgrader", "validate_assignment")
]


def _page(name: str) -> Any:
    """A stand-in for pages that nbgrader adds to a Jupyter server, which are imported when used."""
    page: Any = ModuleType(name)
    page.load_jupyter_server_extension = lambda server: import_module(
        name
    ).load_jupyter_server_extension(server)
    return page


# nbgrader imports the pages, and a web server for them, whatever is wanted of it: half of the time
# that a command took to start.
if "nbgrader" not in sys.modules:
    sys.modules.update({name: _page(name) for name in PAGES})
    import_module("nbgrader")
    for name in PAGES:
        del sys.modules[name]
