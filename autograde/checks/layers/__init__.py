"""What the hidden checks of assignment 4 are tried on."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Draw
from autograde.checks.layers import activations, networks
from chainrule.exercises.parts.layers.ramps import bent, bent_exponential
from chainrule.exercises.parts.layers.squashing import s_curve, soft_ramp

DRAWS: dict[str, Draw] = {
    "linear": networks.affine,
    "sigmoid": activations.values(s_curve, [0.0, 1.0]),
    "sigmoid.vjp": activations.slopes(s_curve, [0.0, 0.0]),
    "tanh.vjp": activations.slopes(np.tanh, [0.0, 0.0]),
    "relu": activations.ramps,
    "leaky_relu": activations.families(bent),
    "prelu.vjp": activations.learned,
    "elu": activations.families(bent_exponential),
    "softplus": activations.values(soft_ramp, [0.0, 1.0]),
    "softplus.vjp": activations.slopes(soft_ramp, [0.0, 1.0]),
    "bce_with_logits": networks.binary,
    "cross_entropy": networks.classes,
    "he_init": networks.normal,
    "xavier_init": networks.uniform,
    "sequential": networks.rows,
    "train": networks.descents,
}
