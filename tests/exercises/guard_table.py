"""A page of what the checks are tried on: `python -m tests.exercises.guard_table`."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from chainrule.exercises.parts import assignments, parts
from tests.exercises.answers import right, wrong
from tests.exercises.measure_naming import DRAWS, FRESH
from tests.exercises.mutants.behaviour import passes

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
HEAD = """# What the checks find

For each part of an assignment there are answers that are wrong in a way that learners' answers
are (each known mistake, and others that are written differently), and answers that are right. Every
wrong one must fail the hidden check and be told its own mistake; every right one must pass both
checks. The visible check, which learners can read, may let some pass: *seen* says how many of the
wrong ones it finds by itself. The tests hold this on fresh inputs at each run; this page is
made by `python -m tests.exercises.guard_table`.
"""
MEASURED = """## Answers that are on no list

Some wrong answers were written by others, who knew the assignments' texts alone; others are
mutants: right answers with one small change in their text (an operator, a name, an axis, a sign,
the order of two lines …), of which those remain that answer differently from what is right and from
each other. *Full marks* go to an answer that passes the visible check and {draws} hidden ones, and
*by luck* says how many pass some hidden checks and fail others. Of the rest, what is told first is
counted: *named truly* if what is named gives the same answers on {fresh} fresh inputs, or if the
change of a line that is told gives right answers to them and the line is the one that was changed,
or if it is told what no line sets or fills and that is what the dropped line does; *mostly* if it
is so on half of those inputs that tell right from wrong, *misnamed* if on fewer; *a fact* if
something true is told that is not all; *exception* if Python's own sentence and the line in which
it stopped are all; *generic* if only the place of a wrong number is told. The tables are made by
`python -m tests.exercises.measure_naming`.
"""
LISTED = "## Answers that are listed"


def page(seen: Mapping[str, int], measured: str) -> str:
    """The page, in Markdown."""
    lines = [HEAD, MEASURED.format(draws=DRAWS, fresh=FRESH), measured, LISTED, ""]
    for name, group in assignments.items():
        lines += [f"### {name}\n", "| part | wrong | seen | right | mistakes |"]
        lines += ["|---|---:|---:|---:|---|", *(row(p.name, seen[p.name]) for p in group), ""]
    return "\n".join(lines)


def row(part: str, seen: int) -> str:
    """A part's line."""
    names = ", ".join(dict.fromkeys(names_of(part)))
    return f"| `{part}` | {len(wrong[part])} | {seen} | {len(right[part])} | {names} |"


def names_of(part: str) -> Iterator[str]:
    """The mistakes that the check knows, and what else the wrong answers do."""
    yield from (mistake.name for mistake in parts[part].mistakes)
    yield from (name for name, _ in wrong[part])


def seen_by_the_visible_check(part: str) -> int:
    """The number of a part's wrong answers that fail the visible check."""
    found = parts[part]
    return sum(not passes(found, function, found.cases()) for _, function in wrong[part])


def seen_on_the_page() -> dict[str, int]:
    """The numbers on the page, by part."""
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return {cells[1].strip(" `"): int(cells[3]) for cells in rows if cells[1:] and "`" in cells[1]}


def measured_on_the_page() -> str:
    """The tables about answers that are on no list, as they stand on the page."""
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index("### Wrong answers") : text.index(f"\n{LISTED}")]


if __name__ == "__main__":
    looked_at = {name: seen_by_the_visible_check(name) for name in sys.argv[1:] or parts}
    PAGE.write_text(page(seen_on_the_page() | looked_at, measured_on_the_page()), encoding="utf-8")
