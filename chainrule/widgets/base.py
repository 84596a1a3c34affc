"""What all widgets share: their files, a still picture, and the formula they are about."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from chainrule.tensor import Tensor
from chainrule.widgets.expression import ExpressionError, names_in, traced


def source(name: str) -> str:
    """The text of a file beside this one."""
    return files("chainrule.widgets").joinpath(name).read_text(encoding="utf-8")


class Widget(anywidget.AnyWidget):
    """A view in JavaScript on a state in Python, and a still picture where neither runs."""

    _css = source("shared.css")

    def still(self) -> tuple[str, str]:
        """An SVG for viewers without a kernel, and the same in words; each widget has its own."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The live view, and behind it the still picture for viewers that know no widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        svg, words = self.still()
        return {**data, "image/svg+xml": svg, "text/plain": words}, metadata


class FormulaWidget(Widget):
    """A widget about a formula and the values of its variables.

    Assigning `expression` or `values` draws anew. A formula that cannot be read leaves
    everything as it is and `error` says in a sentence what is wrong with it.
    """

    expression = traitlets.Unicode().tag(sync=True)
    values = traitlets.Dict(value_trait=traitlets.Float()).tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    output: Tensor

    def __init__(self, expression: str, values: dict[str, float]) -> None:
        self._trace(expression, completed(expression, values))
        super().__init__(expression=expression, values=completed(expression, values))
        self.redraw()
        self.observe(self._changed, ["expression", "values"])

    def redraw(self) -> None:
        """Show the new `output`; each widget has its own way."""
        raise NotImplementedError

    def _trace(self, expression: str, values: dict[str, float]) -> None:
        self.output = traced(expression, values)
        self.output.name = self.output.name or "f"

    def _changed(self, _: object) -> None:
        try:
            values = completed(self.expression, self.values)
            self._trace(self.expression, values)
        except ExpressionError as problem:
            self.error = str(problem)
            return
        self.error = ""
        if values != self.values:
            self.values = values  # comes back here
        else:
            self.redraw()


def completed(expression: str, values: dict[str, float]) -> dict[str, float]:
    """A number for every variable of the formula, and for no other."""
    fresh = iter([2.0, -1.0, 3.0, -2.0, 1.0, -3.0] * 40)
    return {
        name: float(values[name]) if name in values else next(fresh)
        for name in names_in(expression)
    }
