"""Of ipywidgets: a column, a place for outputs, and widgets within the state of others."""

from __future__ import annotations

from typing import Any

import traitlets
from anywidget import AnyWidget


def named(widget: Any, owner: Any) -> Any:
    """A widget within a state, as its view finds it."""
    return f"IPY_MODEL_{widget.on_page()}" if isinstance(widget, AnyWidget) else widget


widget_serialization = {"to_json": named}


class VBox(AnyWidget):
    """Widgets in a column."""

    _page_view = "column"

    def __init__(self, children: Any = ()) -> None:
        self.children = tuple(children)
        super().__init__()

    def get_state(self, names: Any = None) -> dict[str, Any]:
        """The children's ids; they are open by then."""
        return {"children": [child.on_page() for child in self.children]}


class Output(AnyWidget):
    """A place for outputs as notebooks keep them."""

    _page_view = "place"

    outputs = traitlets.Any(()).tag(sync=True)
