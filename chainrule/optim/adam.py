"""Adam and AdamW: steps of a size that each parameter's own gradients suggest."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.optim.block import Block
from chainrule.optim.group import Group, Option
from chainrule.optim.optimizer import Optimizer


class Adam(Optimizer):
    """θ ← θ - η m̂ / (√v̂ + ε), with running means m of g and v of g².

    m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g² start at zero; m̂ = m / (1 - β₁ᵗ) and
    v̂ = v / (1 - β₂ᵗ) make up for that at step t.

    Parameters
    ----------
    params : iterable of Tensor, or of dict
        What is to be learned, or groups of it; see `Optimizer`.
    lr : float
        The learning rate η.
    betas : (float, float)
        β₁ and β₂.
    eps : float
        ε.
    weight_decay : float
        The weight λ of ½‖θ‖² in the loss, that is, g becomes g + λ θ.
    maximize : bool
        Go uphill: g becomes -g.

    Notes
    -----
    Source: Kingma & Ba, ICLR 2015.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> x = Tensor(3.0, requires_grad=True)
    >>> optimizer = Adam([x], lr=0.1)
    >>> (x * x).backward()
    >>> optimizer.step()                # the first step is η long, however steep the slope
    >>> round(x.item(), 6)
    2.9
    """

    betas, eps, weight_decay, maximize = Option(), Option(), Option(), Option()
    decoupled = False  # whether the decay has no part in the running means

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        *,
        maximize: bool = False,
    ) -> None:
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, {**defaults, "maximize": maximize})

    def remembers(self, group: Group) -> list[str]:
        """The running means m and v."""
        return ["exp_avg", "exp_avg_sq"]

    def update(self, group: Group, block: Block, gradient: Array) -> None:
        """Move the parameters of a block, and remember their gradients."""
        o, dtype = group.options, block.data.dtype
        mean, square = block.memory("exp_avg"), block.memory("exp_avg_sq")
        (beta1, beta2), decay = o["betas"], o["weight_decay"]
        if decay and not self.decoupled:
            gradient = gradient + decay * block.data
        block.steps += 1
        # η m̂ / (√v̂ + ε), with numerator and denominator multiplied by √(1 - β₂ᵗ).
        scale = np.sqrt(1 - beta2**block.steps)
        rate = (group.rate * scale / (1 - beta1**block.steps)).astype(dtype)
        eps = (o["eps"] * scale).astype(dtype)
        mean += (1 - beta1) * (gradient - mean)
        square += (1 - beta2) * (gradient * gradient - square)
        if decay and self.decoupled:
            block.data -= (group.rate * decay).astype(dtype) * block.data
        block.data -= rate * (mean / (np.sqrt(square) + eps))


class AdamW(Adam):
    """Adam whose decay is a step of its own: θ ← θ - η λ θ - η m̂ / (√v̂ + ε).

    The gradient of ½ λ ‖θ‖² would be divided by √v̂ as the rest of the gradient is, so that
    parameters with steep slopes would decay less; here all decay alike.

    Parameters
    ----------
    params, lr, betas, eps, maximize
        As of `Adam`.
    weight_decay : float
        λ.

    Notes
    -----
    Source: Loshchilov & Hutter, ICLR 2019.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> x = Tensor(2.0, requires_grad=True)
    >>> optimizer = AdamW([x], lr=0.1, weight_decay=0.5)
    >>> (0.0 * x).backward()
    >>> optimizer.step()                # no slope: only the decay of 0.1 · 0.5 · 2
    >>> round(x.item(), 6)
    1.9
    """

    decoupled = True

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        *,
        maximize: bool = False,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, maximize=maximize)
