"""Exercises of the lectures and of the gallery, each with its check."""

from __future__ import annotations

from chainrule.exercises.practice import (
    gallery,
    lecture_1,
    lecture_2,
    lecture_3,
    lecture_3b,
    lecture_4,
    lecture_5,
)
from chainrule.exercises.practice.exercise import Exercise

_lectures = (gallery, lecture_1, lecture_2, lecture_3, lecture_3b, lecture_4, lecture_5)

exercises: dict[str, Exercise] = {one.name: one for part in _lectures for one in part.exercises}
"""All exercises by their names."""
