"""What is minimised, what an output means, and when it is right."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, raw
from chainrule.nn import functional as F


class Squared:
    """½ (o − t)² for a number o: regression.

    `numpy` says in NumPy what the output o is of z, the mean loss and its gradient for z, where t
    are the targets, which are what it `expects`.
    """

    squash = "none"
    numpy = ("z", "((o - t) ** 2).mean() / 2", "(o - t) / o.size")
    expects = "targets (n, 1)"

    def targets(self, t: Array) -> Array:
        """The targets of `t` as the loss takes them."""
        return t[:, None].astype(np.float32)

    def output(self, z: Any) -> Any:
        """What the network says, of what its last layer gives."""
        return z

    def loss(self, z: Any, targets: Any) -> Any:
        """The mean over a batch."""
        return F.mse_loss(self.output(z), targets) * 0.5

    def correct(self, z: Array, t: Array) -> Array | None:
        """Which answers are right; None where that makes no sense."""
        return None

    def shown(self, z: Array) -> Array:
        """Numbers from -1 to 1 to be coloured, a column an output."""
        return np.asarray(raw(self.output(z)))


class TanhSquared(Squared):
    """½ (tanh z − t)² for classes -1 and 1."""

    squash = "tanh"
    numpy = ("np.tanh(z)", "((o - t) ** 2).mean() / 2", "(o - t) * (1 - o * o) / o.size")

    def output(self, z: Any) -> Any:
        """Tanh z."""
        return table.tanh(z)

    def correct(self, z: Array, t: Array) -> Array | None:
        """Whether the signs agree."""
        right: Array = (z[:, 0] > 0) == (t > 0)
        return right


class Logistic(TanhSquared):
    """The cross-entropy of σ(z) for classes -1 and 1."""

    squash = "sigmoid"
    numpy = ("1 / (1 + np.exp(-z))", "(np.logaddexp(0, z) - t * z).mean()", "(o - t) / o.size")

    def targets(self, t: Array) -> Array:
        """The probability of class 1: 0 or 1."""
        return ((t[:, None] + 1) / 2).astype(np.float32)

    def output(self, z: Any) -> Any:
        """The probability of class 1."""
        return table.sigmoid(z)

    def loss(self, z: Any, targets: Any) -> Any:
        """The mean over a batch."""
        return F.binary_cross_entropy_with_logits(z, targets)

    def shown(self, z: Array) -> Array:
        """2 σ(z) − 1, which is 0 where both classes are as likely."""
        return np.asarray(2 * raw(table.sigmoid(z)) - 1)


class Softmax(Squared):
    """The cross-entropy of the softmax for three classes or more."""

    squash = "softmax"
    numpy = (
        "softmax(z)",
        "-np.log(o[np.arange(len(t)), t]).mean()",
        "(o - np.eye(o.shape[1])[t]) / len(o)",
    )
    expects = "class numbers (n,)"

    def __init__(self, classes: int) -> None:
        self.classes = classes

    def targets(self, t: Array) -> Array:
        """The number of the class."""
        return t.astype(int)

    def output(self, z: Any) -> Any:
        """The probabilities of the classes."""
        return F.softmax(z)

    def loss(self, z: Any, targets: Any) -> Any:
        """The mean over a batch."""
        return F.cross_entropy(z, targets)

    def correct(self, z: Array, t: Array) -> Array | None:
        """Whether the likeliest class is the true one."""
        return np.asarray(z.argmax(1) == t, bool)


class SoftmaxSquared(Softmax):
    """½ of the mean (p − t)² of the softmax p and rows t with a 1 for the class."""

    numpy = (
        "softmax(z)",
        "((o - t) ** 2).mean() / 2",
        "o * (o - t - ((o - t) * o).sum(1, keepdims=True)) / o.size",
    )
    expects = "rows with a 1 for the class"

    def targets(self, t: Array) -> Array:
        """Rows with a 1 in the column of the class."""
        return np.asarray(np.eye(self.classes, dtype=np.float32)[t.astype(int)])

    def loss(self, z: Any, targets: Any) -> Any:
        """The mean over a batch."""
        return F.mse_loss(F.softmax(z), targets) * 0.5


def objective(classes: int, loss: str) -> Squared:
    """The objective for that many classes (0 for regression) and that loss."""
    if classes == 0:
        return Squared()
    if classes == 2:
        return Logistic() if loss == "cross_entropy" else TanhSquared()
    return (Softmax if loss == "cross_entropy" else SoftmaxSquared)(classes)
