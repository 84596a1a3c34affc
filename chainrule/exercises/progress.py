"""Where a learner stands, and on whose parts the engine runs."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from chainrule.exercises import joining
from chainrule.exercises.examine import NOT_WRITTEN, NOT_YET, PASSES
from chainrule.exercises.offering import offers
from chainrule.exercises.parts import assignments, parts

MARKS = {PASSES: "●", NOT_YET: "◐", NOT_WRITTEN: "○"}


@dataclass(frozen=True)
class Progress:
    """A table of parts with their state; HTML in notebooks, text elsewhere."""

    rows: tuple[tuple[str, str, str], ...]

    @property
    def passing(self) -> int:
        """How many parts pass."""
        return sum(state == PASSES for _, state, _ in self.rows)

    def __repr__(self) -> str:
        lines = [f"{MARKS[state]} {name:<20} {state:<12} {why}" for name, state, why in self.rows]
        return "\n".join([self.summary(), *(line.rstrip() for line in lines)])

    def summary(self) -> str:
        """The count in a sentence."""
        return f"{self.passing} of {len(self.rows)} parts pass."

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:left'><code>{escape(name)}</code></td>"
            f"<td style='text-align:left;white-space:nowrap'>{MARKS[state]} {state}</td>"
            f"<td style='text-align:left'>{escape(why)}</td></tr>"
            for name, state, why in self.rows
        )
        head = "".join(f"<th style='text-align:left'>{t}</th>" for t in ("part", "state", ""))
        return f"<p>{self.summary()}</p><table><tr>{head}</tr>{rows}</table>"


def progress(assignment: str = "") -> Progress:
    """Where you stand: each part passes, does not yet, or is not written.

    Parameters
    ----------
    assignment : str
        Such as ``02_autograd``; all of them unless given.

    Examples
    --------
    >>> from chainrule.exercises import reset
    >>> reset()
    >>> progress().passing
    0
    """
    group = assignments[assignment] if assignment else tuple(parts.values())
    return Progress(tuple((part.name, *state_of(part.name)) for part in group))


def state_of(name: str) -> tuple[str, str]:
    """The state of a part and, if it does not pass yet, why."""
    if name not in offers:
        return NOT_WRITTEN, ""
    verdict = offers[name].verdict
    return verdict.state, verdict.sentence if verdict.state == NOT_YET else ""


def whose() -> dict[str, str]:
    """For each part, whose function the engine uses now: ``yours`` or ``reference``.

    >>> from chainrule.exercises import reset
    >>> reset()
    >>> whose()["mul.vjp"]
    'reference'
    """
    return {name: "yours" if name in joining.joined else "reference" for name in parts}


def engine_banner() -> str:
    """A sentence that says on whose parts the engine runs.

    >>> from chainrule.exercises import reset
    >>> reset()
    >>> engine_banner()
    'The engine runs on the reference: none of your parts has joined it.'
    """
    mine = [name for name, owner in whose().items() if owner == "yours"]
    if not mine:
        return "The engine runs on the reference: none of your parts has joined it."
    if len(mine) == len(parts):
        return f"The engine runs on all {len(parts)} of your parts."
    return f"The engine runs on {len(mine)} of your parts ({', '.join(mine)}), else the reference."
