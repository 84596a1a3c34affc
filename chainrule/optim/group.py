"""A parameter group: some parameters, and the options by which they are trained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from chainrule.engine import Tensor, raw
from chainrule.optim.block import Block

NOT_NEGATIVE = {"lr", "momentum", "weight_decay", "l1", "eps", "alpha", "lr_decay"}


class Group(Mapping[str, Any]):
    """What PyTorch has as a dict in `param_groups`: the items `params`, `lr`, `momentum`, ….

    Items may be set at any time. The learning rate is kept as an array without axes, `rate`, so
    that a compiled step reads it anew; as an item it is a number, or, while a step is recorded,
    an array.

    Parameters
    ----------
    options : mapping
        With the items `params` and `lr`.

    Raises
    ------
    TypeError, ValueError
        If an option is not what it has to be, such as a negative learning rate.

    Examples
    --------
    >>> group = Group({"params": (Tensor(1.0, requires_grad=True),), "lr": 0.1, "momentum": 0.9})
    >>> group["lr"] *= 0.5
    >>> group["lr"], group.rate
    (0.05, array(0.05))
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.rate = np.array(checked("lr", options["lr"]), float)
        # Replaced, never changed in place: a compiled step looks only whether it is the same.
        self.options = {k: checked(k, x) for k, x in options.items() if k != "lr"}
        self.blocks: list[Block] = []

    def __getitem__(self, name: str) -> Any:
        if name != "lr":
            return self.options[name]
        return float(self.rate) if type(self.rate) is np.ndarray else self.rate + 0.0

    def __setitem__(self, name: str, value: Any) -> None:
        if name == "params":
            raise ValueError("a group keeps its parameters: add others with add_param_group")
        if name != "lr":
            self.options = {**self.options, name: checked(name, value)}
        else:
            value = raw(value)
            self.rate[...] = value if isinstance(value, np.ndarray) else checked(name, value)

    def __iter__(self) -> Iterator[str]:
        yield "lr"
        yield from self.options

    def __len__(self) -> int:
        return 1 + len(self.options)

    __eq__, __hash__ = object.__eq__, object.__hash__

    @property
    def params(self) -> tuple[Tensor, ...]:
        """The parameters."""
        found: tuple[Tensor, ...] = self.options["params"]
        return found

    def replace(self, block: Block, others: list[Block]) -> None:
        """Put other blocks in the place of one."""
        i = self.blocks.index(block)
        self.blocks[i : i + 1] = others


class Option:
    """An option of all groups as an attribute of their optimiser; it reads the first group's."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, optimizer: Any, owner: type | None = None) -> Any:
        return self if optimizer is None else optimizer.param_groups[0][self.name]

    def __set__(self, optimizer: Any, value: Any) -> None:
        for group in optimizer.param_groups:
            group[self.name] = value


def checked(name: str, value: Any) -> Any:
    """An option as it was given, if it may be so.

    >>> checked("lr", -0.1)
    Traceback (most recent call last):
    ValueError: lr must not be negative, and it is -0.1
    """
    if name == "betas":
        return checked_betas(value)
    if name not in NOT_NEGATIVE and name != "dampening":
        return value
    number = number_in(value)
    if number is None:
        raise TypeError(f"{name} must be a number, and it is {value!r}")
    if not math.isfinite(number):
        raise ValueError(f"{name} must be a finite number, and it is {value}")
    if number < 0 and name in NOT_NEGATIVE:
        raise ValueError(f"{name} must not be negative, and it is {value}")
    return number


def checked_betas(value: Any) -> tuple[float, float]:
    """The two numbers of Adam, from 0 up to 1, without 1 itself."""
    numbers = [number_in(x) for x in value] if isinstance(value, tuple | list) else []
    if len(numbers) != 2 or not all(x is not None and 0 <= x < 1 for x in numbers):
        raise ValueError(f"betas must be two numbers, each at least 0 and below 1, not {value!r}")
    return numbers[0], numbers[1]


def number_in(value: Any) -> Any:
    """A plain number, from one of Python's or NumPy's or an array without axes; else None."""
    value = raw(value)
    if isinstance(value, np.ndarray | np.generic) and value.ndim == 0:
        value = value.item()
    return value if isinstance(value, int | float) else None
