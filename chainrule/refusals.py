"""What the engine refuses, and in which words: nothing may come out wrong without one.

Also the clock by which it notices that a value has changed since an operation used it: every
computed tensor is born at a tick, and every change in place happens at one.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib import import_module
from itertools import count
from sys import getrefcount
from typing import Any, NoReturn

import numpy as np

from chainrule import versions

clock = count(1)
last_change = 0


def check_foreign(x: Any) -> Any:
    """`x`; a TypeError for a tensor of another library, whose graph would be cut silently."""
    if isinstance(x, Changed):
        x.refuse()
    if isinstance(x, list | tuple):
        for part in x:
            if type(part) not in PLAIN:
                check_foreign(part)
    elif hasattr(x, "__dlpack__") and not isinstance(x, np.ndarray):
        library = type(x).__module__.partition(".")[0]
        raise TypeError(
            f"this is a tensor of {library}, which would get no gradient: convert it first, "
            "with chainrule.Tensor(numpy.asarray(x)) or, from PyTorch, x.detach().numpy()"
        )
    return x


def refuse_in_torch(function: Any) -> None:
    """What PyTorch calls when one of its functions is given a tensor of ours."""
    name = getattr(function, "__name__", "")
    raise TypeError(
        f"PyTorch's {name} was given a tensor of chainrule, which would get no gradient: use what "
        "chainrule has, or give it torch.from_numpy(x.data); a tensor of PyTorch's comes here as "
        "chainrule.Tensor(numpy.asarray(x))"
    )


def explained(error: Exception, name: str, inputs: Any, options: Any) -> Exception:
    """The error that an operation raised, in words of ours; they are read when they are needed."""
    told: Exception = import_module("chainrule.misfits").explained(error, name, inputs, options)
    return told


def copied(data: Any, dtype: Any = None, records: bool = False) -> np.ndarray[Any, Any]:
    """Numbers as an array of their own; a TypeError or ValueError says why there is none.

    While a graph `records`, a copy of a tensor that has one forgets it: a UserWarning says so.
    """
    if hasattr(type(data), "requires_grad"):
        if records and data.requires_grad:
            warnings.warn(
                "a new tensor copies the numbers and forgets their graph: write .clone() to keep "
                "it, or .detach().clone() to say so",
                stacklevel=3,
            )
        data = data.data
    if isinstance(data, np.ndarray) and dtype is None:
        return data.copy()
    check_foreign(data)
    if data is None or isinstance(data, dict | set | str):
        raise TypeError(f"a tensor holds numbers, and this is {kind(data)}")
    try:
        return np.array(data, dtype)
    except ValueError:
        raise ValueError(
            "the rows of a tensor are equally long, and in what is given they are not"
        ) from None


def kind(x: Any) -> str:
    """Something as a sentence names it."""
    return "None" if x is None else f"a {type(x).__name__}"


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
        raise TypeError(
            "an array would forget this tensor's graph: use x.data or x.detach() where no gradient "
            "is wanted, of a list of losses [loss.item() for loss in losses], and "
            "chainrule.stack to make one tensor of several"
        )


def check_leaf(x: Any) -> None:
    """A RuntimeError for a computed tensor, which cannot be frozen: its graph would be cut."""
    if x.operation is not None:
        raise RuntimeError(
            f"only leaves can be frozen, and this was computed by {x.operation.name}: use .detach()"
        )


def check_not_leaf(x: Any) -> None:
    """A RuntimeError for the change of a leaf that wants a gradient, while operations record."""
    if x.requires_grad and x.operation is None:
        raise RuntimeError(
            f"{x.name or 'this tensor'} is a leaf that wants a gradient, and cannot be changed in "
            "place while operations are recorded: do it under `with chainrule.no_grad():`, or "
            "make a new tensor, for instance with chainrule.where(mask, value, x)"
        )


def check_wanted(inputs: Sequence[Any]) -> None:
    """A RuntimeError for a tensor that was no variable when the output was computed."""
    for i, x in enumerate(inputs):
        if not x.requires_grad:
            raise RuntimeError(
                f"tensor {i} of those to differentiate by has no graph: make it with "
                "requires_grad=True before it is used"
            )


def check_takes_in(dtype: np.dtype[Any], other: np.dtype[Any]) -> None:
    """A TypeError for fractions that whole numbers would cut off."""
    if other.kind == "f" and dtype.kind in "iub":
        raise TypeError(f"a tensor of {dtype} cannot take in {other}: make it of 2.0 instead of 2")


def refuse_stale(x: Any) -> NoReturn:
    """A RuntimeError for a view that was used when what it shows had changed."""
    raise RuntimeError(
        f"{x.name or f'a tensor of shape {x.shape}'} shows a part of another one, which was "
        "changed before it was used: take the part anew after the change, or .clone() it"
    )


def check_no_hidden_view(x: Any) -> None:
    """A RuntimeError for a part of a tensor that would not hear of what is written into it."""
    if x.operation is not None or type(x.data) is not np.ndarray:  # a compiler's arrays are views
        return
    if x.data.base is not None and getrefcount(x.data.base) > 2:
        raise RuntimeError(
            "this is a part of another tensor, which would not learn what is written here: "
            "write x[i, j] = … into the whole in place of x[i][j] = …, or .clone() the part"
        )


def missing(owner: str, name: str) -> AttributeError:
    """What to answer to one who asks for what is not there, as by PyTorch's names."""
    here = None
    if not name.startswith("__"):
        here = import_module("chainrule.pytorch_names").spelled_here(name)
        here = here or 'the names of PyTorch are on the handbook\'s page "PyTorch, spelled here"'
    return AttributeError(f"{owner} has no attribute {name!r}{f': {here}' if here else ''}")


def one_number(x: Any) -> Any:
    """The array of one number; a ValueError if a tensor has several, or none."""
    if x.data.size != 1:
        raise ValueError(
            f"a tensor of shape {x.shape} is not one number: make one of it with .sum() or "
            ".mean(), take x[0] or the like, or have all of them with .tolist()"
        )
    return x.data.reshape(())


def upstream(y: Any, gradient: Any = None) -> Any:
    """The gradient to start from: the one that was given, checked, or 1 for a single number.

    Raises
    ------
    RuntimeError
        If there is no graph behind the tensor, or many numbers and no gradient is given; or if
        what was used shows a part of something that had changed.
    ValueError
        If the gradient's shape is not that of the tensor.
    """
    if versions.renewed and (stale := versions.settle(y)) is not None:
        refuse_stale(stale)
    plain = type(y.data) is np.ndarray  # and no recording
    if plain and gradient is None and y.requires_grad and y.data.size == 1:
        dtype = y.data.dtype if y.data.dtype.kind == "f" else float
        one = np.array(1.0, dtype)
        return one if not y.data.ndim else one.reshape(y.data.shape)
    gradient = gradient.data if hasattr(gradient, "requires_grad") else gradient
    check_foreign(gradient)
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
        dtype = y.dtype if y.dtype.kind == "f" else float
        return np.ones(y.shape, dtype) if plain else np.ones_like(y.data, dtype)
    if np.shape(gradient) != y.shape:
        raise ValueError(
            f"the upstream gradient has shape {np.shape(gradient)}, "
            f"the tensor has {y.shape}: they must be equal"
        )
    return np.asanyarray(gradient).astype(y.dtype if y.dtype.kind == "f" else float, copy=False)


def note_change(*tensors: Any) -> None:
    """Remember that the values of tensors, and of what they are views of, change now."""
    note_changes(with_ancestors(tensors))


def note_changes(tensors: Sequence[Any]) -> None:
    """The same for tensors that are all there are in their memory."""
    global last_change
    last_change = now = next(clock)
    for x in tensors:
        x.changed = now


def with_ancestors(tensors: Sequence[Any]) -> list[Any]:
    """Some tensors, and what they are views of."""
    views = [x for x in tensors if x.origin or x.inputs]
    return [*tensors, *(behind for x in views for behind in ancestors_in_memory(x))]


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
        Changed(value, f"input {i} of {name}", x) if changed_since(node, x, array) else value
        for i, (x, value, array) in enumerate(zip(node.inputs, inputs, node.arrays, strict=True))
    ]
    if changed_since(node, node, node.data):
        y = Changed(y, f"the output of {name}", node)
    return y, given


def changed_since(node: Any, x: Any, array: Any) -> bool:
    """Whether the memory of `x`, an array, was changed in place after `node` was computed."""
    if not hasattr(x, "requires_grad"):
        return False
    if versions.written_after(array, node.birth):
        return True
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
