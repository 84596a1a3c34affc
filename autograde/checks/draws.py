"""What the hidden checks are tried on, by part."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograde.checks import graphs, operations, shapes
from chainrule.exercises.part import Case

Draw = Callable[[np.random.Generator], list[Case]]

draws: dict[str, Draw] = {
    "add.vjp": operations.pairs(np.add),
    "mul.vjp": operations.pairs(np.multiply),
    "pow.vjp": operations.powers,
    "exp.vjp": operations.exponentials,
    "log.vjp": operations.logarithms,
    "matmul.vjp": operations.products,
    "unbroadcast": shapes.repetitions,
    "toposort": graphs.orders,
    "backward": graphs.derivatives,
    "numerical_gradient": shapes.functions,
}
