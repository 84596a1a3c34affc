"""Keep hidden checks out of the pages that students get, and students' scripts out of all pages."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import bleach
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from autograde.course.points import changes, sentence
from autograde.course.questions import grade_id, has_points, is_forgiven, points, questions
from autograde.grading.scoring import failure

HIDDEN = "BEGIN HIDDEN TESTS"
LONGEST = 20_000  # characters of a cell that are laid out
MOST_OUTPUTS = 100  # of a cell
WRAPPED = "pre { white-space: pre-wrap; overflow-wrap: anywhere; }"


class HideHiddenChecks(NbGraderPreprocessor):  # type: ignore[misc]
    """Leave of a hidden check its score and the sentence that says what was wrong.

    A traceback shows the lines that were run, and what a student's function prints shows the
    inputs, so all of it goes. Long lines are broken, so that the sentence can be read. Where a
    class has points of its own, the page begins with them.
    """

    display_data_priority = List(Unicode()).tag(config=True)  # set by the exporter for every step

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Go through the cells, and add to the style of the page."""
        nb, resources = super().preprocess(nb, resources)
        worth = {str(grade_id(cell)): points(cell) for cell in nb.cells if has_points(cell)}
        other_points = sentence(changes(nb, worth))
        forgiven = [
            q.name for q in questions(nb) if any(is_forgiven(nb.cells[i]) for i in q.graded)
        ]
        if forgiven:
            said = f"Everybody has all points of {', '.join(forgiven)}, because it was broken."
            nb.cells.insert(0, new_markdown_cell(said))
        if other_points:
            nb.cells.insert(0, new_markdown_cell(other_points))
        resources.setdefault("inlining", {}).setdefault("css", []).append(WRAPPED)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Replace the text and the output of a cell with hidden tests, and cut what is long."""
        return shortened(without_hidden_check(cell)), resources


def without_hidden_check(cell: NotebookNode) -> NotebookNode:
    """A cell; of a hidden check only the sentence that says what was wrong."""
    if HIDDEN in cell.source and cell.cell_type == "code":
        said = failure(cell)
        cell.source = "# A hidden check."
        cell.outputs = [new_output("stream", name="stdout", text=said)] if said else []
    return cell


def shortened(cell: NotebookNode) -> NotebookNode:
    r"""A cell with as much code and as many outputs as somebody would look at.

    >>> from nbformat.v4 import new_code_cell
    >>> shortened(new_code_cell("x" * 30_000)).source[-50:]
    'xxxxxxx\n# 10000 more characters are left out here.'
    """
    if cell.cell_type == "code":
        if len(cell.source) > LONGEST:
            more = f"\n# {len(cell.source) - LONGEST} more characters are left out here."
            cell.source = cell.source[:LONGEST] + more
        if len(cell.outputs) > MOST_OUTPUTS:
            more = f"{len(cell.outputs) - MOST_OUTPUTS} more outputs are left out here.\n"
            cell.outputs = [*cell.outputs[:MOST_OUTPUTS], new_output("stream", text=more)]
    return cell


TAGS = {
    *bleach.ALLOWED_TAGS,
    *[
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "span",
        "div",
        "del",
        "sub",
        "sup",
        "img",
    ],
    *["table", "thead", "tbody", "tr", "th", "td", "caption", "details", "summary"],
}
PROTOCOLS = ("http", "https", "mailto", "data")
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,")
STEERING = re.compile(r"\\(?=(href|require|style|class|cssId|html\w*)\b)")  # what MathJax obeys


def safe_markdown(source: str) -> str:
    r"""Markdown as HTML that can do nothing: for the pages of people who may be signed in.

    nbgrader shows what a student wrote, and what an exception said, without cleaning it.

    >>> safe_markdown("**Good** <script>steal()</script>")
    '<p><strong>Good</strong> &lt;script&gt;steal()&lt;/script&gt;</p>\n'
    """
    if len(source) > LONGEST:  # to lay it out may take time as the square of its length
        more = f"{len(source) - LONGEST} more characters are left out here."
        return f"<pre>{escape(source[:LONGEST])}</pre>\n<p>{more}</p>"
    page = markdown2html(STEERING.sub("", str(source)))
    attributes = {"a": _link, "img": _picture, "*": ["id", "class", "align"]}
    return str(bleach.clean(page, tags=TAGS, attributes=attributes, protocols=PROTOCOLS))


def _link(tag: str, name: str, value: str) -> bool:
    return name == "title" or (name == "href" and not value.lstrip().lower().startswith("data"))


def _picture(tag: str, name: str, value: str) -> bool:
    """Pictures come with the page: one that is fetched tells its owner who looks."""
    return name in ("alt", "width", "height") or (name == "src" and bool(PICTURE.match(value)))
