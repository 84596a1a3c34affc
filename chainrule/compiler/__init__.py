"""Recording a step and running it as straight-line NumPy; the engine knows nothing of it."""

from chainrule.compiler.api import CompiledStep, compile
from chainrule.compiler.ir import CompileError

__all__ = ["CompileError", "CompiledStep", "compile"]
