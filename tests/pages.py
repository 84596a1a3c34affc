"""The fenced blocks of a page of Markdown, with the comment above each, and the page's links."""

import re
from dataclasses import dataclass

FENCED = re.compile(r"(?:<!-- *(?P<comment>[^\n]*?) *-->\n+)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$",
                    re.M | re.S)  # fmt: skip
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


@dataclass(frozen=True)
class Block:
    """What stands between fences; `comment` is that of the HTML comment on the line above."""

    page: str
    line: int
    kind: str
    text: str
    comment: str = ""


def blocks(path, *kinds):
    """The blocks of these kinds, in order; all if none is named."""
    page = path.read_text(encoding="utf-8")
    found = [
        Block(path.name, page.count("\n", 0, match.start("text")), match["kind"], match["text"],
              match["comment"] or "")
        for match in FENCED.finditer(page)
    ]  # fmt: skip
    return [block for block in found if not kinds or block.kind in kinds]


def broken_links(path):
    """Links to files that are not there; `link` is relative to the page."""
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert links
    return [link for link in links if not (path.parent / link).exists()]
