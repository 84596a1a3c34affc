"""The formgrader's page of a submission."""

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograde.nbgrader_plugins.marking import MOST_DOLLARS, STYLES, markdown

TABLE = """| points | for |
|---|---|
| 2 | the order |

<details><summary>Hint</summary>x</details>"""


def test_the_formgraders_exporter_keeps_columns_apart_and_marks_what_opens(course):
    page, _ = HTMLExporter(config=course.config).from_notebook_node(
        new_notebook(cells=[new_markdown_cell(TABLE)])
    )
    for tag, text in {"<th>": "for", "<td>": "the order", "<summary>": "Hint"}.items():
        assert f"{STYLES[tag]}{text}</" in page


@pytest.mark.parametrize("dollars", [1, MOST_DOLLARS])
def test_what_a_student_wrote_does_nothing_with_formulas_or_without(dollars):
    page = markdown("<script>x</script> $a$ " * dollars)
    assert "<script" not in page
    assert page.count("&lt;script") == dollars
