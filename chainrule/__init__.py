"""A small autograd engine in NumPy, and the course that is built on it.

The whole engine is one file, `chainrule.engine`, to be read from top to bottom.

>>> import chainrule as cr
>>> x = cr.Tensor(2.0, requires_grad=True)
>>> y = cr.exp(x) * x
>>> y.backward()
>>> f"{x.grad.item():.4f}"              # eˣ (x + 1)
'22.1672'
"""

import builtins
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chainrule import fused as fused
from chainrule import methods as methods
from chainrule import numpy_functions as numpy_functions
from chainrule.allocator import keep_freed_memory
from chainrule.engine import Operation, Tensor
from chainrule.grad_mode import enable_grad, is_grad_enabled, no_grad
from chainrule.gradcheck import GradcheckError, gradcheck
from chainrule.names import HOMES
from chainrule.refusals import missing
from chainrule.shapes import cat, stack
from chainrule.table import *  # noqa: F403  (every operation, by its name)
from chainrule.table import OPERATIONS
from chainrule.transforms import grad, gradients, value_and_grad

if TYPE_CHECKING:
    from chainrule import nn, optim
    from chainrule.anomaly import AnomalyError, detect_anomaly
    from chainrule.compiler import CompileError, compile
    from chainrule.jacobians import hessian, jacobian, jvp, vjp
    from chainrule.random import manual_seed
    from chainrule.registration import register

__version__ = "2.0.0"
keep_freed_memory()

__all__ = [
    "AnomalyError",
    "CompileError",
    "GradcheckError",
    "Operation",
    "Tensor",
    "cat",
    "compile",
    "detect_anomaly",
    "enable_grad",
    "grad",
    "gradcheck",
    "gradients",
    "hessian",
    "is_grad_enabled",
    "jacobian",
    "jvp",
    "manual_seed",
    "nn",
    "no_grad",
    "optim",
    "register",
    "stack",
    "value_and_grad",
    "vjp",
    # `import *` shadows no `sum`
    *(name for name in OPERATIONS if not hasattr(builtins, name)),
    *(name for name in HOMES if not hasattr(builtins, name)),
]

# What is loaded when it is first used, with the module that has it: importing chainrule costs
# little more than importing NumPy.
_on_first_use = dict.fromkeys(("exercises", "nn", "optim", "pictures", "widgets"), "")
_on_first_use |= dict.fromkeys(("CompileError", "compile"), "chainrule.compiler")
_on_first_use |= dict.fromkeys(("AnomalyError", "detect_anomaly"), "chainrule.anomaly")
_on_first_use |= dict.fromkeys(("hessian", "jacobian", "jvp", "vjp"), "chainrule.jacobians")
_on_first_use |= {"manual_seed": "chainrule.random", "register": "chainrule.registration"}
_on_first_use |= HOMES
for _name in _on_first_use.keys() & globals().keys():
    del globals()[_name]  # what an import above has left under the name


def __getattr__(name: str) -> Any:
    if name not in _on_first_use:
        if name in OPERATIONS:  # registered later
            return OPERATIONS[name]
        raise missing("chainrule", name)
    home = _on_first_use[name]
    found = getattr(import_module(home), name) if home else import_module(f"chainrule.{name}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_on_first_use, *OPERATIONS})
