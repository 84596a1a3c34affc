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


def form(question: Question, note: str = "") -> str:
    """The question with its options or a field, and a button."""
    asked = "".join(paragraph(text, "cr-asks") for text in question.text.split("\n\n"))
    button = '<button name="commit" type="submit">Commit</button>'
    if question.kind.options:
        field, row = "".join(option(*each) for each in options(question)), button
    else:
        field = ""
        row = (
            f'<input type="text" name="said" autocomplete="off" spellcheck="false" '
            f'aria-label="Your answer" placeholder="{escape(question.kind.asks)}">{button}'
        )
    return f'{asked}{field}<div class="cr-row">{row}</div>{paragraph(note, "cr-note")}'


def option(letter: str, text: str) -> str:
    """A radio button."""
    shown = f"<span>{letter + ') ' if letter != text else ''}{with_code(text)}</span>"
    return f'<label><input type="radio" name="said" value="{letter}">{shown}</label>'


def options(question: Question) -> list[tuple[str, str]]:
    """What to answer, and its text."""
    texts = question.kind.options
    letters = getattr(question.kind, "letters", None)
    return list(zip(letters or texts, texts, strict=True))


def answered(question: Question, reply: Reply, earlier: str = "", again: bool = True) -> str:
    """The question and the reply, and a button to be asked again."""
    asked = "".join(paragraph(text, "cr-quiet") for text in question.text.split("\n\n"))
    head = f"{MARKS[reply.grade]} {reply.head}"
    told = paragraph(head, "cr-head") + paragraph(reply.text) + paragraph(reply.because)
    button = '<button name="again" type="submit">ask me again</button>'
    row = f'<div class="cr-row">{button}</div>' if again else ""
    return f"{asked}{told}{paragraph(earlier, 'cr-quiet')}{row}"


def static(question: Question, how: str, note: str = "") -> dict[str, str]:
    """What those who have no widgets see of a question: how they answer is said below it."""
    asked = "".join(paragraph(text, "cr-asks") for text in question.text.split("\n\n"))
    letters = getattr(question.kind, "letters", None)
    listed = [f"{letter}) {text}" for letter, text in options(question)] if letters else []
    html = asked + "".join(map(paragraph, listed)) + paragraph(how, "cr-quiet")
    lines = [question.text, *(f"  {line}" for line in listed), note, how]
    text = "\n".join(filter(None, lines)).replace("`", "")
    return {"text/html": framed(html + paragraph(note, "cr-note")), "text/plain": text}


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
