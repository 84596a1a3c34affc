"""Every lecture as slides in a real browser: walked through from the first to the last.

A third of the lectures each day.
"""

import re

import nbformat
import pytest
from in_jupyterlab import PATIENCE, browser_page, chromium, running_jupyterlab, until
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from presentation import LECTURES, present, slides

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=115),
    pytest.mark.xdist_group("slides"),
]

# How many slides of a lecture scroll at 1280 × 720 because they are too tall; may only go down.
TOO_TALL = {"05_playground": 1}  # a printed program of 60 lines
NAMES = [path.stem for path in sorted(LECTURES.glob("*.ipynb"))]

SHOWN = """() => {
    const [frame, page] = [".jp-WindowedPanel-outer", ".jp-WindowedPanel-viewport"]
        .map((name) => document.querySelector(name));
    const cells = [...page.querySelectorAll(".cr-on")];
    const all = (name) => cells.flatMap((cell) => [...cell.querySelectorAll(name)]);
    const large = (node) => node.getBoundingClientRect().height > 30;
    const [first] = cells;
    const WIDGET = ".jp-OutputArea-output.lm-Panel";
    const PARTS = "svg, canvas, input, button, [role=slider]";
    return {
        height: page.getBoundingClientRect().height,
        room: frame.clientHeight,
        scrolls: frame.classList.contains("cr-scrolls"),
        zoom: Number(page.style.getPropertyValue("--slide-zoom")),
        wide: frame.scrollWidth - frame.clientWidth,
        says: first.innerText.slice(0, 60),
        empty: all(WIDGET).filter((one) => !large(one) || !one.querySelector(PARTS)).length,
        widgets: all(WIDGET).length,
        dollars: all(".jp-RenderedMarkdown").filter((text) => /\\$\\$/.test(text.innerText)).length,
        wrong: all("mjx-merror, [data-mime-type*=error], [data-mime-type*=stderr]").length,
    };
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address and the folder of a JupyterLab that shows all lectures as slides."""
    chromium()
    root = tmp_path_factory.mktemp("course")
    folder = root / present.SLIDES.name
    slides.copy_as_slides(LECTURES, folder)
    options = [*present.options(root, folder), "--ServerApp.disable_check_xsrf=True"]
    with running_jupyterlab(root, tmp_path_factory.mktemp("home"), options) as address:
        yield f"{address}/doc/tree/{folder.name}", folder


def opened(page, address, name):
    """Open slides, wait until all of their code ran, and say how many there are."""
    page.goto(f"{address}/{name}")
    page.wait_for_selector("body.cr-ran", state="attached", timeout=PATIENCE)
    return number(page)[1]


def number(page):
    """The number of the slide that is shown, and of all."""
    foot = page.locator(".cr-foot span").last.inner_text()
    return tuple(map(int, re.search(r"(\d+) / (\d+)$", foot).groups()))


def turn_to(page, slide):
    """Go on until a slide is shown whole."""
    until(page, lambda: number(page)[0] == slide or page.keyboard.press("PageDown"))
    while page.locator(".cr-on.cr-wait").count():
        page.keyboard.press("PageDown")
    page.wait_for_timeout(150)


@pytest.mark.share(3)
@pytest.mark.parametrize("name", NAMES)
def test_every_slide_of_a_lecture_fits_and_is_whole(server, name):
    address, _ = server
    with browser_page(1280, 720) as page:
        count = opened(page, address, f"{name}.ipynb")
        shown = []
        for slide in range(1, count + 1):
            turn_to(page, slide)
            shown.append({"slide": slide, **page.evaluate(SHOWN)})
    assert count >= 20
    assert [one for one in shown if one["wrong"] or one["dollars"] or one["empty"]] == []
    assert any(one["widgets"] for one in shown)
    assert [one for one in shown if one["wide"] > 0] == []
    scrolling = [f"{one['slide']}: {one['says']!r}" for one in shown if one["scrolls"]]
    assert [o for o in shown if not o["scrolls"] and o["height"] > o["room"]] == []
    assert min(one["zoom"] for one in shown) >= 0.6
    assert len(scrolling) <= TOO_TALL.get(name, 0), scrolling


TALL = "\n\n".join(f"Line {i} of what is too tall." for i in range(60)) + "\n\nThe last line."
SAMPLE = [
    new_markdown_cell("# A lecture", metadata={"chainrule": {"notes": "Greet. $x^2$ **now**"}}),
    new_code_cell("clicks = 0", metadata={"slideshow": {"slide_type": "skip"}}),
    new_markdown_cell("## A slider", metadata={"slideshow": {"slide_type": "slide"}}),
    new_code_cell(
        "import ipywidgets\nipywidgets.IntSlider(value=5)",
        metadata={"slideshow": {"slide_type": "fragment"}},
    ),
    new_markdown_cell("## Long\n\n" + TALL, metadata={"slideshow": {"slide_type": "slide"}}),
    new_code_cell("6 * 7"),
    new_markdown_cell("Only in the long lecture", metadata={
        "slideshow": {"slide_type": "slide"}, "chainrule": {"path": 90}}),
]  # fmt: skip


def put(server, name, cells):
    """Slides that are made of a small notebook; returns their file's name."""
    made = nbformat.from_dict(slides.as_slides(new_notebook(cells=cells), 45))
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python",
        "language": "python",
    }
    nbformat.write(made, server[1] / name)
    return name


@pytest.fixture
def sample(server):
    """The name of slides that are made of a small notebook."""
    return put(server, "sample.ipynb", SAMPLE)


def test_steps_notes_keys_and_scrolling(server, sample):
    with browser_page(1280, 720) as page:
        assert opened(page, server[0], sample) == 4
        with page.context.expect_page() as opening:
            page.keyboard.press("s")
        notes = opening.value
        until(page, lambda: "Greet." in notes.locator("main").inner_text())
        assert notes.locator("main strong").inner_text() == "now"
        assert "A slider" in notes.locator("footer").inner_text()
        assert re.match(r"0:\d\d", notes.locator("b").inner_text())
        notes.keyboard.press("ArrowRight")  # the notes' window turns the slides
        until(page, lambda: number(page)[0] == 2)
        assert "No notes" in notes.locator("main").inner_text()

        slider = page.locator(".cr-on [role=slider]")
        assert not slider.is_visible()  # a later step, whose room is kept
        page.keyboard.press("ArrowRight")
        until(page, slider.is_visible)
        slider.focus()
        page.keyboard.press("ArrowRight")  # is the slider's
        until(page, lambda: float(slider.get_attribute("aria-valuenow")) == 6)
        assert number(page)[0] == 2

        page.keyboard.press("PageDown")  # as a presenter's remote control says it
        until(page, lambda: number(page)[0] == 3)
        assert page.evaluate(SHOWN)["scrolls"]
        last = page.get_by_text("The last line.")
        last.scroll_into_view_if_needed()
        assert last.bounding_box()["y"] < 690
        page.keyboard.press("End")
        until(page, lambda: number(page)[0] == 4)
        assert page.locator(".cr-on .jp-OutputArea").inner_text().strip() == "42"

        cells = page.locator(".jp-Notebook .jp-Cell").count()
        for key in ("x", "d", "d", "a", "b", "b"):  # no key edits the notebook
            page.keyboard.press(key)
        assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_dark_and_light_and_a_page_that_is_loaded_again_stays(server, sample):
    with browser_page(1920, 1080) as page:
        opened(page, server[0], sample)
        page.keyboard.press("PageDown")
        until(page, lambda: number(page)[0] == 2)
        zoom = page.evaluate(SHOWN)["zoom"]
        assert zoom == pytest.approx(1.5)  # letters grow with the screen
        page.keyboard.press("d")
        page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
        page.keyboard.press("d")
        page.wait_for_selector("body[data-jp-theme-light=true]", state="attached")
        page.reload()
        page.wait_for_selector("body.cr-ran", state="attached", timeout=PATIENCE)
        assert number(page)[0] == 2


def test_of_several_questions_one_is_asked_and_the_one_before_answered(server):
    cell = new_code_cell("from chainrule.exercises import recall\nrecall(2)")
    with browser_page(1280, 720) as page:
        opened(page, server[0], put(server, "questions.ipynb", [cell]))
        cards = page.locator(".cr-question")
        until(page, lambda: cards.count() == 5)
        shown = page.locator(".cr-question:visible")
        for asked in range(5):
            assert shown.count() == 1 + (asked > 0)
            form = shown.last
            assert form.get_attribute("data-state") == "asked"
            if (field := form.locator("input[type=text]")).count():
                field.fill("1")
            else:
                form.locator("input").first.check()
            form.locator("button").click()
            until(page, lambda k=asked: cards.nth(k).get_attribute("data-state") != "asked")
            assert not page.evaluate(SHOWN)["scrolls"]
        assert shown.count() == 1
