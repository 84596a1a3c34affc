"""Where cross-entropy pushes each score: up for the right class, down for all others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.pictures.graphs.graph import brief
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side


def draw_push(scores: Sequence[float], right: int, names: Sequence[str]) -> Picture:
    """A bar a class, as high as its probability, and an arrow from there to where it should be.

    The arrow is as long as the push on the score of that class, p − y, and points the other way.

    Parameters
    ----------
    scores : sequence of float
        One a class.
    right : int
        Which class is the right one.
    names : sequence of str
        What the classes are called.
    """
    e = np.exp(np.asarray(scores, float) - np.max(scores))
    p, y = e / e.sum(), np.eye(len(e))[right]
    edges = 0.5, len(p) + 0.7
    plane = Plane(edges, (-0.22, 1.12), 760, 330, "", "", "probability")
    plane.line((edges, [1, 1]), "grey")
    said = []
    for k, (name, score, now, wanted) in enumerate(zip(names, scores, p, y, strict=True), 1):
        plane.box((k - 0.16, k + 0.16), (0, now), "blue", 'opacity="0.45"')
        if abs(now - wanted) > 0.02:
            plane.line(([k, k], [now, wanted]), "ink")
            plane.dot(k, wanted, "ink", "triangle" if wanted else "down", 6)
        told = f"p − y = {brief(round(float(now - wanted), 2))}"
        plane.text(k + 0.2, float(np.clip((now + wanted) / 2, 0.03, 0.93)), told)
        mark = " (the right one)" if wanted else ""
        plane.text(k, -0.09, f"{name}{mark}", "middle")
        plane.text(k, -0.17, f"score {brief(round(float(score), 2))}", "middle")
        said.append(f"{name}{mark}: probability {now:.2f}, {told}")
    plane.ticks = lambda: upright(plane)  # type: ignore[method-assign]
    return side_by_side([plane], "; ".join(said) + ".")


def upright(plane: Plane) -> str:
    """Numbers along the upright axis alone."""
    marks = ((value, plane.place(plane.x[0], value)) for value in (0.0, 0.5, 1.0))
    return "".join(
        f'<text x="{px - 5:.1f}" y="{py + 4:.1f}" text-anchor="end">{value:g}</text>'
        for value, (px, py) in marks
    )
