"""Things to move: widgets on the course's own engine."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from chainrule.widgets.nudge import Nudge
from chainrule.widgets.stepper import GraphStepper
from chainrule.widgets.you_be_the_gradient import YouBeTheGradient

if TYPE_CHECKING:
    from chainrule.widgets.playground import Playground

__all__ = ["GraphStepper", "Nudge", "Playground", "YouBeTheGradient"]


def __getattr__(name: str) -> Any:
    if name != "Playground":  # the largest of them, loaded when it is first used
        raise AttributeError(f"module 'chainrule.widgets' has no attribute {name!r}")
    return import_module("chainrule.widgets.playground").Playground
