"""Spoken-digit-like sounds from two sources, a buzz and a hiss, and three resonances.

A vowel is mostly its first three *formants*, resonances of the mouth. Ten words are given as
paths through formants, with hisses and pauses; each speaker has another pitch, pace and length
of the throat, and each time it is said a little differently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from chainrule.engine import Array

RATE = 8000


@dataclass(frozen=True)
class Sound:
    """A speech sound: where its formants are, in Hz, how much it hisses, how long it lasts."""

    formants: tuple[int, int, int]
    hiss: float = 0.0
    seconds: float = 0.12
    loud: float = 1.0


# Vowels after Peterson & Barney, JASA 24:175, 1952; the others are rough.
SOUNDS = {
    "iy": Sound((270, 2290, 3010)), "ih": Sound((390, 1990, 2550)), "eh": Sound((530, 1840, 2480)),
    "ah": Sound((640, 1190, 2390)), "aa": Sound((730, 1090, 2440)), "ow": Sound((450, 900, 2400)),
    "uw": Sound((300, 870, 2240)), "w": Sound((300, 650, 2200), seconds=0.07),
    "r": Sound((350, 1100, 1500), seconds=0.08), "n": Sound((280, 1500, 2500), 0.0, 0.1, 0.5),
    "v": Sound((300, 1100, 2300), 0.3, 0.07, 0.4), "z": Sound((300, 1700, 2600), 0.6, 0.09, 0.5),
    "s": Sound((1200, 2800, 3600), 1.0, 0.12, 0.35), "f": Sound((900, 1800, 3200), 1.0, 0.1, 0.15),
    "th": Sound((800, 1600, 3000), 1.0, 0.08, 0.15), "t": Sound((700, 2500, 3500), 1.0, 0.04, 0.3),
    "k": Sound((600, 1900, 3000), 1.0, 0.05, 0.3), ".": Sound((500, 1500, 2500), 0.0, 0.05, 0.0),
}  # fmt: skip

WORDS = {
    "zero": "z ih r ow", "one": "w ah n", "two": "t uw", "three": "th r iy", "four": "f ow r",
    "five": "f aa ih v", "six": "s ih . k s", "seven": "s eh v ah n", "eight": "eh ih . t",
    "nine": "n aa ih n",
}  # fmt: skip


def speak(word: str, rng: np.random.Generator, noise: float = 0.01) -> Array:
    """A word, said by somebody who has never said it before.

    Parameters
    ----------
    word : str
        One of `WORDS`.
    rng : numpy.random.Generator
        Who says it, and how.
    noise : float
        The loudness of the room.

    Returns
    -------
    array, shape (samples,)
        At `RATE` samples a second, between -1 and 1.

    Examples
    --------
    >>> sound = speak("six", np.random.default_rng(0))
    >>> bool(0.2 < len(sound) / RATE < 0.8), float(abs(sound).max()) <= 1.0
    (True, True)
    """
    if word not in WORDS:
        raise ValueError(f"{word!r} is none of the words: {', '.join(WORDS)}")
    throat, pitch, pace = rng.uniform(0.88, 1.15), rng.uniform(90, 230), rng.uniform(0.8, 1.25)
    said = [SOUNDS[name] for name in WORDS[word].split()]
    lengths = [round(s.seconds * pace * rng.uniform(0.8, 1.2) * RATE) for s in said]
    formants = path([np.array(s.formants) * throat * rng.normal(1, 0.03, 3) for s in said], lengths)
    hiss, loud = (path([np.array([x]) for x in xs], lengths)[:, 0]
                  for xs in ([s.hiss for s in said], [s.loud for s in said]))  # fmt: skip
    n = len(loud)
    glide = pitch * np.linspace(1.1, 0.85, n) * (1 + 0.01 * np.sin(np.arange(n) * 2e-3))
    buzz = (np.cumsum(glide / RATE) % 1.0 < glide / RATE).astype(float) * 8
    source = (1 - hiss) * buzz + hiss * rng.normal(size=n)
    sound = loud * resonate(source, formants)
    sound = sound / (np.abs(sound).max() or 1.0) * rng.uniform(0.5, 0.9)
    return np.clip(sound + noise * rng.normal(size=n), -1, 1)


def path(targets: list[Array], lengths: list[int]) -> Array:
    """Values that stay at each target and glide from one to the next."""
    centres = np.cumsum(lengths) - np.array(lengths) / 2
    times = np.arange(sum(lengths))
    return np.stack([np.interp(times, centres, column) for column in np.array(targets).T], axis=1)


def resonate(source: Array, formants: Array, width: float = 90.0, block: int = 80) -> Array:
    """The source through three resonances that move, one after the other.

    Each is a filter with two poles, ``y[t] = x[t] + a y[t-1] - b y[t-2]``; its numbers change
    every 10 ms.
    """
    from scipy.signal import lfilter

    radius = np.exp(-np.pi * width / RATE)
    for k in range(formants.shape[1]):
        out, state = [], np.zeros(2)
        for start in range(0, len(source), block):
            cosine = np.cos(2 * np.pi * min(formants[start, k], 0.48 * RATE) / RATE)
            a = [1.0, -2 * radius * cosine, radius**2]
            piece, state = lfilter([sum(a)], a, source[start : start + block], zi=state)
            out.append(piece)
        source = np.concatenate(out)
    return source
