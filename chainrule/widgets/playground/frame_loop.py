"""The loop that trains while a view looks on, on the kernel's own event loop."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

from chainrule.widgets.playground.training import Trainer

BUDGET = 0.012  # seconds of training a frame
PACE = 1 / 60  # seconds from frame to frame: no screen shows more
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

    def follow(self) -> None:
        """Take note of where training stands."""

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""


class FrameLoop:
    """Trains frame by frame, no faster than a view takes the frames up.

    A view says which frame it has drawn; when `WINDOW` frames are on their way the loop waits,
    without a time-out: nobody looks, nothing runs.
    """

    def __init__(self, playground: Player) -> None:
        self.playground = playground
        self.task: asyncio.Task[None] | None = None
        self.sent = self.acknowledged = 0
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

    def begin_again(self) -> None:
        """A view is new: what was on its way to another does not count."""
        self.acknowledge(self.sent)

    async def run(self) -> None:
        """Frames, until the playground stops playing; an error stops it and is told."""
        playground = self.playground
        try:
            while playground.playing:
                await self.one_frame()
            self.show()  # where it stands now that it has stopped
        except KeyboardInterrupt:  # which would end the event loop
            playground.playing = False
            playground.message = f"Interrupted in epoch {playground.trainer.epoch + 1}."
        except Exception as problem:
            playground.playing = False
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
        await asyncio.sleep(max(0.001, PACE - (time.perf_counter() - began)))

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


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop that runs here, if there is one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
