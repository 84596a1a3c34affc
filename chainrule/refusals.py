"""What the engine refuses, and in which words: nothing may come out wrong without one.

Also the clock by which it notices that a value has changed since an operation used it: every
computed tensor is born at a tick, and every change in place happens at one.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from itertools import count
from typing import Any, NoReturn

import numpy as np

clock = count(1)
last_change = 0


def check_foreign(x: Any) -> Any:
    """`x`; a TypeError for a tensor of another library, whose graph would be cut silently."""
    if isinstance(x, Changed):
        x.refuse()
    if hasattr(x, "__dlpack__") and not isinstance(x, np.ndarray):
        library = type(x).__module__.partition(".")[0]
        raise TypeError(
            f"this is a tensor of {library}, which would get no gradient: convert it first, "
            "with chainrule.Tensor(numpy.asarray(x)) or, from PyTorch, x.detach().numpy()"
        )
    return x


PLAIN = {np.ndarray, float, int, bool, np.float64, np.float32}


def check_dtype(dtype: np.dtype[Any], requires_grad: bool) -> None:
    """A TypeError unless a tensor can hold such numbers, and have a gradient if it should."""
    if requires_grad and dtype.kind != "f":
        raise TypeError(
            f"only a floating tensor can have a gradient, and this one is {dtype}: "
            "write 2.0 instead of 2, or convert it with np.array(…, float)"
        )
    if dtype.kind not in "fiubc":
        raise TypeError(f"a tensor holds numbers, and these are {dtype}")


def no_rule(name: str, i: int) -> NoReturn:
    """A NotImplementedError for a derivative that nobody has written."""
    raise NotImplementedError(f"{name} has no derivative rule for its input {i}")


def check_no_graph(x: Any) -> None:
    """A TypeError where a tensor would lose its graph without a word."""
    if x.requires_grad:
        raise TypeError("an array would forget this tensor's graph: use .data or .detach()")


def check_not_leaf(x: Any) -> None:
    """A RuntimeError for the change of a leaf that wants a gradient, while operations record."""
    if x.requires_grad and x.operation is None:
        raise RuntimeError(
            f"{x.name or 'this tensor'} is a leaf that wants a gradient, and cannot be changed in "
            "place while operations are recorded: do it under `with chainrule.no_grad():`, or "
            "make a new tensor, for instance with chainrule.where(mask, value, x)"
        )


def missing(owner: str, name: str) -> AttributeError:
    """What to answer to one who asks for what is not there, as by PyTorch's names."""
    here = None
    if not name.startswith("__"):
        here = import_module("chainrule.pytorch_names").spelled_here(name)
    return AttributeError(f"{owner} has no attribute {name!r}{f': {here}' if here else ''}")


def explained(error: Exception, name: str, arrays: Sequence[Any]) -> Exception:
    """NumPy's error in our words: which operation, which shapes; of its own kind."""
    shapes = ", ".join(str(np.shape(x)) for x in arrays)
    text = str(error)
    if isinstance(error, IndexError) or not any(word in text for word in MISFIT):
        return type(error)(f"{name}: {text} (inputs of shape {shapes})")
    if any(np.ndim(x) == 0 for x in arrays) and "matmul" in text:
        text = "a single number is multiplied with *"
    return ValueError(f"{name}: shapes {shapes} do not fit: {text}")


MISFIT = "broadcast", "aligned", "core dimension", "must match", "dimensions", "reshape"


def upstream(y: Any, gradient: Any = None) -> Any:
    """The gradient to start from: the one that was given, checked, or 1 for a single number.

    Raises
    ------
    RuntimeError
        If there is no graph behind the tensor, or many numbers and no gradient is given.
    ValueError
        If the gradient's shape is not that of the tensor.
    """
    if gradient is None and y.requires_grad and y.data.size == 1 and y.data.dtype.kind == "f":
        one = np.array(1.0, y.data.dtype)
        return one if not y.data.ndim else one.reshape(y.data.shape)
    gradient = gradient.data if hasattr(gradient, "requires_grad") else gradient
    if not y.requires_grad:
        raise RuntimeError(
            "nothing to differentiate: no input of this tensor has requires_grad=True "
            "(or it was computed under no_grad)"
        )
    if gradient is None and y.size != 1:
        raise RuntimeError(
            f"the gradient of a tensor of shape {y.shape} needs an upstream gradient: "
            "make one number of it with .sum() or .mean(), or call backward(g)"
        )
    if gradient is None:
        return np.ones(y.shape)
    if np.shape(gradient) != y.shape:
        raise ValueError(
            f"the upstream gradient has shape {np.shape(gradient)}, "
            f"the tensor has {y.shape}: they must be equal"
        )
    return np.asarray(gradient, y.dtype if y.dtype.kind == "f" else float)


def note_change(*tensors: Any) -> None:
    """Remember that the values of tensors, and of what they are views of, change now."""
    global last_change
    last_change = next(clock)
    for x in tensors:
        x.changed = last_change
        for behind in ancestors_in_memory(x):
            behind.changed = last_change


def ancestors_in_memory(x: Any) -> list[Any]:
    """The tensors whose memory `x` shares, because it was made of them by a view."""
    found: list[Any] = []
    while (source := x.origin() if x.origin else next(iter(x.inputs), None)) is not None:
        if not hasattr(source, "requires_grad") or not np.may_share_memory(source.data, x.data):
            break
        found.append(x := source)
    return found


def unchanged(node: Any, y: Any, inputs: Sequence[Any]) -> tuple[Any, list[Any]]:
    """`y` and the inputs of a node, with a stand-in for each that has changed since its birth."""
    name = node.operation.name
    given = [
        Changed(value, f"input {i} of {name}", x) if changed_since(node, x) else value
        for i, (x, value) in enumerate(zip(node.inputs, inputs, strict=True))
    ]
    return Changed(y, f"the output of {name}", node) if changed_since(node, node) else y, given


def changed_since(node: Any, x: Any) -> bool:
    """Whether the memory of `x` was changed in place after `node` was computed."""
    if not hasattr(x, "requires_grad"):
        return False
    return any(z.changed > node.birth for z in [x, *ancestors_in_memory(x)])


class Changed:
    """In place of an array that is no more what it was: it has a shape, and no values."""

    def __init__(self, array: Any, role: str, tensor: Any) -> None:
        self.shape, self.ndim, self.size, self.dtype = (
            array.shape, array.ndim, array.size, array.dtype)  # fmt: skip
        names = [x.name for x in (tensor, *ancestors_in_memory(tensor)) if x.name]
        called = f"{role}, {names[0]}," if names else f"{role}, of shape {array.shape},"
        self._refusal = (
            f"the backward pass needs {called} as it was, and it has been changed in place since: "
            "call backward() before the update, or compute the output anew after it"
        )

    def refuse(self, *_: Any, **__: Any) -> Any:
        """Say why it has no values."""
        raise RuntimeError(self._refusal)

    def __getattr__(self, name: str) -> Any:
        self.refuse()

    def __len__(self) -> int:
        return int(self.shape[0])


for _operator in vars(np.ndarray):
    if _operator.startswith("__") and _operator not in vars(object) | vars(Changed):
        setattr(Changed, _operator, Changed.refuse)
Changed.__array_ufunc__ = Changed.refuse  # type: ignore[attr-defined]
