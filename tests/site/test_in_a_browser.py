"""Pages in Chromium: nothing is fetched elsewhere, search finds, all can read them."""

import importlib.util
import json
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow(seconds=700), pytest.mark.browser, pytest.mark.xdist_group("site")]
PAGES = ["index", "lectures/02_backpropagation", "lectures/05_playground", "lectures/gallery/vae",
         "assignments/04_layers/04_layers", "docs/mistakes", "benchmarks/results/engine",
         "autograde/README", "reference/nn", "search"]  # fmt: skip


def open_page(page, address, name, theme="light"):
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/{name}.html")
    page.add_style_tag(content="* { transition: none !important }")  # colours are there at once
    page.evaluate("window.MathJax?.startup?.promise")


def scroll_through(page):
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_machine_for_anything(page, address, name):
    page.asked.clear()
    open_page(page, address, name)
    scroll_through(page)
    assert len(page.asked) > 3
    outside = [url for url in page.asked if not url.startswith((address, "data:", "blob:"))]
    assert not outside


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_of_a_page_is_there(page, address, name):
    open_page(page, address, name)
    scroll_through(page)
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    missing = "[...document.images].filter((i) => !i.naturalWidth).map((i) => i.src)"
    assert page.evaluate(missing) == []


def test_formulas_are_set(page, address):
    open_page(page, address, "lectures/03_matrix_jacobians")
    page.wait_for_selector("mjx-container mjx-mtable")
    assert page.locator("mjx-merror").count() == 0
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').length")
    assert loaded > 2


def test_search_finds_a_word_of_a_lecture(page, address):
    page.goto(f"{address}/search.html?q=fan-out")
    page.wait_for_selector("#search-results li a")
    found = page.eval_on_selector_all("#search-results li a", "all => all.map((a) => a.href)")
    assert any("02_backpropagation.html" in link for link in found)


def test_search_says_so_when_there_is_nothing(page, address):
    page.goto(f"{address}/search.html?q=xylophonist")
    page.wait_for_selector("#search-results .search-summary")
    page.wait_for_function("!document.querySelector('#search-progress')?.innerText.includes('.')")
    assert page.locator("#search-results li a").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(page, address, name):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, address, name)
    too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert too_wide <= 0


def axe():
    """The source of axe-core, from the package axe-core-python."""
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core-python is not installed")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page, address, name, theme):
    source = axe()
    open_page(page, address, name, theme)
    page.evaluate(source)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found = [
        (violation["id"], [node["html"][:150] for node in violation["nodes"]][:5])
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
    assert not found, json.dumps(found, indent=1)
