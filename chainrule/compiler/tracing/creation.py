"""Array creation: new arrays that a step makes, known to the tape from the beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.compiler.ir import CompileError
from chainrule.compiler.tracing.tape import Tape
from chainrule.compiler.tracing.traced_array import TracedArray, concrete, tape_of
from chainrule.values import Values

NUMBERS = {"zeros": 0, "ones": 1}
OF_SHAPES = ["zeros", "ones", "empty", "full", "arange", "eye", "identity", "linspace", "tri"]
OF_ARRAYS = ["array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "copy"]


def creator(tape: Tape, name: str) -> Callable[..., Any]:
    """The function of NumPy of this name, for a step that is being recorded."""
    original, make = getattr(np, name), of_arrays if name in OF_ARRAYS else of_shapes

    def function(*args: Any, **kwargs: Any) -> Any:
        return original(*args, **kwargs) if tape.closed else make(tape, original, args, kwargs)

    return function


def of_shapes(tape: Tape, function: Any, args: Any, kwargs: Any) -> Any:
    """An array of a shape, full of one number, a constant or of nothing yet."""
    name, number = function.__name__, NUMBERS.get(function.__name__)
    if name == "full":
        number, args = kwargs.pop("fill_value", None) if len(args) < 2 else args[1], args[:1]
        args = (*args, concrete(number))
    if tape_of((*args,), kwargs) is not None:
        raise CompileError(f"what np.{name} makes depends on values: use sizes that do not")
    result = function(*args, **kwargs)
    target = tape.buffer(result, "temporary")
    if name == "full" or number is not None:
        tape.assign(target, number)
    elif name != "empty":
        tape.assign(target, constant(tape, result))
    return target


def of_arrays(tape: Tape, function: Any, args: Any, kwargs: Any) -> Any:
    """An array like another one, or made of lists with arrays in them."""
    source, *rest = args
    source = source.data if isinstance(source, Values) else source
    if isinstance(source, np.ndarray) and not isinstance(source, TracedArray):
        known = tape.find(source)
        source = tape.tracer(known, source) if known else tape.buffer(source, "constant")
    result = function(concrete_items(source), *rest, **kwargs)
    if isinstance(source, TracedArray) and np.may_share_memory(result, concrete(source)):
        return source if result.shape == source.shape else source.reshape(result.shape)
    if result.dtype == object:
        return result
    target = tape.buffer(np.array(result, order="K"), "temporary")
    if isinstance(source, TracedArray):
        tape.assign(target, source)
    elif tape_of((source,)) is None and not has_tensors(source):
        tape.assign(target, constant(tape, result))
    else:
        assign_items(tape, target, source)
    return target


def assign_items(tape: Tape, target: TracedArray, items: Any) -> None:
    """Write nested lists to an array, item by item."""
    if isinstance(items, tuple | list):
        for i, x in enumerate(items):
            assign_items(tape, target[i], x)
    else:
        tape.assign(target, items.data if isinstance(items, Values) else items)


def constant(tape: Tape, array: Any) -> TracedArray:
    """An array whose content never changes."""
    return tape.buffer(array.copy("K"), "number")


def concrete_items(x: Any) -> Any:
    """The arrays that are really there, in nested lists."""
    if isinstance(x, tuple | list):
        return [concrete_items(item) for item in x]
    return concrete(x.data if isinstance(x, Values) else x)


def has_tensors(x: Any) -> bool:
    """Whether there is a tensor in nested lists."""
    return any(map(has_tensors, x)) if isinstance(x, tuple | list) else isinstance(x, Values)
