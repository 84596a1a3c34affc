"""Pictures drawn from the engine itself."""

from chainrule.pictures.activations import draw_activations
from chainrule.pictures.attention import draw_attention
from chainrule.pictures.bowls import draw_bowls
from chainrule.pictures.boxes import draw_boxes, draw_precision_recall
from chainrule.pictures.curves import draw_curves
from chainrule.pictures.decisions import draw_answers, draw_decisions
from chainrule.pictures.descent import draw_runs, draw_valley
from chainrule.pictures.dials import draw_dials
from chainrule.pictures.features import draw_extra_feature, draw_shares
from chainrule.pictures.gates import draw_gates
from chainrule.pictures.gears import draw_gears
from chainrule.pictures.graphs.graph import graph_of
from chainrule.pictures.growth import (
    draw_diamonds,
    draw_memory,
    draw_step_errors,
    draw_visits,
)
from chainrule.pictures.images import draw_images
from chainrule.pictures.layers import draw_by_layer
from chainrule.pictures.losses import draw_loss, draw_sigmoid, draw_surprise
from chainrule.pictures.matrix import draw_jacobian
from chainrule.pictures.networks import draw_depths, draw_network, draw_pipelines
from chainrule.pictures.noise import draw_gradient_noise, draw_noisy_loss
from chainrule.pictures.paths import draw_paths
from chainrule.pictures.picture import Picture
from chainrule.pictures.points import draw_labelled_points, draw_points
from chainrule.pictures.push import draw_push
from chainrule.pictures.races import draw_race
from chainrule.pictures.sizes import draw_sizes
from chainrule.pictures.sketches import draw_sketch
from chainrule.pictures.sounds import draw_confusion, draw_filters, draw_sound
from chainrule.pictures.steps import draw_steps
from chainrule.pictures.svg import draw_graph
from chainrule.pictures.tangent import draw_tangent
from chainrule.pictures.training import draw_decision, draw_losses, draw_probability
from chainrule.pictures.units import draw_dead
from chainrule.pictures.values import draw_values

__all__ = [
    "Picture",
    "draw_activations",
    "draw_answers",
    "draw_attention",
    "draw_bowls",
    "draw_boxes",
    "draw_by_layer",
    "draw_confusion",
    "draw_curves",
    "draw_dead",
    "draw_decision",
    "draw_decisions",
    "draw_depths",
    "draw_dials",
    "draw_diamonds",
    "draw_extra_feature",
    "draw_filters",
    "draw_gates",
    "draw_gears",
    "draw_gradient_noise",
    "draw_graph",
    "draw_images",
    "draw_jacobian",
    "draw_labelled_points",
    "draw_loss",
    "draw_losses",
    "draw_memory",
    "draw_network",
    "draw_noisy_loss",
    "draw_paths",
    "draw_pipelines",
    "draw_points",
    "draw_precision_recall",
    "draw_probability",
    "draw_push",
    "draw_race",
    "draw_runs",
    "draw_shares",
    "draw_sigmoid",
    "draw_sizes",
    "draw_sketch",
    "draw_sound",
    "draw_step_errors",
    "draw_steps",
    "draw_surprise",
    "draw_tangent",
    "draw_valley",
    "draw_values",
    "draw_visits",
    "graph_of",
]
