"""Which questions are asked again, and when."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from chainrule.exercises.notebook import shell
from chainrule.exercises.questions import (
    GALLERY,
    Lecture,
    cards,
    lecture_of,
    predictions,
    questions,
    recalled,
    record,
)
from chainrule.exercises.questions.asking import (
    Asked,
    display_page,
    question_named,
    unread,
    with_notices,
)
from chainrule.exercises.questions.question import Question

DAYS = (1, 3, 7, 16, 35)  # until a question comes again, after so many right answers in a row
AT_A_START = 5
AT_MOST = 10  # in a review


def recall(n: Lecture, *, all: bool = False, said: Mapping[str, Any] | None = None) -> None:
    """Ask a few questions from the lectures before `n`, missed ones first.

    Parameters
    ----------
    n : int or str
        The number of a lecture; "3b" is the second half of the third.
    all : bool
        Ask all questions about lecture `n` itself, as at its end.
    said : mapping, optional
        Answers by the names of questions, where no widgets run.

    Examples
    --------
    >>> recall(4, said={"entries-of-a-diagonal": "1,000"})
    tanh is applied to 1,000 numbers. How many of the 1,000,000 entries of its Jacobian are ...
    Right: 1,000. Each output looks at its own input only, ...
    """
    asked = recalled[n] if all else chosen(n)
    what = f"recall({n!r}, all=True, " if all else f"recall({n!r}, "
    example = f'{{"{asked[0].name}": "a"}}' if asked else "{}"
    ask_all(asked, f"Where no widgets run, answer like this: {what}said={example})", said)


def review(*, said: Mapping[str, Any] | None = None) -> None:
    """Ask what is due today: each question after 1, 3, 7, 16 and 35 days, a missed one sooner.

    Parameters
    ----------
    said : mapping, optional
        Answers by the names of questions, where no widgets run.
    """
    days = due_days(record.entries())
    today = date.today()
    due = sorted((day, name) for name, day in days.items() if day <= today)[:AT_MOST]
    if said is None and not due:
        print(nothing_due(days))
        return
    how = 'Where no widgets run, answer like this: review(said={"name of the question": "a"})'
    ask_all([questions[name] for _, name in due], how, said)


def chosen(n: Lecture) -> list[Question]:
    """Up to five questions from before lecture `n`: missed, never asked, longest not asked."""
    latest = {entry.name: entry for entry in record.entries()}
    lectures = [k for k in recalled if k != GALLERY]
    before = lectures[: lectures.index(n)]
    pool = [q for k in before for q in recalled[k]]
    pool += [q for k in before for q in predictions[k] if q.name in latest]
    random.shuffle(pool)

    def order(question: Question) -> tuple[int, str]:
        entry = latest.get(question.name)
        return (1, "") if entry is None else (2 if entry.right else 0, entry.when)

    return sorted(pool, key=order)[:AT_A_START]


def due_days(entries: Iterable[record.Entry]) -> dict[str, date]:
    """When each question that was answered is to be asked again."""
    firsts: dict[str, dict[date, bool]] = defaultdict(dict)
    for entry in entries:
        if entry.name in questions:  # of a day the first answer counts, before the reply was read
            firsts[entry.name].setdefault(entry.day, entry.right)
    return {name: next_day(answers) for name, answers in firsts.items()}


def next_day(answers: Mapping[date, bool]) -> date:
    """When a question is to be asked again, after the answers of these days.

    >>> monday, tuesday = date(2026, 11, 30), date(2026, 12, 1)
    >>> next_day({monday: True}), next_day({monday: True, tuesday: False})
    (datetime.date(2026, 12, 3), datetime.date(2026, 12, 2))
    """
    days = sorted(answers)
    streak = next((k for k, day in enumerate(reversed(days)) if not answers[day]), len(days))
    return days[-1] + timedelta(DAYS[min(streak, len(DAYS) - 1)])


def nothing_due(days: Mapping[str, date]) -> str:
    """What a review says when there is nothing to ask."""
    if not days:
        return "There is nothing to review yet: answer a lecture's questions first."
    first = min(days.values())
    number = sum(day == first for day in days.values())
    noun = "question comes" if number == 1 else "questions come"
    return f"Nothing is due today. {number} {noun} again on {first.day} {first:%B}."


def ask_all(asked: Sequence[Question], how: str, said: Mapping[str, Any] | None) -> None:
    """Ask several questions, or reply to what is said to them."""
    if said is not None:
        for name, answer in said.items():
            tell(question_named(name), answer)
        return
    if not asked:
        print("There is nothing to recall yet.")
        return
    text = "\n\n".join([*(f"{cards.text(one)}\n  ({one.name})" for one in asked), how])
    if shell() is None:
        print(text)
        return
    html = "".join(cards.framed(cards.listed(one) + cards.unfolding(one)) for one in asked)
    forms = [Asked(question, earlier=as_predicted(question)).form for question in asked]
    display_page(forms, {"text/html": html, "text/plain": text})


def tell(question: Question, answer: Any) -> None:
    """Reply to an answer that was given in code."""
    earlier = as_predicted(question)
    if wrong := unread(question, answer):
        html = cards.listed(question) + cards.paragraph(wrong, "crq-note")
        cards.show(html, f"{cards.text(question)}\n{wrong}")
        return
    reply = question.reply(answer)
    record.add(question.name, reply.said, reply.right)
    html = cards.answered(question, reply, with_notices(earlier), again=False)
    cards.show(html, f"{cards.text(question)}\n{reply} {earlier}".strip(), reply.grade)


def as_predicted(question: Question) -> str:
    """What was said to a question when it was a prediction."""
    number = lecture_of[question.name]
    first = next((entry for entry in record.entries() if entry.name == question.name), None)
    if not first or question not in predictions[number] or unread(question, first.said):
        return ""
    return f"In lecture {number} you said {question.named(question.kind.read(first.said))}."
