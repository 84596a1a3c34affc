"""RMSprop and Adagrad: steps divided by the size that a parameter's gradients have had."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.optim.block import Block
from chainrule.optim.group import Group, Option
from chainrule.optim.optimizer import Optimizer


class RMSprop(Optimizer):
    """θ ← θ - η v, with v ← μ v + g / (√s + ε) and s ← α s + (1 - α) g².

    Parameters
    ----------
    params : iterable of Tensor, or of dict
        What is to be learned, or groups of it; see `Optimizer`.
    lr : float
        The learning rate η.
    alpha : float
        α: how much of the last mean of squares is kept.
    eps : float
        ε.
    weight_decay : float
        The weight λ of ½‖θ‖² in the loss, that is, g becomes g + λ θ.
    momentum : float
        μ: how much of the last step's direction is kept.
    centered : bool
        Divide by the deviation: s less the square of the running mean of g.
    maximize : bool
        Go uphill: g becomes -g.

    Notes
    -----
    Source: Hinton, Coursera, lecture 6e, 2012; `centered` is by Graves, arXiv 1308.0850.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> x = Tensor(3.0, requires_grad=True)
    >>> optimizer = RMSprop([x], lr=0.1)
    >>> (x * x).backward()
    >>> optimizer.step()                # η / √(1 - α) at first, however steep the slope
    >>> round(x.item(), 6)
    2.0
    """

    alpha, eps, weight_decay, momentum = Option(), Option(), Option(), Option()
    centered, maximize = Option(), Option()

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        defaults = {"lr": lr, "alpha": alpha, "eps": eps, "weight_decay": weight_decay}
        defaults |= {"momentum": momentum, "centered": centered, "maximize": maximize}
        super().__init__(params, defaults)

    def remembers(self, group: Group) -> list[str]:
        """The mean s, and v and the mean of g if they are used."""
        used = {"momentum_buffer": group["momentum"], "grad_avg": group["centered"]}
        return ["square_avg", *(name for name, is_used in used.items() if is_used)]

    def update(self, group: Group, block: Block, gradient: Array) -> None:
        """Move the parameters of a block by η v."""
        o, square = group.options, block.memory("square_avg")
        block.steps += 1
        if o["weight_decay"]:
            gradient = gradient + o["weight_decay"] * block.data
        square += (1 - o["alpha"]) * (gradient * gradient - square)
        spread = square
        if o["centered"]:
            mean = block.memory("grad_avg")
            mean += (1 - o["alpha"]) * (gradient - mean)
            spread = square - mean * mean
        direction = gradient / (np.sqrt(spread) + o["eps"])
        if o["momentum"]:
            velocity = block.memory("momentum_buffer")
            velocity *= o["momentum"]
            velocity += direction
            direction = velocity
        block.data -= group.rate.astype(block.data.dtype, copy=False) * direction


class Adagrad(Optimizer):
    """θ ← θ - η g / (√s + ε), with s ← s + g²; η shrinks by 1 + (t - 1) times its decay.

    Parameters
    ----------
    params : iterable of Tensor, or of dict
        What is to be learned, or groups of it; see `Optimizer`.
    lr : float
        The learning rate η.
    lr_decay : float
        The decay of η.
    weight_decay : float
        The weight λ of ½‖θ‖² in the loss, that is, g becomes g + λ θ.
    eps : float
        ε.
    maximize : bool
        Go uphill: g becomes -g.

    Notes
    -----
    Source: Duchi, Hazan & Singer, JMLR 2011.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> x = Tensor(3.0, requires_grad=True)
    >>> optimizer = Adagrad([x], lr=0.1)
    >>> (x * x).backward()
    >>> optimizer.step()                # the first step is η long
    >>> round(x.item(), 6)
    2.9
    """

    lr_decay, weight_decay, eps, maximize = Option(), Option(), Option(), Option()

    def __init__(
        self,
        params: Any,
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        *,
        eps: float = 1e-10,
        maximize: bool = False,
    ) -> None:
        defaults = {"lr": lr, "lr_decay": lr_decay, "weight_decay": weight_decay, "eps": eps}
        super().__init__(params, {**defaults, "maximize": maximize})

    def remembers(self, group: Group) -> list[str]:
        """The sum s."""
        return ["sum"]

    def update(self, group: Group, block: Block, gradient: Array) -> None:
        """Move the parameters of a block by η g / (√s + ε)."""
        o, square = group.options, block.memory("sum")
        if o["weight_decay"]:
            gradient = gradient + o["weight_decay"] * block.data
        rate = (group.rate / (1 + block.steps * o["lr_decay"])).astype(block.data.dtype)
        block.steps += 1
        square += gradient * gradient
        block.data -= rate * (gradient / (np.sqrt(square) + o["eps"]))
