"""A page of what the checks are tried on: `python -m tests.exercises.guard_table`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from chainrule.exercises.examine import examine
from chainrule.exercises.parts import assignments, parts
from tests.exercises.answers import right, wrong

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
HEAD = """# What the checks find

For each part of an assignment there are answers that are wrong in a way that learners' answers
are (each known mistake, and others that are written differently), and answers that are right. Every
wrong one must fail the hidden check and be told its own mistake; every right one must pass both
checks. The visible check, which learners can read, may let some pass: *seen* says how many of the
wrong ones it finds by itself. The tests hold this on fresh inputs at each run; this page is
made by `python -m tests.exercises.guard_table`.
"""


def page(seen: Mapping[str, int]) -> str:
    """The page, in Markdown."""
    lines = [HEAD]
    for name, group in assignments.items():
        lines += [f"## {name}\n", "| part | wrong | seen | right | mistakes |"]
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
    cases = parts[part].cases
    return sum(not examine(parts[part], f, cases()).passes for _, f in wrong[part])


def seen_on_the_page() -> dict[str, int]:
    """The numbers on the page, by part."""
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return {cells[1].strip(" `"): int(cells[3]) for cells in rows if cells[1:] and "`" in cells[1]}


if __name__ == "__main__":
    seen = {name: seen_by_the_visible_check(name) for name in parts}
    PAGE.write_text(page(seen), encoding="utf-8")
