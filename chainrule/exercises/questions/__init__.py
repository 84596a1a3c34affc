"""What the course asks: predictions of its notebooks, and what is to be recalled later."""

from __future__ import annotations

from types import ModuleType

from chainrule.exercises.questions import (
    gallery,
    lecture_1,
    lecture_2,
    lecture_3,
    lecture_3b,
    lecture_4,
    lecture_5,
)
from chainrule.exercises.questions.question import Question

Lecture = int | str  # lecture 3 has a second half, "3b"
GALLERY = 0  # among the lectures
_modules: dict[Lecture, ModuleType] = {
    GALLERY: gallery, 1: lecture_1, 2: lecture_2, 3: lecture_3, "3b": lecture_3b, 4: lecture_4,
    5: lecture_5,
}  # fmt: skip

predictions: dict[Lecture, tuple[Question, ...]] = {n: m.predictions for n, m in _modules.items()}
"""The predictions of each lecture."""

recalled: dict[Lecture, tuple[Question, ...]] = {n: m.recall for n, m in _modules.items()}
"""The questions about each lecture that are asked at its end and later, in the lectures' order."""

lecture_of = {
    question.name: n
    for part in (predictions, recalled)
    for n, them in part.items()
    for question in them
}
"""A question's lecture."""

questions: dict[str, Question] = {
    question.name: question
    for part in (predictions, recalled)
    for them in part.values()
    for question in them
}
"""All questions by their names."""
