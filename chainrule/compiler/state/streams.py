"""Streams of random numbers that a step may draw from, and be set back, unseen by other threads."""

from __future__ import annotations

import copy
from collections.abc import Callable
from threading import get_ident
from typing import Any

import numpy as np


class PrivateGenerator(np.random.Generator):
    """A generator that goes on where another one is, in this thread; in others it is that one.

    Parameters
    ----------
    original : numpy.random.Generator
        The other one.
    state : mapping, optional
        Where to go on instead: a state that it was in.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> private = PrivateGenerator(rng)
    >>> private.random() == rng.random()
    True
    """

    def __init__(self, original: np.random.Generator, state: Any = None) -> None:
        self.original, self.thread = original, get_ident()
        self.stream = copy.deepcopy(original.bit_generator)
        if state is not None:
            self.stream.state = copy.deepcopy(state)
        super().__init__(self.stream)

    @property
    def bit_generator(self) -> np.random.BitGenerator:
        """Where the numbers come from."""
        return self.stream if get_ident() == self.thread else self.original.bit_generator


def by_thread(name: str) -> Callable[..., Any]:
    """A method that is another one in other threads."""
    here = getattr(np.random.Generator, name)

    def method(self: PrivateGenerator, *args: Any, **kwargs: Any) -> Any:
        if get_ident() == self.thread:
            return here(self, *args, **kwargs)
        return getattr(self.original, name)(*args, **kwargs)

    return method


METHODS = [x for x in vars(np.random.Generator) if x[0] != "_" and x != "bit_generator"]
for _name in METHODS:
    setattr(PrivateGenerator, _name, by_thread(_name))
