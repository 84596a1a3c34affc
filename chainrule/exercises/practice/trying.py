"""An answer to an exercise is tried, and what came of it is said calmly."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from types import CodeType
from typing import Any

from chainrule.exercises.card import line
from chainrule.exercises.messages import did_you_mean
from chainrule.exercises.notebook import show
from chainrule.exercises.practice import exercises
from chainrule.exercises.questions import record

STUBS = ("def f(): ...", 'def f():\n "What it does."\n ...')


@dataclass(frozen=True)
class Said:
    """What is said to an answer, as a card and as a text."""

    state: str
    head: str
    text: str

    def __str__(self) -> str:
        return f"{self.head}{':' * self.head[-1].isalnum()} {self.text}".replace("`", "")

    def _repr_mimebundle_(self, raised: bool = False, **kwargs: Any) -> dict[str, str]:
        html = line(self.state, self.head, self.text, raised)
        return {"text/html": html, "text/plain": str(self)}


def exercise(name: str, answer: Any) -> None:
    """Try an answer to an exercise and say what came of it; a pass is remembered.

    Parameters
    ----------
    name : str
        Of the exercise, such as ``1.3``.
    answer
        A function, a class or a value, as the task asks for.
    """
    if name not in exercises:
        raise ValueError(f"There is no exercise {name!r}{did_you_mean(name, exercises)}")
    found = exercises[name]
    state, text = tried(found.check, answer)
    if state == "passes" and record.last(f"exercise {name}") is None:
        record.add(f"exercise {name}", "", True)
    show(Said(state, found.head, text))


def tried(check: Any, answer: Any) -> tuple[str, str]:
    """The state of an answer, and a sentence about it."""
    if is_stub(answer):
        return "not written", "Nothing is written here yet."
    try:
        wrong = check(answer)
    except NotImplementedError:
        return "not written", "Nothing is written here yet."
    except Exception as error:
        said = textwrap.shorten(str(error), 200, placeholder=" …")
        return "not yet", f"It stopped with {type(error).__name__}{': ' * bool(said)}{said}."
    return ("not yet", wrong) if wrong else ("passes", "Right.")


def is_stub(answer: Any) -> bool:
    """Whether an answer is dots, or a function of dots alone."""
    code = getattr(answer, "__code__", None)
    return answer is ... or (code is not None and does(code) in map(does, stub_codes()))


def does(code: CodeType) -> tuple[bytes, tuple[object, ...]]:
    """What a function's code does: its steps, and its constants but for a docstring.

    >>> does((lambda: 2.0).__code__) == does((lambda: None).__code__)
    False
    """
    documented = bool(code.co_consts) and isinstance(code.co_consts[0], str)
    return code.co_code, code.co_consts[documented:]


def stub_codes() -> list[CodeType]:
    """What functions of dots alone are compiled to, with a docstring and without."""
    codes = []
    for source in STUBS:
        names: dict[str, Any] = {}
        exec(source, names)  # ours
        codes.append(names["f"].__code__)
    return codes
