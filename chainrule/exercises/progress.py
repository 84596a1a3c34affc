"""The state of a learner's parts, and on whose parts the engine runs."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from chainrule.exercises.card import MARKS
from chainrule.exercises.overrides import overrides
from chainrule.exercises.parts import assignments, parts
from chainrule.exercises.submissions import submissions
from chainrule.exercises.verdict import NOT_WRITTEN, NOT_YET, PASSES


@dataclass(frozen=True)
class Progress:
    """A table of parts with their state, by assignment; HTML in notebooks, text elsewhere."""

    groups: dict[str, tuple[tuple[str, str, str], ...]]

    @property
    def passing(self) -> int:
        """The number of parts that pass."""
        return sum(map(passing, self.groups.values()))

    def __repr__(self) -> str:
        lines = [self.summary()]
        for name, rows in self.groups.items():
            lines += [f"\n{name}: {passing(rows)} of {len(rows)}"] if len(self.groups) > 1 else []
            lines += [f"{MARKS[state]} {part:<24} {state:<12} {why}" for part, state, why in rows]
        return "\n".join(line.rstrip() for line in lines)

    @property
    def next(self) -> str:
        """The first part that does not pass yet; empty if all do."""
        rows = (row for group in self.groups.values() for row in group)
        return next((part for part, state, _ in rows if state != PASSES), "")

    def summary(self) -> str:
        """The count in a sentence, and what comes next."""
        said = f"{self.passing} of {sum(map(len, self.groups.values()))} parts pass."
        if not self.next:
            return said
        home = next(name for name, group in assignments.items() if parts[self.next] in group)
        return f"{said} Next: {self.next}, part {parts[self.next].number} of {home}."

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{t}</th>" for t in ("part", "state", ""))
        tables = []
        for name, rows in self.groups.items():
            table = f"<table><tr>{head}</tr>{''.join(map(html_row, rows))}</table>"
            title = f"<summary>{escape(name)}: {passing(rows)} of {len(rows)}</summary>"
            tables += [f"<details>{title}{table}</details>" if len(self.groups) > 1 else table]
        return f"<p>{self.summary()}</p>{''.join(tables)}"


def passing(rows: tuple[tuple[str, str, str], ...]) -> int:
    """The number of these parts that pass."""
    return sum(state == PASSES for _, state, _ in rows)


def html_row(row: tuple[str, str, str]) -> str:
    """A part's line of the table."""
    part, state, why = row
    return (
        f"<tr><td style='text-align:left'><code>{escape(part)}</code></td>"
        f"<td style='text-align:left;white-space:nowrap'>{MARKS[state]} {state}</td>"
        f"<td style='text-align:left'>{escape(why)}</td></tr>"
    )


def progress(assignment: str = "") -> Progress:
    """Your parts: each passes, does not yet, or is not written.

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
    names = [assignment] if assignment else [name for name, group in assignments.items() if group]
    groups = {name: [part.name for part in assignments[name]] for name in names}
    return Progress({n: tuple((p, *state_of(p)) for p in group) for n, group in groups.items()})


def state_of(name: str) -> tuple[str, str]:
    """The state of a part and, if it does not pass yet or stopped in the engine, a sentence."""
    if name not in submissions:
        return NOT_WRITTEN, ""
    verdict = submissions[name].verdict
    if verdict.passes and parts[name].override and name not in overrides:
        return PASSES, "It stopped in your engine; the reference took over."
    return verdict.state, verdict.sentence if verdict.state == NOT_YET else ""


def whose() -> dict[str, str]:
    """For each part with a place in the engine, whose function runs there: yours or reference.

    >>> from chainrule.exercises import reset
    >>> reset()
    >>> whose()["mul.vjp"]
    'reference'
    """
    places = [name for name, part in parts.items() if part.override]
    return {name: "yours" if name in overrides else "reference" for name in places}
