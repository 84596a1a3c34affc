"""The exercises of lecture 2."""

from chainrule.exercises.practice.exercise import Exercise

exercises: tuple[Exercise, ...] = ()
