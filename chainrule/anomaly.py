"""The search for the first nan, and for what is not trained."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from chainrule.engine import Operation, Tensor, onlooker, raw
from chainrule.grad_mode import setting

ENGINE = os.path.dirname(__file__)
# Called by an optimiser after each of its steps, with its parameters.
stepped: ContextVar[Callable[[list[Tensor]], None] | None] = ContextVar("stepped", default=None)


class AnomalyError(RuntimeError):
    """An operation, or its derivative, made a nan out of numbers that were none."""


@contextmanager
def detect_anomaly() -> Iterator[None]:
    """Stop at the operation whose value or derivative is the first to be nan.

    Forward and backward pass must both run inside; the error then names the operation, the
    input, the shapes and the line of the program that applied it. Everything is looked at, so
    that it is a tool for the search, not for training; PyTorch's ``detect_anomaly``.

    If an optimiser steps inside, too, it is told at the end what was not trained: parameters
    that never had a gradient, and leaves that had one and belong to no optimiser.

    Raises
    ------
    AnomalyError
        At the first nan that does not come from another one.

    Warns
    -----
    RuntimeWarning
        If something was not trained.

    Examples
    --------
    >>> x = Tensor([0.0, 1.0], requires_grad=True)
    >>> with detect_anomaly(), np.errstate(all="ignore"):
    ...     (x * 0.0 / x).sum()  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    chainrule.anomaly.AnomalyError: div made nan in 1 of 2 elements of its value...
    """
    lines: dict[int, str] = {}  # birth of a node -> where in the program
    leaves: dict[Tensor, None] = {}  # that got a gradient
    trained: dict[Tensor, None] = {}  # that belong to an optimiser

    def look(values: Any, source: Operation | Tensor, detail: Any) -> None:
        if isinstance(source, Operation):
            lines[values.birth] = line = where()
            which = f"its value, from inputs of shapes {shapes(detail)}"
            refuse_nan(values.data, which, source, line)
        else:
            x = source.inputs[detail]
            if x.is_leaf:
                leaves[x] = None
            called = f" ({x.name})" if x.name else ""
            which = f"the gradient of its input {detail}{called}, which has shape {x.shape}"
            line = lines.get(source.birth, "before detect_anomaly began")
            refuse_nan(raw(values), which, source.operation, line)

    def note(params: list[Tensor]) -> None:
        trained.update(dict.fromkeys(params))

    with setting(onlooker, look), setting(stepped, note):
        yield
    if trained and (sentence := untrained(trained, leaves)):
        warnings.warn(sentence, RuntimeWarning, stacklevel=3)


def untrained(
    params: Iterable[Tensor], leaves: Iterable[Tensor], names: Mapping[Tensor, str] | None = None
) -> str:
    """What is not trained, in a sentence; empty if all is.

    Parameters
    ----------
    params : iterable of Tensor
        What an optimiser is to train.
    leaves : iterable of Tensor
        What got a gradient.
    names : mapping, optional
        What tensors are called, if not by their own names.

    Examples
    --------
    >>> v, w = Tensor(1.0, True, name="v"), Tensor(2.0, True, name="w")
    >>> untrained([v], [w])
    'v got no gradient, so that it was not trained; w got one, and no optimiser has it'
    """
    params, leaves = dict.fromkeys(params), dict.fromkeys(leaves)
    idle = [p for p in params if p.requires_grad and p not in leaves]
    strange = [x for x in leaves if x not in params]
    sentences = []
    if idle:
        it_was = "it was" if len(idle) == 1 else "they were"
        sentences.append(f"{listed(idle, names)} got no gradient, so that {it_was} not trained")
    if strange:
        it = "it" if len(strange) == 1 else "them"
        one = "one" if idle else "a gradient"
        sentences.append(f"{listed(strange, names)} got {one}, and no optimiser has {it}")
    return "; ".join(sentences)


def listed(tensors: list[Tensor], names: Mapping[Tensor, str] | None) -> str:
    """The names of some tensors, or what they look like."""
    found = [(names or {}).get(x) or look_of(x) for x in tensors]
    return ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")


def look_of(x: Tensor) -> str:
    """The name of a tensor and its shape."""
    called = x.name or f"a {type(x).__name__.lower()}"
    return f"{called} of shape {x.shape}" if x.ndim else called


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
