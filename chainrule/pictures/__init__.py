"""Pictures drawn from the engine itself."""

from chainrule.pictures.activations import draw_activations
from chainrule.pictures.attention import draw_attention
from chainrule.pictures.bowls import draw_bowls
from chainrule.pictures.boxes import draw_boxes, draw_precision_recall
from chainrule.pictures.decisions import draw_decisions
from chainrule.pictures.descent import draw_noisy_loss, draw_runs, draw_valley
from chainrule.pictures.features import draw_extra_feature, draw_shares, draw_updates
from chainrule.pictures.graphs.graph import graph_of
from chainrule.pictures.growth import draw_step_errors, draw_visits
from chainrule.pictures.images import draw_images
from chainrule.pictures.layers import draw_by_layer
from chainrule.pictures.matrix import draw_jacobian
from chainrule.pictures.networks import draw_depths, draw_network, draw_pipelines
from chainrule.pictures.noise import draw_gradient_noise
from chainrule.pictures.picture import Picture
from chainrule.pictures.points import draw_labelled_points, draw_points
from chainrule.pictures.races import draw_race
from chainrule.pictures.sizes import draw_sizes
from chainrule.pictures.sounds import draw_confusion, draw_filters, draw_sound
from chainrule.pictures.svg import draw_graph
from chainrule.pictures.tangent import draw_tangent
from chainrule.pictures.training import draw_decision, draw_losses
from chainrule.pictures.units import draw_dead

__all__ = [
    "Picture",
    "draw_activations",
    "draw_attention",
    "draw_bowls",
    "draw_boxes",
    "draw_by_layer",
    "draw_confusion",
    "draw_dead",
    "draw_decision",
    "draw_decisions",
    "draw_depths",
    "draw_extra_feature",
    "draw_filters",
    "draw_gradient_noise",
    "draw_graph",
    "draw_images",
    "draw_jacobian",
    "draw_labelled_points",
    "draw_losses",
    "draw_network",
    "draw_noisy_loss",
    "draw_pipelines",
    "draw_points",
    "draw_precision_recall",
    "draw_race",
    "draw_runs",
    "draw_shares",
    "draw_sizes",
    "draw_sound",
    "draw_step_errors",
    "draw_tangent",
    "draw_updates",
    "draw_valley",
    "draw_visits",
    "graph_of",
]
