"""The exercises of lecture 5."""

from chainrule.exercises.practice.exercise import Exercise

exercises: tuple[Exercise, ...] = ()
