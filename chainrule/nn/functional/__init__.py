"""Functions that layers are made of: activations and losses, with PyTorch's names."""

from chainrule.engine import Operation
from chainrule.nn.functional.activations import (
    elu,
    gelu,
    leaky_relu,
    log_softmax,
    logsigmoid,
    prelu,
    silu,
    softmax,
)
from chainrule.nn.functional.attention import scaled_dot_product_attention
from chainrule.nn.functional.classes import cross_entropy, nll_loss, one_hot
from chainrule.nn.functional.convolution import (
    conv1d,
    conv2d,
    conv_transpose1d,
    conv_transpose2d,
)
from chainrule.nn.functional.dropout import dropout
from chainrule.nn.functional.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    huber_loss,
    kl_div,
    l1_loss,
    mse_loss,
    smooth_l1_loss,
)
from chainrule.nn.functional.normalisation import batch_norm, layer_norm
from chainrule.nn.functional.pooling import (
    adaptive_avg_pool2d,
    avg_pool1d,
    avg_pool2d,
    max_pool1d,
    max_pool2d,
)
from chainrule.nn.functional.sequences import embedding
from chainrule.nn.functional.vectors import cosine_similarity, linear, normalize, pad
from chainrule.refusals import missing
from chainrule.table import FUNCTIONS

__all__ = [
    "adaptive_avg_pool2d",
    "avg_pool1d",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "conv1d",
    "conv2d",
    "conv_transpose1d",
    "conv_transpose2d",
    "cosine_similarity",
    "cross_entropy",
    "dropout",
    "elu",
    "embedding",
    "gelu",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "layer_norm",
    "leaky_relu",
    "linear",
    "log_softmax",
    "logsigmoid",
    "max_pool1d",
    "max_pool2d",
    "mse_loss",
    "nll_loss",
    "normalize",
    "one_hot",
    "pad",
    "prelu",
    "scaled_dot_product_attention",
    "silu",
    "smooth_l1_loss",
    "softmax",
    *FUNCTIONS,
]
globals().update(FUNCTIONS)


def __getattr__(name: str) -> Operation:
    """One of the table's functions of one number, such as `tanh`."""
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    raise missing("chainrule.nn.functional", name)


def __dir__() -> list[str]:
    return sorted({*globals(), *FUNCTIONS})
