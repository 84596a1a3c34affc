"""The widgets of lecture 1 as a student meets them: in JupyterLab, by mouse and by keyboard."""

import nbformat
import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook, run_all

from chainrule.data.history import STOPS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=10),
    pytest.mark.xdist_group("lecture-1"),
]

CELLS = [
    "from chainrule import widgets",
    "widgets.Timeline()",
    "widgets.SeparateTheGates(gate='AND')",
    "widgets.BendThePlane()",
    "widgets.PerceptronStepper(points='XOR')",
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    chromium()
    folder = tmp_path_factory.mktemp("lab")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "widgets.ipynb")
    with jupyterlab(folder) as address, browser_page(width=1100, height=2000) as page:
        open_notebook(page, address, "widgets.ipynb")
        run_all(page)
        page.locator(".cr").nth(3).locator("svg").wait_for()
        yield page


def told(widget, words):
    widget.locator(".cr-says").get_by_text(words).first.wait_for()


def test_the_timeline_goes_by_button_by_keyboard_and_by_a_click_on_a_mark(page):
    timeline = page.get_by_label("Timeline", exact=True)
    told(timeline, "1943 · Threshold unit.")
    timeline.get_by_role("button", name="Later stop").click()
    told(timeline, "1949")
    timeline.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    told(timeline, "1958 · Perceptron.")
    lenet = next(i for i, stop in enumerate(STOPS) if stop.name == "LeNet-5")
    timeline.locator(f'[data-stop="{lenet}"]').click()
    told(timeline, "1998 · LeNet-5.")


def test_a_stop_that_runs_has_a_link_into_the_lectures_folder(page):
    timeline = page.get_by_label("Timeline", exact=True)
    gan = next(i for i, stop in enumerate(STOPS) if stop.name == "GAN")
    timeline.get_by_role("slider").fill(str(gan))
    link = timeline.get_by_role("link")
    link.wait_for()
    assert link.evaluate("(a) => a.href").endswith("/tree/gallery/gan.ipynb")
    timeline.get_by_role("button", name="Later stop").click()
    told(timeline, "Dropout")
    assert timeline.get_by_role("link").count() == 0


def test_and_is_separated_by_the_arrow_keys_alone(page):
    game = page.get_by_label("Separate the gates", exact=True)
    told(game, "best so far")
    for label, presses in (("w₁", 20), ("w₂", 5), ("b", -17)):
        game.get_by_label(label, exact=True).focus()
        for _ in range(abs(presses)):
            page.keyboard.press("ArrowRight" if presses > 0 else "ArrowLeft")
    told(game, "4 of 4 right; best so far 4 of 4. Separated.")


def test_another_gate_starts_the_count_anew(page):
    game = page.get_by_label("Separate the gates", exact=True)
    game.get_by_label("gate", exact=True).select_option("XOR")
    game.get_by_text("XOR: shaded").locator("visible=true").first.wait_for()
    told(game, "1 of 4 right; best so far 1 of 4.")
    game.get_by_label("b", exact=True).fill("-0.5")
    told(game, "3 of 4 right; best so far 3 of 4. More than 3 are not possible with a line.")


def test_the_plane_is_bent_by_mouse_and_by_keyboard(page):
    plane = page.get_by_label("Bend the plane", exact=True)
    told(plane, "No line separates")
    slider = plane.get_by_label("from input to hidden space", exact=True)
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    told(plane, "A line separates the two classes")
    slider.focus()
    page.keyboard.press("Home")
    told(plane, "No line separates")
    plane.get_by_role("button", name="hidden space").press("Enter")
    told(plane, "A line separates the two classes")


def test_a_stop_shows_its_drawing_and_how_long_its_idea_waited(page):
    timeline = page.get_by_label("Timeline", exact=True)
    relu = next(i for i, stop in enumerate(STOPS) if stop.name == "ReLU")
    timeline.locator(f'[data-stop="{relu}"]').click()
    told(timeline, "1969 · Rectifier, 41 years earlier")
    timeline.get_by_label("Drawing for ReLU.").wait_for()
    timeline.get_by_text("the rectifier: 41 years").wait_for()
    assert not timeline.get_by_text("attention: 2 years").is_visible()


def test_the_perceptron_steps_by_button_and_by_keyboard(page):
    machine = page.get_by_label("Perceptron stepper", exact=True)
    told(machine, "No example has been shown yet")
    machine.get_by_role("button", name="next mistake").click()
    told(machine, "Example 2 is (0, 1): it says 0, the target is 1. It learns")
    machine.get_by_label("examples shown", exact=True).focus()
    page.keyboard.press("ArrowRight")
    told(machine, "Example 3 is (1, 0)")
    machine.get_by_label("points", exact=True).select_option("AND")
    machine.get_by_label("examples shown", exact=True).fill("60")
    told(machine, "it rests.")


def test_no_shortcut_of_the_notebook_fires_inside(page):
    cells = page.locator(".jp-Cell").count()
    for label in ("Timeline", "Separate the gates", "Bend the plane", "Perceptron stepper"):
        page.get_by_label(label, exact=True).get_by_role("slider").first.focus()
        for key in ("d", "d", "a", "x"):
            page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells
