"""What the hidden checks of assignment 2 are tried on."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Draw
from autograde.checks.autograd import choices, graphs, hunts, operations, shapes

DRAWS: dict[str, Draw] = {
    "add.vjp": operations.pairs(np.add),
    "mul.vjp": operations.pairs(np.multiply),
    "pow.vjp": operations.powers,
    "exp.vjp": operations.exponentials,
    "log.vjp": operations.logarithms,
    "matmul.vjp": operations.products,
    "max.vjp": choices.maxima,
    "where.vjp": choices.conditions,
    "unbroadcast": shapes.repetitions,
    "toposort": graphs.orders,
    "backward": graphs.derivatives,
    "mul.double_backward": choices.second_products,
    "numerical_gradient": shapes.functions,
    "bug_hunt.1": hunts.tapes,
    "bug_hunt.2": hunts.tapes,
    "bug_hunt.3": hunts.tapes,
}
