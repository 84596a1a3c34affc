"""The columns of the table: a name, the module that does the work, and the function in it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from benchmarks.workloads.work import NotSupportedError, Run, work_named


@dataclass(frozen=True)
class Library:
    """One way to do the work.

    Parameters
    ----------
    name, title : str
        On the command line, and in the table.
    module, function : str
        In `benchmarks.workloads`; the function takes a `Work` and returns a `Run`.
    distribution : str
        Whose version the table states.
    """

    name: str
    title: str
    module: str
    function: str
    distribution: str


LIBRARIES = {
    library.name: library
    for library in (
        Library("numpy", "NumPy by hand", "by_hand", "eager", "numpy"),
        Library("naive", "Naive NumPy by hand", "naive", "eager", "numpy"),
        Library("eager", "Chain Rule", "chain_rule", "eager", "chainrule"),
        Library("compiled", "Chain Rule, compiled", "chain_rule", "compiled", "chainrule"),
        Library("torch", "PyTorch", "pytorch", "eager", "torch"),
        Library("torch.compile", "PyTorch, compiled", "pytorch", "compiled", "torch"),
        Library("jax", "JAX jit, a call a step", "jax_jit", "eager", "jax"),
        Library("jax-loop", "JAX jit, loop inside", "jax_jit", "loop", "jax"),
        Library("tinygrad", "tinygrad, TinyJit", "tiny_grad", "eager", "tinygrad"),
        Library("mygrad", "MyGrad", "my_grad", "eager", "mygrad"),
        Library("autograd", "HIPS autograd", "hips_autograd", "eager", "autograd"),
        Library("micrograd", "micrograd", "micro_grad", "eager", "micrograd"),
    )
}


def run_of(library: str, work: str) -> Run:
    """What does the steps of `work` with `library`.

    Raises
    ------
    NotSupportedError
        If the library is not installed or cannot do it.
    """
    entry = LIBRARIES[library]
    try:
        module = import_module(f"benchmarks.workloads.{entry.module}")
    except ModuleNotFoundError as error:
        raise NotSupportedError(f"{error.name} is not installed") from None
    make = getattr(module, entry.function)
    run: Run = make(work_named(work))
    return run
