"""What a language model expects next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.widgets.panel import Panel, button, text

BARS = 10


class NextWord(Panel):
    """Type the beginning of a sentence; the ten likeliest next words are shown as bars.

    Parameters
    ----------
    expects : callable
        From a list of words to the chance of each word that may come next.
    words : str
        The beginning.

    Examples
    --------
    >>> widget = NextWord(lambda words: {"sleeps": 0.75, "sings": 0.25}, "the fox")
    >>> widget.go_on(); widget.words
    'the fox sleeps'
    """

    label = "What comes next?"
    words = text("the", "so far")

    def __init__(self, expects: Callable[[list[str]], Mapping[str, float]], words: str) -> None:
        self.expects = expects
        super().__init__(words=words)

    @button("take the likeliest")
    def go_on(self) -> None:
        """Append the word that is expected most."""
        ranked = self.ranked
        if ranked:
            self.words = f"{self.words} {ranked[0][0]}"

    @button("start anew")
    def anew(self) -> None:
        """Leave only the first word."""
        self.words = " ".join(self.words.split()[:1])

    @property
    def ranked(self) -> list[tuple[str, float]]:
        """The likeliest words, the first first; none if a word is not known."""
        try:
            chances = self.expects(self.words.split())
        except (KeyError, ValueError, IndexError):
            return []
        return sorted(chances.items(), key=lambda pair: -pair[1])[:BARS]

    def shown(self) -> tuple[Picture, str]:
        """A bar for each of the likeliest words."""
        ranked = self.ranked
        plane = Plane((0, 1), (0, BARS), 560, 300, "what comes next, and how likely", bare=True)
        if not ranked:
            words = "There is a word in it that the model does not know."
            return side_by_side([plane], words), words
        longest = max(len(word) for word, _ in ranked)
        start = min(0.5, (16 + 8 * longest) / plane.width)  # the words stand before the bars
        reach = 1 - start - 48 / plane.width  # and the numbers behind them
        for i, (word, chance) in enumerate(ranked):
            y = BARS - 1 - i
            plane.box((start, start + reach * chance), (y + 0.2, y + 0.8), "blue")
            plane.text(start - 6 / plane.width, y + 0.35, word, "end")
            plane.text(start + reach * chance + 6 / plane.width, y + 0.35, f"{chance:.0%}")
        words = f"After “{self.words}” it expects {ranked[0][0]} ({ranked[0][1]:.0%})."
        return side_by_side([plane], words), words
