"""How far something is: a bar in a terminal, a line a minute in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TypeVar

from rich.console import Console

EVERY = 60.0  # seconds between two lines
T = TypeVar("T")


def show_progress(done: Iterator[T], total: int, what: str = "grading") -> list[T]:
    """All that is done, with its progress on stderr while it comes in."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return list(with_lines(done, total, what, lambda line: print(line, file=console.file)))
    return _with_bar(done, total, what, console)


def with_lines(
    done: Iterator[T],
    total: int,
    what: str,
    say: Callable[[str], None],
    clock: Callable[[], float] = monotonic,
) -> Iterator[T]:
    """The same, with a line a minute as long as it takes.

    >>> seconds = iter([0, 30, 59, 61, 120, 132])
    >>> lines = []
    >>> list(with_lines(iter("abcde"), 20, "grading", lines.append, lambda: next(seconds)))
    ['a', 'b', 'c', 'd', 'e']
    >>> lines
    ['grading: 3 of 20, 3 a minute, 6 min left', 'grading: 5 of 20, 2 a minute, 7 min left']
    """
    start = last = clock()
    for count, one in enumerate(done, start=1):
        now = clock()
        if now - last >= EVERY:
            last = now
            rate = 60 * count / (now - start)
            left = max(1, round((total - count) / rate))
            say(f"{what}: {count} of {total}, {rate:.0f} a minute, {left} min left")
        yield one


def _with_bar(done: Iterator[T], total: int, what: str, console: Console) -> list[T]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    found: list[T] = []
    start = monotonic()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=total, rate="")
        for one in done:
            found.append(one)
            rate = 60 * len(found) / max(monotonic() - start, 1e-3)
            progress.update(task, advance=1, rate=f"{rate:.0f} a minute")
    return found
