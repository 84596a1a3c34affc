"""Small data sets for the lectures."""

from chainrule.data.digits import digits
from chainrule.data.gates import xor

__all__ = ["digits", "xor"]
