"""Losses over the epochs, never more than a screen can show."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array

COLUMNS = ("epochs", "train", "test", "train_accuracy", "test_accuracy")
Row = tuple[float, ...]


class History:
    """A row an epoch; when there are too many, every second one goes, and from then on too.

    Examples
    --------
    >>> history = History(most=4)
    >>> for epoch in range(9):
    ...     history.add((epoch, 1 / (epoch + 1), 0.0, 0.0, 0.0))
    >>> history.epochs.tolist(), history.last[0]
    ([0.0, 4.0, 8.0], 8)
    """

    def __init__(self, most: int = 400) -> None:
        self.most = most
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.kept: list[Row] = []
        self.known = 0  # of the rows that are kept, those that were sent and are as they were
        self.stride = 1
        self.last: Row = ()

    def add(self, row: Row) -> None:
        """Take in an epoch."""
        self.last = row
        if row[0] % self.stride == 0:
            self.kept.append(row)
        if len(self.kept) > self.most:
            self.stride *= 2
            self.kept = [kept for kept in self.kept if kept[0] % self.stride == 0]
            self.known = 0

    def forget(self, epoch: int) -> None:
        """Forget an epoch and what came after it."""
        self._keep([kept for kept in self.kept if kept[0] < epoch])

    def restore(self, rows: list[Row]) -> None:
        """Take over rows that were kept elsewhere."""
        self.clear()
        for row in rows:
            self.add(row)

    def back_to(self, row: Row) -> None:
        """Forget what came after an epoch."""
        self._keep([kept for kept in self.kept if kept[0] <= row[0]])
        self.last = row

    def _keep(self, rows: list[Row]) -> None:
        self.kept, self.known = rows, min(self.known, len(rows))

    def news(self, anew: bool = False) -> tuple[int, Array]:
        """How many of the rows that were sent still hold, and those that follow them.

        >>> history = History()
        >>> history.add((0, 0.5, 0.5, 0, 0)); history.news()[0]
        0
        >>> history.add((1, 0.4, 0.5, 0, 0)); history.news()[1].tolist()
        [[1.0, 0.4, 0.5, 0.0, 0.0]]
        """
        known = 0 if anew else self.known
        self.known = len(self.kept)
        return known, self.array(known)

    def array(self, first: int = 0) -> Array:
        """All rows, or those from the `first`, and the last one: the columns are in `COLUMNS`."""
        newest = self.kept[-1][0] if self.kept else -1.0
        ends = [self.last] if self.last and self.last[0] > newest else []
        rows = self.kept[first:] + ends
        return np.array(rows, float).reshape(-1, len(COLUMNS))

    def __len__(self) -> int:
        return len(self.array())

    def __getattr__(self, name: str) -> Array:
        if name not in COLUMNS:
            raise AttributeError(f"a history has no {name}; it has {', '.join(COLUMNS)}")
        values: Array = self.array()[:, COLUMNS.index(name)]
        return values
