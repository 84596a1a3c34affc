"""Operations of your own: known wherever the table's are, from the moment they are registered.

Nothing is copied: whatever derives from the table looks its names up there when they are used.
Only the lists for ``import *``, which Python wants ready, are kept up to date here.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from importlib import import_module
from keyword import iskeyword

from chainrule import table
from chainrule.engine import Operation, Tensor
from chainrule.names import HOMES
from chainrule.table import FUNCTIONS, OPERATIONS, is_function_of_one_number

OURS = frozenset(OPERATIONS)


def register(operation: Operation) -> Operation:
    """Make an operation known by its name, as the table's own are; return it.

    It is then

    - a function of `chainrule` and a method of tensors;
    - if NumPy's ufunc computes it, what that ufunc does with tensors;
    - if it is a function of one number, without options, a function of `chainrule.nn.functional`
      and of the formulas in widgets;
    - if it names a `layer` too, that layer of `chainrule.nn`, and a choice of the playground, which
      also writes its code.

    Graph and stepper show its `symbol` and what it `says`; `compile`, `gradcheck` and second
    derivatives need nothing but the rules. A name that you have registered yourself can be
    registered again, as happens when a cell is run twice: the new operation takes the place of the
    former one, and what was made of that one keeps it.

    Raises
    ------
    TypeError
        If it is no operation.
    ValueError
        If the name or the layer's is taken, or is not one that can be written in a program; or if a
        layer is named of what is no function of one number.

    Examples
    --------
    >>> from chainrule import nn
    >>> cube = register(Operation("cube", lambda x: x**3, lambda g, y, x: g * 3 * x**2,
    ...     says="x³ has the local derivative 3x²", layer="Cube", formula="x³", example=(2.0, 8.0)))
    >>> import chainrule as cr
    >>> cr.cube(2.0), Tensor(2.0).cube().item(), nn.functional.cube(2.0), nn.Cube()(2.0)
    (8.0, 8.0, 8.0, 8.0)
    >>> forget("cube")
    """
    if not isinstance(operation, Operation):
        raise TypeError(f"an Operation is registered, and this is {operation!r}")
    name, layer = operation.name, operation.layer
    former = None if name in OURS else OPERATIONS.get(name)
    check_writable(name)
    if former is None and (where := home_of(name)):
        raise ValueError(f"{where} has {name} already: choose another name")
    if layer:
        check_layer(operation, former)
    if former:
        forget(name)
    OPERATIONS[name] = operation
    if is_function_of_one_number(operation):
        FUNCTIONS[name] = operation
    for names, offered in offers(operation):
        names.append(offered)
    return operation


def forget(name: str) -> None:
    """Take an operation that was registered out of the table again."""
    for names, offered in offers(OPERATIONS[name]):
        names.remove(offered)
    del OPERATIONS[name]
    FUNCTIONS.pop(name, None)


def offers(operation: Operation) -> Iterator[tuple[list[str], str]]:
    """The lists for ``import *`` that an operation belongs to, each with its name there."""
    name, layer = operation.name, operation.layer
    if not hasattr(builtins, name):  # `import *` shadows no `hash`
        yield import_module("chainrule").__all__, name
    if is_function_of_one_number(operation):
        yield import_module("chainrule.nn.functional").__all__, name
    if layer:
        yield import_module("chainrule.nn").__all__, layer


def check_writable(name: str) -> None:
    """A ValueError for what is no name in a program, or one that Python keeps for itself."""
    if not name.isidentifier() or iskeyword(name) or name.startswith("_"):
        raise ValueError(
            f"{name!r} cannot be written in a program: choose a name of letters, without spaces"
        )


def check_layer(operation: Operation, former: Operation | None) -> None:
    """A ValueError unless a layer of the operation's can be made, and have its name."""
    layer = operation.layer
    check_writable(layer)
    if not is_function_of_one_number(operation):
        raise ValueError(
            f"{operation.name} is no function of one number, so that no layer {layer} can be made "
            "of it: leave `layer` out, or write a Module"
        )
    if (former is None or former.layer != layer) and layer in dir(import_module("chainrule.nn")):
        raise ValueError(f"chainrule.nn has {layer} already: choose another name for the layer")


def home_of(name: str) -> str:
    """What has something of that name, or nothing."""
    moves = {operation.name for operation in table.MOVES}
    if name in HOMES or name in moves or name in dir(import_module("chainrule")):
        return "chainrule"
    if hasattr(Tensor, name) or name in ("grad", "data"):
        return "a tensor"
    functional = "chainrule.nn.functional"
    return functional if name in dir(import_module(functional)) else ""
