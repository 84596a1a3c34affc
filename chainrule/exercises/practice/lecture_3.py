"""The exercises of lecture 3."""

from chainrule.exercises.practice.exercise import Exercise

exercises: tuple[Exercise, ...] = ()
