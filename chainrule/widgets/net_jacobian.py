"""The Jacobian of a trained net, place by place."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np

from chainrule import optim
from chainrule.data.rings import rings
from chainrule.engine import Array
from chainrule.grad_mode import no_grad
from chainrule.jacobians import jacobian
from chainrule.nn import Linear, Sequential, Tanh
from chainrule.nn.functional import binary_cross_entropy_with_logits
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.table import sigmoid
from chainrule.widgets.panel import Panel, point


class NetJacobian(Panel):
    """A net that was trained on two rings; its Jacobian at a point that one drags.

    Examples
    --------
    >>> widget = NetJacobian(place=(0.0, 0.0))
    >>> widget.jacobian.shape
    (1, 2)
    """

    label = "Jacobian of a trained net"
    place = point(1.0, 0.5)

    @cached_property
    def net(self) -> Sequential:
        """The net, trained at first use."""
        rng = np.random.default_rng(0)
        x, t = self.examples = rings(200, rng)
        net = Sequential(Linear(2, 8, seed=rng), Tanh(), Linear(8, 1, seed=rng))
        optimizer = optim.Adam(net.parameters(), lr=0.05)
        for _ in range(300):
            optimizer.zero_grad()
            binary_cross_entropy_with_logits(net(x), t).backward()
            optimizer.step()
        return net

    def probability(self, x: Array) -> Array:
        """The net's probability for each row of x."""
        p: Array = sigmoid(self.net(x).data)[:, 0]
        return p

    @property
    def jacobian(self) -> Array:
        """How the probability at the point moves with each input; a row of two."""
        f = jacobian(lambda x: sigmoid(self.net(x.reshape(1, 2)))[0])
        with no_grad():  # of the point alone, not of the weights
            table: Array = f(np.array(self.place))
        return table

    @cached_property
    def map(self) -> list[tuple[float, float, float, float]]:
        """Strips of the plane: from where to where, at which height, and the probability there."""
        side = np.linspace(-2.9, 2.9, 30)
        strips = []
        for y in side:
            row = self.probability(np.stack([side, np.full(30, y)], axis=1)).round(2)
            starts = np.flatnonzero(np.diff(row, prepend=-1.0))
            for first, end in pairwise([*starts, 30]):
                strips.append((side[first] - 0.1, side[end - 1] + 0.1, y, row[first]))
        return strips

    def shown(self) -> tuple[Picture, str]:
        """The map, the point and an arrow along its row of the Jacobian."""
        plane = Plane((-3, 3), (-3, 3), 420, 428, "P(outer ring)", "x₁", "x₂")
        for left, right, y, p in self.map:
            kind, opacity = ("orange", p - 0.5) if p > 0.5 else ("blue", 0.5 - p)
            look = f'opacity="{opacity:.2f}" shape-rendering="crispEdges"'  # without seams
            plane.box((left, right), (y - 0.1, y + 0.1), kind, look)
        for (x1, x2), (target,) in zip(*self.examples, strict=True):
            plane.dot(x1, x2, *(("orange", "square", 2.5) if target else ("blue", "round", 2.5)))
        plane.still()
        (row,) = self.jacobian
        x, y = self.place
        length = float(np.linalg.norm(row)) or 1.0
        tip = np.array([x, y]) + row * (0.3 + length) / length  # to be seen beside the handle
        plane.line(([x, tip[0]], [y, tip[1]]), "ink")
        plane.dot(float(tip[0]), float(tip[1]), "ink", size=5)
        plane.handle("place", x, y, "the point")
        size, p = float(np.linalg.norm(row)), float(self.probability(np.array([[x, y]]))[0])
        where = "near the border: small steps change its mind" if size > 0.3 else "far from it"
        words = (
            f"At ({x:.2f}, {y:.2f}) the net says {p:.2f}; its Jacobian is "
            f"({row[0]:.2f}, {row[1]:.2f}), of length {size:.2f}, {where}."
        ).replace("-", "−")
        return side_by_side([plane], words), words
