"""A computation graph as a picture: values above each wire, gradients below it.

Value and gradient differ in four ways, so that nobody needs to see colour: above or below the
wire, upright or italic, without or with a leading ∂, blue or orange.
"""

from __future__ import annotations

from html import escape

import numpy as np

from chainrule.pictures.graph import Edge, Graph, Node, brief, graph_of
from chainrule.pictures.labels import Box, Piece
from chainrule.pictures.picture import Picture
from chainrule.pictures.placement import RADIUS, half_width, placed
from chainrule.tensor import Tensor
from chainrule.values import Array

STYLE = """
.cr-graph { --value: #0b5cad; --gradient: #a63c00; --ink: #1f2328; --paper: #ffffff;
  --node: #eef2f6;
  font: 14px system-ui, "DejaVu Sans", sans-serif; }
body[data-jp-theme-light="false"] .cr-graph { --value: #82bdff; --gradient: #ffb182;
  --ink: #e6e8eb; --paper: #111111; --node: #2b3138; }
@media (prefers-color-scheme: dark) {  /* as a file of its own, in a README for instance */
  .cr-graph:root { --value: #82bdff; --gradient: #ffb182; --ink: #e6e8eb; --paper: #111111;
    --node: #2b3138; } }
.cr-graph .wire { fill: none; stroke: var(--ink); stroke-width: 1.4; opacity: .55; }
.cr-graph .body { fill: var(--node); stroke: var(--ink); stroke-width: 1.4; }
.cr-graph .constant .body { stroke-dasharray: 3 3; }
.cr-graph text { fill: var(--ink); text-anchor: middle; dominant-baseline: central; }
.cr-graph .output { text-anchor: start; font-style: italic; }
.cr-graph .value text, .cr-graph .gradient text { paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; stroke-linejoin: round; }
.cr-graph .value text { fill: var(--value); font-weight: 600; }
.cr-graph .gradient text { fill: var(--gradient); font-style: italic; }
"""


def draw_graph(output: Tensor, gradients: bool = True) -> Picture:
    """The computation graph behind `output`, inputs left, output right.

    Parameters
    ----------
    output : Tensor
        The end of the graph; name tensors (`Tensor(2.0, name="x")`) to find them again.
    gradients : bool
        Whether to show, below each wire, d(output)/d(wire). They are computed for the picture;
        no `grad` is touched.

    Returns
    -------
    Picture
        Numbers in four digits, and in full where the pointer rests on them.

    Examples
    --------
    >>> x = Tensor(-2.0, requires_grad=True, name="x")
    >>> print(draw_graph(x * x).description)
    x = −2, gradient −4; × = 4, gradient 1
    """
    graph = graph_of(output)
    return Picture(svg_of(graph, gradients), description(graph, gradients))


def description(graph: Graph, gradients: bool) -> str:
    """The picture in words, node by node, for those who do not see it."""
    parts = []
    for node in graph.nodes:
        if node.kind != "output":
            name = node.tensor.name or node.label or "constant"
            g = graph.gradients.get(node.key) if gradients else None
            slope = "" if g is None else f", gradient {brief(g)}"
            parts.append(f"{name} = {brief(node.tensor)}{slope}")
    return "; ".join(parts)


def svg_of(graph: Graph, gradients: bool = True, words: str | None = None) -> str:
    """The graph as SVG, with `words` for those who do not see it.

    Nodes and wires carry keys (`data-node`, `data-edge`), by which widgets find them.
    """
    plan = placed(graph)
    drawn = zip(graph.edges, plan.curves, plan.labels, strict=True)
    wires = "".join(drawn_edge(i, *wire, gradients) for i, wire in enumerate(drawn))
    nodes = "".join(drawn_node(node, *place, "again ") for node, place in plan.again)
    nodes += "".join(drawn_node(node, *plan.places[node.key]) for node in graph.nodes)
    top, width, height = plan.top, plan.width, plan.bottom - plan.top
    title = escape(description(graph, gradients) if words is None else words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-graph" role="img" '
        f'aria-label="Computation graph: {title}" viewBox="0 {top:g} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" style="max-width:100%;height:auto">'
        f"<style>{STYLE}</style>{wires}{nodes}</svg>"
    )


def drawn_node(node: Node, x: float, y: float, again: str = "") -> str:
    """A circle or pill for an operation, a box for a leaf, a name for the output."""
    text, half = escape(node.label), half_width(node)
    if node.kind == "output":
        return f'<text class="output" x="{x + 6:g}" y="{y:g}">{text}</text>'
    high, round_off = (RADIUS, RADIUS) if node.kind == "operation" else (16, 5)
    full = escape(f"{node.tensor.name or node.label}: {full_text(node.tensor.data)}")
    return (
        f'<g class="{again}node {node.kind}" data-node="{node.key}"><title>{full}</title>'
        f'<rect class="body" x="{x - half:g}" y="{y - high:g}" width="{2 * half:g}" '
        f'height="{2 * high:g}" rx="{round_off}"/><text x="{x:g}" y="{y:g}">{text}</text></g>'
    )


def drawn_edge(i: int, edge: Edge, pieces: list[Piece], labels: Box, gradients: bool) -> str:
    """A wire with its two labels."""
    x, y = (labels[0] + labels[2]) / 2, (labels[1] + labels[3]) / 2
    curve = "M{:g},{:g}".format(*pieces[0][0])
    for _, first, second, end in pieces:
        curve += "C" + " ".join(f"{px:g},{py:g}" for px, py in (first, second, end))
    back = "" if not gradients else label("gradient", x, y + 12, edge.gradient, "∂ ")
    return (
        f'<g data-edge="{i}" data-source="{edge.source}" data-target="{edge.target}">'
        f'<path class="wire" d="{curve}"/>{label("value", x, y - 12, edge.value)}{back}</g>'
    )


def label(which: str, x: float, y: float, number: Array | None, sign: str = "") -> str:
    """One number beside a wire, in full when the pointer rests on it."""
    if number is None:
        return ""
    return (
        f'<g class="{which}"><title>{escape(full_text(number))}</title>'
        f'<text x="{x:g}" y="{y:g}">{sign}{escape(brief(number))}</text></g>'
    )


def full_text(number: Array) -> str:
    """All digits of a number; an array is shortened as NumPy does."""
    return repr(number.item()) if np.size(number) == 1 else np.array2string(number, threshold=20)
