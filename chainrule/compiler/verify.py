"""Two further steps, as they are and replayed, must give the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from chainrule.compiler.ir import CompileError
from chainrule.compiler.state.snapshot import Args, Snapshot
from chainrule.tensor import Tensor, around
from chainrule.values import Array, raw

Step = Callable[..., Any]
Outcome = dict[Any, Any]


class Verification:
    """What a step gives for other data and for the same again, to compare a program with.

    Parameters
    ----------
    step : callable
        The step as it is.
    snapshot : Snapshot
        Brings everything back to where both begin.
    args : tuple
        Arguments; the other data is made from them.
    """

    def __init__(self, step: Step, snapshot: Snapshot, args: Args) -> None:
        self.snapshot, self.batches = snapshot, [tuple(map(other, args)), args]
        try:
            self.expected = self.after(step, self.keep)
        except Exception:  # the step itself does not accept the other data
            self.batches = [args, args]
            self.expected = self.after(step, self.keep)

    def after(self, run: Step, look: Callable[[Outcome, Outcome], Any]) -> Any:
        """What there is to see in what two steps give and leave, before all is as it was again."""
        found: Outcome = {}
        self.snapshot.hide_draws()
        try:
            with np.errstate(all="ignore"):
                for i, batch in enumerate(self.batches):
                    given = tuple(map(twin, batch))
                    results = leaves(to_arrays(run(*given), copy=True))
                    found |= {("", "result", i, k): x for k, x in enumerate(results)}
                    found |= {
                        ("", "argument", i, k): known(raw(x), raw(was))
                        for k, (x, was) in enumerate(zip(given, batch, strict=True))
                    }
            return look(found, self.snapshot.contents())
        finally:
            self.snapshot.restore()

    def keep(self, given: Outcome, left: Outcome) -> Outcome:
        """All of it, to be compared with later."""
        return given | self.snapshot.copies_of(left)

    def difference(self, run: Step, tolerance: Callable[[Any], float]) -> str | None:
        """What differs, if something does by more than a tolerance that depends on epsilon."""

        def look(given: Outcome, left: Outcome) -> str | None:
            found = given | left
            for key in self.expected.keys() | found.keys():
                if key not in found or not same(self.expected.get(key), found[key], tolerance):
                    return f"leaves other numbers in {key[0]}" if key[0] else SAID[key[1]]
            return None

        different: str | None = self.after(run, look)
        return different

    def check(self, run: Step) -> None:
        """A CompileError if a program does not do what the step does."""
        try:
            difference = self.difference(run, lambda eps: 100 * eps)
        except Exception as error:
            raise CompileError(
                f"the compiled step fails where the step itself does not, perhaps because a shape "
                f"depends on values ({error}): use masks and np.where instead"
            ) from error
        if difference:
            raise CompileError(
                f"the compiled step {difference} than the step itself: something in it is not "
                "recorded, such as a library with a memory, or an array that NumPy does not read"
            )

    def is_near(self, run: Step) -> bool:
        """Whether a program does the same but for the rounding of long sums."""
        return self.difference(run, lambda eps: 10 * float(np.sqrt(eps))) is None


SAID = {"result": "returns other numbers", "argument": "writes other numbers to an argument"}


def other(x: Any) -> Any:
    """Data of the same kind as an argument: rows in other places, and other but likely values."""
    if isinstance(x, Tensor):
        return around(other(x.data))
    if not isinstance(x, np.ndarray) or x.size == 0:
        return x
    rolled = np.roll(x, 1, axis=0) if x.ndim else x.copy()
    return array_like(x, other_values(rolled))


def other_values(x: Array) -> Any:
    """Other values: still positive, or between 0 and 1, or labels, if those were."""
    if x.dtype.kind in "fc":
        finite = np.abs(x[np.isfinite(x)])
        return x * x.dtype.type(0.875) + x.dtype.type(0.0625) * (finite.max(initial=0) or 1)
    if x.dtype.kind in "iu" and (x // 2 != x).any():
        return x // 2
    if x.dtype.kind in "iu":
        return x + x.dtype.type(1)
    return ~x if x.dtype.kind == "b" and (x == x.flat[0]).all() else x


def known(x: Any, was: Any) -> Any:
    """An array; what it was, which is there anyway, if it is still the same."""
    return was if isinstance(x, np.ndarray) and np.array_equal(x, was) else x


def twin(x: Any) -> Any:
    """A copy of an argument, with the same layout in memory of its own."""
    if isinstance(x, Tensor):
        return around(twin(x.data))
    return array_like(x, x) if isinstance(x, np.ndarray) else x


def array_like(like: Array, values: Array) -> Array:
    """An array that lies in memory like another one, with other values."""
    low, high = np.lib.array_utils.byte_bounds(like)
    start = like.__array_interface__["data"][0] - low
    array: Array = np.ndarray(like.shape, like.dtype, bytearray(high - low), start, like.strides)
    array[...] = values
    array.flags.writeable = like.flags.writeable
    return array


def same(a: Any, b: Any, tolerance: Callable[[Any], float]) -> bool:
    """Whether two arrays agree as closely as rounding lets them."""
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    largest = (np.max(np.abs(x), initial=0, where=np.isfinite(x)) for (x,) in pieces(a))
    scale = max(largest, default=0)
    nearby = tolerance(np.finfo(a.dtype).eps) * scale
    near = (np.allclose(x, y, rtol=0, atol=nearby, equal_nan=True) for x, y in pieces(a, b))
    return all(near)


def pieces(*arrays: Array) -> Iterator[tuple[Array, ...]]:
    """Arrays of one shape, some elements after others, so that comparing takes no memory."""
    flags: list[Any] = ["external_loop", "buffered", "zerosize_ok"]
    for found in np.nditer(arrays, flags, buffersize=2**14):
        yield found if isinstance(found, tuple) else (found,)


def to_arrays(x: Any, copy: bool = False) -> Any:
    """What a step returned, with arrays in place of tensors."""
    x = raw(x)
    if isinstance(x, tuple) and hasattr(x, "_fields"):
        return type(x)(*(to_arrays(item, copy) for item in x))
    if isinstance(x, tuple | list):
        return type(x)(to_arrays(item, copy) for item in x)
    if isinstance(x, dict):
        return {key: to_arrays(item, copy) for key, item in x.items()}
    if isinstance(x, np.ndarray):
        return x[()].copy() if copy or x.ndim == 0 else x
    return x


def leaves(x: Any) -> list[Any]:
    """The arrays and numbers in nested results."""
    if isinstance(x, dict):
        x = list(x.values())
    if isinstance(x, tuple | list):
        return [leaf for item in x for leaf in leaves(item)]
    return [x]
