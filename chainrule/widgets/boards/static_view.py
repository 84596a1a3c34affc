"""Pictures of several boards for viewers without a kernel."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np

from chainrule.widgets.boards.messages import SMALL
from chainrule.widgets.playground.heatmaps import output_maps
from chainrule.widgets.playground.static_view import colours, line, marks, picture, png
from chainrule.widgets.playground.training import Trainer

INKS = ("#00695c", "#a01a7d")  # of A and B
TILE, GAP, ACROSS = 84, 16, 8


def document(width: int, height: int, words: str, *parts: str) -> str:
    """An SVG on white paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{words}" '
        f'font-family="sans-serif" font-size="13" fill="#222">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def side_by_side(trainers: Sequence[Trainer], words: str) -> tuple[str, str]:
    """Outputs with their points, the losses in one chart, and the same in words."""
    boards = [
        f'<g transform="translate({320 * i} 14)">{picture(trainer)}{marks(trainer)}</g>'
        f'<text x="{10 + 320 * i}" y="18" font-weight="bold" fill="{INKS[i]}">{"AB"[i]}: '
        f"test loss {trainer.test_loss:.3f}</text>"
        for i, trainer in enumerate(trainers)
    ]
    return document(640, 520, words, *boards, chart(trainers)), words


def chart(trainers: Sequence[Trainer]) -> str:
    """Test losses drawn, training losses dashed, a colour a board."""
    histories = [trainer.history.array() for trainer in trainers]
    losses = np.concatenate([rows[:, 1:3] for rows in histories])
    top = max(float(losses[np.isfinite(losses)].max(initial=0)), 1e-9)
    lines = [
        line(rows, column, top, f'stroke="{ink}" vector-effect="non-scaling-stroke"{dash}')
        for rows, ink in zip(histories, INKS, strict=True)
        for column, dash in ((2, ""), (1, ' stroke-dasharray="5 3"'))
    ]
    said = "Losses over the epochs: test drawn, training dashed"
    return (
        f'<g transform="translate(-801 191) scale(2.385 1)">{"".join(lines)}</g>'
        f'<text x="10" y="350">{said}; up to {top:.2g}, epoch {trainers[0].epoch}</text>'
    )


def tiles(
    trainers: Sequence[Trainer], names: Sequence[str], marked: Sequence[bool], words: str
) -> tuple[str, str]:
    """Small outputs with their names, those framed that are marked, and the same in words."""
    shown = []
    for i, (trainer, name) in enumerate(zip(trainers, names, strict=True)):
        x, y = GAP + i % ACROSS * (TILE + GAP), 34 + i // ACROSS * (TILE + 32)
        data = base64.b64encode(png(colours(output_maps(trainer, SMALL)))).decode()
        frame = 'stroke="#1b7a43" stroke-width="4"' if marked[i] else 'stroke="#999"'
        shown.append(
            f'<image x="{x}" y="{y}" width="{TILE}" height="{TILE}" '
            f'href="data:image/png;base64,{data}"/>'
            f'<rect x="{x}" y="{y}" width="{TILE}" height="{TILE}" fill="none" {frame}/>'
            f'<text x="{x}" y="{y + TILE + 18}" font-size="12">{name}</text>'
        )
    width = GAP + ACROSS * (TILE + GAP)
    head = f'<text x="{GAP}" y="20">{words}</text>'
    return document(width, 40 + len(trainers) // ACROSS * (TILE + 32), words, head, *shown), words
