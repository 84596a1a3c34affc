"""A question on the page: it takes a commitment, then replies and shows what was held back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import ipywidgets
import traitlets

from chainrule.exercises.questions.cards import source


class Form(anywidget.AnyWidget):
    """The question with its field or options, or the reply."""

    _esm = source("question.js")
    _css = source("question.css")
    html = traitlets.Unicode().tag(sync=True)
    state = traitlets.Unicode("asked").tag(sync=True)

    def listen(self, heard: Callable[[dict[str, Any]], None]) -> None:
        """Have a function hear what was committed."""
        self.on_msg(lambda _, content, buffers: heard(content))

    def show(self, html: str, state: str) -> None:
        """Show another card."""
        with self.hold_sync():
            self.state, self.html = state, html


class Page(ipywidgets.VBox):
    """Widgets in a column, and what is shown where none run."""

    def __init__(self, children: list[Any], static: dict[str, str]) -> None:
        super().__init__(children)
        self.static = static

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The live view, and behind it what is shown where none runs."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        return {**data, **self.static}, metadata


def output() -> Any:
    """A place for outputs."""
    return ipywidgets.Output()
