"""Panels as a student meets them: every control by mouse and by keyboard, in JupyterLab."""

import time

import nbformat
import pytest
from in_jupyterlab import PATIENCE, browser_page, chromium, jupyterlab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=10), pytest.mark.xdist_group("panels")]

CELLS = {
    "Knob and needle": "widgets.KnobAndNeedle()",
    "Gear train": "widgets.GearTrain()",
    "Circle to ellipse": "widgets.JacobianEllipse(function='polar')",
    "Jacobian of a trained net": "widgets.NetJacobian()",
    "Cost of a chain": "widgets.ChainCost(widths=[1000, 500, 100, 1])",
    "Push the right one up": "widgets.PushTheRightOne()",
    "Walk downhill": "widgets.WalkDownhill()",
    "Learning-rate race": "widgets.LearningRateRace()",
    "A neuron that saturates": "widgets.SaturatedNeuron()",
    "Ten layers": "widgets.LayerHistograms()",
    "Kill and revive a ReLU": "widgets.DyingReLU()",
    "What comes next?": "widgets.NextWord(lambda words: "
    "{'sleeps': 0.75, 'sings': 0.25} if 'fox' in words else {words[9]: 1.0}, 'the fox')",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    chromium()
    folder = tmp_path_factory.mktemp("lab")
    sources = ["from chainrule import widgets", *CELLS.values()]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "panels.ipynb")
    with jupyterlab(folder) as address, browser_page(width=1250, height=6400) as page:
        open_notebook(page, address, "panels.ipynb")
        run_all(page)
        page.locator(".cr").nth(len(CELLS) - 1).locator("svg").wait_for()
        yield page


def panel(page, label):
    return page.get_by_label(label, exact=True).first


def sentence(widget):
    return widget.locator(".cr-says").inner_text()


def changed(widget, before, seconds=PATIENCE / 1000):
    """The sentence once it is another one, and how long that took."""
    start = time.monotonic()
    while sentence(widget) == before:
        assert time.monotonic() < start + seconds, f"still: {before}"
        time.sleep(0.01)
    return sentence(widget)


def settled(widget):
    """The sentence once no other has come for half a second: those of a drag follow each other."""
    last, since = sentence(widget), time.monotonic()
    while time.monotonic() < since + 0.5:
        time.sleep(0.01)
        if sentence(widget) != last:
            last, since = sentence(widget), time.monotonic()
    return last


@pytest.mark.parametrize("label", CELLS)
def test_every_panel_is_there_with_its_picture_and_words(page, label):
    widget = panel(page, label)
    assert widget.locator("svg").get_attribute("aria-label")
    assert len(sentence(widget)) > 20


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Circle to ellipse", "place"),
        ("Jacobian of a trained net", "place"),
        ("Learning-rate race", "start"),
    ],
)
def test_a_point_is_dragged_and_moved_by_arrow_keys(page, label, name):
    widget = panel(page, label)
    before = sentence(widget)
    box = widget.locator(f'.cr-handle[data-name="{name}"]').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 25, steps=4)
    page.mouse.up()
    changed(widget, before)
    dragged = settled(widget)
    handle = widget.locator(f'.cr-handle[data-name="{name}"]')
    at = handle.get_attribute("data-at")
    handle.focus()
    page.keyboard.press("Shift+ArrowLeft")
    changed(widget, dragged)
    focused = widget.locator(f'.cr-handle[data-name="{name}"]:focus')
    assert focused.count() == 1  # it is still held, though the picture was drawn anew
    assert focused.get_attribute("data-at") != at


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Knob and needle", "w"),
        ("Gear train", "nudge dw"),
        ("Circle to ellipse", "radius of the circle"),
        ("Learning-rate race", "steepness"),
        ("A neuron that saturates", "first w"),
        ("Ten layers", "gain"),
        ("Kill and revive a ReLU", "w"),
    ],
)
def test_a_slider_goes_by_arrow_keys(page, label, field):
    widget = panel(page, label)
    picture = widget.locator("svg").inner_html()
    widget.get_by_label(field, exact=True).focus()
    page.keyboard.press("ArrowRight")
    start = time.monotonic()
    while widget.locator("svg").inner_html() == picture:
        late = "one step of the slider is to be seen in the picture"
        assert time.monotonic() < start + PATIENCE / 1000, late
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("label", "field", "option"),
    [
        ("Circle to ellipse", "function", "squares"),
        ("Learning-rate race", "with", "momentum"),
        ("A neuron that saturates", "loss", "cross-entropy"),
        ("Ten layers", "activation", "ReLU"),
    ],
)
def test_a_choice_is_made(page, label, field, option):
    widget = panel(page, label)
    before = sentence(widget)
    widget.get_by_label(field, exact=True).select_option(option)
    changed(widget, before)


@pytest.mark.parametrize(
    ("label", "press", "says"),
    [
        ("Knob and needle", "nudge it down", "per unit of w"),
        ("Gear train", "half the nudge", "dL = 0.05"),
        ("Cost of a chain", "a curve", "Forward is better"),
        ("A neuron that saturates", "saturated start", "It begins at 0.982"),
        ("Ten layers", "He: √2", "With gain 1.41"),
        ("Kill and revive a ReLU", "one step on a wrong label", "It is dead"),
        ("What comes next?", "take the likeliest", "the fox sleeps"),
    ],
)
def test_a_button_is_pressed_by_keyboard(page, label, press, says):
    widget = panel(page, label)
    widget.get_by_role("button", name=press).focus()
    page.keyboard.press("Enter")
    widget.get_by_text(says).first.wait_for()


def test_what_cannot_be_read_is_told_and_nothing_breaks(page):
    chain = panel(page, "Cost of a chain")
    chain.get_by_label("widths, input to output").fill("many, few")
    page.keyboard.press("Enter")
    chain.get_by_text("Three or more whole numbers").first.wait_for()
    chain.get_by_role("button", name="a loss").click()
    chain.get_by_text("Reverse is better").first.wait_for()
    words = panel(page, "What comes next?")
    words.get_by_label("so far").fill("the unicorn")
    page.keyboard.press("Enter")
    words.get_by_text("does not know").first.wait_for()
    words.get_by_label("so far").fill("the fox")
    page.keyboard.press("Enter")
    words.get_by_text("it expects sleeps").first.wait_for()
