"""The widgets as a student meets them: in JupyterLab, by mouse and by keyboard."""

import nbformat
import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=30), pytest.mark.xdist_group("widgets")]

CELLS = [
    "from chainrule.widgets import GraphStepper, Nudge, YouBeTheGradient",
    "stepper = GraphStepper('(x + y) * z', x=-2, y=5, z=-4)\nstepper",
    "game = YouBeTheGradient('x * y', x=2, y=3)\ngame",
    "Nudge('x * x', x=3)",
    "GraphStepper('1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))', w0=2, x0=-1, w1=-3, x1=-2, w2=-3)",
    "stepper  # a second view of the same widget",
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
    with jupyterlab(folder) as address, browser_page(width=870, height=2600) as page:
        open_notebook(page, address, "widgets.ipynb")
        run_all(page)
        page.locator(".cr").nth(4).locator("svg").wait_for()
        yield page


def shown(widget, which):
    """The labels of that kind that are to be seen."""
    return widget.locator(f".{which}:not(.cr-hidden) text").all_text_contents()


def test_the_stepper_goes_forward_and_back_by_mouse_in_all_views(page):
    stepper, other = (
        page.get_by_label("Graph stepper").first,
        page.get_by_label("Graph stepper").last,
    )
    assert sorted(shown(stepper, "value")) == ["5", "−2", "−4"]
    for _ in range(4):
        stepper.get_by_role("button", name="One step on").click()
    stepper.get_by_text("step 4 of 5").wait_for()
    other.get_by_text("step 4 of 5").wait_for()
    assert sorted(shown(stepper, "gradient")) == ["∂ 1", "∂ 3", "∂ −4"]
    stepper.get_by_role("button", name="One step back").click()
    stepper.get_by_text("step 3 of 5").wait_for()
    assert shown(stepper, "gradient") == ["∂ 1"]
    assert "its gradient is 1" in stepper.inner_text()


def test_the_stepper_goes_by_keyboard_and_no_shortcut_of_the_notebook_fires(page):
    stepper = page.get_by_label("Graph stepper").first
    cells = page.locator(".jp-Cell").count()
    stepper.get_by_role("slider").fill("0")
    button = stepper.get_by_role("button", name="One step on")
    button.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "d", "d", "a", "Enter"):
        button.press(key)
    stepper.get_by_text("step 2 of 5").wait_for()
    assert page.locator(".jp-Cell").count() == cells


def test_the_keyboard_keeps_its_place_at_the_last_step(page):
    stepper = page.get_by_label("Graph stepper").first
    stepper.get_by_role("slider").fill("4")
    button = stepper.get_by_role("button", name="One step on")
    button.focus()
    page.keyboard.press("Enter")
    stepper.get_by_text("step 5 of 5").wait_for()
    page.keyboard.press("Enter")  # nothing more to come
    page.keyboard.press("ArrowLeft")
    stepper.get_by_text("step 4 of 5").wait_for()


def test_a_wide_graph_stays_legible_and_follows_the_active_node(page):
    stepper = page.get_by_label("Graph stepper").nth(1)
    stepper.scroll_into_view_if_needed()
    scale = "(svg) => svg.getBoundingClientRect().width / svg.getAttribute('width')"
    assert stepper.locator("svg").evaluate(scale) >= 0.7
    for step, part in (("9", '[data-target="out"]'), ("0", "[data-node]")):  # right end, left end
        stepper.get_by_role("slider").fill(step)
        page.wait_for_function(
            """(part) => {
                const root = document.querySelectorAll('[aria-label="Graph stepper"]')[1];
                const seen = root.querySelector(part).getBoundingClientRect();
                const box = root.querySelector('.cr-graph-box').getBoundingClientRect();
                return box.left <= seen.left && seen.right <= box.right; }""",
            arg=part,
        )


def test_a_typed_formula_is_drawn_and_a_wrong_one_is_told(page):
    stepper = page.get_by_label("Graph stepper").first
    field = stepper.get_by_role("textbox", name="f =")
    field.fill("x * (y")
    field.press("Enter")
    stepper.get_by_role("alert").get_by_text("not a complete formula").wait_for()
    field.fill("x * exp(y)")
    field.press("Enter")
    stepper.locator("svg").get_by_text("exp", exact=True).wait_for()
    assert stepper.locator(".cr-error").text_content() == ""
    stepper.get_by_label("y", exact=True).fill("0")
    stepper.get_by_label("y", exact=True).press("Enter")
    stepper.get_by_role("button", name="Last step").click()
    stepper.get_by_text("step 5 of 5").wait_for()
    assert "1" in shown(stepper, "value")


def test_the_game_takes_right_answers_and_helps_with_wrong_ones(page):
    game = page.get_by_label("You be the gradient")
    answer = game.get_by_label("gradient =")
    answer.fill("1")
    answer.press("Enter")
    game.get_by_text("1 of 3 found").wait_for()
    answer.fill("2")
    game.get_by_role("button", name="Check").click()
    game.get_by_text("swaps").wait_for()
    answer.fill("6/2")
    answer.press("Enter")
    game.get_by_text("2 of 3 found").wait_for()
    game.get_by_role("button", name="Show the answer").click()
    game.get_by_text("All 3 found, 1 of them").wait_for()


def test_the_nudge_follows_its_slider(page):
    nudge = page.get_by_label("Nudge", exact=True)
    slider = nudge.get_by_label("dx", exact=True)
    slider.fill("0.2")
    nudge.get_by_role("cell", name="1.2", exact=True).wait_for()  # 2 · 3 · 0.2
    nudge.get_by_role("cell", name="1.24", exact=True).wait_for()
    slider.focus()
    slider.press("ArrowLeft")
    nudge.get_by_role("cell", name="1.24", exact=True).wait_for(state="detached")
    field = nudge.get_by_role("textbox", name="f =")
    field.fill("x * x *")
    field.press("Enter")
    nudge.get_by_role("alert").get_by_text("not a complete formula").wait_for()
    slider.fill("-0.4")
    nudge.get_by_role("cell", name="−2.4", exact=True).wait_for()
    nudge.get_by_label("range").select_option("0.1")
    nudge.get_by_role("cell", name="−0.6", exact=True).wait_for()


def test_everything_that_takes_focus_is_labelled_large_enough_and_keeps_shortcuts_out(page):
    faults = page.evaluate("""[...document.querySelectorAll('.cr :is(button, input, select)')]
        .filter((e) => e.dataset.lmSuppressShortcuts !== 'true'
            || Math.min(e.offsetHeight, e.offsetWidth) < 24
            || !(e.ariaLabel || e.labels?.length || e.textContent.trim()))
        .map((e) => e.outerHTML)""")
    assert faults == []
