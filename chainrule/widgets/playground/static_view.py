"""A picture for viewers without a kernel: the output, the points, the losses."""

from __future__ import annotations

import base64
import math
import struct
import zlib

import numpy as np

from chainrule.engine import Array
from chainrule.widgets.playground.heatmaps import output_maps
from chainrule.widgets.playground.training import Trainer

COLOURS = np.array([(245, 147, 34), (232, 234, 235), (8, 119, 189)], float)
CLASSES = np.array(
    [(245, 147, 34), (8, 119, 189), (46, 139, 87), (150, 80, 160), (110, 110, 110)], float
)
GROUND = 0.6  # how full the colours of a map are, so that points on it stand out
WIDTH, HEIGHT, MAP = 620, 330, 300


def static_view(trainer: Trainer) -> tuple[str, str]:
    """An SVG, and the same in words."""
    words = description(trainer)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        picture(trainer),
        marks(trainer),
        curve(trainer),
        lines(trainer),
        "</svg>",
    ]
    return "".join(parts), words


def description(trainer: Trainer) -> str:
    """Where it stands, in a sentence."""
    layers = "-".join(map(str, trainer.settings.hidden)) or "no"
    return (
        f"Playground: {trainer.settings.dataset}, hidden layers {layers}, epoch {trainer.epoch}, "
        f"training loss {trainer.train_loss:.3f}, test loss {trainer.test_loss:.3f}."
    )


def picture(trainer: Trainer) -> str:
    """The large map as an image."""
    large = output_maps(trainer)
    data = base64.b64encode(png(colours(large))).decode()
    return (
        f'<image x="10" y="15" width="{MAP}" height="{MAP}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{data}"/>'
    )


def colours(large: Array) -> Array:
    """Colours (side, side, 3) of the map of one output, or of the likeliest of several."""
    side = math.isqrt(large.shape[1])
    if len(large) == 1:
        v = large[0].astype(float)[:, None] / 127
        end = np.where(v < 0, COLOURS[0], COLOURS[2])
        flat = COLOURS[1] + GROUND * np.abs(v) * (end - COLOURS[1])
    else:
        best, p = large.argmax(0), large.max(0)[:, None] / 127
        flat = COLOURS[1] + GROUND * p * (CLASSES[best] - COLOURS[1])
    return np.asarray(flat, np.uint8).reshape(side, side, 3)


def png(pixels: Array) -> bytes:
    """An image of bytes (height, width, 3) as a PNG file."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = [(b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes())), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*pair) for pair in body)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG file: length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def marks(trainer: Trainer) -> str:
    """The training points: circles for class 1, squares for -1."""
    datasets = trainer.datasets
    return "".join(
        mark(10 + (x + 6) / 12 * MAP, 15 + (6 - y) / 12 * MAP, t, datasets.classes)
        for (x, y), t in zip(datasets.x[:400], datasets.t[:400], strict=True)
    )


def mark(x: float, y: float, t: float, classes: int) -> str:
    """One of them."""
    fill = CLASSES[int(t)] if classes > 2 else COLOURS[2 if t > 0 else 0]
    paint = f'fill="rgb({fill[0]:.0f},{fill[1]:.0f},{fill[2]:.0f})" stroke="#222" stroke-width=".6"'
    if t < 0:
        return f'<rect x="{x - 2:.1f}" y="{y - 2:.1f}" width="4" height="4" {paint}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.3" {paint}/>'


def curve(trainer: Trainer) -> str:
    """The losses over the epochs."""
    rows = trainer.history.array()
    losses = rows[:, 1:3]
    top = max(float(losses[np.isfinite(losses)].max(initial=0)), 1e-9)
    return line(rows, 2, top, 'stroke="#222"') + line(
        rows, 1, top, 'stroke="#777" stroke-dasharray="5 3"'
    )


def line(rows: Array, column: int, top: float, paint: str) -> str:
    """One of them, as high as `top` at most."""
    last = max(rows[-1, 0], 1)
    places = " ".join(
        f"{340 + 260 * row[0] / last:.1f},{310 - 140 * row[column] / top:.1f}"
        for row in rows
        if np.isfinite(row[column])
    )
    return f'<polyline fill="none" stroke-width="1.6" {paint} points="{places}"/>'


def lines(trainer: Trainer) -> str:
    """What it is about."""
    says = [
        f"{trainer.settings.dataset}, epoch {trainer.epoch}",
        f"features {', '.join(trainer.settings.features)}",
        f"hidden layers {trainer.settings.hidden or 'none'}, {trainer.settings.activation}",
        f"test loss {trainer.test_loss:.3f} (solid)",
        f"training loss {trainer.train_loss:.3f} (dashed)",
    ]
    return "".join(
        f'<text x="340" y="{32 + 21 * i}" fill="#222">{line}</text>' for i, line in enumerate(says)
    )
