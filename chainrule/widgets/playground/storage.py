"""A playground in a file: settings, data, weights, history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from chainrule.engine import Array
from chainrule.widgets.playground.training import Trainer
from chainrule.widgets.playground.traits import SettingError
from chainrule.widgets.playground.url_state import from_string, to_string


class Trained(Protocol):
    """A playground, of which only the trainer is restored."""

    trainer: Trainer


P = TypeVar("P", bound=Trained)


def save(trainer: Trainer, path: str | Path, own: tuple[Array, Array] | None, mission: str) -> None:
    """Write everything into a file of NumPy's format npz; own points have arrays of their own."""
    x, t = own or (np.zeros((0, 2)), np.zeros(0))
    arrays: dict[str, Any] = {f"array_{i}": a for i, a in enumerate(trainer.arrays())}
    state = to_string(trainer.settings, None)
    with open(path, "wb") as file:
        np.savez(
            file, state=np.array(state), mission=np.array(mission), x=x, t=t,
            history=trainer.history.array(), epoch=np.array(trainer.epoch), **arrays,
        )  # fmt: skip


def load(make: Callable[..., P], path: str | Path) -> P:
    """Read it, without ever unpickling anything."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return rebuild(make, dict(file))
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(f"{path} does not hold a playground: {error}.") from None


def rebuild(make: Callable[..., P], file: dict[str, Any]) -> P:
    """A playground as it was, made by `make`."""
    data: dict[str, Any] = {"data": (file["x"], file["t"])} if len(file["x"]) else {}
    playground = make(mission=str(file["mission"]), **data, **from_string(str(file["state"])))
    trainer = playground.trainer
    for i, array in enumerate(trainer.arrays()):
        array[...] = file[f"array_{i}"]
    trainer.resume(int(file["epoch"]), file["history"])
    return playground
