"""Whether operations record themselves, and who looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

recording: ContextVar[bool] = ContextVar("recording", default=True)
onlooker: ContextVar[Callable[..., None] | None] = ContextVar("onlooker", default=None)


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute without recording; a context manager and a decorator.

    >>> from chainrule import Tensor
    >>> x = Tensor(2.0, requires_grad=True)
    >>> with no_grad():
    ...     (x * x).requires_grad
    False
    """
    with setting(recording, False):
        yield


@contextmanager
def enable_grad() -> Iterator[None]:
    """Record after all, inside `no_grad`."""
    with setting(recording, True):
        yield


@contextmanager
def setting(variable: ContextVar[Any], value: Any) -> Iterator[None]:
    """Give a context variable a value for a while."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
