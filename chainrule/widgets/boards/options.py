"""Settings as they are offered and spoken of: each with a name, values and what to try instead."""

from __future__ import annotations

from typing import Any, NamedTuple

from chainrule.widgets.playground.network import INITIALISATIONS, activation_layers
from chainrule.widgets.playground.settings import DATASETS, PENALTIES, RATES, Settings

SPOKEN = {
    "relu": "ReLU", "prelu": "PReLU", "elu": "ELU", "gelu": "GELU", "leaky_relu": "leaky ReLU",
    "sgd": "SGD", "adam": "Adam", "l1": "L1", "l2": "L2", "xavier": "Xavier", "he": "He",
    "x1": "x₁", "x2": "x₂", "x1_squared": "x₁²", "x2_squared": "x₂²", "x1_x2": "x₁x₂",
    "sin_x1": "sin x₁", "sin_x2": "sin x₂", "xor": "exclusive or", "blobs": "three classes",
    "multi-gauss": "multi-Gaussian", "gauss": "Gaussian",
}  # fmt: skip
LAYERS = ((), (1,), (2,), (3,), (4,), (8,), (4, 2), (4, 4), (8, 8), (4, 4, 4), (8, 8, 8), (8,) * 6)
FEATURE_SETS = (
    ("x1",), ("x1", "x2"), ("x1_squared", "x2_squared"), ("x1", "x2", "x1_x2"),
    ("x1", "x2", "sin_x1", "sin_x2"),
    ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"),
)  # fmt: skip

SHARES, LOSSES = (0.9, 0.95, 0.99), (0.1, 0.05, 0.01)  # that are goals


class Option(NamedTuple):
    """What a setting is called, what it may be, and what is worth a try against another value."""

    label: str
    values: tuple[Any, ...]
    tries: tuple[Any, ...]


def options() -> dict[str, Option]:
    """All settings that a comparison can be about, the most telling ones first."""
    return {
        "learning_rate": Option("learning rate", RATES, (0.3, 0.03)),
        "hidden": Option("hidden layers", LAYERS, ((8, 8), (2,))),
        "activation": Option("activation", tuple(activation_layers()), ("relu", "tanh")),
        "optimizer": Option("optimiser", ("sgd", "momentum", "adam"), ("adam", "sgd")),
        "initialisation": Option("initialisation", tuple(INITIALISATIONS), ("he", "alike")),
        "features": Option("features", FEATURE_SETS, (FEATURE_SETS[3], FEATURE_SETS[1])),
        "batch_size": Option("batch size", (1, 2, 5, 10, 20, 30), (1, 30)),
        "loss": Option("loss", ("squared_error", "cross_entropy"), ("cross_entropy",
                       "squared_error")),
        "schedule": Option("schedule", ("constant", "step", "cosine"), ("cosine", "constant")),
        "regularisation": Option("regularisation", ("none", "l1", "l2"), ("l2", "none")),
        "regularisation_rate": Option("regularisation rate", PENALTIES, (0.01, 0.0)),
        "dropout": Option("dropout", (0.0, 0.1, 0.2, 0.3, 0.5), (0.2, 0.0)),
        "noise": Option("noise", tuple(range(0, 51, 5)), (30, 0)),
        "train_share": Option("training share", tuple(range(10, 91, 10)), (10, 80)),
        "seed": Option("seed of the weights", tuple(range(16)), (1, 0)),
        "data_seed": Option("seed of the points", tuple(range(16)), (1, 0)),
        "dataset": Option("data set", DATASETS[:-1], ("xor", "circle")),
    }  # fmt: skip


def suggestion(name: str, base: Settings) -> dict[str, Any]:
    """What to compare `base` with, if that setting is to differ.

    >>> suggestion("optimizer", Settings()), suggestion("optimizer", Settings(optimizer="adam"))
    ({'optimizer': 'adam'}, {'optimizer': 'sgd'})
    """
    value = next(one for one in options()[name].tries if one != getattr(base, name))
    if name == "regularisation" and value != "none" and not base.regularisation_rate:
        return {name: value, "regularisation_rate": 0.01}
    if name == "regularisation_rate" and base.regularisation == "none":
        return {name: value, "regularisation": "l2"}
    return {name: value}


def spoken(value: Any) -> str:
    """A value of a setting as it stands in a sentence.

    >>> spoken((8, 8)), spoken(0.03), spoken("leaky_relu"), spoken(())
    ('8, 8', '0.03', 'leaky ReLU', 'none')
    """
    if isinstance(value, tuple | list):
        return ", ".join(map(spoken, value)) or "none"
    if isinstance(value, str):
        return SPOKEN.get(value, value.replace("_", " "))
    return f"{value:g}"


def offered() -> dict[str, dict[str, Any]]:
    """The options as a view gets them, each value with what it is called."""
    return {
        name: {"label": label, "values": [[value, spoken(value)] for value in values]}
        for name, (label, values, _) in options().items()
    }


def goals() -> list[tuple[tuple[str, float], str]]:
    """When a network has learned, and what that is called."""
    right = [(("accuracy", share), f"{100 * share:g} % right") for share in SHARES]
    return right + [(("loss", loss), f"test loss {loss:g}") for loss in LOSSES]
