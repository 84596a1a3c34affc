"""`compile`: a step that is recorded once and from then on runs as straight-line NumPy."""

from __future__ import annotations

import functools
import inspect
import itertools
import threading
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.compiler.arguments import check_arguments, names_of, unwrap_partial
from chainrule.compiler.bound import programs_of
from chainrule.compiler.codegen import Writer
from chainrule.compiler.guards import Guard
from chainrule.compiler.ir import CompileError
from chainrule.compiler.passes.simplify import simplify
from chainrule.compiler.state.locations import Wrapper
from chainrule.compiler.state.snapshot import Snapshot
from chainrule.compiler.tracing.forbidden import is_tracing
from chainrule.compiler.tracing.trace import Trace
from chainrule.compiler.verify import Verification, to_arrays
from chainrule.engine import Tensor, raw
from chainrule.refusals import note_change

MOST = 16  # programs that are kept for arguments of different shapes
OFTEN = 32  # recordings after which it is said that there are many
# While a step is recorded, functions and arrays that all threads see are others.
recording = threading.RLock()


class Variant:
    """The program for arguments of certain shapes, and the test whether it may run."""

    run: Callable[..., Any]

    def __init__(self, trace: Trace, args: tuple[Any, ...], names: list[str]) -> None:
        simplify(trace.program)
        self.trace, self.args = trace, args
        self.arrays = [isinstance(raw(x), np.ndarray) for x in args]
        self.names = list(itertools.compress(names, self.arrays))

    def use(self, blas: bool) -> None:
        """Generate the program, with products and sums by BLAS or as they were recorded."""
        for kept in ("run", "memory"):  # there is memory for one program at a time
            vars(self).pop(kept, None)
        writer = Writer(self.trace, self.names, blas)
        self.source, run = writer.source, writer.build()
        self.memory = [x for x in writer.given.values() if isinstance(x, np.ndarray)]
        self.run = run
        if not all(type(x) is np.ndarray for x in self.args):
            self.run = lambda *args: run(*map(raw, itertools.compress(args, self.arrays)))
        if tensors := [i for i in self.trace.written if isinstance(self.args[i], Tensor)]:
            self.run = noting(self.run, tensors)

    def verify(self, verification: Verification) -> None:
        """Make sure that the program does what the step does; then let BLAS in if it still does."""
        self.use(blas=False)  # bit for bit the calls of the step
        verification.check(self.run)
        self.use(blas=True)
        if not verification.is_near(self.run):
            self.use(blas=False)

    def guard(self) -> None:
        """From now on the program runs only where it may."""
        trace = self.trace
        guard = Guard(self.args, trace.bindings, self.memory, trace.written)
        self.fits = guard.build()
        del self.trace, self.args, self.memory


def noting(run: Callable[..., Any], changed: list[int]) -> Callable[..., Any]:
    """A program that first says which of its arguments, by number, it changes."""

    def noted(*args: Any) -> Any:
        note_change(*(args[i] for i in changed))
        return run(*args)

    return noted


class CompiledStep(Wrapper):
    """What `compile` returns: called as the step is; a method if that is one.

    Threads take turns: one at a time records, whichever step it is, and one at a time runs a
    program, whose arrays are there once.
    """

    def __init__(self, step: Callable[..., Any]) -> None:
        functools.update_wrapper(self, step)
        self.step = step
        self.variants: list[Variant] = []
        self.recordings = 0
        self.turn = threading.RLock()

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Run the program for these arguments; record it first if there is none."""
        if named:
            return self(*self.by_position(args, named))
        with self.turn:
            for variant in self.variants:
                if variant.fits(*args):
                    return variant.run(*args)
        if is_tracing.get():  # part of a step that is being compiled
            return self.step(*args)
        with recording, self.turn:  # in this order, in every thread
            for variant in self.variants:
                if variant.fits(*args):  # another thread has recorded it meanwhile
                    return variant.run(*args)
            return self.first(args)

    def __get__(self, instance: Any, owner: type | None = None) -> CompiledStep:
        """The step of one object, with programs of its own."""
        if instance is None or not isinstance(self.step, types.FunctionType):
            return self
        steps = programs_of(instance, self.step.__name__).steps
        if self not in steps:
            steps.setdefault(self, CompiledStep(types.MethodType(self.step, instance)))
        bound: CompiledStep = steps[self]
        return bound

    def __reduce__(self) -> tuple[type[CompiledStep], tuple[Callable[..., Any]]]:
        """A copy has the same step, and no programs yet."""
        return CompiledStep, (self.step,)

    @property
    def source(self) -> str:
        """The program that ran last for new shapes, as Python."""
        if not self.variants:
            raise CompileError("nothing is compiled yet: call the step once")
        return self.variants[-1].source

    def by_position(self, args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """Arguments in the order in which the step names them."""
        bound = inspect.signature(self.step).bind(*args, **named)
        if bound.kwargs:
            raise CompileError(f"give {', '.join(bound.kwargs)} by position, not by name")
        return bound.args

    def first(self, args: tuple[Any, ...]) -> Any:
        """Run the step as it is, then record and verify it without moving anything on."""
        names = names_of(self.step, args)
        check_arguments(args, names)
        result = to_arrays(self.step(*args))
        snapshot = Snapshot(self.step, args)
        try:
            variant = Variant(Trace(self.step, args), args, names)
            snapshot.restore()
            variant.verify(Verification(self.step, snapshot, args))
        finally:
            snapshot.restore()
        variant.guard()
        self.variants = [*self.variants[1 - MOST :], variant]
        self.count()
        return result

    def count(self) -> None:
        """Say so if a step is recorded again and again."""
        self.recordings += 1
        if self.recordings == OFTEN:
            warnings.warn(
                f"a compiled step was recorded {OFTEN} times, which takes longer than running it: "
                "give what changes from call to call as an array, and in few shapes",
                RuntimeWarning,
                stacklevel=4,
            )


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
        layers, optimisers, arrays, generators. It may be written with the engine or by hand,
        and be a method: then every object has programs of its own.

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
    optimisers are arrays and may change freely, within a step, too. Generators of random
    numbers may get another seed, or another generator their place.

    The first call takes about half as much memory again as the step itself, later ones hardly
    any. Threads take turns at recording, and at one step; what they share besides is up to them.

    A gradient that was kept from an earlier step is overwritten by the next one. Two compiled
    steps that add to each other's gradients, as the two of a GAN do, are recorded anew again and
    again: make them one step.

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
    if isinstance(step, classmethod | staticmethod):
        return type(step)(compile(step.__func__))  # type: ignore[return-value]
    if inspect.isgeneratorfunction(step) or inspect.iscoroutinefunction(step):
        raise CompileError("the step is a generator or coroutine: let it return its results")
    return CompiledStep(unwrap_partial(step))
