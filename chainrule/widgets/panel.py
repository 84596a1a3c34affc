"""A widget from controls, a picture that follows them, and a sentence: most widgets need no more.

To make a new one, give it traits with controls and say what it shows:

>>> import numpy as np
>>> from chainrule.pictures.plane import Plane, side_by_side
>>> X = np.linspace(-2, 2, 81)
>>> class Parabola(Panel):
...     label = "A parabola"
...     a = slider(1.0, -2, 2, label="a")
...
...     def shown(self):
...         plane = Plane((-2, 2), (-4, 4))
...         plane.line((X, self.a * X**2), "blue")
...         way = "upwards" if self.a > 0 else "downwards"
...         return side_by_side([plane], f"a parabola with a = {self.a:g}"), f"It opens {way}."
>>> Parabola(a=-1.0).picture["sentence"]
'It opens downwards.'

Methods marked with `button` are called when it is pressed; a `Plane.handle` named after a trait
made by `point` moves it by mouse or arrow keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import traitlets

from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import STILL, STIRS
from chainrule.pictures.room import room_of
from chainrule.widgets.base import Widget, computing
from chainrule.widgets.javascript import joined

STANDING = re.compile(f"{STILL}(.*?){STIRS}", re.DOTALL)


def slider(value: float, low: float, high: float, step: float = 0.01, label: str = "") -> Any:
    """A number that a slider moves."""
    control = {"kind": "slider", "low": low, "high": high, "step": step, "label": label}
    return traitlets.CFloat(value, min=low, max=high).tag(sync=True, control=control)


def choice(value: str, options: list[str], label: str = "") -> Any:
    """One of some words."""
    control = {"kind": "choice", "options": options, "label": label}
    return traitlets.Enum(options, value).tag(sync=True, control=control)


def text(value: str, label: str = "") -> Any:
    """Words that are typed in."""
    return traitlets.Unicode(value).tag(sync=True, control={"kind": "text", "label": label})


def point(x: float, y: float) -> Any:
    """A place in a plane of the picture."""
    pair = traitlets.Tuple(traitlets.CFloat(), traitlets.CFloat(), default_value=(x, y))
    return pair.tag(sync=True, control={"kind": "point"})


def button(label: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a method that a button calls."""

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        method.label = label  # type: ignore[attr-defined]
        return method

    return mark


class Panel(Widget):
    """Controls, a picture and a sentence; see the module for how to make one.

    Attributes
    ----------
    picture : dict
        What is shown now: ``svg`` and ``sentence``.
    still : list of str
        The parts of the picture that stay as they are, in the order of the gaps in ``svg``.
    """

    _esm = joined("panel.js")
    label = "Panel"
    picture = traitlets.Dict().tag(sync=True)
    still: Any = traitlets.List().tag(sync=True)
    controls: Any = traitlets.List().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)

    def __init__(self, **settings: Any) -> None:
        kinds = reversed(type(self).__mro__)
        written = {name: part for kind in kinds for name, part in vars(kind).items()}
        controlled = {
            name: trait.metadata["control"]
            for name, trait in written.items()  # in this order they stand in the row
            if isinstance(trait, traitlets.TraitType) and "control" in trait.metadata
        }
        buttons = {
            name: method.label
            for name, method in written.items()
            if callable(method) and hasattr(method, "label")
        }
        controls = [{"name": name, **control} for name, control in controlled.items()]
        controls += [{"name": n, "kind": "button", "label": label} for n, label in buttons.items()]
        super().__init__(controls=controls, title=self.label, **settings)
        self.pressable = buttons.keys()
        self.redraw()
        self.observe(lambda _: self.redraw(), [*controlled, "room"])
        self.on_msg(self._pressed)

    def shown(self) -> tuple[Picture, str]:
        """The picture of the present values, and a sentence about it."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Show the present values."""
        with computing(), room_of(self.room):
            picture, sentence = self.shown()
        self.still = STANDING.findall(picture.svg)  # sent only when it is something new
        self.picture = {"svg": STANDING.sub(STILL, picture.svg), "sentence": sentence}

    def static_view(self) -> tuple[str, str]:
        """The picture as it stands."""
        picture, sentence = self.shown()
        return picture.svg, sentence

    def _pressed(self, _: Any, message: Any, __: Any) -> None:
        name = message.get("press") if isinstance(message, dict) else None
        if name in self.pressable:
            getattr(self, name)()
            self.redraw()
