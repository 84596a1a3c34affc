"""Every notebook and text has its page, run to the end, with its pictures."""

import re
from pathlib import Path

import pytest
from site_pages import Page, pages_of

pytestmark = [pytest.mark.slow(seconds=700), pytest.mark.xdist_group("site")]
ROOT = Path(__file__).resolve().parents[2]
LECTURES = ["01_history_and_xor", "02_backpropagation", "03_matrix_jacobians", "03b_downhill",
            "04_activations", "05_playground"]  # fmt: skip


def test_it_is_built_without_a_warning(build):
    assert build.returncode == 0, build.stdout + build.stderr


def test_every_notebook_and_every_text_has_its_page(html):
    patterns = ["lectures/**/*.ipynb", "assignments/*/*.ipynb", "docs/*.md", "docs/handbook/*.md",
                "benchmarks/results/*.md", "autograde/README.md"]  # fmt: skip
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            name = path.relative_to(ROOT).with_suffix(".html")
            assert path.name == "index.md" or (html / name).is_file(), name


@pytest.mark.parametrize("name", LECTURES)
def test_a_lecture_is_shown_with_its_pictures_and_their_words(html, name):
    page = Page(html / "lectures" / f"{name}.html")
    pictures = [image for image in page.images if "_images" in image.get("src", "")]
    assert len(pictures) >= 5
    for picture in pictures:
        assert len(picture["alt"].split()) >= 4, picture


def test_no_notebook_shows_a_traceback_or_a_widget_that_did_not_come(html):
    for path in sorted((html / "lectures").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert "Traceback (most recent call last)" not in text, path.name
        assert not re.search(r"widget-view\+json|require\.js", text), path.name
        assert 'class="cell_output' in text, path.name


def test_what_the_engine_offers_is_in_the_reference(html):
    import chainrule
    from chainrule import nn, optim

    for module, page in [(chainrule, "chainrule"), (nn, "nn"), (optim, "optim")]:
        text = (html / "reference" / f"{page}.html").read_text(encoding="utf-8")
        for name in module.__all__:
            assert re.search(rf">{name}<|\b{name}\b", text), (page, name)


def test_every_link_within_the_site_leads_to_a_page_and_a_place_on_it(html):
    pages = pages_of(html)
    broken = [
        (str(page.path.relative_to(html)), link)
        for page in pages.values()
        for link in page.links
        if not page.leads_somewhere(link, pages)
    ]
    assert not broken


def test_what_a_page_loads_stands_beside_it(html):
    for page in pages_of(html).values():
        outside = [address for address in page.loaded if re.match(r"(https?:)?//", address)]
        assert not outside, page.path
