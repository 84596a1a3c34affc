"""A playground in a file: settings, data, weights, history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from chainrule.widgets.playground.traits import SettingError

if TYPE_CHECKING:
    from chainrule.widgets.playground.widget import Playground

P = TypeVar("P", bound="Playground")


def save(playground: Playground, path: str | Path) -> None:
    """Write everything into a file of NumPy's format npz."""
    trainer = playground.trainer
    x, t = playground._own or (np.zeros((0, 2)), np.zeros(0))
    arrays: dict[str, Any] = {f"array_{i}": a for i, a in enumerate(trainer.arrays())}
    with open(path, "wb") as file:
        np.savez(
            file, state=np.array(settings_alone(playground)), mission=np.array(playground.mission),
            x=x, t=t, history=trainer.history.array(), epoch=np.array(trainer.epoch), **arrays,
        )  # fmt: skip


def settings_alone(playground: Playground) -> str:
    """The state without the own points, which have arrays of their own."""
    return "&".join(p for p in playground.state().split("&") if not p.startswith("data="))


def load(cls: type[P], path: str | Path) -> P:
    """Read it, without ever unpickling anything."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return restored(cls, dict(file))
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"{path} does not hold a playground: {error}.") from None


def restored(cls: type[P], file: dict[str, Any]) -> P:
    """A playground as it was."""
    from chainrule.widgets.playground.url_state import from_string

    data: dict[str, Any] = {"data": (file["x"], file["t"])} if len(file["x"]) else {}
    playground = cls(mission=str(file["mission"]), **data, **from_string(str(file["state"])))
    trainer = playground.trainer
    for i, array in enumerate(trainer.arrays()):
        array[...] = file[f"array_{i}"]
    trainer.resume(int(file["epoch"]), file["history"])
    playground._publish()
    return playground
