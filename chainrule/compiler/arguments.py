"""The arguments of a step: which ones a program can be made for, and what they are called."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import numpy as np

from chainrule.compiler.guards import is_plain
from chainrule.compiler.ir import CompileError
from chainrule.engine import Tensor, raw


def check_arguments(args: tuple[Any, ...], names: list[str]) -> None:
    """Refuse arguments that no program can be made for, with a CompileError."""
    for name, x in zip(names, args, strict=True):
        array = raw(x)
        if isinstance(x, Tensor) and x.requires_grad:
            raise CompileError(
                f"the argument {name} requires a gradient: use it as a variable of the step "
                "instead, or make a tensor of an array inside of the step"
            )
        if isinstance(array, np.ndarray) and (
            type(array) is not np.ndarray or array.dtype == object
        ):
            kind = "object" if array.dtype == object else type(array).__name__
            raise CompileError(
                f"the argument {name} is a {kind} array: convert it with np.array(…, float)"
            )
        if isinstance(x, list | dict | set) or (isinstance(x, tuple) and not is_plain(x)):
            raise CompileError(
                f"the argument {name} is a {type(x).__name__}: give an array, np.array({name}), or "
                "its items as arguments of their own"
            )


def names_of(step: Callable[..., Any], args: tuple[Any, ...]) -> list[str]:
    """What the step calls its arguments."""
    parameters: Iterable[inspect.Parameter] = ()
    with suppress(ValueError):  # a function written in C
        parameters = inspect.signature(step).parameters.values()
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return names[: len(args)] + [f"input_{i}" for i in range(len(names), len(args))]


def unwrap_partial(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step whose arguments are not hidden in a `functools.partial`."""
    if not isinstance(step, functools.partial):
        return step
    function, before, named = step.func, step.args, dict(step.keywords)

    def bound(*args: Any) -> Any:
        return function(*before, *args, **named)

    bound.__signature__ = inspect.signature(step)  # type: ignore[attr-defined]
    return bound
