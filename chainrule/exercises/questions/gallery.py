"""The questions of the gallery."""

from chainrule.exercises.questions.question import Question

predictions: tuple[Question, ...] = ()
recall: tuple[Question, ...] = ()
