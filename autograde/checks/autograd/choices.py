"""Fresh inputs for max and where."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Array, Rng, apart, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.choices import rows_case, where_case


def tied(rng: Rng, n: int, m: int) -> Array:
    """Rows whose largest number is there once, twice, three times and so on."""
    x = apart(rng, n, m)
    for i, row in enumerate(x):
        row[rng.permutation(m)[: i % m + 1]] = row.max()
    return x


def max_vjp(rng: Rng) -> list[Case]:
    """Matrices, negative rows, ties of two, of three and of all, one column or row, float32."""
    n, m = sizes(rng, 2)
    x = tied(rng, 4, m + 2)
    return [
        rows_case(signed(rng, n, 1), apart(rng, n, m)),
        rows_case(signed(rng, n, 1), apart(rng, n, m) - 9.0),
        rows_case(signed(rng, 1, 1), apart(rng, 1, m)),
        rows_case(signed(rng, n, 1), apart(rng, 2 * m, n).T[:, ::2]),
        rows_case(signed(rng, 4, 1), x),
        rows_case(signed(rng, n, 1), np.full((n, m), -1.5)),
        rows_case(signed(rng, n, 1), signed(rng, n, 1)),
        rows_case(signed(rng, 4, 1).astype(np.float32), x.astype(np.float32)),
    ]


def where_vjp(rng: Rng) -> list[Case]:
    """All true, all false, mixed; equal and repeated inputs; views; float32."""
    n, m = sizes(rng, 2)

    def drawn(*shape: int) -> Array:
        """Conditions with both kinds among them, if there are two."""
        return rng.permutation(np.arange(int(np.prod(shape))) % 2 == 0).reshape(shape)

    single = [signed(rng, n, m).astype(np.float32) for _ in range(3)]
    a = signed(rng, n, m)
    return [
        where_case(signed(rng, n, m), drawn(n, m), a, signed(rng, n, m)),
        where_case(signed(rng, n, m), drawn(n, m), a, a[0], remark="b is repeated in each row"),
        where_case(signed(rng, n, m), drawn(n, m), signed(rng, m), signed(rng, n, 1)),
        where_case(signed(rng, n, m), drawn(n, m), signed(rng), signed(rng, n, m)),
        where_case(signed(rng, n), np.full(n, True), signed(rng, n), signed(rng, n)),
        where_case(signed(rng, n), np.full(n, False), signed(rng, n), signed(rng, n)),
        where_case(every_other(rng, n, m), drawn(n, m), *(every_other(rng, n, m) for _ in "ab")),
        where_case(single[0], drawn(n, m), *single[1:], dtype=np.float32),
    ]
