"""Fresh inputs for max and where."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Array, Rng, apart, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.choices import rows_case, tie_case, where_case


def max_vjp(rng: Rng) -> list[Case]:
    """Vectors, matrices, more axes, ties of two and of all, negative rows, one column, views."""
    n, m, k = sizes(rng, 3)
    tied = rng.integers(0, 3, (n, m + 2)).astype(float)
    return [
        rows_case(signed(rng, 1), apart(rng, m)),
        rows_case(signed(rng, n, 1), apart(rng, n, m)),
        rows_case(signed(rng, n, 1), apart(rng, n, m) - 9.0),
        rows_case(signed(rng, n, m, 1), apart(rng, n, m, k)),
        rows_case(signed(rng, n, 1), apart(rng, 2 * m, n).T[:, ::2]),
        tie_case(signed(rng, n, 1), tied),
        tie_case(signed(rng, n, 1), np.full((n, m), -1.5)),
        tie_case(signed(rng, 1), np.array([3.0, 1.0, 3.0, -2.0, 3.0])),
        rows_case(signed(rng, n, 1), signed(rng, n, 1)),
        tie_case(signed(rng, 0, 1), np.zeros((0, m))),
    ]


def where_vjp(rng: Rng) -> list[Case]:
    """All true, all false, mixed; repeated inputs; views; float32; empty."""
    n, m = sizes(rng, 2)

    def drawn(*shape: int) -> Array:
        """Conditions with both kinds among them, if there are two."""
        return rng.permutation(np.arange(int(np.prod(shape))) % 2 == 0).reshape(shape)

    single = [signed(rng, n, m).astype(np.float32) for _ in range(3)]
    return [
        where_case(signed(rng, n, m), drawn(n, m), signed(rng, n, m), signed(rng, n, m)),
        where_case(signed(rng, n, m), drawn(n, m), signed(rng, m), signed(rng, n, 1)),
        where_case(signed(rng, n, m), drawn(n, m), signed(rng), signed(rng, n, m)),
        where_case(signed(rng, n), np.full(n, True), signed(rng, n), signed(rng, n)),
        where_case(signed(rng, n), np.full(n, False), signed(rng, n), signed(rng, n)),
        where_case(every_other(rng, n, m), drawn(n, m), *(every_other(rng, n, m) for _ in "ab")),
        where_case(single[0], drawn(n, m), *single[1:], dtype=np.float32),
        where_case(signed(rng, 0), np.zeros(0, bool), signed(rng, 0), signed(rng, 0)),
    ]
