"""A progress bar where rich is installed, lines on standard error elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tick = Callable[[str], None]


@contextmanager
def progress(total: int) -> Iterator[Tick]:
    """Yield a function that is told what comes next, `total` times in all."""
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ModuleNotFoundError:
        yield lines(total)
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=total)

        def tick(text: str) -> None:
            bar.update(task, advance=1, description=text)

        yield tick


def lines(total: int) -> Tick:
    """One line for about each hundredth."""
    done = 0

    def tick(text: str) -> None:
        nonlocal done
        done += 1
        if done % max(1, total // 100) == 0:
            print(f"{done / total:4.0%}  {text}", file=sys.stderr, flush=True)

    return tick
