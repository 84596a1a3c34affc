"""Parameters that are updated together: their values lie end to end in one array."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from chainrule.tensor import Tensor
from chainrule.values import Array

ALONE = 2**14  # elements; a parameter as large as this gains nothing from company


class Block:
    """Some parameters, their values and gradients as one array each, and an optimiser's memory.

    A call of NumPy takes a microsecond however small its array is. So the values of small
    parameters move into one array, of which each parameter's `data` becomes a view.

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
        self.data = joined([p.data for p in params])
        self.gradient = np.empty_like(self.data) if len(self.params) > 1 else None
        self.state = {name: np.zeros_like(self.data) for name in state}
        self.steps = np.zeros(())
        self.views = self.parts(self.data)
        self.adopt()

    def adopt(self) -> None:
        """Let every parameter's `data` be its part of the block, with the values it has now."""
        for p, view in zip(self.params, self.views, strict=True):
            if p.data is not view:
                view[...] = p.data
                p.data = view

    def parts(self, whole: Array) -> list[Array]:
        """Views of an array of the block, one for each parameter, in its shape."""
        if len(self.params) == 1:
            return [whole]
        ends = np.cumsum([p.size for p in self.params])
        pieces = np.split(whole, ends[:-1])
        return [piece.reshape(p.shape) for piece, p in zip(pieces, self.params, strict=True)]

    def has_gaps(self) -> bool:
        """Whether some, but not all, of the parameters have a gradient."""
        return 0 < sum(p.grad is None for p in self.params) < len(self.params)

    def gathered(self) -> Array | None:
        """The gradients as one array; None if there are none."""
        gradients = [p.grad for p in self.params if p.grad is not None]
        if len(gradients) < 2:
            return gradients[0] if gradients else None
        return np.concatenate(gradients, axis=None, out=self.gradient)

    def split(self) -> list[Block]:
        """A block for each parameter, with its part of the memory."""
        if len(self.params) == 1:
            return [self]
        blocks = [Block([p]) for p in self.params]
        for name, whole in self.state.items():
            for block, part in zip(blocks, self.parts(whole), strict=True):
                block.state[name] = part.copy()
        for block in blocks:
            block.steps[...] = self.steps
        return blocks


def blocks_of(params: Iterable[Tensor], state: Iterable[str]) -> list[Block]:
    """The parameters in blocks: large ones alone, small ones of one dtype together."""
    small: dict[np.dtype, list[Tensor]] = {}
    blocks = []
    for p in dict.fromkeys(params):
        if p.size >= ALONE:
            blocks.append(Block([p], state))
        else:
            small.setdefault(p.dtype, []).append(p)
    return blocks + [Block(together, state) for together in small.values()]


def joined(arrays: Sequence[Array]) -> Array:
    """Arrays end to end in one; a single one as it is."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=None)
