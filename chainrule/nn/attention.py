"""Attention as a layer, and the block that Transformers are made of."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import permute, raw, reshape
from chainrule.functions.movement import transpose
from chainrule.nn import functional
from chainrule.nn.activations import GELU
from chainrule.nn.functional.attention import attention_weights, forbidding, is_boolean
from chainrule.nn.linear import Linear
from chainrule.nn.module import Module, Parameter
from chainrule.nn.normalisation import LayerNorm
from chainrule.nn.sequential import Sequential
from chainrule.random import Seed, generator
from chainrule.table import linear, matmul


class MultiheadAttention(Module):
    """Several attentions side by side, each on a part of the features.

    Parameters
    ----------
    embed_dim : int
        The length of a query, a key and a value; also of what comes out.
    num_heads : int
        How many; must divide `embed_dim`.
    dropout : float
        With this probability a weight is left out, while training.
    bias : bool
        Whether something is added to queries, keys, values and what comes out.
    batch_first : bool
        Whether shapes are (N, L, embed_dim), or (L, N, embed_dim) as PyTorch has it unless told.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from.

    Attributes
    ----------
    in_proj_weight : Parameter, shape (3 embed_dim, embed_dim)
        For queries, keys and values, one above the other.
    in_proj_bias : Parameter of shape (3 embed_dim,), or None
    out_proj : Linear

    Notes
    -----
    Source: Vaswani et al., NIPS 30:5998, 2017. Names, first values and meanings of masks are
    PyTorch's: a boolean mask is True where it is **forbidden** to look, the opposite of
    `chainrule.nn.functional.scaled_dot_product_attention`.

    Examples
    --------
    >>> x = np.ones((4, 6, 8))
    >>> attention = MultiheadAttention(8, 2, batch_first=True, seed=0)
    >>> output, weights = attention(x, x, x, is_causal=True)
    >>> output.shape, weights.shape
    ((4, 6, 8), (4, 6, 6))
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        *,
        batch_first: bool = False,
        seed: Seed = None,
    ) -> None:
        if embed_dim % num_heads:
            raise ValueError(f"{num_heads} heads cannot share {embed_dim} features evenly")
        rng, bound = generator(seed), math.sqrt(1.5 / embed_dim)
        weight = rng.uniform(-bound, bound, (3 * embed_dim, embed_dim))
        self.in_proj_weight = Parameter(weight, name="in_proj_weight")
        zeros = np.zeros(3 * embed_dim)
        self.in_proj_bias = Parameter(zeros, name="in_proj_bias") if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias, seed=rng)
        if self.out_proj.bias is not None:
            self.out_proj.bias.data[...] = 0
        self.embed_dim, self.num_heads, self.dropout = embed_dim, num_heads, dropout
        self.batch_first, self.generator = batch_first, None if seed is None else rng

    def forward(
        self,
        query: Any,
        key: Any = None,
        value: Any = None,
        key_padding_mask: Any = None,
        need_weights: bool = True,
        attn_mask: Any = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Any, Any]:
        """Let each query look at the keys, and take home a mean of their values.

        Parameters
        ----------
        query, key, value : Tensor, shapes (N, L, embed_dim) and twice (N, S, embed_dim)
            So with `batch_first`, and without the N for one sequence alone. A key that is not
            given is the query, a value that is not given the key.
        key_padding_mask : array, shape (N, S), optional
            True at keys that nobody may look at; or floats, which are added to their scores.
        need_weights : bool
            Whether the second thing returned is where the queries look, or None.
        attn_mask : array, shape (L, S) or (N · num_heads, L, S), optional
            True where a query may **not** look at a key; or floats, which are added to the scores.
        average_attn_weights : bool
            Whether the weights are the mean of those of the heads, (N, L, S), or all of them,
            (N, num_heads, L, S).
        is_causal : bool
            Whether query i may only look at keys up to i; PyTorch wants a mask that says so beside.

        Returns
        -------
        output : Tensor, shape (N, L, embed_dim)
        weights : Tensor or None
        """
        key = query if key is None else key
        value = key if value is None else value
        alone = len(query.shape) == 2
        q, k, v = self.projected(*(self.by_sequence(x) for x in (query, key, value)))
        mask = self.mask(attn_mask, key_padding_mask, (len(q), q.shape[2], k.shape[2]))
        looks = attention_weights(q, k, mask, is_causal)
        looks = functional.dropout(looks, self.dropout, self.training, self.generator)
        mixed = permute(matmul(looks, v), axes=(0, 2, 1, 3))
        output = self.out_proj(reshape(mixed, shape=(*mixed.shape[:2], self.embed_dim)))
        output = output[0] if alone else self.by_sequence(output)
        if not need_weights:
            return output, None
        looks = looks.mean(axis=1) if average_attn_weights else looks
        return output, looks[0] if alone else looks

    def by_sequence(self, x: Any) -> Any:
        """Axes in the order (N, L, embed_dim), or back; one sequence alone is a batch of one."""
        if len(x.shape) == 2:
            return x[None]
        return x if self.batch_first else transpose(x, 0, 1)

    def projected(self, query: Any, key: Any, value: Any) -> list[Any]:
        """Queries, keys and values by head: (N, num_heads, L, embed_dim / num_heads)."""
        n, biases = self.embed_dim, self.in_proj_bias
        parts = []
        for i, x in enumerate((query, key, value)):
            part = slice(i * n, (i + 1) * n)
            given = [] if biases is None else [biases[part]]
            parts.append(self.by_head(linear(x, self.in_proj_weight[part], *given)))
        return parts

    def by_head(self, x: Any) -> Any:
        """Features dealt out to the heads."""
        n, length, width = x.shape
        parts = reshape(x, shape=(n, length, self.num_heads, width // self.num_heads))
        return permute(parts, axes=(0, 2, 1, 3))

    def mask(self, attn_mask: Any, key_padding_mask: Any, sizes: tuple[int, int, int]) -> Any:
        """Both masks as one that is True where a query may look, or is added; None for none."""
        n, length, others = sizes
        masks = []
        if attn_mask is not None:
            forms = (length, others), (n * self.num_heads, length, others)
            shape = (n, self.num_heads, length, others) if attn_mask.ndim == 3 else forms[0]
            masks.append(reshape(checked("attn_mask", attn_mask, *forms), shape=shape))
        if key_padding_mask is not None:
            alone = [(others,)] if n == 1 else []
            given = checked("key_padding_mask", key_padding_mask, (n, others), *alone)
            masks.append(reshape(given, shape=(n, 1, 1, others)))
        if len(masks) < 2:
            return ~raw(masks[0]) if masks and is_boolean(masks[0]) else (masks or [None])[0]
        if all(is_boolean(mask) for mask in masks):
            return ~(raw(masks[0]) | raw(masks[1]))
        one, other = (forbidding(~raw(m), np.float64) if is_boolean(m) else m for m in masks)
        return one + other

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.embed_dim}, {self.num_heads}"


def checked(name: str, mask: Any, *shapes: tuple[int, ...]) -> Any:
    """A mask, if it has one of these shapes; else a ValueError."""
    if mask.shape not in shapes:
        wanted = " or ".join(map(str, shapes))
        raise ValueError(f"{name} has shape {mask.shape}, and it has to be {wanted}")
    return mask


class TransformerBlock(Module):
    """Attention, then a small net at each place; each added to what it got.

    ``x ← x + attention(norm(x))``, ``x ← x + mlp(norm(x))``: the order of GPT-2.

    Parameters
    ----------
    embed_dim, num_heads : int
        As for `MultiheadAttention`.
    hidden : int, optional
        Of the small net; 4 times `embed_dim` unless given.

    Examples
    --------
    >>> block = TransformerBlock(8, 2, seed=0)
    >>> block(np.ones((4, 6, 8))).shape, sum(p.size for p in block.parameters())
    ((4, 6, 8), 872)
    """

    def __init__(
        self, embed_dim: int, num_heads: int, hidden: int | None = None, seed: Seed = None
    ) -> None:
        rng, hidden = generator(seed), hidden or 4 * embed_dim
        self.norm1, self.norm2 = LayerNorm(embed_dim), LayerNorm(embed_dim)
        self.attention = MultiheadAttention(embed_dim, num_heads, batch_first=True, seed=rng)
        self.mlp = Sequential(
            Linear(embed_dim, hidden, seed=rng), GELU(), Linear(hidden, embed_dim, seed=rng)
        )

    def forward(self, x: Any, attn_mask: Any = None, is_causal: bool = False) -> Any:
        """Mix the places of sequences, (N, L, embed_dim); masks as for `MultiheadAttention`."""
        y = self.norm1(x)
        options = {"attn_mask": attn_mask, "is_causal": is_causal, "need_weights": False}
        x = x + self.attention(y, y, y, **options)[0]
        return x + self.mlp(self.norm2(x))
