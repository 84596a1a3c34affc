"""What a reader does on pages that live: exercises, a gallery, assignments, Stop, and where one is;
nothing moves by itself, and those who cannot see or click can do it, too."""

import json
import re

import pytest
from living import answer, into_sight, kept, reader, write
from test_in_a_browser import axe

pytestmark = [pytest.mark.slow(seconds=700), pytest.mark.browser, pytest.mark.xdist_group("site")]
LECTURE = "lectures/02_backpropagation"
ASSIGNMENT = "assignments/01_xor/01_xor"
RIGHT = """@implements("perceptron.predict")
def predict(x, w, b):
    return (x @ w + b > 0).astype(int)"""
SHIFTS = """() => {
  window.moved = [];
  const outside = ({ node }) => !node?.parentElement?.closest(".cell_output");
  const note = (list) => {
    for (const { value, sources } of list.getEntries()) {
      const names = sources.filter(outside).map(({ node }) => node?.id || node?.nodeName);
      if (names.length) window.moved.push([value, names]);
    }
  };
  new PerformanceObserver(note).observe({ type: "layout-shift" });
}"""
LIVE = "[...document.querySelectorAll('.cr-live')].map(({ id }) => id.replace('cell-', ''))"
LONG_AGO = """import json
from chainrule.exercises.questions import record
entry = {"name": "three-gears", "said": "0", "right": False, "when": "2026-01-01T12:00:00+00:00"}
record.own_path().parent.mkdir(parents=True, exist_ok=True)
record.own_path().write_text(json.dumps(entry) + "\\n")"""
EVERYTHING = """
import importlib, pathlib, warnings
import numpy, chainrule
warnings.simplefilter("ignore")
lacking = [n for n in dir(numpy) if n != "f2py" and not hasattr(numpy, n)]
root = pathlib.Path(chainrule.__file__).parent
for path in root.rglob("*.py"):
    name = ".".join(path.relative_to(root.parent).with_suffix("").parts)
    if not name.endswith("__main__"):
        importlib.import_module(name.removesuffix(".__init__"))
print("all is there" if not lacking else lacking)
"""


@pytest.mark.parametrize("width", [390, 1150])
def test_nothing_around_widgets_moves_when_they_start(line, width):
    address, _ = line
    with reader(address, width) as page:
        page.goto(f"{address}/{LECTURE}.html")
        page.evaluate("document.fonts.ready")
        page.evaluate("window.MathJax?.startup?.promise")
        page.wait_for_timeout(1000)
        page.evaluate(SHIFTS)
        for name in page.evaluate(LIVE):
            into_sight(page, name)
        moved = page.evaluate("window.moved")
        assert sum(value for value, _ in moved) < 0.01, moved


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [LECTURE, ASSIGNMENT, "where_you_are"])
def test_axe_finds_nothing_serious_where_cells_have_run(line, name, theme):
    address, _ = line
    with reader(address) as page:
        page.emulate_media(color_scheme=theme)
        page.goto(f"{address}/{name}.html")
        page.add_style_tag(content="* { transition: none !important }")
        for cell in page.evaluate(LIVE):
            into_sight(page, cell)
        if name == ASSIGNMENT:
            write(page.locator("#cell-perceptron-predict"), RIGHT)
            page.get_by_text("Our solution").first.wait_for()
        if name == "where_you_are":
            page.wait_for_selector(".cr-course")
        page.evaluate(axe())
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found = [
            (violation["id"], [node["html"][:150] for node in violation["nodes"]][:5])
            for violation in result["violations"]
            if violation["impact"] in {"serious", "critical"}
        ]
        assert not found, json.dumps(found, indent=1)


def test_an_exercise_is_told_what_is_wrong_and_then_that_it_is_right(line):
    address, _ = line
    with reader(address, 390) as page:
        page.goto(f"{address}/{LECTURE}.html")
        cell = page.locator("#cell-exercise-2-1-cell")
        write(cell, 'slope_at_1 = 12\n\nexercise("2.1", slope_at_1)')
        page.wait_for_selector("#cell-exercise-2-1-cell[data-state='ran']")
        assert "Right" not in cell.locator(".cell_output").inner_text()
        write(cell, 'slope_at_1 = -12\n\nexercise("2.1", slope_at_1)')
        cell.locator(".cell_output").get_by_text("Right").wait_for()


def test_a_page_of_the_gallery_draws_with_what_is_fetched_for_it(line):
    address, _ = line
    with reader(address) as page:
        page.goto(f"{address}/lectures/gallery/perceptron.html")
        cell = page.locator("#cell-camera-picture")
        cell.get_by_role("button", name="Run").click()
        page.wait_for_selector("#cell-camera-picture[data-state='ran']")
        assert not cell.locator(".cr-failed").count()
        assert cell.locator(".cell_output img").evaluate("(image) => image.naturalWidth") > 100


def test_stop_ends_a_cell_that_never_ends_and_the_next_one_runs(line):
    address, _ = line
    with reader(address) as page:
        page.goto(f"{address}/{LECTURE}.html")
        cell = page.locator("#cell-exercise-2-1-cell")
        write(cell, "while True:\n    pass")
        cell.get_by_role("button", name="Stop").click()
        write(cell, "6 * 7")
        cell.locator(".cell_output").get_by_text("42").wait_for()


def test_all_of_numpy_and_of_the_course_can_be_imported(line):
    address, _ = line
    with reader(address) as page:
        page.goto(f"{address}/{LECTURE}.html")
        cell = page.locator("#cell-exercise-2-1-cell")
        write(cell, EVERYTHING)
        page.wait_for_selector("#cell-exercise-2-1-cell[data-state='ran']")
        assert cell.locator(".cell_output").inner_text().strip() == "all is there"


def test_a_part_passes_shows_our_solution_stays_written_and_is_counted(line):
    address, _ = line
    with reader(address) as page:
        page.goto(f"{address}/{ASSIGNMENT}.html")
        cell = page.locator("#cell-perceptron-predict")
        write(cell, RIGHT.replace("> 0", ">= 0"))
        cell.get_by_text("is not right yet").wait_for()
        write(cell, RIGHT)
        cell.get_by_text("Our solution").first.wait_for()
        kept(page, '"right": true')
        page.reload()
        assert cell.get_by_role("textbox", name="Code").inner_text() == RIGHT
        page.goto(f"{address}/where_you_are.html")
        page.get_by_text("1 of 12 parts", exact=True).wait_for()


def test_where_you_are_knows_a_prediction_and_has_a_page_to_print(line):
    address, _ = line
    with reader(address, 390) as page:
        page.goto(f"{address}/{LECTURE}.html")
        cell = into_sight(page, "three-gears")
        answer(cell)
        cell.get_by_role("button", name="Ask me again").wait_for()
        kept(page, "three-gears")
        page.locator("a.cr-where").click()
        page.get_by_text("1 of 8 predictions").wait_for()
        page.get_by_role("link", name="Continue: lecture 2").wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        page.get_by_role("link", name="to print").click()
        page.get_by_text(re.compile(r"1 of \d+ predictions? made")).wait_for()


def test_what_is_due_for_review_is_asked_where_you_are_and_kept(line):
    address, _ = line
    with reader(address, 390) as page:
        page.goto(f"{address}/{LECTURE}.html")
        write(page.locator("#cell-exercise-2-1-cell"), LONG_AGO)
        kept(page, "2026-01-01")
        page.goto(f"{address}/where_you_are.html")
        page.get_by_role("link", name="1 question is due for review.").click()
        answer(page.locator("#cr-standing"))
        kept(page, "}\n{")  # a second answer
        page.get_by_role("link", name="Where you are").last.click()
        page.get_by_text("Nothing is due for review today").wait_for()
