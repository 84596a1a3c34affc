"""What the forward pass knows already and the backward pass needs again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.tensor import Tensor
from chainrule.values import Array


def saved_or_anew(saved: Array, f: Callable[..., Any], x: Any, *args: Any) -> Any:
    """`saved`, which the forward pass computed as f(x); f(x) itself where `x` is a tensor.

    A rule that runs on tensors is to be differentiated again, and an array that was put aside
    has forgotten how it depends on x.
    """
    return f(x, *args) if isinstance(x, Tensor) else saved
