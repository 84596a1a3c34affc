"""What an optimiser is given to train, taken apart; what cannot be trained is refused."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import Any

from chainrule.engine import Tensor


def groups_in(given: Any) -> list[dict[str, Any]]:
    """The parameter groups that were given: several, or one that is given as parameters alone.

    Raises
    ------
    TypeError
        If it is a tensor, a module, an array, or anything else that is no list of parameters.
    ValueError
        If it is empty.

    Examples
    --------
    >>> groups_in(Tensor(1.0, requires_grad=True))
    Traceback (most recent call last):
    TypeError: an optimiser takes a list of parameters, and this is a Tensor: write [w] for w
    """
    refuse_single(given)
    items = list(given)
    if not items:
        raise ValueError("the optimiser was given no parameters")
    if isinstance(items[0], Mapping):
        return [dict(item) for item in items]
    return [{"params": items}]


def refuse_single(given: Any) -> None:
    """Raise a TypeError unless this is a list of something."""
    takes = "an optimiser takes a list of parameters"
    if isinstance(given, Tensor):
        raise TypeError(f"{takes}, and this is a Tensor: write [w] for w")
    if is_module(given):
        raise TypeError(f"{takes}, and this is a {kind(given)}: give net.parameters()")
    if isinstance(given, set | frozenset):
        raise TypeError(f"{takes}, and this is a set, which has no order: write [v, w]")
    if isinstance(given, Mapping):
        raise TypeError(f"{takes}, and this is a {kind(given)}: give its values, or [group]")
    if isinstance(given, str) or hasattr(given, "dtype") or not isinstance(given, Iterable):
        raise TypeError(f"{takes}, and this is a {kind(given)}: give [w] or net.parameters()")


def parameters_in(given: Any) -> tuple[Tensor, ...]:
    """The parameters of a group, each once; a single tensor stands for itself.

    Raises
    ------
    TypeError
        If something in it is no tensor of this package.
    ValueError
        If there is none, one was computed, or one that is no module's wants no gradient.

    Warns
    -----
    UserWarning
        If one comes twice.

    Examples
    --------
    >>> w = Tensor(2.0, requires_grad=True)
    >>> parameters_in([w * w])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: can't optimize a non-leaf Tensor: parameter 0 was computed by mul...
    """
    if not isinstance(given, Tensor):
        refuse_single(given)
    items = [given] if isinstance(given, Tensor) else list(given)
    for i, item in enumerate(items):
        refuse_unfit(i, item)
    once = tuple(dict.fromkeys(items))
    if not once:
        raise ValueError("the optimiser was given no parameters")
    if len(once) < len(items):
        warnings.warn(
            "the optimiser was given a parameter twice; it moves once in every step", stacklevel=5
        )
    return once


def refuse_unfit(i: int, item: Any) -> None:
    """Raise if item number `i` is nothing that can be trained."""
    if is_module(item):
        raise TypeError(f"parameter {i} is a {kind(item)}: give its .parameters()")
    if not isinstance(item, Tensor):
        raise TypeError(
            f"an optimiser trains Tensors of this package, and parameter {i} is a {kind(item)}"
        )
    if not item.is_leaf:
        assert item.operation is not None
        raise ValueError(
            f"can't optimize a non-leaf Tensor: parameter {i} was computed by "
            f"{item.operation.name}; give the tensors that it was computed from"
        )
    if type(item) is Tensor and not item.requires_grad:  # a module's may be frozen for a while
        raise ValueError(
            f"parameter {i}, of shape {item.shape}, wants no gradient, so that it would never "
            "move: make it with requires_grad=True"
        )


def is_module(x: Any) -> bool:
    """Whether something has parameters of its own."""
    return callable(getattr(x, "parameters", None)) and not isinstance(x, Tensor)


def kind(x: Any) -> str:
    """The name of a type, with its library unless that is this one."""
    module = type(x).__module__.partition(".")[0]
    name = type(x).__name__
    return name if module in ("builtins", "chainrule", "__main__") else f"{module}.{name}"
