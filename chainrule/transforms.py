"""Functions of functions: from f to its gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from chainrule import engine, refusals
from chainrule.engine import Tensor, recording, reshape
from chainrule.grad_mode import enable_grad
from chainrule.refusals import upstream


def grad(f: Callable[..., Any], argnums: Any = 0, create_graph: bool = False) -> Any:
    """The function that computes the gradient of `f`, itself differentiable.

    Parameters
    ----------
    f : callable
        Takes tensors, returns a tensor holding one number.
    argnums : int or sequence of int
        Which arguments to differentiate with respect to. An argument may be a list, a tuple or a
        dictionary of arrays; its gradient is then made alike.

    Returns
    -------
    callable
        Called as `f` is. Arrays and numbers in, arrays out, each of its argument's shape;
        tensors in, tensors out. Where `f` uses other tensors that want a gradient, such as the
        argument of a function that is being differentiated around it or a network's parameters,
        the gradient depends on them and is a tensor as well (not so under `no_grad`).
        A sequence of `argnums` gives a tuple.

    Notes
    -----
    With a tensor in place of `f`, ``grad(y, x)`` or ``grad(y, [x, w])`` is PyTorch's
    ``torch.autograd.grad``: a tuple of gradients, which can be differentiated with `create_graph`.

    Examples
    --------
    >>> cube = lambda x: x ** 3
    >>> grad(cube)(2.0), grad(grad(cube))(2.0), grad(grad(grad(cube)))(2.0)
    (array(12.), array(12.), array(6.))
    >>> grad(lambda x: x * grad(lambda y: x * y)(1.0))(2.0)              # of x · x
    array(4.)
    >>> grad(lambda p: (p["w"] * p["w"]).sum())({"w": np.array([1.0, 2.0])})
    {'w': array([2., 4.])}
    """
    if isinstance(f, Tensor):
        inputs = [argnums] if isinstance(argnums, Tensor) else list(argnums)
        refusals.check_wanted(inputs)
        return tuple(gradients(f, inputs, create_graph))
    both = value_and_grad(f, argnums)
    return lambda *args: both(*args)[1]


def value_and_grad(f: Callable[..., Any], argnums: int | Sequence[int] = 0) -> Callable[..., Any]:
    """The function that computes ``(f(x), gradient)``; as `grad` otherwise.

    >>> value_and_grad(lambda x: x ** 3)(2.0)
    (array(8.), array(12.))
    """
    positions = (argnums,) if isinstance(argnums, int) else tuple(argnums)

    def both(*args: Any) -> tuple[Any, Any]:
        call = Traced(f, args, positions)
        found = iter(call.answer(call.gradients()))
        per_argument = [rebuilt(args[i], found) for i in positions]
        (value,) = call.answer([call.output])
        return value, per_argument[0] if isinstance(argnums, int) else tuple(per_argument)

    return both


class Variable(Tensor):
    """The argument of a call, with respect to which is differentiated."""

    def __init__(self, data: Any, call: Traced) -> None:
        super().__init__(data, requires_grad=True)
        self.call = call

    @property
    def is_over(self) -> bool:
        """Whether its function has returned: then nobody outside depends on it."""
        return not self.call.running


class Traced:
    """A call f(*args) with a graph from the arguments at `positions` on.

    Each such argument is a node of its own, so that a tensor that `f` also uses otherwise, say by
    closure, is not taken for its argument.
    """

    def __init__(self, f: Callable[..., Any], args: Sequence[Any], positions: Sequence[int]):
        self.wanted = recording.get()
        self.inputs: list[Tensor] = []
        self.running = True
        with enable_grad():
            given = [self.tracked(x) if i in positions else x for i, x in enumerate(args)]
            y = f(*given)
        self.running = False
        self.output = y if isinstance(y, Tensor) else Tensor(y)
        tensors_came_in = any(isinstance(x, Tensor) for arg in args for x in leaves(arg))
        self.nested = tensors_came_in or (self.wanted and self.uses_others())

    def tracked(self, arg: Any) -> Any:
        """An argument as `f` gets it; its tensors are noted."""
        start = len(self.inputs)
        for x in leaves(arg):
            wants = isinstance(x, Tensor) and x.requires_grad
            number = float(x) if type(x) is int else x  # 3 means 3.0 here
            self.inputs.append(reshape(x, shape=x.shape) if wants else Variable(number, self))
        return rebuilt(arg, iter(self.inputs[start:]))

    def uses_others(self) -> bool:
        """Whether the output depends on tensors that want a gradient beside the arguments."""
        seen, stack = {*self.inputs}, [self.output]
        while stack:
            if (node := stack.pop()) in seen or not node.requires_grad:
                continue
            if node.operation is None and not (isinstance(node, Variable) and node.is_over):
                return True
            seen.add(node)
            stack += [x for x in node.inputs if isinstance(x, Tensor)]
        return False

    def gradients(self, seed: Any = None) -> list[Tensor]:
        """Those of the output with respect to the arguments."""
        return gradients(self.output, self.inputs, self.nested and self.wanted, seed)

    def answer(self, tensors: Sequence[Tensor]) -> list[Any]:
        """What the caller gets: tensors or arrays."""
        if not self.nested:
            return [x.data for x in tensors]
        return list(tensors) if self.wanted else [x.detach() for x in tensors]


def leaves(arg: Any) -> Iterator[Any]:
    """The arrays, tensors and numbers of an argument, which may be a list or dictionary of them."""
    if not is_tree(arg):
        yield arg
        return
    for part in arg.values() if isinstance(arg, dict) else arg:
        yield from leaves(part)


def rebuilt(arg: Any, values: Iterator[Any]) -> Any:
    """An argument again, made as it is, of other values."""
    if not is_tree(arg):
        return next(values)
    if isinstance(arg, dict):
        return {key: rebuilt(part, values) for key, part in arg.items()}
    parts = [rebuilt(part, values) for part in arg]
    return type(arg)(*parts) if hasattr(arg, "_fields") else type(arg)(parts)


def is_tree(arg: Any) -> bool:
    """Whether an argument holds arrays; a list of mere numbers is an array itself."""
    if isinstance(arg, list | tuple):
        return any(isinstance(x, Tensor | np.ndarray | dict) or is_tree(x) for x in arg)
    return isinstance(arg, dict)


def gradients(
    output: Tensor, inputs: Tensor | Sequence[Tensor], create_graph: bool = False, seed: Any = None
) -> list[Tensor]:
    """The gradients of `output` with respect to `inputs`; leaves' `grad` stays untouched.

    With `create_graph` they can be differentiated again. An input that `output` does not
    depend on has gradient zero. `seed` is the upstream gradient, of the output's shape; an
    output of one number needs none.

    >>> x = Tensor(3.0, requires_grad=True)
    >>> (slope,) = gradients(x * x, [x], create_graph=True)
    >>> slope.backward()
    >>> slope.item(), x.grad.item()
    (6.0, 2.0)
    """
    inputs = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    for i, x in enumerate(inputs):
        check_wanted(i, x)
    found: dict[Tensor, Any] = {x: np.zeros_like(x.data) for x in inputs}
    if output.requires_grad:
        start = upstream(output, seed)
        if create_graph:
            start = seed if isinstance(seed, Tensor) else Tensor(start)
        with enable_grad():
            engine.chain_rule(output, start, found, create_graph)
    return [g if isinstance(g, Tensor) else Tensor(g) for g in (found[x] for x in inputs)]


def check_wanted(i: int, x: Any) -> None:
    """Raise unless something can have a gradient."""
    if not isinstance(x, Tensor):
        raise TypeError(
            f"gradients are those with respect to tensors, and input {i} is a {type(x).__name__}"
        )
    if not x.requires_grad:
        raise RuntimeError(
            f"input {i}, of shape {x.shape}, wants no gradient: make it with requires_grad=True, "
            "before the output is computed from it"
        )
