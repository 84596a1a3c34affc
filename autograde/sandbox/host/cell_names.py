"""Names that a cell uses and names that it binds, by its text."""

from __future__ import annotations

import builtins
import symtable
from collections.abc import Iterator
from functools import cache

from IPython.core.inputtransformer2 import TransformerManager


@cache
def plain_python(source: str) -> str:
    """A cell's text with IPython's magics turned into calls."""
    return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]


@cache
def used(source: str) -> frozenset[str]:
    r"""The global names that a cell looks up, also within its functions.

    >>> sorted(used("y = f(x)\ndef g(a): return a + b"))
    ['b', 'f', 'x']
    """
    top = symtable.symtable(plain_python(source), "cell", "exec")
    found = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    for table in _inner(top):
        found |= {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    return frozenset(found - set(dir(builtins)))


@cache
def bound(source: str) -> frozenset[str]:
    r"""The global names that a cell gives a value; ``*`` where it imports all of a module.

    >>> sorted(bound("import numpy as np\ny = f(x)\ndef g(a): b = a"))
    ['g', 'np', 'y']
    """
    code = plain_python(source)
    symbols = symtable.symtable(code, "cell", "exec").get_symbols()
    found = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    return frozenset(found | ({"*"} if "import *" in code else set()))


def _inner(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _inner(child)
