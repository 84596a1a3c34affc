"""Losses as layers, by PyTorch's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.nn import functional
from chainrule.nn.functional.reduction import known_reduction
from chainrule.nn.options import WithOptions


class Loss(WithOptions):
    """A loss of `chainrule.nn.functional`, with its options given once."""

    function: Callable[..., Any]

    def __new__(cls, *given: Any, **options: Any) -> Any:
        """A loss; a TypeError if it is given what it is to be called with."""
        if len(given) > 1:
            raise TypeError(
                f"a loss is made first and called then: nn.{cls.__name__}()(prediction, target)"
            )
        return super().__new__(cls)

    def __init__(self, **options: Any) -> None:
        known_reduction(options["reduction"], *["batchmean"] * isinstance(self, KLDivLoss))
        super().__init__(**options)

    def forward(self, input: Any, target: Any) -> Any:
        """Return the loss."""
        return self.function(input, target, **self.options())

    def extra_repr(self) -> str:
        """What it was made with."""
        return self.words(weight=None, pos_weight=None)[2:]


class CrossEntropyLoss(Loss):
    """Of logits and classes; see `chainrule.nn.functional.cross_entropy`.

    >>> import numpy as np
    >>> CrossEntropyLoss(reduction="sum")(np.zeros((2, 2)), [1, 0]).round(4)
    np.float64(1.3863)
    """

    function = staticmethod(functional.cross_entropy)

    def __init__(
        self,
        weight: Any = None,
        *,
        ignore_index: int = -100,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(
            weight=weight,
            ignore_index=ignore_index,
            reduction=reduction,
            label_smoothing=label_smoothing,
        )


class NLLLoss(Loss):
    """Of logarithms of probabilities and classes; see `chainrule.nn.functional.nll_loss`.

    >>> import numpy as np
    >>> NLLLoss()(np.log([[0.25, 0.75]]), [1]).round(4)
    np.float64(0.2877)
    """

    function = staticmethod(functional.nll_loss)

    def __init__(
        self, weight: Any = None, *, ignore_index: int = -100, reduction: str = "mean"
    ) -> None:
        super().__init__(weight=weight, ignore_index=ignore_index, reduction=reduction)


class BCEWithLogitsLoss(Loss):
    """Of logits; see `chainrule.nn.functional.binary_cross_entropy_with_logits`.

    >>> import numpy as np
    >>> BCEWithLogitsLoss()(np.array([0.0]), [1.0]).round(4)
    np.float64(0.6931)
    """

    function = staticmethod(functional.binary_cross_entropy_with_logits)

    def __init__(
        self, weight: Any = None, *, reduction: str = "mean", pos_weight: Any = None
    ) -> None:
        super().__init__(weight=weight, reduction=reduction, pos_weight=pos_weight)


class BCELoss(Loss):
    """Of probabilities; see `chainrule.nn.functional.binary_cross_entropy`.

    >>> import numpy as np
    >>> BCELoss()(np.array([0.5]), [1.0]).round(4)
    np.float64(0.6931)
    """

    function = staticmethod(functional.binary_cross_entropy)

    def __init__(self, weight: Any = None, *, reduction: str = "mean") -> None:
        super().__init__(weight=weight, reduction=reduction)


class MSELoss(Loss):
    """Squared error; see `chainrule.nn.functional.mse_loss`.

    >>> import numpy as np
    >>> MSELoss(reduction="none")(np.array([1.0, 2.0]), [1.0, 4.0]).tolist()
    [0.0, 4.0]
    """

    function = staticmethod(functional.mse_loss)

    def __init__(self, *, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)


class L1Loss(MSELoss):
    """Absolute error; see `chainrule.nn.functional.l1_loss`.

    >>> import numpy as np
    >>> L1Loss(reduction="sum")(np.array([1.0, 2.0]), [1.0, 4.0])
    np.float64(2.0)
    """

    function = staticmethod(functional.l1_loss)


class HuberLoss(Loss):
    """Squared error, of large ones absolute error; see `chainrule.nn.functional.huber_loss`.

    >>> import numpy as np
    >>> HuberLoss(delta=2.0)(np.array([4.0]), [0.0])
    np.float64(6.0)
    """

    function = staticmethod(functional.huber_loss)

    def __init__(self, *, reduction: str = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction=reduction, delta=delta)


class SmoothL1Loss(Loss):
    """Absolute error, of small ones squared error; see `chainrule.nn.functional.smooth_l1_loss`.

    >>> import numpy as np
    >>> SmoothL1Loss(beta=2.0)(np.array([4.0]), [0.0])
    np.float64(3.0)
    """

    function = staticmethod(functional.smooth_l1_loss)

    def __init__(self, *, reduction: str = "mean", beta: float = 1.0) -> None:
        super().__init__(reduction=reduction, beta=beta)


class KLDivLoss(Loss):
    """Of logarithms of probabilities; see `chainrule.nn.functional.kl_div`.

    >>> import numpy as np
    >>> KLDivLoss(reduction="batchmean")(np.log([[0.5, 0.5]]), [[1.0, 0.0]]).round(4)
    np.float64(0.6931)
    """

    function = staticmethod(functional.kl_div)

    def __init__(self, *, reduction: str = "mean", log_target: bool = False) -> None:
        super().__init__(reduction=reduction, log_target=log_target)
