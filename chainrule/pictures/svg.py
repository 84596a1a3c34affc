"""A computation graph as a picture: values above each wire, gradients below it.

Value and gradient differ in four ways, so that nobody needs to see colour: above or below the
wire, upright or italic, without or with a leading ∂, blue or orange.
"""

from __future__ import annotations

from html import escape

import numpy as np

from chainrule.pictures.fold import folded
from chainrule.pictures.graph import Edge, Graph, Node, brief, graph_of
from chainrule.pictures.labels import Box, Piece
from chainrule.pictures.picture import Picture
from chainrule.pictures.placement import AIR, MARGIN, RADIUS, half_width, placed, texts_of
from chainrule.tensor import Tensor
from chainrule.values import Array

WHOLE, OVERVIEW = 1000, 40  # nodes that are drawn without a fold; of what is folded

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
.cr-graph .again .body { stroke-opacity: .5; stroke-dasharray: 6 3; }
.cr-graph text.holds { font-size: 11px; }
.cr-graph text.note { text-anchor: start; }
.cr-graph .output { text-anchor: start; font-style: italic; }
.cr-graph .value text, .cr-graph .gradient text { paint-order: stroke; stroke: var(--paper);
  stroke-width: 4px; stroke-linejoin: round; }
.cr-graph .value text { fill: var(--value); font-weight: 600; }
.cr-graph .gradient text { fill: var(--gradient); font-style: italic; }
"""


def draw_graph(output: Tensor, gradients: bool = True, *, max_nodes: int | None = None) -> Picture:
    """The computation graph behind `output`, inputs left, output right.

    Parameters
    ----------
    output : Tensor
        The end of the graph; name tensors (`Tensor(2.0, name="x")`) to find them again.
    gradients : bool
        Whether to show, below each wire, d(output)/d(wire). They are computed for the picture;
        no `grad` is touched.
    max_nodes : int, optional
        A graph with more nodes is folded until it has no more: what repeats becomes one node,
        which says what it holds. Without it, a graph of more than 1,000 nodes is folded into an
        overview of at most 40. Any tensor inside the graph can be drawn by itself, too.

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
    few = len(graph.nodes) <= WHOLE
    graph = folded(graph, max_nodes if max_nodes is not None else WHOLE if few else OVERVIEW)
    return Picture(svg_of(graph, gradients), description(graph, gradients))


def description(graph: Graph, gradients: bool) -> str:
    """The picture in words, node by node, for those who do not see it."""
    parts = [in_words(node, graph, gradients) for node in graph.nodes if node.kind != "output"]
    return "; ".join([*parts, graph.note] if graph.note else parts)


def in_words(node: Node, graph: Graph, gradients: bool) -> str:
    """A node with its value and gradient, or what it holds."""
    if node.kind in {"fold", "leaves"}:
        return f"{node.label} ({node.holds})" if node.holds else node.label
    name = node.tensor.name or node.label or "constant"
    g = graph.gradients.get(node.key) if gradients else None
    slope = "" if g is None else f", gradient {brief(g)}"
    return f"{name} = {brief(node.tensor)}{slope}"


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
    note = f'<text class="note" x="{MARGIN / 2:g}" y="{plan.bottom - AIR:g}">{graph.note}</text>'
    title = escape(description(graph, gradients) if words is None else words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-graph" role="img" '
        f'aria-label="Computation graph: {title}" viewBox="0 {top:g} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" style="max-width:100%;height:auto">'
        f"<style>{STYLE}</style>{wires}{nodes}{note if graph.note else ''}</svg>"
    )


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


def drawn_edge(i: int, edge: Edge, pieces: list[Piece], labels: Box, gradients: bool) -> str:
    """A wire with its two labels."""
    x, y = (labels[0] + labels[2]) / 2, (labels[1] + labels[3]) / 2
    curve = "M{:g},{:g}".format(*pieces[0][0])
    for _, first, second, end in pieces:
        curve += "C" + " ".join(f"{px:g},{py:g}" for px, py in (first, second, end))
    value, gradient = texts_of(edge)
    both = drawn_label("value", x, y - 12, value, edge.value)
    if gradients and edge.gradient is not None:
        both += drawn_label("gradient", x, y + 12, gradient, edge.gradient)
    return (
        f'<g data-edge="{i}" data-source="{edge.source}" data-target="{edge.target}">'
        f'<path class="wire" d="{curve}"/>{both}</g>'
    )


def drawn_label(which: str, x: float, y: float, text: str, number: Array) -> str:
    """One number beside a wire, in full when the pointer rests on it."""
    return (
        f'<g class="{which}"><title>{escape(full_text(number))}</title>'
        f'<text x="{x:g}" y="{y:g}">{escape(text)}</text></g>'
    )


def full_text(number: Array) -> str:
    """All digits of a number; an array is shortened as NumPy does."""
    return repr(number.item()) if np.size(number) == 1 else np.array2string(number, threshold=20)
