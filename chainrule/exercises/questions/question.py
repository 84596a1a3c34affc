"""A question of the course, and the reply to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chainrule.exercises.questions.kinds import Grade, Kind, Word


@dataclass(frozen=True)
class Reply:
    """What is said to an answer.

    Parameters
    ----------
    grade : {"right", "close", "wrong"}
        How near the answer was.
    said : str
        The answer, so that it can be read again.
    head : str
        The answer beside the truth.
    text : str
        What there is to say to this answer.
    because : str
        Why the truth is the truth.
    """

    grade: Grade
    said: str
    head: str
    text: str
    because: str

    @property
    def right(self) -> bool:
        """Whether the answer counts as right."""
        return self.grade != "wrong"

    def __str__(self) -> str:
        return " ".join(filter(None, (self.head, self.text, self.because)))


@dataclass(frozen=True)
class Question:
    """A question with its official answer.

    Parameters
    ----------
    name : str
        Unique in the course.
    text : str
        The whole question in words.
    kind : Kind
        How an answer is read and compared.
    answer
        The official answer, as a learner would type it.
    because : str
        Why; told after the commitment.
    wrong : mapping
        Likely wrong answers, each with its reply.
    hint : str
        Said to any other wrong answer.

    Examples
    --------
    >>> from chainrule.exercises.questions.kinds import Count
    >>> gates = Question("gates", "How many?", Count(), 14, "XOR and XNOR are missing.",
    ...                  wrong={15: "You might think of XOR alone; turn it round."})
    >>> print(gates.reply("15"))
    You said 15; it is 14. You might think of XOR alone; turn it round. XOR and ...
    >>> gates.reply("fourteen and a bit")
    Traceback (most recent call last):
        ...
    chainrule.exercises.questions.kinds.Unreadable: Please answer with a whole number, such as 12.
    """

    name: str
    text: str
    kind: Kind
    answer: Any
    because: str
    wrong: Mapping[Any, str] = field(default_factory=dict)
    hint: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.kind, Word):  # the official answer is one of the synonyms
            object.__setattr__(self, "kind", Word(self.answer, *self.kind.synonyms))

    @property
    def options(self) -> list[tuple[str, str]]:
        """What may be answered, each with its text; none if the answer is free."""
        texts = self.kind.options
        return list(zip(self.kind.letters or texts, texts, strict=True))

    def reply(self, said: Any, truth: Any = ...) -> Reply:
        """What is said to an answer; what was measured is the truth, or else the official answer.

        Raises
        ------
        Unreadable
            If the answer is none of its kind: no commitment.
        """
        mine, official = self.kind.read(said), self.kind.read(self.answer)
        measured = official if truth is ... else self.kind.read(truth)
        grade, remark = self.kind.compare(mine, measured)
        known = "" if grade == "right" else self.misconception(mine)
        if known:
            grade = "wrong"
        told = [known] if known else [remark, self.hint if grade == "wrong" else ""]
        if self.kind.compare(official, measured)[0] == "wrong":
            told.append(f"A rare run: mostly it is {self.named(official)}.")
        text = " ".join(filter(None, told))
        return Reply(grade, self.kind.show(mine), self.head(grade, mine, measured), text,
                     self.because)  # fmt: skip

    def misconception(self, mine: Any) -> str:
        """The reply to a wrong answer that was foreseen."""
        for likely, reply in self.wrong.items():
            if self.kind.compare(mine, self.kind.read(likely))[0] == "right":
                return reply
        return ""

    def head(self, grade: Grade, mine: Any, truth: Any) -> str:
        """The answer beside the truth."""
        said, it_is = self.named(mine), self.named(truth)
        if grade == "wrong":
            return f"You said {said}; it is {it_is}."
        if said == it_is:
            return f"Right: {it_is}."
        return f"{grade.capitalize()}: you said {said}, and it is {it_is}."

    def named(self, value: Any) -> str:
        """A value in a sentence: an option with its text."""
        text = dict(self.options).get(self.kind.show(value), "")
        return f"{value}) {text.rstrip('.')}" if self.kind.letters else self.kind.show(value)
