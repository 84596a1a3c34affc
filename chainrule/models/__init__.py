"""Networks of the papers, from their layer tables, and small ones."""

from chainrule.models import transformers
from chainrule.models.counting import Row, count, totals
from chainrule.models.language import (
    Reader,
    Transformer,
    counting_perplexity,
    gaps,
    go_on,
    perplexity,
    train_on_text,
)
from chainrule.models.perceptron import passes_until_right, perceptron_steps
from chainrule.models.tables import alexnet, googlenet, lenet5, resnet, vgg
from chainrule.models.xor import solve_xor

__all__ = [
    "Reader",
    "Row",
    "Transformer",
    "alexnet",
    "count",
    "counting_perplexity",
    "gaps",
    "go_on",
    "googlenet",
    "lenet5",
    "passes_until_right",
    "perceptron_steps",
    "perplexity",
    "resnet",
    "solve_xor",
    "totals",
    "train_on_text",
    "transformers",
    "vgg",
]
