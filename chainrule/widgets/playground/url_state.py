"""Settings as a short string that can be read, as in the address of the original."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote

import numpy as np

from chainrule.engine import Array
from chainrule.widgets.playground.settings import SETTINGS, Settings
from chainrule.widgets.playground.traits import SettingError

MANY = ("features", "hidden", "hide")


def to_string(settings: Settings, own: tuple[Array, Array] | None) -> str:
    """Every setting that differs from its default, as ``name=value&name=value``."""
    chosen: dict[str, Any] = settings.chosen
    if own is not None:
        chosen["data"] = np.c_[own[0], own[1]]
    return "&".join(f"{name}={quote(spell(value), safe=',;+-')}" for name, value in chosen.items())


def spell(value: Any) -> str:
    """A value as it stands in a state: lists with commas, rows with semicolons."""
    if isinstance(value, np.ndarray) or (isinstance(value, tuple) and np.ndim(value) == 2):
        return ";".join(",".join(f"{n:.4g}" for n in row) for row in value)
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)


def from_string(state: str) -> dict[str, Any]:
    """The settings that a state names; `data` is for own points.

    >>> from_string("dataset=xor&hidden=4,2&noise=10")
    {'dataset': 'xor', 'hidden': (4, 2), 'noise': 10}
    """
    pairs = parse_qsl(state.strip().lstrip("#?"), keep_blank_values=True)
    return {name: value_of(name, value) for name, value in pairs}


def value_of(name: str, value: str) -> Any:
    """The value of a setting, of its text."""
    if name not in (*SETTINGS, "data"):
        raise SettingError(f"A state names settings, and {name!r} is none.")
    if name in ("points", "data"):
        rows = [row for row in value.split(";") if row]
        return tuple(tuple(plain(n) for n in row.split(",")) for row in rows)
    if name in MANY or (name == "activation" and "," in value):
        return tuple(plain(part) for part in value.split(",") if part)
    return value if name == "speed" else plain(value)


def plain(text: str) -> Any:
    """A number or truth value, if it reads as one, else the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return {"True": True, "False": False}.get(text, text)
