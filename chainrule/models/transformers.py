"""How many parameters a Transformer has, from its architecture."""

from __future__ import annotations


def block(width: int, hidden: int, cross: bool = False) -> int:
    """One layer: attention (and a second one, to another sequence), a small net, their norms.

    >>> block(512, 2048)
    3152384
    """
    attention = 4 * (width * width + width)
    mlp = width * hidden + hidden + hidden * width + width
    norm = 2 * width
    return (1 + cross) * (attention + norm) + mlp + norm


def gpt(vocabulary: int, context: int, width: int, layers: int) -> int:
    """A decoder alone, as GPT-2: learned places, a last norm, words in and out shared.

    >>> gpt(50_257, 1024, 768, 12)  # GPT-2 small
    124439808
    """
    return (vocabulary + context) * width + layers * block(width, 4 * width) + 2 * width


def bert(vocabulary: int, context: int, width: int, layers: int) -> int:
    """An encoder alone, with two kinds of segments, a norm after the embedding and a pooler.

    >>> bert(30_522, 512, 768, 12)  # BERT base
    109482240
    """
    embeddings = (vocabulary + context + 2) * width + 2 * width
    return embeddings + layers * block(width, 4 * width) + width * width + width


def transformer(vocabulary: int, width: int, hidden: int, layers: int) -> int:
    """Encoder and decoder of 2017, words in, out and both languages shared; places are fixed.

    >>> transformer(37_000, 512, 2048, 6)  # the base model: 65 · 10⁶ in the paper
    63082496
    """
    both = block(width, hidden) + block(width, hidden, cross=True)
    return vocabulary * width + layers * both
