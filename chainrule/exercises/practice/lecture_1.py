"""The exercises of lecture 1."""

from chainrule.exercises.practice.exercise import Exercise

exercises: tuple[Exercise, ...] = ()
