"""A prediction as a student meets it in JupyterLab, by the keys alone."""

import nbformat
import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook, run_all, until

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=25)]

CELLS = """
from chainrule.exercises import predict
from chainrule.exercises.questions import questions
from chainrule.exercises.questions.kinds import Choice, Count
from chainrule.exercises.questions.question import Question
questions["gates"] = Question("gates", "How many gates?", Count(), 14, "Why it is so.")
questions["way"] = Question("way", "Which way?", Choice("up", "down"), "b", "Gravity.")
%env CHAINRULE_RECORD={record}
---
with predict("gates", ...) as measured:
    measured(14)
    print("held back one")
---
with predict("way", ...) as measured:
    print("held back two")
"""
WIDER = """() => [...document.querySelectorAll('.cr-question')]
    .filter((one) => one.scrollWidth > one.clientWidth).length"""


@pytest.mark.parametrize("width", [420, 1200])
def test_a_prediction_is_committed_by_the_keys_and_remembered(width, tmp_path):
    chromium()
    text = CELLS.replace("{record}", str(tmp_path / "answers.jsonl"))
    cells = [nbformat.v4.new_code_cell(one.strip()) for one in text.split("---")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "asked.ipynb")
    with jupyterlab(tmp_path) as address, browser_page(width) as page:
        open_notebook(page, address, "asked.ipynb")
        run_all(page)
        outputs = page.locator(".jp-OutputArea")
        gates, way = page.locator(".cr-question").nth(0), page.locator(".cr-question").nth(1)
        way.wait_for()
        assert page.evaluate(WIDER) == 0, "nothing is cut off"
        assert "held back" not in " ".join(outputs.all_inner_texts())

        field = gates.get_by_label("Your answer")
        field.fill("a handful")
        page.keyboard.press("Enter")
        gates.get_by_text("Please answer with a whole number").wait_for()
        field.fill("15")
        page.keyboard.press("Enter")
        gates.get_by_text("You said 15; it is 14.").wait_for()
        page.get_by_text("held back one", exact=True).wait_for()

        way.get_by_label("a) up").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        way.get_by_text("Right: b) down.").wait_for()
        page.get_by_text("held back two", exact=True).wait_for()

        run_all(page)
        until(page, lambda: page.get_by_text("This is what you said on").count() == 2)
        page.get_by_role("button", name="Ask me again").nth(0).press("Enter")
        gates.get_by_label("Your answer").wait_for()
        assert page.get_by_text("held back one", exact=True).count() == 0
        assert page.get_by_text("held back two", exact=True).count() == 1
