"""A question and the reply to an answer, as a card and as text."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from chainrule.exercises.card import with_code
from chainrule.exercises.notebook import shell
from chainrule.exercises.questions.question import Question, Reply

MARKS = {"right": "●", "close": "●", "wrong": "◐"}


def source(name: str) -> str:
    """The text of a file of this folder."""
    return files("chainrule.exercises.questions").joinpath(name).read_text(encoding="utf-8")


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph; nothing of an empty text."""
    return f'<p class="{kind}">{with_code(text)}</p>' if text else ""


def asked(question: Question, kind: str = "crq-asks") -> str:
    """The question alone."""
    return "".join(paragraph(text, kind) for text in question.text.split("\n\n"))


def form(question: Question, note: str = "") -> str:
    """The question with its options or a field, and a button."""
    button = '<button name="commit" type="submit">Commit</button>'
    field = "".join(option(*each) for each in question.options)
    if not question.options:
        button = (
            '<input type="text" name="said" autocomplete="off" spellcheck="false" '
            f'aria-label="Your answer" placeholder="{escape(question.kind.asks)}">{button}'
        )
    row = f'<div class="crq-row">{button}</div>'
    return f"{asked(question)}{field}{row}{paragraph(note, 'crq-note')}"


def option(letter: str, text: str) -> str:
    """A radio button."""
    shown = f"<span>{letter + ') ' if letter != text else ''}{with_code(text)}</span>"
    return f'<label><input type="radio" name="said" value="{letter}">{shown}</label>'


def answered(question: Question, reply: Reply, earlier: str = "", again: bool = True) -> str:
    """The question and the reply, and a button to be asked again."""
    head = f"{MARKS[reply.grade]} {reply.head}"
    told = paragraph(head, "crq-head") + paragraph(reply.text) + paragraph(reply.because)
    button = '<button name="again" type="submit">Ask me again</button>'
    row = f'<div class="crq-row">{button}</div>' if again else ""
    return f"{asked(question, 'crq-quiet')}{told}{paragraph(earlier, 'crq-quiet')}{row}"


def listed(question: Question) -> str:
    """The question with its options, for those who have no widgets."""
    lines = [f"{letter}) {with_code(text)}" for letter, text in question.options if letter != text]
    return asked(question) + (f"<p>{'<br>'.join(lines)}</p>" if lines else "")


def text(question: Question) -> str:
    """The question with its options, as text."""
    lines = [f"  {letter}) {text}" for letter, text in question.options if letter != text]
    return "\n".join([question.text, *lines]).replace("`", "")


def unfolding(question: Question, more: str = "") -> str:
    """The official answer, to be opened, and more below it."""
    official = question.named(question.kind.read(question.answer))
    told = paragraph(f"{official.rstrip('.')}.") + paragraph(question.because)
    return f"<details><summary>Answer</summary>{told}{more}</details>"


def framed(html: str, state: str = "asked") -> str:
    """A card that brings its style along."""
    style = f"<style>{source('question.css')}</style>"
    return f'{style}<div class="cr-question" data-state="{state}">{html}</div>'


def show(html: str, text: str, state: str = "asked") -> None:
    """A card in a notebook, a text elsewhere."""
    found = shell()
    if found is None:
        print(text)
    else:
        found.display_pub.publish({"text/html": framed(html, state), "text/plain": text})
