"""How a module prints: a tree of layers, with the number of parameters beside each."""

from __future__ import annotations

from typing import Any

Line = tuple[str, int | None]  # a text, and how many parameters it adds; 0: counted above


class Printed:
    """What prints as the tree of the modules inside it; a class may add to its `extra_repr`."""

    def extra_repr(self) -> str:
        """What stands between the brackets: the numbers that a layer was made with."""
        return ""

    def __repr__(self) -> str:
        return tree(self)


def tree(module: Any) -> str:
    """A module on one line, or with those inside it as a tree that counts parameters.

    >>> from chainrule import nn
    >>> print(tree(nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))))
    Sequential(
      (0): Linear(2, 8, bias=True)  # 24
      (1): Tanh()
      (2): Linear(8, 1, bias=True)  #  9
    )                               # 33 parameters
    """
    *above, (last, _) = branch(module, set())
    if not above:
        return last
    total = f"{sum(p.size for p in module.parameters()):,}"
    width = max([len(text) for text, n in above if n is not None] or [0])
    lines = [
        text if n is None else f"{text:{width}}  # {shown(n, len(total))}" for text, n in above
    ]
    return "\n".join([*lines, f"{last:{width}}  # {total} parameters{frozen(module)}"])


def shown(n: int, width: int) -> str:
    """A number of parameters, as wide as the total of them."""
    return f"{n:,}".rjust(width) if n else "counted above"


def branch(module: Any, counted: set[int]) -> list[Line]:
    """The lines of a module; parameters that are in `counted` are not counted again."""
    extra, name = module.extra_repr(), type(module).__name__
    own = [] if extra and not any(module.children()) else own_parameters(module, counted)
    inside = own + children(module, counted)
    if not inside:
        return [(f"{name}({extra})", added(list(module.parameters()), counted))]
    words: list[Line] = [(f"  {extra}", None)] if extra else []
    return [(f"{name}(", None), *words, *inside, (")", None)]


def children(module: Any, counted: set[int]) -> list[Line]:
    """The lines of the modules inside, as they print themselves if their class says how."""
    lines: list[Line] = []
    for name, child in module.named_children(remove_duplicate=False):
        kind: Any = type(child)
        if kind.__repr__ is Printed.__repr__:
            (first, n), *rest = branch(child, counted)
        else:
            first, *more = repr(child).split("\n")
            n, rest = added(list(child.parameters()), counted), [(text, None) for text in more]
        lines += [(f"  ({name}): {first}", n), *((f"  {text}", n) for text, n in rest)]
    return lines


def own_parameters(module: Any, counted: set[int]) -> list[Line]:
    """A line for each parameter that is an attribute of the module itself."""
    return [
        (f"  ({name}): {type(p).__name__}(shape={p.shape})", added([p], counted))
        for name, p in module.named_parameters(recurse=False, remove_duplicate=False)
    ]


def added(parameters: list[Any], counted: set[int]) -> int | None:
    """How many numbers are in the parameters that were not counted yet; None if there are none."""
    new = {id(p): p.size for p in parameters if id(p) not in counted}
    counted.update(new)
    return sum(new.values()) if parameters else None


def frozen(module: Any) -> str:
    """How many parameters do not learn, in words; nothing if all do."""
    n = sum(p.size for p in module.parameters() if not p.requires_grad)
    return f", {n:,} of them frozen" if n else ""
