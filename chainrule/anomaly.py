"""The search for the first nan."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from chainrule.engine import Operation, Tensor, onlooker, raw
from chainrule.grad_mode import setting

ENGINE = os.path.dirname(__file__)


class AnomalyError(RuntimeError):
    """An operation, or its derivative, made a nan out of numbers that were none."""


@contextmanager
def detect_anomaly() -> Iterator[None]:
    """Stop at the operation whose value or derivative is the first to be nan.

    Forward and backward pass must both run inside; the error then names the operation, the
    input, the shapes and the line of the program that applied it. Everything is looked at, so
    that it is a tool for the search, not for training; PyTorch's ``detect_anomaly``.

    Raises
    ------
    AnomalyError
        At the first nan that does not come from another one.

    Examples
    --------
    >>> x = Tensor([0.0, 1.0], requires_grad=True)
    >>> with detect_anomaly(), np.errstate(all="ignore"):
    ...     (x * 0.0 / x).sum()  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    chainrule.anomaly.AnomalyError: div made nan in 1 of 2 elements of its value...
    """
    lines: dict[int, str] = {}  # birth of a node -> where in the program

    def look(values: Any, source: Operation | Tensor, detail: Any) -> None:
        if isinstance(source, Operation):
            lines[values.birth] = line = where()
            which = f"its value, from inputs of shapes {shapes(detail)}"
            refuse_nan(values.data, which, source, line)
        else:
            x = source.inputs[detail]
            called = f" ({x.name})" if x.name else ""
            which = f"the gradient of its input {detail}{called}, which has shape {x.shape}"
            line = lines.get(source.birth, "before detect_anomaly began")
            refuse_nan(raw(values), which, source.operation, line)

    with setting(onlooker, look):
        yield


def refuse_nan(values: Any, which: str, operation: Operation | None, line: str) -> None:
    """Raise if there is a nan among the values."""
    wrong = np.isnan(values) if np.asarray(values).dtype.kind == "f" else np.zeros(1)
    if wrong.any():
        count = f"{wrong.sum()} of {wrong.size} elements"
        assert operation is not None
        raise AnomalyError(
            f"{operation.name} made nan in {count} of {which}; it was applied {line}"
        )


def shapes(inputs: Any) -> str:
    """The shapes of an operation's inputs, for people."""
    return ", ".join(str(np.shape(raw(x))) for x in inputs)


def where() -> str:
    """The line of the program, outside of the engine, that is running."""
    import linecache
    import traceback

    for frame, number in traceback.walk_stack(None):
        file = frame.f_code.co_filename
        if not file.startswith(ENGINE):
            line = linecache.getline(file, number).strip()
            return f"in line {number} of {os.path.basename(file)}: {line}"
    return "within the engine"
