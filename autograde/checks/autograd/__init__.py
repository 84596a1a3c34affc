"""What the hidden checks of assignment 2 are tried on."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Draw
from autograde.checks.autograd import arithmetic, bug_hunts, choices, graphs, shapes

DRAWS: dict[str, Draw] = {
    "add.vjp": arithmetic.pairs(np.add),
    "mul.vjp": arithmetic.pairs(np.multiply),
    "pow.vjp": arithmetic.powers,
    "exp.vjp": arithmetic.exponentials,
    "log.vjp": arithmetic.logarithms,
    "matmul.vjp": arithmetic.products,
    "max.vjp": choices.maxima,
    "where.vjp": choices.conditions,
    "unbroadcast": shapes.repetitions,
    "toposort": graphs.orders,
    "backward": graphs.derivatives,
    "mul.double_backward": choices.second_products,
    "numerical_gradient": shapes.functions,
    "bug_hunt.1": bug_hunts.tapes,
    "bug_hunt.2": bug_hunts.tapes,
    "bug_hunt.3": bug_hunts.tapes,
}
