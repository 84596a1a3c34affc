"""Settings as a short string that can be read, as in the address of the original."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote

import numpy as np

from chainrule.engine import Array
from chainrule.widgets.playground.settings import SETTINGS, Settings
from chainrule.widgets.playground.traits import SettingError

MANY = ("features", "hidden", "hide")
ROWS = ("points", "data", "fixed")


def to_string(settings: Settings, own: tuple[Array, Array] | None) -> str:
    """Every setting that differs from its default, as ``name=value&name=value``."""
    chosen: dict[str, Any] = settings.chosen
    if own is not None:
        chosen["data"] = np.c_[own[0], own[1]]
    texts = {
        name: rows(name, value) if name in ROWS else spell(value) for name, value in chosen.items()
    }
    return "&".join(f"{name}={quote(text, safe=',;+-')}" for name, text in texts.items())


def rows(name: str, value: Any) -> str:
    """Rows with semicolons; a number that stays as it is has all its digits."""
    digits = 9 if name == "fixed" else 4
    cell = lambda n: n if isinstance(n, str) else f"{n:.{digits}g}"  # noqa: E731
    return ";".join(",".join(map(cell, row)) for row in value)


def spell(value: Any) -> str:
    """A value as it stands in a state: lists with commas."""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)


def from_string(state: str) -> dict[str, Any]:
    """The settings that a state names; `data` is for own points.

    A link is one too, and so is a link of playground.tensorflow.org.

    >>> from_string("dataset=xor&hidden=4,2&noise=10")
    {'dataset': 'xor', 'hidden': (4, 2), 'noise': 10}
    """
    text = state.strip()
    if "://" in text or "#" in text:
        text = text.partition("#")[2] or text.partition("?")[2]
    pairs = parse_qsl(text.lstrip("#?"), keep_blank_values=True)
    if ORIGINAL & {name for name, _ in pairs}:
        return from_original(dict(pairs))
    return {name: value_of(name, value) for name, value in pairs}


def from_original(state: dict[str, str]) -> dict[str, Any]:
    """The settings of an address of playground.tensorflow.org, as far as they exist here.

    >>> from_original({"networkShape": "8,4", "dataset": "spiral", "sinX": "true", "y": "false"})
    {'dataset': 'spiral', 'hidden': (8, 4), 'features': ('x1', 'sin_x1')}
    """
    found: dict[str, Any] = {}
    if state.get("problem") == "regression":
        name = {"reg-gauss": "multi-gauss"}.get(state.get("regDataset", ""), "plane")
        found["dataset"] = name
    elif "dataset" in state:
        found["dataset"] = state["dataset"]
    for theirs, ours in THEIRS.items():
        if state.get(theirs):
            found[ours] = plain(state[theirs])
    if "networkShape" in state:
        found["hidden"] = tuple(int(n) for n in state["networkShape"].split(",") if n)
    named = {"x": "true", "y": "true"} | state  # these two it feeds in unless told otherwise
    found["features"] = tuple(
        ours for name, ours in INPUTS.items() if named.get(name, "false") != "false"
    )
    if state.get("regularization") in ("L1", "L2"):
        found["regularisation"] = state["regularization"].lower()
    for theirs, ours in (("showTestData", "show_test"), ("discretize", "discretise")):
        if theirs in state:
            found[ours] = state[theirs] == "true"
    return found


ORIGINAL = {"networkShape", "regDataset", "learningRate", "batchSize", "percTrainData"}
THEIRS = {
    "activation": "activation", "learningRate": "learning_rate", "batchSize": "batch_size",
    "noise": "noise", "percTrainData": "train_share", "regularizationRate": "regularisation_rate",
}  # fmt: skip
INPUTS = {
    "x": "x1", "y": "x2", "xSquared": "x1_squared", "ySquared": "x2_squared",
    "xTimesY": "x1_x2", "sinX": "sin_x1", "sinY": "sin_x2",
}  # fmt: skip


def value_of(name: str, value: str) -> Any:
    """The value of a setting, of its text."""
    if name not in (*SETTINGS, "data"):
        raise SettingError(f"A state names settings, and {name!r} is none.")
    if name in ROWS:
        lines = [line for line in value.split(";") if line]
        return [tuple(plain(n) for n in line.split(",")) for line in lines]
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
