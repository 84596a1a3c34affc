"""What all widgets share: their files, a still picture, and the formula they are about."""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anywidget
import numpy as np
import traitlets

from chainrule.engine import Tensor
from chainrule.grad_mode import enable_grad
from chainrule.widgets.expression import ExpressionError, names_in, trace
from chainrule.widgets.javascript import source

_one_at_a_time = threading.RLock()  # messages from a view may come on any thread


@contextmanager
def computing() -> Iterator[None]:
    """Alone, recording, and without NumPy's warnings: where 1/0 comes up the picture says inf."""
    with _one_at_a_time, enable_grad(), np.errstate(all="ignore"):
        yield


class Widget(anywidget.AnyWidget):
    """A view in JavaScript on a state in Python, and a still picture where neither runs.

    Attributes
    ----------
    room : float
        How many pixels wide the place for the picture is, as the view says; 0 if none has yet.
    """

    _css = source("shared.css")
    room = traitlets.CFloat(0.0, min=0.0).tag(sync=True)

    def static_view(self) -> tuple[str, str]:
        """An SVG for viewers without a kernel, and the same in words; each widget has its own."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The live view, and behind it the still picture for viewers that know no widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        with computing():
            svg, words = self.static_view()
        return {**data, "image/svg+xml": svg, "text/plain": words}, metadata


class FormulaWidget(Widget):
    """A widget about a formula and the values of its variables.

    Assigning `expression` or `values` draws anew. A formula that cannot be read leaves
    everything as it is and `error` says in a sentence what is wrong with it; `formula` is
    the last one that could be read.

    Raises
    ------
    ExpressionError
        At the beginning, if the formula cannot be read or has no variable of a given name.
    """

    expression = traitlets.Unicode().tag(sync=True)
    values = traitlets.Dict(value_trait=traitlets.Float()).tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    output: Tensor
    formula: str

    def __init__(self, expression: str, values: dict[str, float]) -> None:
        names = names_in(expression)
        if unknown := sorted(set(values) - set(names)):
            has = f"The formula {expression} has no variable {unknown[0]}"
            raise ExpressionError(f"{has}; it has {', '.join(names)}.")
        with computing():
            values = complete(expression, values)
            self._trace(expression, values)
            super().__init__(expression=expression, values=values)
            self.redraw()
        self.observe(self._changed, ["expression", "values"])

    def redraw(self) -> None:
        """Show the new `output`; each widget has its own way."""
        raise NotImplementedError

    def _trace(self, expression: str, values: dict[str, float]) -> None:
        self.output, self.formula = trace(expression, values), expression
        self.output.name = self.output.name or "f"

    def _changed(self, _: object) -> None:
        with computing():
            self._take_over()

    def _take_over(self) -> None:
        try:
            values = complete(self.expression, self.values)
            self._trace(self.expression, values)
        except ExpressionError as problem:
            self.error = str(problem)
            return
        self.error = ""
        if values != self.values:
            self.values = values  # comes back here
        else:
            self.redraw()


def complete(expression: str, values: dict[str, float]) -> dict[str, float]:
    """A number for every variable of the formula, and for no other."""
    for name, value in values.items():
        if not math.isfinite(value):
            raise ExpressionError(f"{name} = {value} is not a number to compute with.")
    fresh = itertools.cycle([2.0, -1.0, 3.0, -2.0, 1.0, -3.0])
    return {
        name: float(values[name]) if name in values else next(fresh)
        for name in names_in(expression)
    }
