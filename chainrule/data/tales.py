"""A little language: animals that see and chase each other, with the grammar known exactly.

Subject and verb agree in number, also across a relative clause: *the dogs that the cat sees
sleep*. A model that looks at the last two words only cannot know. As the grammar is known, so is
the smallest perplexity that any model can reach.
"""

from __future__ import annotations

import math

import numpy as np

NOUNS = ("dog", "cat", "owl", "duck", "hen", "frog", "bear", "mole")
CHASES = ("see", "chase", "hear", "follow", "like", "fear")
SLEEPS = ("sleep", "sing", "jump", "swim", "dream", "laugh")
ADJECTIVES = ("old", "small", "red", "quick", "sad", "happy")
ARTICLES = {False: ("the", "a", "this"), True: ("the", "two", "these")}  # by plural

VERBS = CHASES + SLEEPS

WORDS = [
    ".",
    "that",
    *dict.fromkeys(ARTICLES[False] + ARTICLES[True]),
    *ADJECTIVES,
    *(form for noun in NOUNS for form in (noun, noun + "s")),
    *(form for verb in VERBS for form in (verb, verb + "s")),
]


class Teller:
    """Tells sentences, and knows how likely each of its choices was.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the choices come from.

    Examples
    --------
    >>> words = Teller(np.random.default_rng(1)).sentence()
    >>> words[-1], set(words) <= set(WORDS)
    ('.', True)
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.surprise = rng, 0.0

    def choice(self, options: tuple[str, ...]) -> str:
        """One of some words, all equally likely."""
        self.surprise += math.log(len(options))
        return options[self.rng.integers(len(options))]

    def chance(self, p: float) -> bool:
        """True with this probability."""
        yes = bool(self.rng.random() < p)
        self.surprise -= math.log(p if yes else 1 - p)
        return yes

    def sentence(self) -> list[str]:
        """A sentence, as words."""
        plural = self.chance(0.5)
        words = [*self.animal(plural), *(self.clause() if self.chance(0.4) else [])]
        if self.chance(0.5):
            words += [verb(self.choice(SLEEPS), plural)]
        else:
            words += [verb(self.choice(CHASES), plural), *self.animal(self.chance(0.5))]
        return [*words, "."]

    def animal(self, plural: bool) -> list[str]:
        """Such as *the old dogs*."""
        # *the* does not tell the number, so it is told by the noun; the others tell it at once.
        words = [self.choice(ARTICLES[plural])]
        words += [self.choice(ADJECTIVES)] if self.chance(0.3) else []
        return [*words, self.choice(NOUNS) + ("s" if plural else "")]

    def clause(self) -> list[str]:
        """Such as *that the cat sees*."""
        plural = self.chance(0.5)
        return ["that", *self.animal(plural), verb(self.choice(CHASES), plural)]


def verb(stem: str, plural: bool) -> str:
    """The form that agrees.

    >>> verb("see", plural=False), verb("see", plural=True)
    ('sees', 'see')
    """
    return stem if plural else stem + "s"


def tales(sentences: int, seed: int = 0) -> tuple[list[str], float]:
    """Some sentences as one list of words, and the perplexity of the language itself.

    Parameters
    ----------
    sentences : int
        How many.
    seed : int
        Which ones.

    Returns
    -------
    words : list of str
    perplexity : float
        ``exp`` of the mean surprise of a word, for one who knows the grammar.

    Examples
    --------
    >>> words, perplexity = tales(1000)
    >>> 6 < perplexity < 7
    True
    """
    teller = Teller(np.random.default_rng(seed))
    words = [word for _ in range(sentences) for word in teller.sentence()]
    return words, math.exp(teller.surprise / len(words))
