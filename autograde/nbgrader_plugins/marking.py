"""What is mended in the formgrader's page of a submission, as far as its template allows."""

from __future__ import annotations

from autograde.pages.formulas import with_formulas
from autograde.pages.markdown import safe_markdown

MOST_DOLLARS = 400


def markdown(source: str) -> str:
    """Markdown as HTML that can do nothing, with formulas that need no other machine.

    >>> markdown("*sum* of $5").strip()
    '<p><em>sum</em> of $5</p>'
    """
    is_plain = source.count("$") > MOST_DOLLARS
    return safe_markdown(source) if is_plain else with_formulas(source, safe_markdown)
