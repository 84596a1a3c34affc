"""What every neuron says all over the plane."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.widgets.playground.network import FEATURES, activations_of, feature_columns
from chainrule.widgets.playground.training import Trainer

SIDE, TILE = 100, 33  # points along an edge of the large map, and of a neuron's tile
EVERY = np.s_[1::3]  # of the large map's rows and columns: those of a tile
BLOCKS = 4  # of the large map: BLAS takes more threads for all of it at once, which costs more


@functools.cache
def grid(side: int = SIDE) -> Array:
    """The middles of side × side squares over ±6, top row first."""
    ticks = (np.arange(side) + 0.5) / side * 12 - 6
    a, b = np.meshgrid(ticks, -ticks)
    return np.stack([a.ravel(), b.ravel()], axis=1)


@functools.cache
def inputs(features: tuple[str, ...], side: int = SIDE) -> Array:
    """The grid as a network gets it."""
    return feature_columns(grid(side), features)


@functools.cache
def tile_places() -> Array:
    """Where the points of a tile lie in the large map."""
    return np.arange(SIDE * SIDE).reshape(SIDE, SIDE)[EVERY, EVERY].ravel()


def colour_bytes(values: Array) -> Array:
    """Numbers from -1 to 1 as bytes from -127 to 127, a row a neuron; 0 for what is none.

    >>> colour_bytes(np.array([[-1.0, 5.0, np.nan]])).tolist()
    [[-127], [127], [0]]
    """
    shades = np.clip(values.T * np.float32(127), -127, 127)
    shades[np.isnan(shades)] = 0
    return np.rint(shades, out=shades).astype(np.int8)


@functools.cache
def feature_tiles() -> Array:
    """A tile for each feature there is, x₁² and the like cut off at ±1 as all maps are."""
    return colour_bytes(feature_columns(grid()[tile_places()], tuple(FEATURES)))


def heatmaps(trainer: Trainer, features: Sequence[str]) -> tuple[Array, Array]:
    """The large map of each output, and the tiles of all hidden neurons."""
    with np.errstate(all="ignore"):
        *hidden, _ = activations_of(trainer.model, inputs(tuple(features))[tile_places()])
    tiles = [colour_bytes(layer) for layer in hidden]
    empty = np.zeros((0, TILE * TILE), np.int8)
    return output_maps(trainer), np.concatenate([empty, *tiles])


def output_maps(trainer: Trainer, side: int = SIDE) -> Array:
    """The map of each output alone, as large as is asked for."""
    blocks = np.array_split(inputs(tuple(trainer.settings.features), side), BLOCKS)
    with np.errstate(all="ignore"):
        z = np.concatenate([activations_of(trainer.model, block)[-1] for block in blocks])
        return colour_bytes(trainer.objective.shown(z))
