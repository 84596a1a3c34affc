"""What a tensor was before it was changed: the graph's arrows point to what was there at the time.

A recorded ``x[i] = v`` makes another node of x, and the one that x was goes on in its past. What
was computed of x before still names x; `settle` turns such arrows to what x was. Changes in memory
itself, which nothing records, are noted by the array that owns the memory.
"""

from __future__ import annotations

import weakref
from bisect import bisect_left
from operator import attrgetter
from typing import Any

import numpy as np

VIEWS = {"getitem", "reshape", "permute", "transpose"}  # may answer with memory of their input
written: dict[int, tuple[Any, dict[tuple[int, int], int]]] = {}
any_past = False


def renew(x: Any, new: Any, before: Any) -> None:
    """Make the node `new` of `x`, and keep what `x` was before in its past."""
    global any_past
    any_past = True
    vars(before)["superseded"] = new.birth
    past = vars(before).pop("past", [])
    past.append(before)
    vars(x).update(vars(new), past=past)


def as_it_was(x: Any) -> Any:
    """Another tensor with everything that `x` has."""
    before = object.__new__(type(x))
    vars(before).update(vars(x))
    return before


def as_of(x: Any, birth: int) -> Any:
    """What `x` was when something was born."""
    if not is_tensor(x) or x.birth <= birth:
        return x
    past = vars(x)["past"]
    return past[bisect_left(past, birth, key=attrgetter("birth")) - 1]


def settle(output: Any) -> Any:
    """The first view behind `output` that was used when what it shows had changed, else None.

    All arrows behind `output` point to what there was at their time afterwards.
    """
    seen, stack = {output}, [output]
    while stack:
        node = stack.pop()
        node.inputs = tuple(as_of(x, node.birth) for x in node.inputs)
        for i, _ in node.edges:
            if is_stale(node.inputs[i], node.birth):
                return node.inputs[i]
        node.inputs = tuple(as_shown(x) for x in node.inputs)
        node.edges = [(i, node.inputs[i]) for i, _ in node.edges]
        for _, x in node.edges:
            if x.birth and x not in seen:
                seen.add(x)
                stack.append(x)
    return None


def is_stale(x: Any, birth: int) -> bool:
    """Whether `x` is a view of something that changed before `birth`."""
    return any(tick < birth for tick in changes(x))


def changes(x: Any) -> list[int]:
    """When what a view shows was written to, if it was."""
    if "bygone" in vars(x):
        return []
    return [vars(y)["superseded"] for y in views(x)[1:] if "superseded" in vars(y)]


def as_shown(x: Any) -> Any:
    """A view as it was while it was used, which derivatives of any order may go on using."""
    if not is_tensor(x) or not changes(x):
        return x
    if "shown" not in vars(x):
        shown = vars(x)["shown"] = as_it_was(x)
        vars(shown).update(bygone=True)
    return vars(x)["shown"]


def views(x: Any) -> list[Any]:
    """`x`, what it is a view of, what that is a view of, and so on, each as it was then."""
    found = [x]
    while x.operation is not None and x.operation.name in VIEWS:
        source = as_of(x.inputs[0], x.birth)
        if not is_tensor(source) or not np.may_share_memory(source.data, x.data):
            break
        found.append(x := source)
    return found


def is_tensor(x: Any) -> bool:
    """Whether something is a node."""
    return hasattr(x, "requires_grad")


def owner(array: Any) -> Any:
    """The array that owns the memory of another one."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def note_writing(array: Any, tick: int) -> None:
    """Remember when memory was written to."""
    whole = owner(array)
    key = id(whole)
    if key not in written:
        written[key] = weakref.ref(whole, lambda _: written.pop(key, None)), {}
    written[key][1][np.lib.array_utils.byte_bounds(array)] = tick


def written_after(array: Any, birth: int) -> bool:
    """Whether memory of an array was written to after something was born."""
    if not isinstance(array, np.ndarray) or id(whole := owner(array)) not in written:
        return False
    low, high = np.lib.array_utils.byte_bounds(array)
    spans = written[id(whole)][1].items()
    return any(tick > birth and a < high and low < b for (a, b), tick in spans)
