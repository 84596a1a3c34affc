"""All that can be chosen, each an attribute that can be read, set and observed."""

from __future__ import annotations

from typing import Any

import traitlets

from chainrule.data.points import POINTS
from chainrule.widgets.playground.network import FEATURES, INITIALISATIONS, activation_layers
from chainrule.widgets.playground.traits import (
    Activations,
    Choice,
    Layers,
    Names,
    Number,
    Switch,
)

RATES = (1e-5, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTIES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
REGRESSION = ("plane", "multi-gauss")
DATASETS = (*POINTS, "own")
CONTROLS = (
    "play", "step", "back", "reset", "speed", "learning_rate", "activation", "regularisation",
    "regularisation_rate", "problem", "dataset", "train_share", "noise", "batch_size",
    "regenerate", "features", "hidden", "layer_activation", "optimizer", "schedule", "loss",
    "initialisation", "dropout", "seed", "stop_loss", "stop_epoch", "show_test", "discretise",
    "points", "more", "inside", "backward", "follow", "matters", "surgery", "predict",
    "table", "code", "link",
)  # fmt: skip


class Settings(traitlets.HasTraits):
    """The settings of a playground, with the defaults of playground.tensorflow.org."""

    dataset = Choice("circle", DATASETS)
    noise = Number(0, 0, 50, whole=True)
    train_share = Number(50, 10, 90, whole=True)
    batch_size = Number(10, 1, 30, whole=True)
    data_seed = Number(0, 0, 2**31, whole=True)
    points = traitlets.Any(()).tag(sync=True)

    features = Names(("x1", "x2"), FEATURES)
    hidden = Layers((4, 2)).tag(sync=True)
    activation = Activations("tanh", activation_layers)
    initialisation = Choice("uniform", INITIALISATIONS)
    fixed = traitlets.Any(())  # the view is told frame by frame
    dropout = Number(0.0, 0, 0.9)
    seed = Number(0, 0, 2**31, whole=True)

    learning_rate = Number(0.03, 0, 1000)
    schedule = Choice("constant", ("constant", "step", "cosine"))
    optimizer = Choice("sgd", ("sgd", "momentum", "adam"))
    loss = Choice("squared_error", ("squared_error", "cross_entropy"))
    regularisation = Choice("none", ("none", "l1", "l2"))
    regularisation_rate = Number(0.0, 0, 1000)

    speed = Choice("5", ("1", "5", "max"))
    stop_loss = Number(0.0, 0, 1000)
    stop_epoch = Number(0, 0, 10**9, whole=True)

    show_test = Switch(False)
    discretise = Switch(False)
    inside = Switch(False)
    backward = Switch(False)
    hide = Names((), CONTROLS, least=0)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        if isinstance(self.activation, str):
            return (self.activation,) * len(self.hidden)
        last = self.activation[-1:] or ("tanh",)
        return tuple((self.activation + last * len(self.hidden))[: len(self.hidden)])

    @property
    def chosen(self) -> dict[str, Any]:
        """Every setting that is not at its default."""
        values = {name: getattr(self, name) for name in SETTINGS}
        return {name: value for name, value in values.items() if value != DEFAULTS[name]}


SETTINGS = tuple(Settings.class_own_traits())
DEFAULTS = {name: Settings.class_traits()[name].default() for name in SETTINGS}
LOOKS = ("speed", "show_test", "discretise", "inside", "backward", "hide")
DATA = ("dataset", "noise", "train_share", "data_seed", "points")
STRUCTURE = ("features", "hidden", "activation", "initialisation", "seed")
STEP = (
    "batch_size", "dropout", "schedule", "optimizer", "loss",
    "regularisation", "regularisation_rate",
)  # fmt: skip
