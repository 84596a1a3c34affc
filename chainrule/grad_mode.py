"""Whether operations record themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from functools import wraps
from typing import Any, TypeVar

from chainrule.engine import recording

F = TypeVar("F", bound=Callable[..., Any])


class Mode(type):
    """The class of `no_grad` itself: it says what to do when the brackets are left out."""

    def __enter__(cls) -> None:
        raise TypeError(f"{cls.__name__} has brackets in a with-block: `with {cls.__name__}():`")

    def __exit__(cls, *_: object) -> None:
        """Never reached, and asked for before the block begins."""


class no_grad(metaclass=Mode):
    """Compute without recording; a context manager and a decorator, with or without brackets.

    Inside, ``p -= 0.1 * p.grad`` and ``p[i] = 0`` change the values of p in place.

    >>> from chainrule import Tensor
    >>> x = Tensor(2.0, requires_grad=True)
    >>> with no_grad():
    ...     (x * x).requires_grad
    False
    >>> @no_grad
    ... def square(x):
    ...     return x * x
    >>> square(x).requires_grad
    False
    """

    record = False

    def __new__(cls, function: Any = None) -> Any:
        """A mode, or `function` in that mode."""
        if not (function is None or callable(function)) or hasattr(function, "requires_grad"):
            raise TypeError(
                f"{cls.__name__} takes no tensor or number, but holds for a block, "
                f"`with {cls.__name__}():`, or for a function, `@{cls.__name__}()`"
            )
        mode = object.__new__(cls)
        mode.tokens = []
        return mode if function is None else mode(function)

    tokens: list[Token[bool]]

    def __enter__(self) -> None:
        self.tokens.append(recording.set(self.record))

    def __exit__(self, *_: object) -> None:
        recording.reset(self.tokens.pop())

    def __call__(self, function: F) -> F:
        """`function`, which then runs in this mode; a generator does at each of its steps."""
        mode = type(self)

        @wraps(function)
        def steps(*args: Any, **options: Any) -> Any:
            generator, sent = function(*args, **options), None
            try:
                while True:
                    with mode():
                        value = generator.send(sent)
                    sent = yield value
            except StopIteration as end:
                return end.value
            finally:
                generator.close()

        @wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            with mode():
                return function(*args, **options)

        return steps if inspect.isgeneratorfunction(function) else call  # type: ignore[return-value]


class enable_grad(no_grad):
    """Record after all, inside `no_grad`.

    >>> from chainrule import Tensor
    >>> with no_grad(), enable_grad():
    ...     (Tensor(2.0, requires_grad=True) * 3).requires_grad
    True
    """

    record = True


def is_grad_enabled() -> bool:
    """Whether operations record themselves here.

    >>> with no_grad():
    ...     is_grad_enabled()
    False
    """
    return recording.get()


@contextmanager
def setting(variable: ContextVar[Any], value: Any) -> Iterator[None]:
    """Give a context variable a value for a while."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)
