"""Chains of Jacobians, and what their order costs: checks and known mistakes."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.jacobians.expected import (
    chain_jvp_case,
    chain_vjp_case,
    cost_case,
)

J1, J2 = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[3.0, 0.5], [-2.0, 1.0]])
J3, FLAT = np.array([[-1.0, 2.0], [1.5, 0.25]]), np.array([[4.0, -3.0]])
HUGE, TINY = 1e200, 1e-300  # tables whose product overflows, and a vector that brings it back
LARGE = [HUGE * J1, HUGE * J2]
BEFORE_TABLES = (
    "A table is multiplied by a table, which overflows where the numbers are large: a vector is "
    "to travel, so that each product is of a vector and a table."
)


def product(tables: Any) -> Any:
    """The table of the whole chain."""
    return reduce(lambda whole, table: table @ whole, tables)


def other_chain(rng: np.random.Generator) -> tuple[list[Any], list[int]]:
    """Tables of another chain, and its widths."""
    widths = [int(k) for k in rng.choice([2, 2, 3], int(rng.integers(3, 6)))]
    return [rng.uniform(-2, 2, (b, a)) for a, b in pairwise(widths)], widths


def other_row(made_of: Any, rng: np.random.Generator) -> Any:
    """Another chain, with a row at its end."""
    tables, widths = other_chain(rng)
    return rng.uniform(-2, 2, widths[-1]), tables


def other_step(made_of: Any, rng: np.random.Generator) -> Any:
    """Another chain, with a step at its beginning."""
    tables, widths = other_chain(rng)
    return tables, rng.uniform(-2, 2, widths[0])


def row_travels(g: Any, tables: Any) -> Any:
    """From the last table to the first."""
    for table in reversed(tables):
        g = g @ table
    return g


def row_by_number(g: Any, tables: Any) -> Any:
    """The same, by the tables' numbers."""
    row = g
    for k in range(len(tables) - 1, -1, -1):
        row = row @ tables[k]
    return row


chain_vjp = Part(
    "chain.vjp",
    ("g", "tables"),
    judge_arrays("the row"),
    lambda: [chain_vjp_case(np.array([1.0, -2.0]), [J1, J2, J3]),
             chain_vjp_case(np.array([2.0]), [J1, FLAT]),
             chain_vjp_case(TINY * np.array([1.0, -2.0]), LARGE)],
    (
        Mistake("forward", lambda g, tables: column_travels(tables, g),
                "This is the way of a step, J g, from the first table to the last: a row travels "
                "from the last to the first, g J."),
        Mistake("two tables", lambda g, tables: row_travels(g, tables[-2:]),
                "Only the last two tables are used: there may be more than in the example."),
        Mistake("sum for product", lambda g, tables: sum(g @ t for t in tables),
                "The tables are added up: a chain is a product."),
        Mistake("table by table", lambda g, tables: g @ product(tables), BEFORE_TABLES),
    ),
    models=(row_travels, row_by_number),
    words={"g": "`g`", "row": "the row", "table": "the table", "tables[k]": "the table"},
    vary=other_row,
    number=8,
    why=(
        "From the left every product is a row times a table, and stays a row. Table times "
        "table would cost a factor n more."
    ),
)  # fmt: skip


def column_travels(tables: Any, dx: Any) -> Any:
    """From the first table to the last."""
    for table in tables:
        dx = table @ dx
    return dx


def column_by_number(tables: Any, dx: Any) -> Any:
    """The same, by the tables' numbers."""
    column = dx
    for k in range(len(tables)):
        column = tables[k] @ column
    return column


chain_jvp = Part(
    "chain.jvp",
    ("tables", "dx"),
    judge_arrays("the column"),
    lambda: [chain_jvp_case([J1, J2, J3], np.array([1.0, -2.0])),
             chain_jvp_case([FLAT.T, J1], np.array([2.0])),
             chain_jvp_case(LARGE, TINY * np.array([1.0, -2.0]))],
    (
        Mistake("backward", lambda tables, dx: row_travels(dx, tables),
                "This is the way of a row, from the last table to the first: a step travels from "
                "the first to the last, J dx."),
        Mistake("two tables", lambda tables, dx: tables[1] @ (tables[0] @ dx),
                "Two tables are used, as in the example: there may be more, or one."),
        Mistake("added", lambda tables, dx: reduce(lambda step, t: step + t @ step, tables, dx),
                "Each table's result is added to the step: it takes the step's place."),
        Mistake("sum for product", lambda tables, dx: sum(t @ dx for t in tables),
                "The tables are added up: a chain is a product."),
        Mistake("table by table", lambda tables, dx: product(tables) @ dx, BEFORE_TABLES),
    ),
    models=(column_travels, column_by_number),
    words={"dx": "the step", "column": "the step", "table": "the table", "tables[k]": "the table"},
    vary=other_step,
    number=9,
    why=(
        "From the right every product is a table times a column. The same matrices as "
        "backwards, in the order in which they were computed."
    ),
)  # fmt: skip


def from_sizes(widths: Any) -> Any:
    """The sizes of all tables but one, times an outer width."""
    sizes = [a * b for a, b in pairwise(widths)]
    return widths[0] * sum(sizes[1:]), widths[-1] * sum(sizes[:-1])


def product_by_product(widths: Any) -> Any:
    """From either end."""
    forward = reverse = 0
    for k in range(1, len(widths) - 1):
        forward += widths[0] * widths[k] * widths[k + 1]
        reverse += widths[-1] * widths[-k - 1] * widths[-k - 2]
    return forward, reverse


def costs_of_three(widths: Any) -> Any:
    """With the numbers of the example."""
    a, b, c, d = widths[:4]
    return a * b * c + a * c * d, b * c * d + a * b * d


def other_widths(made_of: Any, rng: np.random.Generator) -> Any:
    """A chain of another length and other widths."""
    return ([int(k) for k in rng.integers(2, 12, int(rng.integers(3, 7)))],)


chain_cost = Part(
    "chain_cost",
    ("widths",),
    judge_arrays("the forward cost", "the reverse cost"),
    lambda: [cost_case([2, 3, 4, 5]), cost_case([6, 4, 1]), cost_case([3, 7, 2, 5, 4])],
    (
        Mistake("both ends free", lambda widths: (sum(a * b for a, b in pairwise(widths)),) * 2,
                "These are the sizes of the tables. A product of p × q and q × r takes p · q · r."),
        Mistake("a vector travels", lambda widths: (
            from_sizes(widths)[0] // widths[0], from_sizes(widths)[1] // widths[-1]),
                "This is what it costs when a vector travels: here whole tables are multiplied, "
                "which have n₀ columns or n_m rows."),
        Mistake("neighbours", lambda widths: (
            sum(a * b * c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False)),) * 2,
                "Three neighbouring widths are multiplied. But what travels keeps its outer width: "
                "n₀ columns forward, n_m rows in reverse."),
        Mistake("other table left out", lambda widths: (
            widths[0] * from_sizes(widths)[1] // widths[-1],
            widths[-1] * from_sizes(widths)[0] // widths[0]),
                "The wrong table is left out: forward begins with the first table, reverse with "
                "the last, and its size does not count."),
        Mistake("one product too many", lambda widths: (
            widths[0] * sum(a * b for a, b in pairwise(widths)),
            widths[-1] * sum(a * b for a, b in pairwise(widths))),
                "Each table is counted as a product. But the first product has two tables in it: "
                "there is one product fewer than there are tables."),
        Mistake("all widths multiplied", lambda widths: (int(np.prod(widths)),) * 2,
                "All widths are multiplied: each product has three of them."),
        Mistake("three tables", costs_of_three,
                "Three tables are counted, as in the example: there may be more or fewer."),
    ),
    models=(product_by_product, from_sizes),
    words={
        "sizes": "the list of sizes",
        "widths": "`widths`",
        "widths[0]": "the first width",
        "widths[-1]": "the last width",
        "sum(sizes[1:])": "the sum of sizes",
        "sum(sizes[:-1])": "the sum of sizes",
        "a": "a width",
        "b": "the next width",
        "widths[k]": "`widths[k]`",
        "widths[k + 1]": "`widths[k + 1]`",
        "widths[-k - 1]": "the width before the table",
        "widths[-k - 2]": "the width behind the table",
    },
    vary=other_widths,
    number=10,
    why=(
        "Forwards a table with as many columns as there are inputs is carried along, in "
        "reverse one with as many rows as there are outputs. So reverse is cheap where there "
        "is one loss, as in training."
    ),
)  # fmt: skip
