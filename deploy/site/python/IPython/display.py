"""Of IPython: what cells display by."""

from __future__ import annotations

import base64
import io
import wave
from typing import Any

import numpy as np
import reader


def display(*values: Any, **kwargs: Any) -> None:
    """Show values below the cell."""
    for value in values:
        data, metadata = reader.bundle_of(value)
        reader.shell.display_pub.publish(data, metadata)


class DisplayObject:
    """Something that is its own data."""

    mime = "text/plain"

    def __init__(self, data: Any) -> None:
        self.data = data

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {self.mime: self.data, "text/plain": f"<{type(self).__name__}>"}


class HTML(DisplayObject):
    """HTML."""

    mime = "text/html"


class SVG(DisplayObject):
    """A drawing."""

    mime = "image/svg+xml"


class Markdown(DisplayObject):
    """Text, as it is written."""

    mime = "text/plain"


class Audio(DisplayObject):
    """A sound that can be played: numbers from −1 to 1, made as loud as can be."""

    mime = "text/html"

    def __init__(self, data: Any, rate: int, **kwargs: Any) -> None:
        sound = np.asarray(data, float)
        peak = float(np.abs(sound).max(initial=0)) or 1.0
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes((sound / peak * 32767).astype("<i2").tobytes())
        coded = base64.b64encode(file.getvalue()).decode()
        super().__init__(
            f'<audio controls aria-label="Sound" src="data:audio/wav;base64,{coded}"></audio>'
        )
