"""The loop that trains while a view looks on, on the kernel's own event loop."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from chainrule.widgets.playground.training import Trainer

BUDGET = 0.012  # seconds of training a frame
PACE = 1 / 60  # seconds from frame to frame: no screen shows more
SLOW = 1.0  # while every view is there and none is in sight
WINDOW = 16  # frames on their way, at most


class Player(Protocol):
    """A playground as its loop sees it."""

    trainer: Trainer
    speed: str
    playing: bool
    message: str
    error: str

    def advance(self) -> bool:
        """Train for an epoch and say whether to go on."""

    def pause(self) -> None:
        """Stop."""

    def follow(self) -> None:
        """Take note of where training stands."""

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""


class FrameLoop:
    """Trains frame by frame, no faster than a view takes the frames up.

    A view says which frame it has drawn; when `WINDOW` frames are on their way the loop waits,
    without a time-out: nobody looks, nothing runs. While all views are scrolled out of sight it
    goes on at a frame a second.
    """

    def __init__(self, playground: Player) -> None:
        self.playground = playground
        self.task: asyncio.Task[None] | None = None
        self.sent = self.acknowledged = 0
        self.in_sight: dict[str, bool] = {}
        self.room = asyncio.Event()
        self.room.set()

    @property
    def running(self) -> bool:
        """Whether the loop is on its way."""
        return self.task is not None and not self.task.done()

    def start(self) -> None:
        """Start the loop, if it does not run."""
        if not self.running:
            self.task = asyncio.get_running_loop().create_task(self.run())

    def acknowledge(self, frame: int) -> None:
        """A view has drawn that frame."""
        self.acknowledged = max(self.acknowledged, min(frame, self.sent))
        self.room.set()

    def look(self, view: str, seen: bool) -> None:
        """A view came into sight, or went out of it."""
        self.in_sight[view] = seen

    @property
    def pace(self) -> float:
        """Seconds from frame to frame."""
        return SLOW if self.in_sight and not any(self.in_sight.values()) else PACE

    def begin_again(self) -> None:
        """A view is new: what was on its way to another does not count."""
        self.acknowledge(self.sent)

    async def run(self) -> None:
        """Frames, until the playground stops playing; an error stops it and is told."""
        playground = self.playground
        try:
            while playground.playing:
                with interrupts(playground.pause):
                    await self.one_frame()
            self.show()  # where it stands now that it has stopped
        except KeyboardInterrupt:  # in a cell that awaits; it would end the event loop
            playground.pause()
        except Exception as problem:
            playground.playing, playground.message = False, ""
            playground.error = f"Training stopped. {type(problem).__name__}: {problem}"

    async def one_frame(self) -> None:
        """Train and show, or wait until there is room for a frame."""
        if self.sent - self.acknowledged >= WINDOW:
            self.room.clear()
            await self.room.wait()
            return
        began = time.perf_counter()
        self.train(BUDGET)
        self.show()
        await asyncio.sleep(max(0.001, self.pace - (time.perf_counter() - began)))

    def train(self, seconds: float) -> None:
        """Train some epochs by the playground's speed, for that long at most."""
        playground = self.playground
        most = float("inf") if playground.speed == "max" else int(playground.speed)
        end, done = time.perf_counter() + seconds, 0
        while playground.playing and done < most and time.perf_counter() < end:
            playground.advance()
            done += 1
        playground.follow()

    def show(self) -> None:
        """Send a frame."""
        self.sent += 1
        self.playground.send_frame(self.sent)


@contextmanager
def interrupts(act: Callable[[], None]) -> Iterator[None]:
    """Let an interrupt act in here, where a kernel between its cells takes no notice of it."""
    ignored = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    )
    if not ignored:
        yield
        return
    loop = asyncio.get_running_loop()

    def interrupted(*_: object) -> None:
        loop.call_soon_threadsafe(act)

    signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is interrupted:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop that runs here, if there is one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
