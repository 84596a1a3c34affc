"""Small data sets for the lectures, and batches of any."""

from chainrule.data.batches import DataLoader, TensorDataset
from chainrule.data.digits import digits
from chainrule.data.gates import GATES, gate, xor
from chainrule.data.history import STOPS, waits
from chainrule.data.lighthouse import lighthouse
from chainrule.data.rings import rings
from chainrule.data.strokes import STROKES, film
from chainrule.data.tales import NOUNS, VERBS, WORDS, tales

__all__ = [
    "GATES",
    "NOUNS",
    "STOPS",
    "STROKES",
    "VERBS",
    "WORDS",
    "DataLoader",
    "TensorDataset",
    "digits",
    "film",
    "gate",
    "lighthouse",
    "rings",
    "tales",
    "waits",
    "xor",
]
