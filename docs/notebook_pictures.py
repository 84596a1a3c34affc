"""Pictures of notebooks keep the words that they carry for those who do not see them."""

import re
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx


def words_of(svg: str) -> str:
    """What a picture says of itself."""
    label = re.search(r'aria-label="([^"]*)"', svg)
    return unescape(label[1]) if label else ""


def describe(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each picture of an output its words, and let it load when it is scrolled to."""
    for image in doctree.findall(nodes.image):
        path = Path(app.srcdir, image["uri"])
        if path.suffix == ".svg" and "alt" not in image and path.is_file():
            image["alt"] = words_of(path.read_text(encoding="utf-8"))
            image["loading"] = "lazy"


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("doctree-resolved", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
