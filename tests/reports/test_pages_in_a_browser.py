"""The grader's pages in a browser: on a phone, at a desk, in the dark and printed."""

import itertools

import nbformat
import pytest
import tiny
from in_jupyterlab import browser_page
from tiny import copy_of
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.release import release
from autograde.grading.run import grade_all

pytestmark = [pytest.mark.browser, pytest.mark.sandbox, pytest.mark.slow(seconds=30)]
LONG = "'a_value_with_a_name_that_is_long' comes before its parent, and is not known by then. " * 3
ASKED = "## Half\n\nIt is $\\frac{x}{2}$: " + "a + b + c + " * 40
WAYS = list(itertools.product((390, 1150), ("light", "dark"), ("screen", "print")))


@pytest.fixture(scope="module")
def pages(released_course, tmp_path_factory):
    """The three pages about a student who lost points, with long lines, and words that wait."""
    course = copy_of(released_course, tmp_path_factory.mktemp("pages") / "course")
    written = tiny.of(course).solution / "tiny.ipynb"
    nb = nbformat.read(written, as_version=4)
    nb.cells.insert(4, nbformat.v4.new_markdown_cell(ASKED))
    nbformat.write(nb, written)
    release(tiny.of(course))
    half = f"def half(x):\n    print('x' * 300)\n    raise ValueError({LONG!r})"
    tiny.hand_in(course, "ada", tiny.answers_of(course, half=half, words=f"${'x + ' * 60}y$"))
    list(grade_all(tiny.of(course), ["ada"]))
    found = {"feedback": tiny.of(course).feedback("ada") / "tiny.html"}
    for name, words in {"report": ["report"], "explain": ["explain", "ada"]}.items():
        found[name] = course.root / f"{name}.html"
        words = [*words, tiny.NAME, "--html", found[name], "--course", course.root]
        said = CliRunner().invoke(app, list(map(str, words)))
        assert said.exit_code == 0, said.output
    return found


@pytest.mark.parametrize("name", ["feedback", "report", "explain"])
@pytest.mark.parametrize(("width", "scheme", "media"), WAYS)
def test_the_page_fits_and_everything_on_it_can_be_read(pages, name, width, scheme, media):
    with browser_page(width, 900) as page:
        page.emulate_media(color_scheme=scheme, media=media)
        page.goto(pages[name].as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == width
        faint = page.evaluate(CONTRAST)
    assert faint == []


# Texts whose colour is less than 4.5 times as bright, or dark, as what is behind them.
CONTRAST = """() => {
    const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const light = (rgb) => rgb.slice(0, 3)
        .map((v) => v / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const colour = parts(getComputedStyle(e).backgroundColor);
            if (colour[3] !== 0) return colour;
        }
        return [255, 255, 255];
    };
    return [...document.querySelectorAll('body *')].filter((e) => {
        if (e.closest('svg') || e.checkVisibility?.() === false) return false;
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!own) return false;
        const [a, b] = [light(parts(getComputedStyle(e).color)), light(behind(e))];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    }).map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`);
}"""
