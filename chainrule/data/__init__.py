"""Small data sets for the lectures."""

from chainrule.data.gates import xor

__all__ = ["xor"]
