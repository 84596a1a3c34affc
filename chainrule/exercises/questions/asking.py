"""Questions in a notebook: a commitment first, then the reply and what the cell shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any

from chainrule.exercises.messages import did_you_mean
from chainrule.exercises.notebook import display, shell
from chainrule.exercises.questions import cards, questions, record
from chainrule.exercises.questions.held import Held, Output
from chainrule.exercises.questions.kinds import Unreadable
from chainrule.exercises.questions.question import Question, Reply

DOTS = "Put your answer in place of the dots and run the cell again: then it shows what it found."


def question_named(name: str) -> Question:
    """The question of this name; ValueError if there is none."""
    if name not in questions:
        raise ValueError(f"There is no question {name!r}{did_you_mean(name, questions)}")
    return questions[name]


class Asked:
    """A question as a widget: asked, and then answered.

    Parameters
    ----------
    question : Question
        What is asked.
    ready : bool
        Whether the truth is known already; else the reply waits for `reveal`.
    earlier : str
        Said below the reply: what was answered before.
    """

    def __init__(self, question: Question, ready: bool = True, earlier: str = "") -> None:
        from chainrule.exercises.questions.widget import Form, output

        self.question, self.earlier = question, earlier
        self.ready, self.waiting = ready, ""
        self.truth: Any = ...
        self.outputs: list[Output] = []
        self.form, self.below = Form(), output()
        self.form.listen(self.heard)
        self.ask()

    def ask(self, note: str = "") -> None:
        """Show the question alone."""
        self.below.outputs = ()
        self.form.show(cards.form(self.question, note), "asked")

    def heard(self, content: dict[str, Any]) -> None:
        """Take a commitment from the page, or ask again."""
        if content.get("again"):
            self.ask()
        elif self.ready:
            self.commit(content["said"])
        else:
            self.waiting = content["said"]

    def commit(self, said: Any) -> None:
        """Take an answer; one that cannot be read is none."""
        try:
            reply = self.question.reply(said, self.truth)
        except Unreadable as sentence:
            self.ask(str(sentence))
            return
        record.add(self.question.name, reply.said, reply.right)
        self.answer(reply, self.earlier)

    def answer(self, reply: Reply, earlier: str) -> None:
        """Show a reply, and what was held back."""
        self.form.show(cards.answered(self.question, reply, with_notices(earlier)), reply.grade)
        self.below.outputs = tuple(self.outputs)

    def reveal(self, truth: Any, outputs: list[Output], remembered: record.Entry | None) -> None:
        """Reply from now on; at once if something was said already."""
        self.truth, self.outputs, self.ready = truth, outputs, True
        if self.waiting:
            self.commit(self.waiting)
        elif remembered:
            when = datetime.fromisoformat(remembered.when)
            self.answer(
                self.question.reply(remembered.said, truth),
                f"This is what you said on {when.day} {when:%B}.",
            )


class predict:
    """Ask for a prediction, and hold back what the block prints and shows until there is one.

    Parameters
    ----------
    name : str
        Of the question.
    guess
        The prediction; ``...`` to be asked for it.

    Examples
    --------
    >>> with predict("entries-of-a-diagonal", ...) as measured:
    ...     measured(1000)
    ...     print("held back")
    tanh is applied to 1,000 numbers. How many of the 1,000,000 entries of its Jacobian ...
    Put your answer in place of the dots and run the cell again: then it shows what it found.
    >>> with predict("entries-of-a-diagonal", "1,000") as measured:
    ...     measured(1000)
    ...     print("shown")
    Right: 1,000. Each output looks at its own input only, ...
    shown
    """

    def __init__(self, name: str, guess: Any = ...) -> None:
        self.question = question_named(name)
        self.guess = guess
        self.truth: Any = ...

    def __enter__(self) -> Callable[..., None]:
        note = "" if self.guess is ... else unread(self.question, self.guess)
        self.committed = self.guess is not ... and not note
        self.asked = None if self.committed else self._ask(note)
        self.held = Held()
        self.held.begin()
        return self.measured

    def measured(self, truth: Any, *shown: Any) -> None:
        """Tell what was measured, and show more below the reply."""
        self.truth = truth
        for each in shown:
            display(each)

    def _ask(self, note: str) -> Asked | None:
        """Show the question."""
        text = "\n".join(filter(None, (cards.text(self.question), note, DOTS)))
        if shell() is None:
            print(text)
            return None
        below = cards.paragraph(DOTS, "crq-quiet") + cards.paragraph(note, "crq-note")
        html = cards.framed(cards.listed(self.question) + below)
        asked = Asked(self.question, ready=False)
        asked.ask(note)
        display_page([asked.form, asked.below], {"text/html": html, "text/plain": text})
        return asked

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.held.end()
        if error is not None:
            return
        if self.committed:
            self._reply()
        elif self.asked:
            before = remembered(self.question) if self.guess is ... else None
            self.asked.reveal(self.truth, self.held.outputs, before)

    def _reply(self) -> None:
        """Reply to a guess in the code, and show what was held back."""
        reply = self.question.reply(self.guess, self.truth)
        before = record.last(self.question.name)
        if before is None or before.said != reply.said:
            record.add(self.question.name, reply.said, reply.right)
        html = cards.answered(self.question, reply, with_notices(""), again=False)
        cards.show(html, str(reply), reply.grade)
        self.held.release()


def unread(question: Question, said: Any) -> str:
    """Why an answer cannot be read; empty if it can."""
    try:
        question.kind.read(said)
    except Unreadable as sentence:
        return str(sentence)
    return ""


def remembered(question: Question) -> record.Entry | None:
    """What was said to a question before, if it can be read."""
    entry = record.last(question.name)
    return entry if entry and not unread(question, entry.said) else None


def with_notices(text: str) -> str:
    """A text, and what is to be told about the record."""
    told = " ".join([text, *record.notices]).strip()
    record.notices.clear()
    return told


def display_page(children: list[Any], static: dict[str, str]) -> None:
    """Display widgets in a column."""
    from chainrule.exercises.questions.widget import Page

    display(Page(children, static))
