"""The README's code runs and its picture is the one that the code draws."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)


@pytest.mark.parametrize("code", BLOCKS)
def test_the_code_in_the_readme_runs(code):
    exec(compile(code, "README.md", "exec"), {})


def test_the_picture_in_the_readme_is_drawn_by_its_code():
    names = {}
    exec(BLOCKS[0].rsplit("\n", 2)[0], names)
    names["f"].name = "f"
    assert (ROOT / "docs/graph.svg").read_text() == names["pictures"].draw_graph(names["f"]).svg


def test_every_relative_link_of_the_readme_leads_somewhere():
    links = re.findall(r"\]\((?!https?://)([^)#]+)\)", (ROOT / "README.md").read_text())
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
