"""Every lecture as a student opens it: in JupyterLab, Run All, then its first widget moves.

A third of the lectures each day.
"""

import shutil
from pathlib import Path

import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook, run_all, until

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=25)]

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


# What to find in each lecture, from above: a widget's label, and where in it a key is pressed,
# after which its picture is another one.
SLIDER, HANDLE = "input[type=range]", ".cr-handle"
WIDGETS = {
    "01_history_and_xor": [
        ("Perceptron stepper", "button:has-text('next example')", "Enter"),
        ("Timeline", "button[aria-label='Later stop']", "Enter"),
    ],
    "02_backpropagation": [
        ("Knob and needle", SLIDER, "ArrowRight"),
        ("Gear train", SLIDER, "ArrowRight"),
        ("Graph stepper", "button[aria-label='One step on']", "Enter"),
    ],
    "03_matrix_jacobians": [
        ("Circle to ellipse", SLIDER, "ArrowRight"),
        ("Push the right one up", "button:has-text('one step')", "Enter"),
        ("Jacobian of a trained net", HANDLE, "Shift+ArrowLeft"),
        ("Cost of a chain", "button:has-text('a curve')", "Enter"),
    ],
    "03b_downhill": [
        ("Walk downhill", "button:has-text('ten steps')", "Enter"),
        ("Learning-rate race", SLIDER, "ArrowRight"),
    ],
    "04_activations": [
        ("Ten layers", SLIDER, "ArrowRight"),
        ("A neuron that saturates", SLIDER, "ArrowRight"),
        ("Kill and revive a ReLU", SLIDER, "ArrowRight"),
    ],
    "05_playground": [("Playground", "button[aria-label='Play']", "Enter")],
}


@pytest.mark.share(3)
@pytest.mark.parametrize(
    "lecture", sorted((ROOT / "lectures").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_run_all_finishes_and_the_widgets_move(lecture, tmp_path):
    chromium()
    shutil.copy(lecture, tmp_path)
    with jupyterlab(tmp_path) as address, browser_page() as page:
        open_notebook(page, address, lecture.name)
        run_all(page)
        page.wait_for_function(FINISHED)
        assert page.evaluate(ERRORS) == []
        page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
        page.mouse.move(500, 500)
        for label, place, key in WIDGETS[lecture.stem]:
            widget = page.get_by_label(label, exact=True).first
            scroll_to(page, widget)
            before = widget.inner_html()
            widget.locator(place).first.focus()
            page.keyboard.press(key)
            until_another(page, widget, before)


def scroll_to(page, widget):
    """Turn the wheel until a widget is there: cells out of sight are not drawn."""
    until(page, lambda: widget.is_visible() or page.mouse.wheel(0, 300))
    widget.scroll_into_view_if_needed()


def until_another(page, widget, before):
    """Wait until a widget does not look as before."""
    until(page, lambda: widget.inner_html() != before)
