"""Data sets in batches, as PyTorch's `DataLoader` has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from chainrule import random
from chainrule.engine import Tensor


class TensorDataset:
    """Arrays or tensors of equal length, such as inputs and targets, taken apart by examples.

    Raises
    ------
    ValueError
        If there are none, or their lengths differ.

    Examples
    --------
    >>> dataset = TensorDataset(np.zeros((5, 2)), np.arange(5))
    >>> len(dataset), dataset[3][1]
    (5, np.int64(3))
    """

    def __init__(self, *tensors: Any) -> None:
        self.tensors = tuple(x if hasattr(x, "shape") else np.asarray(x) for x in tensors)
        lengths = [len(x) for x in self.tensors]
        if len(set(lengths)) != 1:
            raise ValueError(f"a data set needs arrays of one length, and these have {lengths}")

    def __len__(self) -> int:
        return len(self.tensors[0])

    def __getitem__(self, i: Any) -> tuple[Any, ...]:
        return tuple(x[i] for x in self.tensors)


class DataLoader:
    """The examples of a data set in batches, in a new order for each round if they are shuffled.

    Parameters
    ----------
    dataset : TensorDataset, sequence or array
        What is asked for ``dataset[i]``: an array, or a tuple of arrays and numbers.
    batch_size : int
        How many examples a batch has; the last one may have less.
    shuffle : bool
        Whether each round goes through them in an order of its own.
    drop_last : bool
        Whether an incomplete batch is left out.
    generator : int or numpy.random.Generator, optional
        Of the orders; the default one is seeded by `chainrule.manual_seed`.

    Raises
    ------
    ValueError
        If the batch size is less than 1.

    Examples
    --------
    >>> loader = DataLoader(TensorDataset(np.zeros((5, 2)), np.arange(5)), batch_size=2)
    >>> [t.tolist() for x, t in loader], len(loader)
    ([[0, 1], [2, 3], [4]], 3)
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,
        *,
        drop_last: bool = False,
        generator: random.Seed = None,
    ) -> None:
        if batch_size < 1:
            raise ValueError(f"a batch has at least one example, and batch_size is {batch_size}")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last = shuffle, drop_last
        self.generator = random.generator(generator)

    def __len__(self) -> int:
        whole, rest = divmod(len(self.dataset), self.batch_size)
        return whole + (rest > 0 and not self.drop_last)

    def __iter__(self) -> Iterator[Any]:
        n = len(self.dataset)
        order = self.generator.permutation(n) if self.shuffle else np.arange(n)
        for k in range(len(self)):
            yield self.batch(order[k * self.batch_size : (k + 1) * self.batch_size])

    def batch(self, places: Any) -> Any:
        """The examples at these places, together."""
        if isinstance(self.dataset, TensorDataset | np.ndarray | Tensor):
            return self.dataset[places]
        return together([self.dataset[i] for i in places])


def together(examples: Sequence[Any]) -> Any:
    """Examples stacked, each part of tuples for itself."""
    if isinstance(examples[0], tuple | list):
        return tuple(together(part) for part in zip(*examples, strict=True))
    return np.stack([np.asarray(x) for x in examples])
