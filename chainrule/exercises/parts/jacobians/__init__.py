"""The parts of assignment 3: derivatives in matrix form, and steps downhill."""

from __future__ import annotations

from chainrule.exercises.part import Part
from chainrule.exercises.parts.jacobians import steps, tables

PARTS: tuple[Part, ...] = (
    tables.jacobian,
    tables.diagonal,
    tables.softmax_jacobian,
    tables.linear,
    tables.softmax_vjp,
    tables.log_softmax_vjp,
    tables.mean_vjp,
    tables.chain_vjp,
    tables.chain_jvp,
    tables.chain_cost,
    steps.sgd,
    steps.momentum,
    steps.schedule,
    steps.clip,
)
