"""Networks of the papers, from their layer tables."""

from chainrule.models import transformers
from chainrule.models.counting import Row, count, totals
from chainrule.models.tables import alexnet, googlenet, lenet5, resnet, vgg

__all__ = [
    "Row",
    "alexnet",
    "count",
    "googlenet",
    "lenet5",
    "resnet",
    "totals",
    "transformers",
    "vgg",
]
