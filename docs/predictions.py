"""Predictions on the site: the question, and its answer with what the cell shows, folded."""

import base64
from collections.abc import Iterable
from html import escape

import nbformat

from chainrule.exercises.questions import cards, questions
from chainrule.exercises.questions.official import asked_in


def fold(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook run with the official answers, in which these wait to be asked for."""
    for cell in notebook.cells:
        for name in asked_in(cell.source) if cell.cell_type == "code" else ():
            reply = next(at for at, output in enumerate(cell.outputs) if is_card(output))
            shown = "".join(html_of(cell.outputs[reply + 1 :]))
            html = cards.listed(questions[name]) + cards.unfolding(questions[name], shown)
            data = {"text/html": html, "text/plain": cards.text(questions[name])}
            cell.outputs[reply:] = [nbformat.v4.new_output("display_data", data)]
    return notebook


def is_card(output: nbformat.NotebookNode) -> bool:
    """Whether an output is the reply to a prediction."""
    return "cr-question" in output.get("data", {}).get("text/html", "")


def html_of(outputs: Iterable[nbformat.NotebookNode]) -> Iterable[str]:
    """Outputs as HTML."""
    for output in outputs:
        data = output.get("data", {"text/plain": output.get("text", "")})
        if svg := data.get("image/svg+xml"):
            address = base64.b64encode(svg.encode()).decode()
            words = escape(data["text/plain"], quote=True)
            yield f'<img alt="{words}" src="data:image/svg+xml;base64,{address}">'
        else:
            yield data.get("text/html") or f"<pre>{escape(data['text/plain'])}</pre>"
