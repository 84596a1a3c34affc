"""Attention as a layer, and the block that Transformers are made of."""

from __future__ import annotations

from typing import Any

from chainrule.engine import Array, permute, reshape
from chainrule.nn.activations import GELU
from chainrule.nn.functional.sequences import attention_weights, scaled_dot_product_attention
from chainrule.nn.linear import Linear
from chainrule.nn.module import Module
from chainrule.nn.normalisation import LayerNorm
from chainrule.nn.sequential import Sequential
from chainrule.random import Seed, generator


class MultiheadAttention(Module):
    """Several attentions side by side, each on a part of the features.

    Parameters
    ----------
    embed_dim : int
        The length of a query; also of what comes out.
    num_heads : int
        How many; must divide `embed_dim`.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from.

    Notes
    -----
    Source: Vaswani et al., NIPS 30:5998, 2017.

    Examples
    --------
    >>> import numpy as np
    >>> MultiheadAttention(8, 2, seed=0)(np.ones((4, 6, 8)), is_causal=True).shape
    (4, 6, 8)
    """

    def __init__(self, embed_dim: int, num_heads: int, seed: Seed = None) -> None:
        if embed_dim % num_heads:
            raise ValueError(f"{num_heads} heads cannot share {embed_dim} features evenly")
        rng = generator(seed)
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (
            Linear(embed_dim, embed_dim, seed=rng) for _ in range(4)
        )
        self.num_heads = num_heads

    def forward(
        self, query: Any, memory: Any = None, attn_mask: Any = None, is_causal: bool = False
    ) -> Any:
        """Let each query look at the memory, or at the other queries if there is none.

        Shapes are (N, L, embed_dim) and (N, S, embed_dim); a mask is True where a query may look.
        """
        q, k, v = self.projected(query, query if memory is None else memory)
        mixed = permute(scaled_dot_product_attention(q, k, v, attn_mask, is_causal), (0, 2, 1, 3))
        return self.out_proj(reshape(mixed, query.shape))

    def weights(self, query: Any, memory: Any = None, is_causal: bool = False) -> Array:
        """Where each query looks: (N, num_heads, L, S), each row adding up to 1."""
        q, k, _ = self.projected(query, query if memory is None else memory)
        looks = attention_weights(q, k, None, is_causal)
        array: Array = getattr(looks, "data", looks)
        return array

    def projected(self, query: Any, memory: Any) -> tuple[Any, ...]:
        """Queries, keys and values by head: (N, num_heads, L, embed_dim / num_heads)."""
        layers = (self.q_proj, query), (self.k_proj, memory), (self.v_proj, memory)
        return tuple(self.by_head(layer(x)) for layer, x in layers)

    def by_head(self, x: Any) -> Any:
        """Features dealt out to the heads."""
        n, length, width = x.shape
        parts = reshape(x, (n, length, self.num_heads, width // self.num_heads))
        return permute(parts, (0, 2, 1, 3))

    def __repr__(self) -> str:
        return f"MultiheadAttention({self.q_proj.weight.shape[0]}, {self.num_heads})"


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
    >>> import numpy as np
    >>> block = TransformerBlock(8, 2, seed=0)
    >>> block(np.ones((4, 6, 8))).shape, sum(p.size for p in block.parameters())
    ((4, 6, 8), 872)
    """

    def __init__(
        self, embed_dim: int, num_heads: int, hidden: int | None = None, seed: Seed = None
    ) -> None:
        rng, hidden = generator(seed), hidden or 4 * embed_dim
        self.norm1, self.norm2 = LayerNorm(embed_dim), LayerNorm(embed_dim)
        self.attention = MultiheadAttention(embed_dim, num_heads, seed=rng)
        self.mlp = Sequential(
            Linear(embed_dim, hidden, seed=rng), GELU(), Linear(hidden, embed_dim, seed=rng)
        )

    def forward(self, x: Any, attn_mask: Any = None, is_causal: bool = False) -> Any:
        """Mix the places of sequences, (N, L, embed_dim)."""
        x = x + self.attention(self.norm1(x), attn_mask=attn_mask, is_causal=is_causal)
        return x + self.mlp(self.norm2(x))
