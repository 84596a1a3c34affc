"""Things to move: widgets on the course's own engine."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from chainrule.widgets.nudge import Nudge
from chainrule.widgets.stepper import GraphStepper
from chainrule.widgets.you_be_the_gradient import YouBeTheGradient

if TYPE_CHECKING:
    from chainrule.widgets.boards import SeedWall, TwoBoards
    from chainrule.widgets.playground import Playground
from chainrule.widgets.bend_the_plane import BendThePlane
from chainrule.widgets.chain_cost import ChainCost
from chainrule.widgets.dying_relu import DyingReLU
from chainrule.widgets.gear_train import GearTrain
from chainrule.widgets.jacobian_ellipse import JacobianEllipse
from chainrule.widgets.knob_and_needle import KnobAndNeedle
from chainrule.widgets.layer_histograms import LayerHistograms
from chainrule.widgets.learning_rate_race import LearningRateRace
from chainrule.widgets.net_jacobian import NetJacobian
from chainrule.widgets.next_word import NextWord
from chainrule.widgets.perceptron_stepper import PerceptronStepper
from chainrule.widgets.push_the_right_one import PushTheRightOne
from chainrule.widgets.saturated_neuron import SaturatedNeuron
from chainrule.widgets.separate_the_gates import SeparateTheGates
from chainrule.widgets.timeline import Timeline
from chainrule.widgets.walk_downhill import WalkDownhill

__all__ = [
    "BendThePlane",
    "ChainCost",
    "DyingReLU",
    "GearTrain",
    "GraphStepper",
    "JacobianEllipse",
    "KnobAndNeedle",
    "LayerHistograms",
    "LearningRateRace",
    "NetJacobian",
    "NextWord",
    "Nudge",
    "PerceptronStepper",
    "Playground",
    "PushTheRightOne",
    "SaturatedNeuron",
    "SeedWall",
    "SeparateTheGates",
    "Timeline",
    "TwoBoards",
    "WalkDownhill",
    "YouBeTheGradient",
]


# The largest of them, loaded when they are first used.
LATER = {"Playground": "playground", "SeedWall": "boards", "TwoBoards": "boards"}


def __getattr__(name: str) -> Any:
    if name not in LATER:
        raise AttributeError(f"module 'chainrule.widgets' has no attribute {name!r}")
    return getattr(import_module(f"chainrule.widgets.{LATER[name]}"), name)
