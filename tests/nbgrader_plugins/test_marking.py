"""The formgrader's page of a submission."""

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.server_extensions.formgrader.handlers import template_path

from autograde.nbgrader_plugins.marking import MOST_DOLLARS, markdown


def test_its_page_asks_no_other_machine_and_draws_formulas_itself(course):
    config = course.config.copy()
    config.HTMLExporter.template_name = "formgrade"  # as the formgrader does
    config.HTMLExporter.extra_template_basedirs = [template_path]
    cells = [new_markdown_cell("It is $x^2$, and <details><summary>Hint</summary>x</details>.")]
    resources = {"base_url": "/here", "index": 0, "total": 1}
    page, _ = HTMLExporter(config=config).from_notebook_node(new_notebook(cells=cells), resources)
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page
    assert "summary { display: list-item" in page
    assert "://" not in page.replace("http://www.w3.org/1998/Math/MathML", "")


@pytest.mark.parametrize("dollars", [1, MOST_DOLLARS])
def test_what_a_student_wrote_does_nothing_with_formulas_or_without(dollars):
    page = markdown("<script>x</script> $a$ " * dollars)
    assert "<script" not in page
    assert page.count("&lt;script") == dollars
