"""What the course needs of anywidget, where the page itself is the other side of its widgets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import reader
import traitlets

VIEW = "application/vnd.jupyter.widget-view+json"
_numbers = itertools.count(1)


class AnyWidget(traitlets.HasTraits):
    """State that is the same here and in the page, and messages besides."""

    _esm = ""
    _css = ""
    _page_view = ""  # a view that the page has of its own

    def __init__(self, **settings: Any) -> None:
        self.model_id = f"widget-{next(_numbers)}"
        self._page_knows = False
        self._page_says: dict[str, Any] = {}
        self._page_waits: set[str] | None = None
        self._page_listeners: list[Callable[..., Any]] = []
        super().__init__(**settings)
        self.observe(self._tell_page, list(self.keys))

    @property
    def keys(self) -> Iterable[str]:
        """The names of the state."""
        return self.traits(sync=True)

    def get_state(self, names: Iterable[str] | None = None) -> dict[str, Any]:
        """The state, or some of it."""
        return {name: self._for_page(name) for name in names or self.keys}

    def _for_page(self, name: str) -> Any:
        value, coded = getattr(self, name), self.trait_metadata(name, "to_json")
        return coded(value, self) if coded else value

    def set_state(self, state: dict[str, Any]) -> None:
        """Take over what the page says; what becomes something else on the way is said back."""
        self._page_says = state
        try:
            with self.hold_trait_notifications():
                for name, value in state.items():
                    self.set_trait(name, value)
        except traitlets.TraitError:
            self._send_page(state)
        finally:
            self._page_says = {}

    def _tell_page(self, change: Any) -> None:
        name = change.name
        if name in self._page_says and as_json(self._page_says[name]) == as_json(change.new):
            return
        if self._page_waits is None:
            self._send_page([name])
        else:
            self._page_waits.add(name)

    def _send_page(self, names: Iterable[str]) -> None:
        if self._page_knows and names:
            reader.post({"kind": "state", "id": self.model_id, "state": self.get_state(names)})

    @contextmanager
    def hold_sync(self) -> Iterator[None]:
        """Changes in here are told at the end, together."""
        self._page_waits = set()
        try:
            yield
        finally:
            names, self._page_waits = self._page_waits, None
            self._send_page(names)

    def send(self, content: Any, buffers: Iterable[bytes] | None = None) -> None:
        """Send a message to the views."""
        if self._page_knows:
            message = {"kind": "message", "id": self.model_id, "content": content}
            reader.post(message, list(buffers or ()))

    def on_msg(self, callback: Callable[..., Any], remove: bool = False) -> None:
        """Have `callback(widget, content, buffers)` hear what views send."""
        if remove:
            self._page_listeners.remove(callback)
        else:
            self._page_listeners.append(callback)

    def hear(self, content: Any) -> None:
        """A view has sent a message."""
        for callback in list(self._page_listeners):
            callback(self, content, [])

    def on_page(self) -> str:
        """Let the page know of it; its id."""
        if not self._page_knows:
            self._page_knows = True
            reader.widgets[self.model_id] = self
            code = {"esm": str(self._esm), "css": str(self._css), "view": self._page_view}
            state = self.get_state()
            reader.post({"kind": "open", "id": self.model_id, "state": state, **code})
        return self.model_id

    def close(self) -> None:
        """Forget it."""
        reader.widgets.pop(self.model_id, None)
        self._page_knows = False

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {VIEW: {"model_id": self.on_page()}}


def as_json(value: Any) -> Any:
    """A value as the page would send it."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list | tuple) else value
