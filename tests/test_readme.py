"""The README's code runs and its picture is the one that the code draws."""

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


def test_every_relative_link_of_the_readme_leads_somewhere():
    assert broken_links(ROOT / "README.md") == []
