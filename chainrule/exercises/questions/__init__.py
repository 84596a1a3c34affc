"""What the course asks: predictions of its notebooks, and what is to be recalled later."""

from __future__ import annotations

from chainrule.exercises.questions import (
    gallery,
    lecture_1,
    lecture_2,
    lecture_3,
    lecture_4,
    lecture_5,
)
from chainrule.exercises.questions.question import Question

GALLERY = 0  # among the numbers of the lectures
_modules = dict(enumerate((gallery, lecture_1, lecture_2, lecture_3, lecture_4, lecture_5)))

predictions: dict[int, tuple[Question, ...]] = {n: m.predictions for n, m in _modules.items()}
"""The predictions of each lecture."""

recalled: dict[int, tuple[Question, ...]] = {n: m.recall for n, m in _modules.items()}
"""The questions about each lecture that are asked at its end and later."""

lecture_of = {
    question.name: n
    for part in (predictions, recalled)
    for n, them in part.items()
    for question in them
}
"""The number of a question's lecture."""

questions: dict[str, Question] = {
    question.name: question
    for part in (predictions, recalled)
    for them in part.values()
    for question in them
}
"""All questions by their names."""
