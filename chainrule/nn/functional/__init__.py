"""Functions that layers are made of: activations and losses, with PyTorch's names."""

from typing import TYPE_CHECKING

from chainrule.engine import Operation
from chainrule.nn.functional.activations import (
    elu,
    gelu,
    leaky_relu,
    log_softmax,
    prelu,
    softmax,
)
from chainrule.nn.functional.convolution import conv2d
from chainrule.nn.functional.losses import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    mse_loss,
)
from chainrule.nn.functional.normalisation import batch_norm, layer_norm
from chainrule.nn.functional.pooling import avg_pool2d, max_pool2d
from chainrule.nn.functional.sequences import embedding, scaled_dot_product_attention
from chainrule.table import FUNCTIONS

__all__ = [
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy_with_logits",
    "conv2d",
    "cross_entropy",
    "elu",
    "embedding",
    "gelu",
    "layer_norm",
    "leaky_relu",
    "log_softmax",
    "max_pool2d",
    "mse_loss",
    "prelu",
    "scaled_dot_product_attention",
    "softmax",
    *FUNCTIONS,
]
globals().update(FUNCTIONS)

if TYPE_CHECKING:

    def __getattr__(name: str) -> Operation:
        """One of the table's functions of one number, such as `tanh`."""
