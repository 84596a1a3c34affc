"""Links to files of the repository that are no pages lead to the repository, or are plain text."""

from pathlib import Path

import repository
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
FILE = "https://github.com/{name}/blob/main/{path}"


def redirect(app: Sphinx, doctree: nodes.document) -> None:
    """Replace the links of one page."""
    folder = (app.srcdir / app.env.docname).parent
    for link in list(doctree.findall(pending_xref)):
        if link["reftype"] != "myst" or link["refdomain"] == "doc":
            continue
        target = (folder / link["reftarget"]).resolve()
        if not target.is_relative_to(app.srcdir) or target.exists():
            continue
        path = target.relative_to(app.srcdir)
        if (ROOT / path).exists():
            link.replace_self(shown(path, link.children))


def shown(path: Path, text: list[nodes.Node]) -> nodes.Element:
    """The link, or only its text where the repository's address is not known."""
    if name := repository.name():
        return nodes.reference("", "", *text, refuri=FILE.format(name=name, path=path.as_posix()))
    return nodes.inline("", "", *text)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("doctree-read", redirect)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
