"""Pictures of notebooks: their words, for those who do not see them, and their places."""

import re
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator


def words_of(svg: str) -> str:
    """What a picture says of itself."""
    label = re.search(r'aria-label="([^"]*)"', svg)
    return unescape(label[1]) if label else ""


def describe(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each picture its size, and those of an output their words; load them when in sight."""
    for image in doctree.findall(nodes.image):
        path = Path(app.srcdir, image["uri"])
        if not path.is_file():
            continue
        image["size"] = get_image_size(path)
        if path.suffix == ".svg" and "alt" not in image:
            image["alt"] = words_of(path.read_text(encoding="utf-8"))
            image["loading"] = "lazy"


class Translator(HTML5Translator):
    """Writes the size of a picture as browsers read it before they load it."""

    def image_size(self, node: nodes.image) -> dict[str, int | str]:
        """The attributes; a size that its author asks for goes before its own."""
        asked = super().image_size(node)
        if asked or not node.get("size"):
            return asked
        return dict(zip(("width", "height"), node["size"], strict=True))


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("doctree-resolved", describe)
    app.set_translator("html", Translator)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
