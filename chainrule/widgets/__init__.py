"""Things to move: widgets on the course's own engine."""

from chainrule.widgets.nudge import Nudge
from chainrule.widgets.stepper import GraphStepper
from chainrule.widgets.you_be_the_gradient import YouBeTheGradient

__all__ = ["GraphStepper", "Nudge", "YouBeTheGradient"]
