"""The files of the view, and what a view is told at its beginning."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from chainrule.data.points import POINTS
from chainrule.widgets.javascript import joined
from chainrule.widgets.playground.datasets import thumbnail
from chainrule.widgets.playground.features import FEATURES
from chainrule.widgets.playground.heatmaps import SIDE, TILE, feature_tiles
from chainrule.widgets.playground.network import ACTIVATIONS, INITIALISATIONS
from chainrule.widgets.playground.settings import PENALTIES, RATES, REGRESSION


def text(name: str) -> str:
    """The text of a file beside this one."""
    return files("chainrule.widgets.playground").joinpath(name).read_text(encoding="utf-8")


def script() -> str:
    """The view with the choices that there are."""
    choices = {
        "rates": RATES,
        "penalties": PENALTIES,
        "activations": list(ACTIVATIONS),
        "initialisations": list(INITIALISATIONS),
    }
    known = f"export const CHOICES = {json.dumps(choices)};\n"
    folder = "playground/view"
    return joined(f"{folder}/playground.js", {f"{folder}/choices.js": known})


def style() -> str:
    """The style sheet."""
    return text("view/playground.css")


def opening() -> tuple[dict[str, Any], list[bytes]]:
    """What a view needs once: thumbnails and tiles of the features."""
    content = {
        "kind": "opening",
        "side": SIDE,
        "tile": TILE,
        "features": list(FEATURES),
        "activations": list(ACTIVATIONS),
        "datasets": [
            {"name": name, "regression": name in REGRESSION, "points": thumbnail(name)}
            for name in POINTS
        ],
    }
    return content, [feature_tiles().tobytes()]
