"""`compile`: a step that is recorded once and from then on runs as straight-line NumPy."""

from __future__ import annotations

import functools
import inspect
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.recording.errors import CompileError
from chainrule.recording.guards import guard
from chainrule.recording.memory import Memory
from chainrule.recording.program import Value
from chainrule.recording.record import Recording
from chainrule.recording.simplify import simplified
from chainrule.recording.source import Writer
from chainrule.values import raw

MOST = 16  # programs that are kept for arguments of different shapes


class Variant:
    """The program for arguments of certain shapes, and the test whether it may run."""

    def __init__(self, recording: Recording, args: tuple[Any, ...], names: list[str]) -> None:
        simplified(recording.program)
        self.arrays = [isinstance(x, np.ndarray) for x in args]
        self.names = list(itertools.compress(names, self.arrays))
        self.fits = guard(recording.held, args)
        self.use(recording, blas=False)  # to be verified: bit for bit the calls of the step

    def use(self, recording: Recording, blas: bool) -> None:
        """Generate the program, with products and sums by BLAS or as they were recorded."""
        writer = Writer(recording, self.names, blas)
        self.source, run = writer.source, writer.build()
        self.run: Callable[..., Any] = run
        if not all(self.arrays):
            self.run = lambda *args: run(*itertools.compress(args, self.arrays))


class CompiledStep:
    """What `compile` returns: called as the step is."""

    def __init__(self, step: Callable[..., Any]) -> None:
        functools.update_wrapper(self, step)
        self.step = step
        self.variants: list[Variant] = []

    def __call__(self, *args: Any) -> Any:
        """Run the program for these arguments; record it first if there is none."""
        for variant in self.variants:
            if variant.fits(*args):
                return variant.run(*args)
        arrays = tuple(raw(x) for x in args)
        if any(a is not b for a, b in zip(arrays, args, strict=True)):
            return self(*arrays)
        return self.first(args)

    @property
    def source(self) -> str:
        """The program that ran last for new shapes, as Python."""
        if not self.variants:
            raise CompileError("nothing is compiled yet: call the step once")
        return self.variants[-1].source

    def first(self, args: tuple[Any, ...]) -> Any:
        """Run the step as it is, then record and verify it without moving anything on."""
        result = detached(self.step(*args))
        memory = Memory(self.step)
        try:
            recording = Recording(self.step, args)
            variant = Variant(recording, args, names_of(self.step, args))
            memory.restore()
            verify(self.step, variant, memory, args)
            variant.use(recording, blas=True)
        finally:
            memory.restore()
        self.variants = [*self.variants[1 - MOST :], variant]
        return result


def compile(step: Callable[..., Any]) -> CompiledStep:
    """A step of training as a straight line of NumPy calls that does the same, only faster.

    At its first call with arguments of new shapes the step runs as it is, and once more on
    arrays that write down every NumPy call. The list is simplified (what is computed twice or
    for nothing goes, results are written where they are needed, buffers are shared) and
    becomes a Python function. Two further steps, on other data, must give the same numbers and
    leave the same state behind; the state is then what it was after the first step.

    Parameters
    ----------
    step : callable
        Takes arrays (or tensors) by position, and may read and change whatever it finds:
        layers, optimisers, arrays, generators. It may be written with the engine or by hand.

    Returns
    -------
    CompiledStep
        Called as `step` is; returns arrays in place of tensors. `source` is the program.

    Raises
    ------
    CompileError
        At the first call, with the reason, if the step does what cannot be replayed: branches on
        values, reads numbers out of arrays, counts in variables of Python's.

    Notes
    -----
    A program is recorded anew when shapes or dtypes of the arguments change, or a number that
    the step can reach (such as a layer's `training`). Learning rate and step count of our
    optimisers are arrays and may change freely. A gradient that was kept from an earlier step
    is overwritten by the next one.

    Examples
    --------
    >>> from chainrule import Tensor, optim
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = optim.SGD([w], lr=0.1)
    >>> def step(x):
    ...     optimizer.zero_grad()
    ...     loss = ((w * x) ** 2).sum()
    ...     loss.backward()
    ...     optimizer.step()
    ...     return loss
    >>> fast = compile(step)
    >>> x = np.array([1.0, 1.0])
    >>> [round(float(fast(x)), 4) for _ in range(3)]
    [5.0, 3.2, 2.048]
    >>> "np.multiply" in fast.source
    True
    """
    return CompiledStep(step)


def verify(step: Callable[..., Any], variant: Variant, memory: Memory, args: Any) -> None:
    """Two further steps, as they are and replayed, must give the same."""
    others = tuple(map(other, args))
    outcomes = []
    for run in (step, variant.run):
        results = [detached(run(*a), copy=True) for a in (others, args)]
        outcomes.append((results, memory.contents()))
        memory.restore()
    (expected, expected_state), (found, found_state) = outcomes
    for a, b in zip(leaves(expected), leaves(found), strict=True):
        if not same(a, b):
            raise CompileError("the compiled step returns other numbers than the step itself")
    for path, a in expected_state.items():
        if not same(a, found_state.get(path)):
            raise CompileError(f"the compiled step leaves other numbers in {path}")


def other(x: Any) -> Any:
    """Data of the same kind as an argument: its rows in other places, and a little smaller."""
    if not isinstance(x, np.ndarray):
        return x
    rolled = np.roll(x, 1, axis=0) if x.ndim else x
    return rolled * x.dtype.type(0.875) if x.dtype.kind == "f" else rolled


def same(a: Any, b: Any) -> bool:
    """Whether two arrays agree as closely as rounding lets them."""
    if not isinstance(a, np.ndarray) or a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    b, eps = np.asarray(b), np.finfo(a.dtype).eps
    scale = np.max(np.abs(a), initial=0, where=np.isfinite(a))
    return a.shape == b.shape and np.allclose(a, b, rtol=0, atol=100 * eps * scale, equal_nan=True)


def detached(x: Any, copy: bool = False) -> Any:
    """What a step returned, with arrays in place of tensors."""
    x = raw(x)
    if isinstance(x, tuple | list):
        return type(x)(detached(item, copy) for item in x)
    if isinstance(x, dict):
        return {key: detached(item, copy) for key, item in x.items()}
    if isinstance(x, np.ndarray):
        return x[()].copy() if copy or x.ndim == 0 else x
    return x


def leaves(x: Any) -> list[Any]:
    """The arrays and numbers in nested results."""
    if isinstance(x, dict):
        x = list(x.values())
    if isinstance(x, tuple | list):
        return [leaf for item in x for leaf in leaves(item)]
    return [np.asarray(x)]


def names_of(step: Callable[..., Any], args: tuple[Any, ...]) -> list[str]:
    """What the step calls its arguments."""
    given = inspect.signature(step).bind(*args).signature.parameters
    names = [p.name for p in given.values() if p.kind is not p.VAR_POSITIONAL][: len(args)]
    return names + [f"input_{i}" for i in range(len(names), len(args))]


__all__ = ["CompileError", "CompiledStep", "Value", "compile"]
