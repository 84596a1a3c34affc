"""Small data sets for the lectures."""

from chainrule.data.digits import digits
from chainrule.data.gates import xor
from chainrule.data.rings import rings
from chainrule.data.tales import NOUNS, VERBS, WORDS, tales

__all__ = ["NOUNS", "VERBS", "WORDS", "digits", "rings", "tales", "xor"]
