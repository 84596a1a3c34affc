"""The parts of assignment 4: layers, activations, losses, the start and the training."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.layers import initialisation, losses, ramps, squashing, training

PARTS: tuple[Part, ...] = (
    training.linear,
    squashing.sigmoid,
    squashing.sigmoid_vjp,
    squashing.tanh_vjp,
    ramps.relu,
    ramps.leaky_relu,
    ramps.prelu_vjp,
    ramps.elu,
    squashing.softplus,
    squashing.softplus_vjp,
    losses.bce_with_logits,
    losses.cross_entropy,
    initialisation.he_init,
    initialisation.xavier_init,
    training.sequential,
    training.train,
)
