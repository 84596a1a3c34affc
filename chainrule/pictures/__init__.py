"""Pictures drawn from the engine itself."""

from chainrule.pictures.activations import draw_activations
from chainrule.pictures.decisions import draw_answers, draw_decisions, draw_probability
from chainrule.pictures.dials import draw_dials
from chainrule.pictures.features import draw_extra_feature, draw_shares
from chainrule.pictures.gallery.attention import draw_attention
from chainrule.pictures.gallery.boxes import draw_boxes, draw_precision_recall
from chainrule.pictures.gallery.images import draw_images
from chainrule.pictures.gallery.points import draw_labelled_points, draw_points
from chainrule.pictures.gallery.sounds import draw_confusion, draw_filters, draw_sound
from chainrule.pictures.gates import draw_gates
from chainrule.pictures.gears import draw_gears
from chainrule.pictures.graphs.graph import graph_of
from chainrule.pictures.growth import (
    draw_diamonds,
    draw_memory,
    draw_step_errors,
    draw_visits,
)
from chainrule.pictures.matrix import draw_jacobian
from chainrule.pictures.networks import draw_depths, draw_network, draw_pipelines
from chainrule.pictures.picture import Picture
from chainrule.pictures.sizes import draw_sizes
from chainrule.pictures.sketches import draw_sketch
from chainrule.pictures.steps import draw_steps
from chainrule.pictures.svg import draw_graph
from chainrule.pictures.tangent import draw_tangent
from chainrule.pictures.training.bowls import draw_bowls
from chainrule.pictures.training.curves import draw_curves
from chainrule.pictures.training.descent import draw_runs, draw_valley
from chainrule.pictures.training.layers import draw_by_layer
from chainrule.pictures.training.losses import draw_loss, draw_losses, draw_sigmoid, draw_surprise
from chainrule.pictures.training.noise import draw_gradient_noise, draw_noisy_loss
from chainrule.pictures.training.paths import draw_paths
from chainrule.pictures.training.push import draw_push
from chainrule.pictures.training.races import draw_race
from chainrule.pictures.training.units import draw_dead
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
