"""What the views of several boards are made of, and what they are sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule.widgets.boards.options import goals, offered
from chainrule.widgets.javascript import joined, source
from chainrule.widgets.playground.heatmaps import SIDE, output_maps
from chainrule.widgets.playground.messages import Message, number, packed, style
from chainrule.widgets.playground.training import Trainer

FOLDER = "boards/view"
SMALL = 32  # points along an edge of a map on the wall


def script(view: str) -> str:
    """A view as one module, with the settings that there are to choose from."""
    known = f"export const OPTIONS = {json.dumps(offered())};\n"
    known += f"export const GOALS = {json.dumps(goals())};\n"
    return joined(f"{FOLDER}/{view}.js", {f"{FOLDER}/options.js": known})


def sheet() -> str:
    """The style sheet: that of the playground, and what is laid out otherwise."""
    return source("shared.css") + style() + source(f"{FOLDER}/boards.css")


def two_boards(trainers: Sequence[Trainer], anew: bool) -> Message:
    """A frame of large boards: for each the maps of its outputs, and what is new of its history."""
    boards, buffers = [], []
    for trainer in trainers:
        maps = output_maps(trainer)
        known, rows = trainer.history.news(anew)
        boards.append({**standing(trainer), "outputs": len(maps), "known": known})
        buffers += [packed((maps, SIDE)), rows[:, :3].astype(np.float32).tobytes()]
    return {"boards": boards}, buffers


def wall(trainers: Sequence[Trainer]) -> Message:
    """A frame of small boards: all their maps in one piece, as many for each as it has outputs."""
    maps = np.concatenate([output_maps(trainer, SMALL) for trainer in trainers])
    return {"boards": [standing(trainer) for trainer in trainers]}, [packed((maps & -4, SMALL))]


def standing(trainer: Trainer) -> dict[str, Any]:
    """Where a board stands: its epoch, losses and accuracies, training before test."""
    _, train, test, *right = trainer.history.last
    return {
        "epoch": trainer.epoch,
        "reach": trainer.reach,
        "losses": [number(train), number(test)],
        "accuracies": [None if trainer.diverged else number(n) for n in right],
        "diverged": trainer.diverged,
    }
