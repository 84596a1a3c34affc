"""The parts of assignment 3: derivatives in matrix form."""

from __future__ import annotations

from chainrule.exercises.part import Part

PARTS: tuple[Part, ...] = ()
