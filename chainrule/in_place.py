"""Values of a tensor that are replaced: in memory where nothing is recorded, else in the graph.

A recorded ``x[i] = v`` copies: what was computed of x before goes on from what x was, and gradients
of both are right. Written into a part such as ``x[0]``, it is written into the whole.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import refusals, versions
from chainrule.engine import Array, Operation, Tensor, raw, where


def overwrite(x: Tensor, index: Any, value: Any) -> None:
    """Change values of a tensor in memory, where nothing is recorded."""
    value = np.asanyarray(refusals.check_foreign(value))
    refusals.check_takes_in(x.dtype, value.dtype)
    try:
        x.data[index] = value
    except (ValueError, IndexError, TypeError) as error:
        raise refusals.explained(error, "index_put", [x.data, value], {"index": index}) from None
    note_writing(x)


def note_writing(x: Tensor) -> None:
    """Remember that values of a tensor change in memory now."""
    refusals.note_change(x)
    versions.note_writing(x.data, refusals.last_change)


def put(x: Tensor, index: Any, value: Any) -> None:
    """Replace values of a tensor in the graph, and of what it is a part of."""
    refusals.check_takes_in(x.dtype, np.asarray(raw(value)).dtype)
    *parts, whole = versions.views(x)
    refusals.check_not_leaf(whole)
    refusals.check_no_hidden_view(whole)
    if parts:
        index = np.unravel_index(places_in(whole, parts)[index], whole.shape)
    before = versions.as_it_was(whole)
    versions.renew(whole, index_put(before, value, index=index), before)
    for part in reversed(parts):
        show_anew(part, whole)
        whole = part


def places_in(whole: Tensor, parts: list[Tensor]) -> Array:
    """Where the numbers of the first of some parts, each one of the next, lie in the whole."""
    places = np.arange(whole.data.size).reshape(whole.shape)
    for part in reversed(parts):
        assert part.operation is not None
        places = part.operation.forward(places, **part.options)
    return places


def show_anew(part: Tensor, whole: Tensor) -> None:
    """Make a part again of a whole that has changed."""
    before = versions.as_it_was(part)
    assert part.operation is not None
    versions.renew(part, part.operation(whole, **part.options), before)


def index_put_rule(g: Any, y: Any, x: Any, value: Any, index: Any) -> Any:
    """The gradient of what was not overwritten."""
    kept = np.ones_like(raw(x), bool)
    kept[index] = False
    return where(kept, g, 0)


def value_rule(g: Any, y: Any, x: Any, value: Any, index: Any) -> Any:
    """The gradient of what was put in; of several put at one place, the last one's is there."""
    places = np.zeros(x.shape, int)
    numbers = np.arange(places[index].size).reshape(places[index].shape)
    places[index] = numbers
    return where(places[index] == numbers, g[index], 0)


def overwritten(x: Array, value: Any, index: Any) -> Array:
    """A copy of `x` with other values at an index."""
    y = x.copy()
    y[index] = value
    return y


index_put = Operation(
    "index_put",
    overwritten,
    index_put_rule,
    value_rule,
    says="what is overwritten gets no gradient, the value that took its place gets all of it",
)
