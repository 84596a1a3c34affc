"""Where each word looks, head by head."""

from __future__ import annotations

from collections.abc import Sequence

from chainrule.engine import Array
from chainrule.pictures.picture import Picture, as_picture, grid


def draw_attention(weights: Array, words: Sequence[str]) -> Picture:
    """A panel for each head: the word at the left looks at the words on top, dark is much.

    Parameters
    ----------
    weights : array, shape (heads, n, n)
    words : sequence of n str
    """
    figure, panels = grid(len(weights), columns=4, width=2.0, height=2.0)
    for i, (axes, looks) in enumerate(zip(panels, weights, strict=True)):
        axes.grid(visible=False)
        axes.imshow(looks, cmap="Greys", vmin=0, vmax=1)
        axes.set_xticks(range(len(words)), words, rotation=90, fontsize=7)
        axes.set_yticks(range(len(words)), words if i % 4 == 0 else [""] * len(words), fontsize=7)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
    last = [words[int(looks[-1].argmax())] for looks in weights]
    return as_picture(
        figure, f"{len(weights)} heads; the last word looks most at {', '.join(last)}."
    )
