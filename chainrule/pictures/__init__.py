"""Pictures drawn from the engine itself."""

from chainrule.pictures.graph import graph_of
from chainrule.pictures.growth import draw_step_errors, draw_visits
from chainrule.pictures.picture import Picture
from chainrule.pictures.svg import draw_graph
from chainrule.pictures.tangent import draw_tangent
from chainrule.pictures.training import draw_decision, draw_losses

__all__ = [
    "Picture",
    "draw_decision",
    "draw_graph",
    "draw_losses",
    "draw_step_errors",
    "draw_tangent",
    "draw_visits",
    "graph_of",
]
