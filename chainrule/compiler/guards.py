"""The test whether a program may run: arguments and environment as they were recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from chainrule.compiler.state.locations import Location
from chainrule.engine import Tensor
from chainrule.optim.block import Block
from chainrule.optim.group import Group
from chainrule.optim.optimizer import Optimizer

Bindings = list[tuple[Location, Any]]
TEMPLATE = """
def given({}):
    def fits({}*more):
        try:
            return (
                {}
            )
        except (AttributeError, KeyError, ValueError):  # was deleted, or is an array now
            return False
    return fits
"""
NUMBERS = bool | int | float | complex | str | bytes | np.generic


class Guard:
    """A test, written down as Python so that it takes about a microsecond.

    Parameters
    ----------
    args : tuple
        The arguments with which a step was recorded.
    bindings : list of (Location, Any)
        What has to be in its environment.
    memory : iterable of array
        What the program writes to: no argument may lie there.
    written : set of int
        The arguments, by number, that the program writes to: no other may lie there.
    """

    def __init__(
        self, args: tuple[Any, ...], bindings: Bindings, memory: Iterable[Any], written: set[int]
    ) -> None:
        self.space: dict[str, Any] = {"ndarray": np.ndarray, "Tensor": Tensor}
        self.tests: list[str] = []
        for i, x in enumerate(args):
            self.argument(f"a{i}", x)
        self.disjoint(args, memory, written)
        self.environment(bindings)
        names = "".join(f"a{i}=None, " for i in range(len(args)))
        tests = "\n                and ".join([*self.tests, "not more"])
        self.source = TEMPLATE.format(", ".join(self.space), names, tests)

    def build(self) -> Callable[..., bool]:
        """The function of the arguments that the source defines."""
        defined: dict[str, Any] = {}
        exec(self.source, defined)
        fits: Callable[..., bool] = defined["given"](**self.space)
        return fits

    def argument(self, name: str, x: Any) -> None:
        """An argument is an array of a certain look, or the same as it was."""
        if isinstance(x, Tensor):
            self.tests += [f"type({name}) is Tensor", f"not {name}.requires_grad"]
            name, x = f"{name}.data", x.data
        if not isinstance(x, np.ndarray):
            self.same(name, self.known("given", x), x)
            return
        shape, strides = self.known("shape", x.shape), self.known("strides", x.strides)
        dtype = self.known("dtype", x.dtype)
        self.tests += [
            f"type({name}) is ndarray and {name}.shape == {shape} and {name}.strides == {strides}",
            # A dtype of the user's making is equal to itself, but not identical.
            f"({name}.dtype is {dtype} or {name}.dtype == {dtype})",
        ]

    def disjoint(self, args: tuple[Any, ...], memory: Iterable[Any], written: set[int]) -> None:
        """No argument lies where the program writes."""
        arrays = {i: f"a{i}" + ".data" * isinstance(x, Tensor) for i, x in enumerate(args)}
        arrays = {i: name for i, name in arrays.items() if is_array(args[i])}
        owners = frozenset(id(x) for array in memory for x in (array, array.base))
        taken = self.known("taken", owners - {id(None)})
        if arrays and owners:
            ids = ", ".join(f"id({name}), id({name}.base)" for name in arrays.values())
            self.space["id"] = id
            self.tests.append(f"{taken}.isdisjoint(({ids}))")
        for i in written:
            overlap = self.known("overlap", np.may_share_memory)
            others = [name for j, name in arrays.items() if j != i]
            self.tests += [f"not {overlap}({arrays[i]}, {name})" for name in others]

    def environment(self, bindings: Bindings) -> None:
        """Everything that was found and not written is as it was."""
        owners = [location.owner for location, _ in bindings]
        blocks = [x for x in owners if isinstance(x, Block)]
        inside: list[Any] = [x for b in blocks for x in (b, b.params, b.views, b.state)]
        inside += [x.defaults for x in owners if isinstance(x, Optimizer)]
        inside += [x.options for x in owners if isinstance(x, Group)]
        internal = {id(x) for x in inside}  # a block stays as it is; another may take its place
        generators: dict[int, str] = {}  # others may take their places, each in all of them
        for k, (location, value) in enumerate(bindings):
            if id(location.owner) in internal:
                continue
            content = self.expression(location, k)
            if type(value) is not np.random.Generator:
                self.same(content, f"bound{k}", value)
            elif id(value) in generators:
                self.tests.append(f"{content} is {generators[id(value)]}")
            else:
                generators[id(value)] = content
                kind = self.known("generator", np.random.Generator)
                self.tests.append(f"type({content}) is {kind}")

    def expression(self, location: Location, k: int) -> str:
        """How the content of a location is read."""
        self.space[f"owner{k}"], self.space[f"key{k}"] = location.owner, location.key
        return location.reading(f"owner{k}", f"key{k}")

    def same(self, expression: str, name: str, value: Any) -> None:
        """The expression is this value: the very object, or an equal number or the like."""
        self.space[name] = value
        test = f"{expression} is {name}"
        if isinstance(value, NUMBERS) and not isinstance(value, bool):
            kind, equal = self.known("kind", type(value)), f"{expression} == {name}"
            if isinstance(value, float) and value == 0:  # 1 / 0.0 is not 1 / -0.0
                equal += f" and {self.known('sign', math.copysign)}(1, {expression}) == "
                equal += str(math.copysign(1, value))
            test = f"({test} or type({expression}) is {kind} and {equal})"
        elif isinstance(value, frozenset):
            test = f"{expression} == {name}"
        elif is_plain(value):
            test = f"({test} or {expression} == {name} and repr({expression}) == repr({name}))"
        self.tests.append(test)

    def known(self, name: str, value: Any) -> str:
        """The name of something that the test compares with."""
        for number in range(len(self.space) + 1):
            free = f"{name}{number}"
            if self.space.setdefault(free, value) is value:
                return free
        raise AssertionError


def is_array(x: Any) -> bool:
    """Whether an argument is an array or holds one."""
    return isinstance(x, Tensor | np.ndarray)


def is_plain(x: Any) -> bool:
    """Whether something is a tuple of numbers."""
    return isinstance(x, tuple) and all(isinstance(i, NUMBERS | None) or is_plain(i) for i in x)
