"""Of ipywidgets: a column, and a place for outputs."""

from __future__ import annotations

from typing import Any

import traitlets
from anywidget import AnyWidget


class VBox(AnyWidget):
    """Widgets in a column."""

    _page_view = "column"

    def __init__(self, children: Any = ()) -> None:
        self.children = tuple(children)
        super().__init__()

    def get_state(self, names: Any = None) -> dict[str, Any]:
        """The children's ids; they are open by then."""
        return {"children": [child.open() for child in self.children]}


class Output(AnyWidget):
    """A place for outputs as notebooks keep them."""

    _page_view = "place"

    outputs = traitlets.Any(()).tag(sync=True)
