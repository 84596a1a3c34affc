"""The finding of a check: what passed, what is wrong, and the call that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from textwrap import fill
from typing import Any

from chainrule.exercises.card import card, line
from chainrule.exercises.differences import NOTHING, Piece, pieces, text_of_pieces, underline
from chainrule.exercises.messages import WIDTH, format_inputs, join_names
from chainrule.exercises.mistakes.words import first_upper

PASSES, NOT_YET, NOT_WRITTEN = "passes", "not yet", "not written"


@dataclass(frozen=True)
class Evidence:
    """A call that shows what is wrong.

    Parameters
    ----------
    inputs : tuple of pairs
        Name and value of each argument.
    returned : object
        What came back; `NOTHING` if nothing did, or if it is not the matter.
    expected : object
        What is right; None in a hidden check, and where many answers are.
    remark : str
        What is special about the inputs, if their values do not show it.
    rtol : float
        How far, relatively, an answer may be from the expected one.
    """

    inputs: tuple[tuple[str, Any], ...]
    returned: Any = NOTHING
    expected: Any = None
    remark: str = ""
    rtol: float = 1e-6

    @property
    def rows(self) -> tuple[tuple[str, list[Piece]], ...]:
        """What was returned and what was expected, with the entries that differ marked."""
        if self.returned is NOTHING:
            return ()
        if self.expected is None:
            return (("returned", pieces(self.returned)),)
        return (
            ("returned", pieces(self.returned, self.expected, self.rtol)),
            ("expected", pieces(self.expected, self.returned, self.rtol)),
        )

    def __str__(self) -> str:
        lines = [f"    input:    {format_inputs(self.inputs, self.remark)}"] if self.inputs else []
        for name, found in self.rows:
            lines.append(f"    {name + ':':<10}{text_of_pieces(found)}")
            marks = underline(found) if name == "returned" else ""
            lines += [f"{' ' * 14}{marks}"] if marks else []
        return "\n".join(lines)


@dataclass(frozen=True)
class Repair:
    """A change in what a learner wrote that makes it right, or a line that is lacking.

    Parameters
    ----------
    sentence : str
        What is wrong, and where.
    function : callable, optional
        The learner's function with this change.
    lines : tuple of int
        The lines of its file or cell that the sentence names.
    missing : str
        The name that no line sets, or that stands for what no line fills.
    """

    sentence: str
    function: Callable[..., Any] | None = None
    lines: tuple[int, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Verdict:
    """The finding of a check; a card in notebooks, text elsewhere.

    Parameters
    ----------
    part : str
        The name of the part.
    state : str
        ``passes``, ``not yet`` or ``not written``.
    sentence : str
        For the student; empty if nothing is written.
    evidence : Evidence, optional
        The call that shows it.
    mistake : str
        The name of the mistake, if it is a known one.
    remarks : tuple of str
        On output and warnings.
    right, tried : int
        The number of inputs that it is right on, and of all.
    note : str
        What follows from it: for the learner's engine, or how the check can be repeated.
    fits : callable, optional
        Whether the mistake that was named does what another attempt shows.
    outputs : tuple of str
        Those of several outputs that are right.
    solution : pair of str
        Why a right answer is right, and the code of our own.
    ways : tuple of pairs
        Titles and code of other ways to write what passes.
    repair : Repair, optional
        The change in the learner's text that makes it right, if that is what was found.
    """

    part: str
    state: str
    sentence: str
    evidence: Evidence | None = None
    mistake: str = ""
    remarks: tuple[str, ...] = ()
    right: int = 0
    tried: int = 0
    note: str = ""
    fits: Callable[[Any], bool] | None = field(default=None, repr=False, compare=False)
    outputs: tuple[str, ...] = ()
    solution: tuple[str, str] = field(default=("", ""), repr=False, compare=False)
    ways: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    repair: Repair | None = field(default=None, repr=False, compare=False)

    @property
    def passes(self) -> bool:
        """Whether every answer was right."""
        return self.state == PASSES

    @property
    def head(self) -> str:
        """The state in words."""
        words = {PASSES: "passes", NOT_YET: "is not right yet", NOT_WRITTEN: "is not written yet"}
        return f"{self.part} {words[self.state]}"

    @property
    def passed(self) -> str:
        """What is right already, of something that is not right in all."""
        return f"right on {self.right} of {self.tried} inputs" if self.right else ""

    def after(self, before: Verdict) -> Verdict:
        """The same verdict, which says what has become right since an earlier one.

        >>> before = Verdict("p", NOT_YET, "b: nothing is summed.", outputs=())
        >>> said = f"{are_right(('a',))} b: nothing is summed."
        >>> Verdict("p", NOT_YET, said, outputs=("a",)).after(before).sentence
        'A is right now; what is left: b: nothing is summed.'
        """
        new = tuple(name for name in self.outputs if name not in before.outputs)
        if self.state != NOT_YET or before.state != NOT_YET or not new:
            return self
        left = self.sentence.removeprefix(are_right(self.outputs)).strip()
        now = are_right(new).replace(" right.", " right now; what is left:")
        return replace(self, sentence=f"{now} {left}")

    def without_expected(self) -> Verdict:
        """The same verdict, which does not tell what is right."""
        if self.evidence is None:
            return self
        return replace(self, evidence=replace(self.evidence, expected=None))

    def __str__(self) -> str:
        return "\n".join(filter(None, self.lines()))

    def lines(self) -> Iterator[str]:
        """The lines of the text."""
        if self.passes:
            yield fill(f"{self.head}: {self.sentence} {self.note}", WIDTH)
        else:
            yield fill(f"{self.head}. {self.sentence}", WIDTH)
        yield str(self.evidence or "")
        yield f"    passed:   {self.passed}" if self.passed else ""
        yield from (f"    {remark}" for remark in self.remarks)
        yield f"    {self.note}" if self.note and not self.passes else ""

    def _repr_mimebundle_(self, raised: bool = False, **_: Any) -> dict[str, str]:
        return {"text/html": card(self, raised), "text/plain": str(self)}


def are_right(outputs: tuple[str, ...]) -> str:
    """A sentence about outputs that are right; nothing if there are none.

    >>> are_right(("the gradient for a", "the gradient for b"))
    'The gradient for a and the gradient for b are right.'
    """
    names = join_names(outputs)
    verb = "is" if len(outputs) == 1 else "are"
    return f"{first_upper(names)} {verb} right." if outputs else ""


@dataclass(frozen=True)
class SaidAbove:
    """A verdict in a line, where the same stands in full above.

    >>> print(SaidAbove(Verdict("exp.vjp", NOT_YET, "This returns g itself.")))
    exp.vjp is not right yet: see above.
    """

    verdict: Verdict

    @property
    def where(self) -> str:
        """Where to look for more, if there is more."""
        return "see above." if self.verdict.state == NOT_YET else ""

    def __str__(self) -> str:
        return f"{self.verdict.head}{f': {self.where}' if self.where else '.'}"

    def _repr_mimebundle_(self, raised: bool = False, **_: Any) -> dict[str, str]:
        html = line(self.verdict.state, self.verdict.head, self.where, raised)
        return {"text/html": html, "text/plain": str(self)}
