"""The test whether a program may run: arguments and surroundings as they were recorded."""

from __future__ import annotations

import types
from collections.abc import Callable, MutableMapping, MutableSequence
from typing import Any

import numpy as np

from chainrule.optim.block import Block
from chainrule.recording.places import Place


def guard(held: list[tuple[Place, Any]], args: tuple[Any, ...]) -> Callable[..., bool]:
    """A function of the arguments, generated so that it takes less than a microsecond."""
    space: dict[str, Any] = {"ndarray": np.ndarray}
    tests = []
    blocks = [place.owner for place, _ in held if isinstance(place.owner, Block)]
    internal = {id(x) for block in blocks for x in (block, block.views)}  # theirs to look after
    for i, x in enumerate(args):
        if isinstance(x, np.ndarray):
            space[f"shape{i}"], space[f"dtype{i}"] = x.shape, x.dtype
            tests.append(
                f"type(a{i}) is ndarray and a{i}.shape == shape{i} and a{i}.dtype == dtype{i}"
            )
        else:
            space[f"value{i}"] = x
            tests.append(f"type(a{i}) is type(value{i}) and a{i} == value{i}")
    for k, (place, value) in enumerate(held):
        if place.key is len or id(place.owner) in internal:
            continue
        space[f"owner{k}"], space[f"key{k}"], space[f"held{k}"] = place.owner, place.key, value
        number = isinstance(value, int | float | complex | str | np.generic)
        tests.append(f"{written(place, k)} {'==' if number else 'is'} held{k}")
    names = ", ".join(f"a{i}" for i in range(len(args)))
    parameters = ", ".join(space)
    source = f"def given({parameters}):\n    return lambda {names}: {' and '.join(tests) or 'True'}"
    defined: dict[str, Any] = {}
    exec(source, defined)
    fits: Callable[..., bool] = defined["given"](**space)
    return fits


def written(place: Place, k: int) -> str:
    """How the content of a place is read."""
    if isinstance(place.owner, types.CellType):
        return f"owner{k}.cell_contents"
    if isinstance(place.owner, MutableMapping):
        return f"owner{k}.get(key{k})"
    if isinstance(place.owner, MutableSequence):
        return f"owner{k}[key{k}]"
    return f"owner{k}.{place.key}"
