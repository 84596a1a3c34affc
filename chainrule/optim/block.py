"""Parameters that are updated together: their values lie end to end in one array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from chainrule.engine import Array, Tensor

ALONE = 2**14  # elements; a parameter as large as this gains nothing from company


class Block:
    """Some parameters, their values as one array, and an optimiser's memory.

    A call of NumPy takes a microsecond however small its array is. So the values of small
    parameters move into one array, of which each parameter's `data` becomes a view. Where
    `data` is another array than that view, as in a copy or after it was set, it is what counts:
    its values are taken over. The array of a parameter alone stays the one that it was.

    Parameters
    ----------
    params : sequence of Tensor
        Of one dtype.
    state : iterable of str
        Names of arrays to remember from step to step, which start as zeros.

    Examples
    --------
    >>> a, b = Tensor([1.0, 2.0], requires_grad=True), Tensor([[3.0]], requires_grad=True)
    >>> block = Block([a, b])
    >>> block.data -= 1
    >>> a.data, b.data
    (array([0., 1.]), array([[2.]]))
    """

    def __init__(self, params: Sequence[Tensor], state: Iterable[str] = ()) -> None:
        self.params = list(params)
        for p in self.params:
            let_float(p, float)
        self.data = joined([p.data for p in params])
        self.steps = np.zeros(())
        self.state = {name: np.zeros_like(self.data) for name in state}
        self.lay_out()
        self.adopt()

    def __getstate__(self) -> dict[str, Any]:
        derived = ("views", "gradient")  # a copy of a view is no view: a copied block makes its own
        return {name: value for name, value in vars(self).items() if name not in derived}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.lay_out()

    def lay_out(self) -> None:
        """Make the views of the values, and the array in which gradients meet."""
        self.views = self.parts(self.data)
        self.gradient = np.empty_like(self.data) if len(self.params) > 1 else None

    def parts(self, whole: Array) -> list[Array]:
        """Views of an array of the block, one for each parameter, in its shape."""
        if len(self.params) == 1:
            return [whole]
        ends = np.cumsum([p.size for p in self.params])
        pieces = np.split(whole, ends[:-1])
        return [piece.reshape(p.shape) for piece, p in zip(pieces, self.params, strict=True)]

    def adopt(self) -> None:
        """Take over the values that parameters have now, wherever they are."""
        if len(self.params) == 1:
            self.data = self.params[0].data
            self.views = [self.data]
        for p, view in zip(self.params, self.views, strict=True):
            if p.data is not view:
                view[...] = p.data
                p.data = view

    def remade(self, params: Sequence[Tensor]) -> list[Block]:
        """The blocks to go on with when a parameter's `data` is another array: mostly this one.

        Parameters
        ----------
        params : sequence of Tensor
            All that the optimiser trains: what is tied to one of them stays where it is.

        Raises
        ------
        ValueError
            If one has another shape.
        """
        pairs = zip(self.params, self.views, strict=True)
        moved = [(p, view) for p, view in pairs if p.data is not view]
        for p, view in moved:
            if p.shape != view.shape:
                raise ValueError(
                    f"a parameter that had shape {view.shape} when the optimiser was made now has "
                    f"{p.shape}: make a new optimiser"
                )
            let_float(p, view.dtype)
        shared = {params[i] for i in tied([p.data for p in params])}
        if len(self.params) > 1 and any(p in shared for p, _ in moved):
            return self.split()
        if any(p.dtype != view.dtype for p, view in moved):
            return united(self.split())
        self.adopt()
        return [self]

    def memory(self, name: str) -> Array:
        """The array remembered by this name; zeros if there is none yet."""
        if name not in self.state:
            self.state[name] = np.zeros_like(self.data)
        return self.state[name]

    def gathered(self, gradients: Sequence[Array]) -> Array:
        """A gradient for each parameter as one array; a TypeError if of another dtype."""
        if self.gradient is not None:
            return np.concatenate(gradients, axis=None, out=self.gradient, casting="no")
        if gradients[0].dtype != self.data.dtype:
            raise TypeError
        return gradients[0]

    def split(self) -> list[Block]:
        """A block for each parameter, of the dtype it has now, with its part of the memory."""
        blocks = [Block([p], self.state) for p in self.params]
        for name, whole in self.state.items():
            for block, part in zip(blocks, self.parts(whole), strict=True):
                block.state[name][...] = part
        for block in blocks:
            block.steps[...] = self.steps
        return blocks


def blocks_of(params: Iterable[Tensor], state: Iterable[str] = ()) -> list[Block]:
    """The parameters in blocks: large ones alone, small ones of one dtype together."""
    return united([Block([p], state) for p in params])


def united(blocks: Sequence[Block]) -> list[Block]:
    """Blocks of one parameter each in fewer ones, where they and their memories go together."""
    kinds: dict[Any, list[Block]] = {}
    shared = tied([block.data for block in blocks])
    for i, block in enumerate(blocks):
        alone = block.data.size >= ALONE or i in shared
        like = (block.data.dtype, float(block.steps), tuple(sorted(block.state)))
        kinds.setdefault((i if alone else None, like), []).append(block)
    return [merged(alike) for alike in kinds.values()]


def merged(blocks: Sequence[Block]) -> Block:
    """Blocks of one parameter each, alike in dtype and memory, as a single one."""
    if len(blocks) == 1:
        return blocks[0]
    whole = Block([block.params[0] for block in blocks], blocks[0].state)
    whole.steps[...] = blocks[0].steps
    for name, memory in whole.state.items():
        memory[...] = np.concatenate([block.state[name] for block in blocks], axis=None)
    return whole


def tied(arrays: Sequence[Array]) -> set[int]:
    """Which of some arrays, by number, share memory with another one of them."""
    spans = sorted((*np.lib.array_utils.byte_bounds(x), i) for i, x in enumerate(arrays) if x.size)
    found, last, end = set(), 0, -1
    for low, high, i in spans:
        if low < end:
            found |= {last, i}
        if high > end:
            last, end = i, high
    return found


def let_float(p: Tensor, dtype: Any) -> None:
    """Convert whole numbers, as one sets weights by hand; they could not move by less than 1."""
    if p.dtype.kind != "f":
        p.data = p.data.astype(dtype)


def joined(arrays: Sequence[Array]) -> Array:
    """Arrays end to end in one; a single one as it is."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=None)
