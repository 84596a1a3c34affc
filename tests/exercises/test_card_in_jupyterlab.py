"""The card in a browser: no pink line below it, nothing wider than it, on narrow pages too."""

import nbformat
import pytest
from in_jupyterlab import browser_page, chromium, jupyterlab, open_notebook, run_all, until
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=10)]

CELLS = (
    "from chainrule.exercises import check, implements",
    '@implements("linear.vjp")\ndef linear_vjp(g, y, x, w, b):\n'
    "    return g @ w, g.T @ x, g.mean(axis=0)",
    'check("linear.vjp", linear_vjp)',
    'check("linear.vjp", lambda *arguments: None)',
)
WIDER = """() => [...document.querySelectorAll('.cr-verdict, .cr-verdict *')]
    .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display === 'block')
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def page(tmp_path):
    chromium()
    cells = [new_code_cell(source, metadata={"tags": ["raises-exception"]}) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), tmp_path / "cards.ipynb")
    with jupyterlab(tmp_path) as address, browser_page() as opened:
        open_notebook(opened, address, "cards.ipynb")
        run_all(opened)
        until(opened, lambda: opened.locator(".cr-verdict").count() == 3)
        yield opened


def test_cards_stand_alone_and_fit_the_page(page):
    errors = page.locator('.jp-OutputArea-output[data-mime-type*="stderr"]')
    until(page, lambda: errors.count() == 2)
    assert not any(error.is_visible() for error in errors.all())
    assert page.locator(".cr-verdict mark").first.is_visible()
    for width in (1150, 700, 420):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(300)
        assert page.evaluate(WIDER) == []
