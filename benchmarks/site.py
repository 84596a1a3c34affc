"""How soon the site's first page trains, on a usual line: ``python benchmarks/site.py``.

The site is built before (`python3 course.py site`); Chromium is driven by Playwright.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "deploy" / "site"))

from serve import Line, serving  # noqa: E402

EPOCH = ".pg output[aria-live=off]"
TRAINED = f"/[1-9]/.test(document.querySelector('{EPOCH}')?.textContent)"


def main() -> None:
    """Visit the page for the first time and again, some times each, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "docs" / "_build" / "html")
    parser.add_argument("--mbit", type=float, default=25, help="of the line, a second")
    parser.add_argument("--ms", type=float, default=50, help="until an answer begins")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    visits: list[list[tuple[float, float, float]]] = []
    with (
        serving(asked.site, asked.mbit * 1e6, asked.ms / 1000) as (address, line),
        sync_playwright() as driver,
    ):
        for _ in range(asked.times):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                context = driver.chromium.launch_persistent_context(
                    profile, executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )  # of a browser on disk, which keeps large files, too
                visits.append([visit(context, address, line) for _ in range(3)])
                context.close()
    for name, number in (("first visit", 0), ("second", 1), ("third", 2)):
        drawn, trained, sent = (
            statistics.median(values) for values in zip(*(v[number] for v in visits), strict=True)
        )
        print(f"{name}: drawn {drawn:.2f} s, trained {trained:.2f} s, {sent / 1e6:.2f} MB")


def visit(context: Any, address: str, line: Line) -> tuple[float, float, float]:
    """Seconds until the page is drawn and until it has trained, and the bytes until then."""
    page, before, began = context.new_page(), line.sent, time.perf_counter()
    page.goto(f"{address}/index.html", wait_until="commit")
    page.wait_for_selector(".pg canvas")
    drawn = time.perf_counter() - began
    page.wait_for_function(TRAINED)
    trained = time.perf_counter() - began
    page.close()
    return drawn, trained, line.sent - before


if __name__ == "__main__":
    main()
