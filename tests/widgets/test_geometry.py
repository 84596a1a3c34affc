"""Every widget at every width: nothing overlaps, is cut off, too small to read or to touch."""

from pathlib import Path

import pytest
from plain_page import FRAMES, in_theme, kinds, settled

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=40),
    pytest.mark.xdist_group("geometry"),
]

FAULTS = (Path(__file__).parent / "geometry.js").read_text(encoding="utf-8")
# One that draws only what is in sight has drawn when it has been seen.
SEEN = f"""async (root) => {{ root.scrollIntoView({{ behavior: 'instant' }}); {FRAMES} }}"""
MOVED = f"""async (root) => {{
    await ({SEEN})(root);
    const found = [];
    const look = async (what) => {{
        {FRAMES}
        for (const fault of ({FAULTS})(root)) found.push(`after ${{what}}: ${{fault}}`);
    }};
    const name = (node) => node.ariaLabel || node.textContent;
    for (const one of root.querySelectorAll('input[type=range]'))
        for (const value of [one.min, one.max]) {{
            one.value = value;
            one.dispatchEvent(new Event('input'));
            await look(`${{name(one)}} = ${{value}}`);
        }}
    for (const one of root.querySelectorAll('select'))
        for (const {{ value }} of [...one.options]) {{
            one.value = value;
            one.dispatchEvent(new Event('change'));
            await look(`${{name(one)}} = ${{value}}`);
        }}
    for (const one of root.querySelectorAll('button')) {{
        one.click();
        await look(`press ${{name(one)}}`);
    }}
    return found;
}}"""
ALL = "document.querySelectorAll('.cr')"
WIDTHS = [360, 390, 480, 600, 768, 900, 1150, 1500]
ZOOMED = [800, 1024, 1280, 1500]  # windows that are looked at with everything twice as large
KINDS = kinds()
NAMES = [kind.__name__ for kind in KINDS]


def faults(page, width):
    """What is wrong at a width, a line each, with the widget's name."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.wait_for_timeout(150)
    settled(page)
    page.evaluate(f"async () => {{ for (const one of {ALL}) await ({SEEN})(one); }}")
    found = page.evaluate(f"() => [...{ALL}].map({FAULTS})")
    assert len(found) == len(KINDS)
    return [f"{name} at {width}: {fault}" for name, all_ in zip(NAMES, found, strict=True)
            for fault in all_]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overlaps_overflows_or_is_too_small(page, width, theme):
    in_theme(page, theme)
    assert faults(page, width) == []


@pytest.mark.parametrize("window", ZOOMED)
def test_everything_twice_as_large_fits_too(page, window):
    assert faults(page, window // 2) == []


@pytest.mark.parametrize("width", [390, 1150])
@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_nor_does_anything_at_the_ends_of_sliders_and_after_buttons(page, kind, width):
    page.set_viewport_size({"width": width, "height": 1000})
    settled(page)
    assert page.locator(".cr").nth(KINDS.index(kind)).evaluate(MOVED) == []
