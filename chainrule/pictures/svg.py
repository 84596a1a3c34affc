"""A computation graph as a picture: values above each wire, gradients below it.

Value and gradient differ in four ways, so that nobody needs to see colour: above or below the
wire, upright or italic, without or with a leading ∂, blue or orange.
"""

from __future__ import annotations

from html import escape

from chainrule.engine import Tensor
from chainrule.pictures.graphs.elements import drawn_edge, drawn_node
from chainrule.pictures.graphs.fold import folded
from chainrule.pictures.graphs.graph import Graph, Node, brief, graph_of
from chainrule.pictures.graphs.placement import AIR, MARGIN, Placement, placed
from chainrule.pictures.picture import Picture

WHOLE, OVERVIEW = 1000, 40  # nodes that are drawn without a fold; of what is folded
LARGEST = 3000  # pixels that are fitted into a page

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
.cr-graph text.holds { font-size: 12px; }
.cr-graph text.note { text-anchor: start; }
.cr-graph .output { text-anchor: start; font-style: italic; }
.cr-graph .value text, .cr-graph .gradient text { paint-order: stroke; stroke: var(--paper);
  stroke-width: 8px; stroke-linejoin: round; }  /* no wire shows between sign and number */
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
    if max_nodes is None:
        max_nodes = WHOLE if graph.size <= WHOLE else OVERVIEW
    graph = folded(graph, max_nodes)
    plan, words = placed(graph), description(graph, gradients)
    return Picture(drawn(graph, plan, gradients, words), words, scrolls=is_large(plan))


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
    """The graph as SVG, with `words` for those who do not see it."""
    return drawn(graph, placed(graph), gradients, words or description(graph, gradients))


def drawn(graph: Graph, plan: Placement, gradients: bool, words: str) -> str:
    """The graph as SVG, everything in its place.

    Nodes and wires carry keys (`data-node`, `data-edge`), by which widgets find them.
    """
    edges = zip(graph.edges, plan.curves, plan.labels, strict=True)
    wires = "".join(
        drawn_edge(i, *edge, gradients, plan.sums.get(i)) for i, edge in enumerate(edges)
    )
    nodes = "".join(drawn_node(node, *place, "again ") for node, place in plan.again)
    nodes += "".join(drawn_node(node, *plan.places[node.key]) for node in graph.nodes)
    if graph.note:
        y = plan.bottom - AIR
        nodes += f'<text class="note" x="{MARGIN / 2:g}" y="{y:g}">{graph.note}</text>'
    top, width, height = plan.top, plan.width, plan.bottom - plan.top
    size = "max-width:none" if is_large(plan) else "max-width:100%;height:auto"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-graph" role="img" '
        f'aria-label="Computation graph: {escape(words)}" '
        f'viewBox="0 {top:g} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" style="{size}">'
        f"<style>{STYLE}</style>{wires}{nodes}</svg>"
    )


def is_large(plan: Placement) -> bool:
    """Whether the picture would be too small to read, were it fitted into a page."""
    return plan.width > LARGEST or plan.bottom - plan.top > LARGEST
