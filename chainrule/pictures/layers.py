"""What happens from layer to layer of a deep network, or from step to step, over many sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.curves import spread
from chainrule.pictures.growth import power_of_ten, powers
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, round_numbers, side_by_side, tick

KINDS = ("blue", "orange", "ink", "grey")
SHAPES = ("round", "square", "triangle", "round")
MARKS = 25  # on a curve, at most


class Sizes(Plane):
    """A plane of logarithms whose curves are named at their ends, beyond the last place.

    >>> sizes = Sizes([1, 2, 3], (-4, 0), "size", "layer")
    >>> "10⁻⁴" in sizes.ticks(), sizes.apart({"a": 0.0, "b": 0.01})["a"] < -0.1
    (True, True)
    """

    def __init__(self, places: Sequence[float], y: tuple[float, float], title: str, across: str):
        self.places = places
        room = 0.32 * (places[-1] - places[0])
        super().__init__((places[0], places[-1] + room), y, 760, 330, title, across)

    def ticks(self) -> str:
        """Powers of ten upwards; the places along, as far as there are any."""
        few = round_numbers(self.places[0], self.places[-1], 6)
        parts = []
        for value in self.places if len(self.places) <= 12 else few:
            px, py = self.place(value, self.y[0])
            parts.append((px, py + 15, "middle", tick(value)))
        for value in powers(*self.y):
            px, py = self.place(self.x[0], value)
            parts.append((px - 5, py + 4, "end", power_of_ten(value)))
        return "".join(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
            for x, y, anchor, words in parts
        )

    def apart(self, ends: Mapping[str, float]) -> dict[str, float]:
        """Heights for the names of curves that end there, so far apart that they can be read."""
        gap = 16 / 264 * (self.y[1] - self.y[0])
        found = spread([*ends.values()], gap, self.y[0] + gap / 2, self.y[1] - gap / 2)
        return {name: height - gap / 4 for name, height in zip(ends, found, strict=True)}


def draw_by_layer(
    values: Mapping[str, Array], label: str, layers: Sequence[int] = (), across: str = "layer",
    top: float = np.inf,
) -> Picture:  # fmt: skip
    """Numbers of each layer on a logarithmic axis: the median of several runs, their range shaded.

    A curve ends where its numbers become 0, infinite or no numbers at all, and says so.

    Parameters
    ----------
    values : mapping of str to array, shape (runs, layers) or (layers,)
        By name; at most four.
    label : str
        What the numbers are.
    layers : sequence of int
        What stands below the axis, if not 1, 2, 3, …
    across : str
        What the axis counts; “layers” where their numbers are given.
    top : float
        The largest number that is shown; curves that are larger leave the picture.
    """
    runs = {name: np.atleast_2d(np.asarray(each, float)) for name, each in values.items()}
    places = list(layers or range(1, next(iter(runs.values())).shape[1] + 1))
    logs = {name: logarithms(each) for name, each in runs.items()}
    every = np.concatenate([each[np.isfinite(each)] for each in logs.values()])
    low, high = np.floor(every.min() - 0.1), np.ceil(min(every.max(), np.log10(top)) + 0.1)
    plane = Sizes(places, (low, high), label, "layers" if layers else across)
    ends, said = {}, []
    for (name, each), kind, shape in zip(logs.items(), KINDS, SHAPES, strict=False):
        middle = np.median(each, axis=0)
        there = int(np.argmin(np.isfinite([*middle, np.nan])))
        draw_range(plane, places[:there], each[:, :there], kind)
        plane.line((places[:there], middle[:there]), kind)
        for at in range(0, there, -(-len(places) // MARKS)):
            plane.dot(float(places[at]), float(middle[at]), kind, shape, 4)
        fate = "" if there == len(places) else f": {fate_of(runs[name][:, there])}"
        ends[name + fate] = (places[there - 1], float(middle[there - 1]))
        start, end = 10 ** middle[0], 10 ** middle[there - 1]
        said.append(f"{name} from {start:.2g} to {end:.2g}{fate.replace(':', ', then')}")
    for name, height in plane.apart({name: y for name, (_, y) in ends.items()}).items():
        plane.text(ends[name][0] + 0.015 * (plane.x[1] - plane.x[0]), height, name)
    return side_by_side([plane], f"{label} by {across}: {'; '.join(said)}.")


def logarithms(values: Array) -> Array:
    """To base 10; not finite where there is none."""
    with np.errstate(all="ignore"):
        return np.log10(np.where(values > 0, values, np.nan))


def draw_range(plane: Plane, places: Sequence[float], logs: Array, kind: str) -> None:
    """What lies between the lowest and the highest run."""
    if len(logs) > 1 and len(places) > 1:
        plane.area(([*places, *places[::-1]], [*logs.min(0), *logs.max(0)[::-1]]), kind)


def fate_of(numbers: Array) -> str:
    """What numbers have become that have no logarithm."""
    return "all zeros" if np.all(numbers == 0) else "NaN"
