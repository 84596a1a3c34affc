"""Adam: steps of a size that each parameter's own gradients suggest."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from chainrule.engine import Array, Tensor
from chainrule.optim.block import Block
from chainrule.optim.optimizer import Optimizer


class Adam(Optimizer):
    """θ ← θ - η m̂ / (√v̂ + ε), with running means m of g and v of g².

    m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g² start at zero; m̂ = m / (1 - β₁ᵗ) and
    v̂ = v / (1 - β₂ᵗ) make up for that at step t.

    Parameters
    ----------
    params : iterable of Tensor
        What is to be learned.
    lr : float
        The learning rate η.
    betas : (float, float)
        β₁ and β₂.
    eps : float
        ε.
    weight_decay : float
        The weight λ of ½‖θ‖² in the loss, that is, g becomes g + λ θ.

    Notes
    -----
    Source: Kingma & Ba, ICLR 2015.

    Examples
    --------
    >>> x = Tensor(3.0, requires_grad=True)
    >>> optimizer = Adam([x], lr=0.1)
    >>> (x * x).backward()
    >>> optimizer.step()                # the first step is η long, however steep the slope
    >>> round(x.item(), 6)
    2.9
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, lr, ["mean", "square"])
        self.betas, self.eps, self.weight_decay = betas, eps, weight_decay

    def update(self, block: Block, gradient: Array) -> None:
        """Move the parameters of a block, and remember their gradients."""
        (beta1, beta2), mean, square = self.betas, block.state["mean"], block.state["square"]
        if self.weight_decay:
            gradient = gradient + self.weight_decay * block.data
        block.steps += 1
        # η m̂ / (√v̂ + ε), with numerator and denominator multiplied by √(1 - β₂ᵗ).
        scale = np.sqrt(1 - beta2**block.steps)
        rate = (self.rate * scale / (1 - beta1**block.steps)).astype(mean.dtype)
        eps = (self.eps * scale).astype(mean.dtype)
        mean += (1 - beta1) * (gradient - mean)
        square += (1 - beta2) * (gradient * gradient - square)
        block.data -= rate * (mean / (np.sqrt(square) + eps))
