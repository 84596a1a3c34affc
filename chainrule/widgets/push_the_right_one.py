"""Three scores, one right class: what softmax and cross-entropy do to each, step by step."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.training.push import draw_push
from chainrule.widgets.panel import Panel, button, choice, slider

NAMES = ["cat", "dog", "owl"]


class PushTheRightOne(Panel):
    """Bars of probability with an arrow on each: the gradient of the loss for the scores.

    Parameters
    ----------
    cat, dog, owl : float
        The scores.
    right : str
        The right class.

    Examples
    --------
    >>> game = PushTheRightOne(cat=0.0, dog=0.0, owl=0.0, right="owl")
    >>> game.step()
    >>> round(game.owl, 3), round(game.cat, 3)  # minus (p − y), with p a third for each
    (0.667, -0.333)
    """

    label = "Push the right one up"
    cat = slider(2.0, -4, 4, 0.1, "score of cat")
    dog = slider(1.0, -4, 4, 0.1, "score of dog")
    owl = slider(0.0, -4, 4, 0.1, "score of owl")
    right = choice("dog", NAMES, "the right one")

    @property
    def p(self) -> Array:
        """The probabilities."""
        e = np.exp([self.cat, self.dog, self.owl])
        p: Array = e / e.sum()
        return p

    @property
    def loss(self) -> float:
        """Minus the logarithm of the right one's probability."""
        return -float(np.log(self.p[NAMES.index(self.right)]))

    @button("one step, η = 1")
    def step(self) -> None:
        """Move each score against its gradient."""
        y = np.array([name == self.right for name in NAMES], float)
        for name, move in zip(NAMES, y - self.p, strict=True):
            setattr(self, name, float(np.clip(getattr(self, name) + move, -4, 4)))

    def shown(self) -> tuple[Picture, str]:
        """The bars, and the loss."""
        scores = [self.cat, self.dog, self.owl]
        picture = draw_push(scores, NAMES.index(self.right), NAMES)
        p = self.p[NAMES.index(self.right)]
        words = (
            f"The right one, {self.right}, has the probability {p:.2f}: "
            f"the loss is −log of that, {self.loss:.2f}. The three pushes add up to 0."
        )
        return picture, words
