"""What is mended in the formgrader's page of a submission, as far as its template allows."""

from __future__ import annotations

from autograde.pages.formulas import with_formulas
from autograde.pages.markdown import safe_markdown

MOST_DOLLARS = 400
# Its stylesheet takes the space from between the columns of a table, and the sign from what opens.
STYLES = {
    "<td>": '<td style="padding: .2em .8em">',
    "<th>": '<th style="padding: .2em .8em">',
    "<summary>": '<summary style="display: list-item; cursor: pointer">',
}


def markdown(source: str) -> str:
    """Markdown as HTML that can do nothing, with formulas that need no other machine.

    >>> markdown("<details><summary>Hint 1</summary>x</details>").strip()
    '<details><summary style="display: list-item; cursor: pointer">Hint 1</summary>x</details>'
    """
    is_plain = source.count("$") > MOST_DOLLARS
    page = safe_markdown(source) if is_plain else with_formulas(source, safe_markdown)
    for tag, styled in STYLES.items():
        page = page.replace(tag, styled)
    return page
