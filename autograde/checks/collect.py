"""The hidden check of a part is found by name: no list names them.

`mul.vjp` of ``chainrule/exercises/parts/autograd/arithmetic.py`` is tried on what `mul_vjp` of
``autograde/checks/autograd/arithmetic.py`` draws.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

from autograde.checks.arrays import Draw
from chainrule.exercises.parts import homes

PACKAGE = "autograde.checks"


def function_name(part: str) -> str:
    """The name of a part as Python writes it.

    >>> function_name("mul.vjp"), function_name("bug_hunt.1")
    ('mul_vjp', 'bug_hunt_1')
    """
    return re.sub(r"\W", "_", part)


def collect() -> dict[str, Draw]:
    """The hidden checks there are, by part."""
    found: dict[str, Draw] = {}
    for part, home in homes.items():
        if find_spec(f"{PACKAGE}.{home.split('.')[0]}") and find_spec(f"{PACKAGE}.{home}"):
            draw = getattr(import_module(f"{PACKAGE}.{home}"), function_name(part), None)
            found |= {part: draw} if draw else {}
    return found


draws = collect()


def draw_of(part: str) -> Draw:
    """The hidden check of a part; a LookupError says where one is lacking."""
    if part not in draws:
        file = f"{PACKAGE}.{homes[part]}".replace(".", "/")
        raise LookupError(
            f"There is no hidden check for {part}: write {function_name(part)} in {file}.py"
        )
    return draws[part]
