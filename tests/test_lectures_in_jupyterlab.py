"""Every lecture as a student opens it: in JupyterLab, Run All, then its first widget moves."""

import shutil
from pathlib import Path

import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook, run_all

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

FINISHED = """() => {
    const panel = window.jupyterapp.shell.currentWidget;
    const cells = panel.content.widgets.filter((cell) => cell.model.type === 'code');
    const idle = panel.context.sessionContext.session.kernel.status === 'idle';
    return idle && cells.every((cell) => cell.model.executionCount !== null);
}"""
ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter((cell) => cell.model.type === 'code')
    .flatMap((cell) => cell.model.outputs.toJSON())
    .filter((output) => output.output_type === 'error' || output.name === 'stderr')
    .map((output) => output.evalue || output.text)"""


# the first widget of a lecture, if it is no panel: its label, what to press, and what it then says
FIRST = {
    "01_history_and_xor": ("Timeline", "Later stop", "2 of ", "Earlier stop", "1 of "),
    "02_backpropagation": (
        "Graph stepper",
        "One step on",
        "step 1 of",
        "One step back",
        "step 0 of",
    ),
}


@pytest.mark.parametrize(
    "lecture", sorted((ROOT / "lectures").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_run_all_finishes_and_the_first_widget_moves(lecture, tmp_path):
    chromium()
    shutil.copy(lecture, tmp_path)
    with jupyterlab(tmp_path) as address, browser_page() as page:
        open_notebook(page, address, lecture.name)
        run_all(page)
        page.wait_for_function(FINISHED, timeout=120_000)
        assert page.evaluate(ERRORS) == []
        if lecture.stem not in FIRST:
            return
        label, forward, then, back, before = FIRST[lecture.stem]
        page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
        page.mouse.move(500, 500)
        widget = page.get_by_label(label).first
        for _ in range(40):
            if widget.is_visible():
                break
            page.mouse.wheel(0, 300)
            page.wait_for_timeout(150)
        for press, said in ((forward, then), (back, before)):
            widget.get_by_role("button", name=press).click()
            widget.get_by_text(said).wait_for(timeout=15_000)
