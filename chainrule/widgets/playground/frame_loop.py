"""The loop that trains while a view looks on, on the kernel's own event loop."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from chainrule.exercises.overrides.banner import engine_banner
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import SettingError

SHARE = 0.7  # of the time from frame to frame is for training, at most
SLICE = 0.005  # seconds of training between two looks at what a view asks for
PACE = 1 / 60  # seconds from frame to frame: no screen shows more
SLOWEST = 0.25  # of them, while a view takes the frames up
SLOW = 1.0  # while every view is there and none is in sight
WINDOW = 32  # frames on their way, at most


class Player:
    """What learns in time with its buttons: one network, or several in step."""

    trainers: Sequence[Trainer]
    frame_loop: FrameLoop
    speed: str
    playing: Any
    message: Any
    error: Any
    banner: Any
    empty = "There are no points yet: choose a data set."

    @property
    def trainer(self) -> Trainer:
        """The first network in training, or the only one."""
        return self.trainers[0]

    def advance(self) -> bool:
        """Train for an epoch and say whether to go on."""
        raise NotImplementedError

    def train(self, epochs: int = 1) -> None:
        """Train for some epochs, here and now."""
        raise NotImplementedError

    def follow(self) -> None:
        """Take note of where training stands."""
        raise NotImplementedError

    def send_frame(self, number: int) -> None:
        """Send everything that training changes."""
        raise NotImplementedError

    def _publish(self) -> None:
        raise NotImplementedError

    def play(self) -> None:
        """Train while a view looks on."""
        if running_loop() is None:
            raise SettingError("There is no event loop to play in: call train(epochs).")
        if not all(len(trainer.x) for trainer in self.trainers):
            self.message = self.empty
            self._publish()
            return
        self.playing, self.message, self.banner = True, "Training.", engine_banner()
        self.frame_loop.start()

    def pause(self, seen: int | None = None) -> None:
        """Stop here, or at the epoch that a view has `seen`; the next `play` goes on from there."""
        if self.playing and seen is not None:
            for trainer in self.trainers:
                trainer.undo_to(seen)
            self.follow()
        self.playing, self.message = False, f"Paused at epoch {self.trainer.epoch}."

    def step(self) -> None:
        """Train for one epoch."""
        self.playing = False
        self.train(1)

    def back(self) -> None:
        """Undo the last epoch."""
        self.playing = False
        undone = [trainer.back() for trainer in self.trainers]
        self.message = "" if all(undone) else "There is no earlier epoch to go back to."
        self._publish()

    def go_to(self, epoch: int) -> None:
        """Go to an earlier epoch, or to a later one again; to train from there is another branch.

        The last 300 epochs are kept, until settings or weights are changed by hand.
        """
        self.playing = False
        for trainer in self.trainers:
            trainer.go_to(epoch)
        self.message = f"At epoch {self.trainer.epoch}."
        self._publish()


class FrameLoop:
    """Trains frame by frame, no faster than a view takes the frames up.

    A view says now and then which frame it has drawn. Frames come more slowly where it had to
    leave some out, or where many are on their way, and faster again where not. When `WINDOW` of
    them are on their way the loop waits, without a time-out: nobody looks, nothing runs. While all
    views are scrolled out of sight it goes on at a frame a second.
    """

    def __init__(self, playground: Player) -> None:
        self.playground = playground
        self.task: asyncio.Task[None] | None = None
        self.sent = self.acknowledged = 0
        self.taken_up = PACE  # seconds in which line and view manage a frame
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

    def acknowledge(self, frame: int, skipped: int = 0) -> None:
        """A view has drawn that frame; so many of those before it came too fast for it."""
        drawn = max(1, frame - self.acknowledged - skipped)
        factor = 0.9 + min(1.0, skipped / drawn)
        if self.sent - frame > WINDOW // 4:  # the line is what is slow
            factor = max(factor, 1.25)
        self.taken_up = min(max(PACE, self.taken_up * factor), SLOWEST)
        self.acknowledged = max(self.acknowledged, min(frame, self.sent))
        self.room.set()

    def look(self, view: str, seen: bool) -> None:
        """A view came into sight, or went out of it."""
        self.in_sight[view] = seen

    @property
    def pace(self) -> float:
        """Seconds from frame to frame."""
        away = self.in_sight and not any(self.in_sight.values())
        return SLOW if away else self.taken_up

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
        await self.train(SHARE * self.taken_up)
        self.show()
        await asyncio.sleep(max(0.001, self.pace - (time.perf_counter() - began)))

    async def train(self, seconds: float) -> None:
        """Train some epochs by the playground's speed, for that long at most."""
        playground = self.playground
        most = float("inf") if playground.speed == "max" else int(playground.speed)
        now = looked = time.perf_counter()
        end, done = now + seconds, 0
        while playground.playing and done < most and now < end:
            playground.advance()
            done, now = done + 1, time.perf_counter()
            if now > looked + SLICE:
                await asyncio.sleep(0)
                looked = now
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
