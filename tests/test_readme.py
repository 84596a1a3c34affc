"""The README's code runs and its pictures are those that programs draw."""

import re
import sys
from html import escape
from pathlib import Path

import pytest
from pages import blocks, broken_links

ROOT = Path(__file__).resolve().parents[1]
BLOCKS = [block.text for block in blocks(ROOT / "README.md", "python")]


@pytest.mark.parametrize("code", BLOCKS)
def test_the_code_in_the_readme_runs(code):
    exec(compile(code, "README.md", "exec"), {})


def test_the_picture_in_the_readme_is_drawn_by_its_code():
    names = {}
    exec(BLOCKS[0].rsplit("\n", 2)[0], names)
    names["f"].name = "f"
    assert (ROOT / "docs/graph.svg").read_text(encoding="utf-8") == names["pictures"].draw_graph(
        names["f"]
    ).svg


def test_the_first_picture_shows_what_a_check_says_today():
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import first_look
    finally:
        sys.path.pop(0)
    drawn = first_look.FILE.read_text(encoding="utf-8")
    lines = first_look.sentence()
    assert lines
    assert all(f">{escape(line)}</text>" in drawn for line in lines), "python docs/first_look.py"
    assert len(re.findall('class="frame"', drawn)) == len(first_look.EPOCHS)


def test_pictures_are_small():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert pictures[0] == "docs/first_look.svg"
    assert all((ROOT / path).stat().st_size <= 150_000 for path in pictures)


def test_every_relative_link_of_the_readme_leads_somewhere():
    assert broken_links(ROOT / "README.md") == []
