"""Models that say which symbol comes next, and how they are trained and judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.compiler import compile
from chainrule.engine import Array
from chainrule.grad_mode import no_grad
from chainrule.nn.attention import TransformerBlock
from chainrule.nn.functional import log_softmax, softmax
from chainrule.nn.linear import Linear
from chainrule.nn.module import Module
from chainrule.nn.normalisation import LayerNorm
from chainrule.nn.recurrent import LSTM
from chainrule.nn.sequences import Embedding
from chainrule.nn.sequential import Sequential
from chainrule.optim import Adam
from chainrule.random import Seed, generator

Draw = Callable[[Array, np.random.Generator], tuple[Array, Array, Array]]


class Reader(Module):
    """An LSTM that reads symbol by symbol: a table of symbols, the cell, a way out."""

    def __init__(self, symbols: int, width: int = 48, seed: Seed = None) -> None:
        rng = generator(seed)
        self.symbols = symbols
        self.table = Embedding(symbols, width, seed=rng)
        self.lstm = LSTM(width, width, batch_first=True, seed=rng)
        self.out = Linear(width, symbols, seed=rng)

    def forward(self, index: Array) -> Any:
        """Scores for the symbol after each place, (N, L) to (N, L, symbols)."""
        return self.out(self.lstm(self.table(index))[0])


class Transformer(Module):
    """Attention, block on block; `causal` if a place may look back only, as GPT does.

    Its table has one row more than there are symbols: the cover that BERT puts over a gap.
    """

    def __init__(
        self, symbols: int, length: int = 32, width: int = 48, causal: bool = True,
        seed: Seed = None,
    ) -> None:  # fmt: skip
        rng = generator(seed)
        self.symbols, self.length, self.causal = symbols, length, causal
        self.table, self.places = (Embedding(n, width, seed=rng) for n in (symbols + 1, length))
        for embedding in (self.table, self.places):
            embedding.weight.data *= 0.1
        self.blocks = Sequential(*[TransformerBlock(width, 4, seed=rng) for _ in range(2)])
        self.norm, self.out = LayerNorm(width), Linear(width, symbols, seed=rng)

    def forward(self, index: Array) -> Any:
        """Scores for each place, (N, L) to (N, L, symbols)."""
        x = self.table(index) + self.places(np.arange(index.shape[1]))
        for block in self.blocks:
            x = block(x, is_causal=self.causal)
        return self.out(self.norm(x))

    def looks(self, index: Array) -> Array:
        """How much each place looks at each other one, for all heads: (heads, L, L)."""
        with no_grad():
            x, found = self.table(index) + self.places(np.arange(index.shape[1])), []
            for block in self.blocks:
                y = block.norm1(x)
                _, weights = block.attention(
                    y, y, y, average_attn_weights=False, is_causal=self.causal
                )
                found.append(weights.data[0])
                x = block(x, is_causal=self.causal)
        return np.concatenate(found)


def next_symbol(rows: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """What is given, what is asked, and what counts: each place is asked for the next symbol."""
    return rows[:, :-1], rows[:, 1:], np.ones(rows[:, 1:].shape, bool)


def gaps(cover: int, share: float = 0.15) -> Draw:
    """A share of the symbols is covered, and only those are asked for, as in BERT."""

    def draw(rows: Array, rng: np.random.Generator) -> tuple[Array, Array, Array]:
        asked = rows[:, :-1]
        covered = rng.random(asked.shape) < share
        return np.where(covered, cover, asked), asked, covered

    return draw


def train_on_text(
    net: Reader | Transformer, text: Array, steps: int, lr: float, draw: Draw = next_symbol,
    batch: int = 32, length: int = 32, seed: int = 0,
) -> None:  # fmt: skip
    """Train with Adam on pieces of a text that are drawn at random.

    Parameters
    ----------
    net : Reader or Transformer
        Is changed, and has 32-bit numbers afterwards.
    text : array of int
        The numbers of the symbols.
    steps, lr : int, float
        How many steps, and how long they are.
    draw : callable
        From pieces of the text to what is given, what is asked, and which places count.
    batch, length, seed : int
        Pieces in a step, symbols in a piece, and which pieces.
    """
    net.to(np.float32)
    optimizer, rng = Adam(net.parameters(), lr=lr), np.random.default_rng(seed)
    one_hot = np.eye(net.symbols, dtype=np.float32)

    def step(given: Array, asked: Array, counts: Array) -> None:
        scores = net(given).reshape(batch * length, net.symbols)
        surprise = -(log_softmax(scores) * asked).sum(axis=1)
        optimizer.zero_grad()
        ((surprise * counts).sum() / counts.sum()).backward()
        optimizer.step()

    compiled = compile(step)
    for _ in range(steps):
        starts = rng.integers(len(text) - length, size=batch)
        given, asked, counts = draw(text[starts[:, None] + np.arange(length + 1)], rng)
        compiled(given, one_hot[asked.reshape(-1)], counts.reshape(-1).astype(np.float32))


def perplexity(
    net: Reader | Transformer, text: Array, draw: Draw = next_symbol, length: int = 32,
    seed: int = 0,
) -> float:  # fmt: skip
    """Exp of the mean surprise −log p at what is asked for, over a text in pieces."""
    starts = np.arange(0, len(text) - length, length)
    rows = text[starts[:, None] + np.arange(length + 1)]
    given, asked, counts = draw(rows, np.random.default_rng(seed))
    with no_grad():
        logs = log_softmax(net(given)).data
    said = np.take_along_axis(logs, asked[..., None], -1)[..., 0]
    return float(np.exp(-said[counts].mean()))


def counting_perplexity(
    text: Array, new: Array, symbols: int, before: int, trust: float = 5.0
) -> float:
    """The perplexity of new text for one who has counted what follows so many symbols.

    The chance after one symbol is corrected by what was seen after two, and so on; each time the
    shorter context is trusted as if it had been seen `trust` times.

    Examples
    --------
    >>> text = np.array([0, 1] * 50)
    >>> counting_perplexity(text, text, 2, before=0) > 1.9
    True
    >>> counting_perplexity(text, text, 2, before=1) < 1.1
    True
    """
    seen = [pieces(text, k) for k in range(1, before + 2)]

    def chance(context: tuple[int, ...], symbol: int) -> float:
        p = (seen[0][(symbol,)] + 0.5) / (len(text) + 0.5 * symbols)
        for k in range(1, before + 1):
            last = context[before - k :]
            p = (seen[k][(*last, symbol)] + trust * p) / (seen[k - 1][last] + trust)
        return p

    places = range(before, len(new))
    told = [tuple(map(int, new[i - before : i + 1])) for i in places]
    return float(np.exp(-np.mean([np.log(chance(piece[:-1], piece[-1])) for piece in told])))


def pieces(text: Array, length: int) -> Counter[tuple[int, ...]]:
    """How often each sequence of so many symbols is there."""
    numbers = text.tolist()
    return Counter(zip(*(numbers[i:] for i in range(length)), strict=False))


def go_on(
    net: Transformer, start: list[int], count: int, temperature: float = 1.0,
    rng: np.random.Generator | None = None,
) -> list[int]:  # fmt: skip
    """The symbols that a model goes on with, each drawn by its chance.

    A `temperature` below 1 makes the likely likelier; at 0 the likeliest is taken.
    """
    rng, written = rng or np.random.default_rng(), list(start)
    for _ in range(count):
        with no_grad():
            scores = net(np.array([written[-net.length :]])).data[0, -1].astype(float)
        if temperature == 0:
            written.append(int(scores.argmax()))
            continue
        chances = softmax(scores / temperature)
        written.append(int(rng.choice(net.symbols, p=chances / chances.sum())))
    return written
