"""The SVG elements of a graph's picture: nodes, wires, and the numbers beside them."""

from __future__ import annotations

from html import escape

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.graphs.graph import Edge, Node
from chainrule.pictures.graphs.labels import Box, Piece
from chainrule.pictures.graphs.placement import RADIUS, Sum, half_width, texts_of


def drawn_node(node: Node, x: float, y: float, again: str = "") -> str:
    """A circle or pill for an operation, a box for a leaf, a name for the output."""
    text, half = escape(node.label), half_width(node)
    if node.kind == "output":
        return f'<text class="output" x="{x + 6:g}" y="{y:g}">{text}</text>'
    high, round_off = (16, 5) if node.kind in {"leaf", "constant", "leaves"} else (RADIUS, RADIUS)
    body = (
        f'<rect class="body" x="{x - half:g}" y="{y - high:g}" width="{2 * half:g}" '
        f'height="{2 * high:g}" rx="{round_off}"/>'
    )
    if node.kind in {"fold", "leaves"}:  # a stack of bodies
        body = f'<g transform="translate(4 -4)">{body}</g>{body}'
    lines = f'<text x="{x:g}" y="{y - 8 if node.holds else y:g}">{text}</text>'
    if node.holds:
        lines += f'<text class="holds" x="{x:g}" y="{y + 9:g}">{escape(node.holds)}</text>'
    return (
        f'<g class="{again}node {node.kind}" data-node="{node.key}"><title>{hint(node)}</title>'
        f"{body}{lines}</g>"
    )


def hint(node: Node) -> str:
    """What a node tells when the pointer rests on it."""
    if node.kind == "leaves":
        return escape(node.label)
    name = f"the last of {node.holds}" if node.holds else node.tensor.name or node.label
    return escape(f"{name}: {full_text(node.tensor.data)}")


def drawn_edge(
    i: int, edge: Edge, pieces: list[Piece], labels: Box, gradients: bool, total: Sum | None
) -> str:
    """A wire with its two labels, and the sum that is complete with it below a leaf."""
    x, y = (labels[0] + labels[2]) / 2, (labels[1] + labels[3]) / 2
    curve = "M{:g},{:g}".format(*pieces[0][0])
    for _, first, second, end in pieces:
        curve += "C" + " ".join(f"{px:g},{py:g}" for px, py in (first, second, end))
    value, gradient = texts_of(edge)
    both = drawn_label("value", x, y - 12, value, edge.value)
    if gradients and edge.gradient is not None:
        below = f'<text x="{total.x:g}" y="{total.y:g}">{total.text}</text>' if total else ""
        both += drawn_label("gradient", x, y + 12, gradient, edge.gradient, below)
    return (
        f'<g data-edge="{i}" data-source="{edge.source}" data-target="{edge.target}">'
        f'<path class="wire" d="{curve}"/>{both}</g>'
    )


def drawn_label(which: str, x: float, y: float, text: str, number: Array, more: str = "") -> str:
    """One number beside a wire, in full when the pointer rests on it."""
    return (
        f'<g class="{which}"><title>{escape(full_text(number))}</title>'
        f'<text x="{x:g}" y="{y:g}">{escape(text)}</text>{more}</g>'
    )


def full_text(number: Array) -> str:
    """All digits of a number; an array is shortened as NumPy does."""
    return repr(number.item()) if np.size(number) == 1 else np.array2string(number, threshold=20)
