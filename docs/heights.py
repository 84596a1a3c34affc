"""How high the widgets of the built pages are: `python docs/heights.py` writes `heights.json`.

The next build keeps these places, so that nothing moves when a widget starts. Pages can be named,
such as `lectures/02_backpropagation`; then the others stay as they are.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent
HTML = DOCS / "_build" / "html"
HEIGHTS = DOCS / "heights.json"
WIDTHS = (390, 1150)
FREE = ".cr-live > .cell_output { min-height: 0 !important }"
HIGH = """(id) => document.querySelector(`#${id} > .cell_output`)?.offsetHeight ?? 0"""
LIVE = "[...document.querySelectorAll('.cr-live')].map((cell) => cell.id)"
sys.path.insert(0, str(DOCS.parent / "deploy" / "site"))

from serve import serving  # noqa: E402


def main() -> None:
    """Measure in Chromium, by Playwright, and write the file."""
    from playwright.sync_api import sync_playwright

    there = [path.relative_to(HTML) for path in sorted((HTML / "lectures").rglob("*.html"))]
    names = sys.argv[1:] or [path.with_suffix("").as_posix() for path in there]
    found = json.loads(HEIGHTS.read_text(encoding="utf-8")) if sys.argv[1:] else {}
    with serving(HTML) as (address, _), sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name in names:
            narrow, wide = (measured(browser, f"{address}/{name}.html", w) for w in WIDTHS)
            if wide:
                found[name] = {key: [narrow[key], wide[key]] for key in wide}
        browser.close()
    HEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def measured(browser: Any, address: str, width: int) -> dict[str, int]:
    """The height of each widget of a page, or of its picture if that is higher."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(120_000)
    page.goto(address)
    page.add_style_tag(content=FREE)
    heights = {}
    for cell in page.evaluate(LIVE):
        before = page.evaluate(HIGH, cell)
        page.locator(f"#{cell}").evaluate("(cell) => cell.scrollIntoView({block: 'center'})")
        page.wait_for_selector(f"#{cell}[data-state='ran']")
        page.wait_for_timeout(300)
        heights[cell.removeprefix("cell-")] = max(before, page.evaluate(HIGH, cell))
    page.close()
    return heights


if __name__ == "__main__":
    main()
