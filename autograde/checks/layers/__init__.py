"""What the hidden checks of assignment 4 are tried on."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Draw
from autograde.checks.layers import squashing, training
from chainrule.exercises.parts.layers.ramps import bent, bent_exponential
from chainrule.exercises.parts.layers.squashing import s_curve, soft_ramp

DRAWS: dict[str, Draw] = {
    "linear": training.affine,
    "sigmoid": squashing.values(s_curve, [0.0, 1.0]),
    "sigmoid.vjp": squashing.slopes(s_curve, [0.0, 0.0]),
    "tanh.vjp": squashing.slopes(np.tanh, [0.0, 0.0]),
    "relu": squashing.ramps,
    "leaky_relu": squashing.families(bent),
    "prelu.vjp": squashing.learned,
    "elu": squashing.families(bent_exponential),
    "softplus": squashing.values(soft_ramp, [0.0, 1.0]),
    "softplus.vjp": squashing.slopes(soft_ramp, [0.0, 1.0]),
    "bce_with_logits": training.binary,
    "cross_entropy": training.classes,
    "he_init": training.normal,
    "xavier_init": training.uniform,
    "sequential": training.rows,
    "train": training.descents,
}
