"""Pictures drawn from the engine itself."""

from chainrule.pictures.graph import graph_of
from chainrule.pictures.svg import Picture, draw_graph

__all__ = ["Picture", "draw_graph", "graph_of"]
