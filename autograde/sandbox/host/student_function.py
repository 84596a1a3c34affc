"""A student's function, called from a test as if it stood there."""

from __future__ import annotations

import builtins
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograde.sandbox.host.replies import Called, Raised

# These steer loops and programs; raised in a test they could end it early and look like success.
STEERING = (StopIteration, StopAsyncIteration)


class StudentFunction:
    """A function in a student's process; arguments and results are copies.

    Parameters
    ----------
    name : str
        What the student called it.
    number : int
        What the student's process calls it.
    call : callable
        Takes the number and the arguments, and has them answered; with `guarded=True` in
        the course's guard.
    writes_back : bool
        Whether the caller's arrays, lists and dicts become what the function made of them. If
        not, a function cannot change what its test compares with.

    Attributes
    ----------
    last_arguments : tuple or None
        What the last call made of its positional arguments.
    """

    def __init__(
        self,
        name: str,
        number: int,
        call: Callable[..., Called],
        writes_back: bool = False,
    ) -> None:
        self.__name__ = self.__qualname__ = name
        self.__doc__ = None
        self.number = number
        self.last_arguments: tuple[Any, ...] | None = None
        self._call, self._writes_back = call, writes_back

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; what it prints, warns of and raises happens here too."""
        self.last_arguments = None
        done = self._call(self.number, args, kwargs)
        if len(done.arguments) == len(args):
            self.last_arguments = tuple(done.arguments)
        if self._writes_back:
            for mine, after in zip(args, done.arguments, strict=False):
                write_back(mine, after)
        sys.stdout.write(done.printed)
        for category, text in done.warned:
            warnings.warn(text, _warning(category), stacklevel=2)
        if done.raised:
            raise exception(done.raised)
        return done.value

    def without_engine(self) -> StudentFunction:
        """The same function in the course's guard: it is not to call an engine."""
        return StudentFunction(
            self.__name__, self.number, partial(self._call, guarded=True), self._writes_back
        )

    def __repr__(self) -> str:
        return f"<the student's function {self.__name__}>"


def exception(raised: Raised) -> Exception:
    """An exception with this name and text: Python's own, or one that is made for it.

    >>> from autograde.sandbox.host.replies import Raised
    >>> exception(Raised("ValueError", "x is negative"))
    ValueError('x is negative')
    >>> isinstance(exception(Raised("StopIteration", "")), StopIteration)
    False
    """
    try:
        return _kind(raised.name)(*([raised.message] if raised.message else []))
    except TypeError:  # UnicodeDecodeError and its like want more than a text
        return _made(raised.name)(raised.message)


def _kind(name: str) -> type[Exception]:
    known = getattr(builtins, name, None)
    if isinstance(known, type) and issubclass(known, Exception) and known not in STEERING:
        return known
    return _made(name)


def _made(name: str) -> type[Exception]:
    return type(name, (Exception,), {})


def _warning(name: str) -> type[Warning]:
    known = getattr(builtins, name, None)
    return known if isinstance(known, type) and issubclass(known, Warning) else UserWarning


def write_back(mine: Any, after: Any) -> None:
    """Make an argument what the student's function made of it, as far as it fits."""
    if isinstance(mine, np.ndarray) and isinstance(after, np.ndarray):
        if mine.shape == after.shape and mine.dtype == after.dtype:
            mine[...] = after
    elif type(mine) is type(after) is list:
        mine[:] = after
    elif type(mine) is type(after) is dict:
        mine.clear()
        mine.update(after)
