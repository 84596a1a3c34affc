"""The exercises of lecture 4."""

from chainrule.exercises.practice.exercise import Exercise

exercises: tuple[Exercise, ...] = ()
