"""What the checks are tried on, as a page: `python -m tests.exercises.guard_table`."""

from collections.abc import Iterator
from pathlib import Path

from autograde.checks import examine_hidden
from chainrule.exercises.examine import examine
from chainrule.exercises.parts import assignments, parts
from tests.exercises.answers import right, wrong

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
HEAD = """# What the checks find

For each part of an assignment there are answers that are wrong in a way that learners' answers
are, and answers that are right, each written differently. Every wrong one must fail the hidden
check and be told its own mistake; every right one must pass both checks. The visible check, which
learners can read, may let some pass: *seen* says how many of the wrong ones it finds by itself.
The tests hold this on fresh inputs at each run; this page is made by
`python -m tests.exercises.guard_table`.
"""


def page() -> str:
    """The page, in Markdown."""
    lines = [HEAD]
    for name, group in assignments.items():
        if group:
            lines += [f"## {name}\n", "| part | wrong | found | named | seen | right | mistakes |"]
            lines += ["|---|---:|---:|---:|---:|---:|---|", *map(row, (p.name for p in group)), ""]
    return "\n".join(lines)


def row(part: str) -> str:
    """A part's line."""
    verdicts = [(name, examine_hidden(part, answer, 1)) for name, answer in wrong[part]]
    found = sum(not verdict.passes for _, verdict in verdicts)
    named = sum(verdict.mistake == name for name, verdict in verdicts)
    seen = sum(not examine(parts[part], f, parts[part].cases()).passes for _, f in wrong[part])
    names = ", ".join(dict.fromkeys(names_of(part)))
    numbers = [len(wrong[part]), found, named, seen, len(right[part])]
    return f"| `{part}` | {' | '.join(map(str, numbers))} | {names} |"


def names_of(part: str) -> Iterator[str]:
    """The mistakes that the check knows, and what else the wrong answers do."""
    yield from (mistake.name for mistake in parts[part].mistakes)
    yield from (name for name, _ in wrong[part])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
