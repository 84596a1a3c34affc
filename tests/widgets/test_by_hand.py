"""Every widget by mouse, by finger and by keyboard, on a page of its own; and what is read out."""

import importlib.util
from pathlib import Path

import pytest
from plain_page import in_theme, kinds, made, settled, show

from chainrule.widgets.you_be_the_gradient import number_in

pytestmark = [pytest.mark.browser, pytest.mark.slow(seconds=85), pytest.mark.xdist_group("by-hand")]

KINDS = kinds()
RANGES = "input[type=range]"
PLACES = ".cr-handle"


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def widget(request, page):
    """One of the widgets, as new."""
    index = KINDS.index(request.param)
    return page.locator("main > section").nth(index)


def state(page, widget):
    """What the widget shows now, in words and in its picture."""
    settled(page)
    return widget.evaluate("(one) => one.innerText + one.innerHTML.replaceAll(/tabindex/g, '')")


@pytest.fixture(scope="module")
def axe():
    found = importlib.util.find_spec("axe_core_python")
    if found is None:
        pytest.skip("axe is not here")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [390, 1150])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page, axe, theme, width):
    page.set_viewport_size({"width": width, "height": 1000})
    in_theme(page, theme)
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run('main')).violations")
    assert [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in found] == []


def test_whatever_can_be_reached_has_a_name(page, widget):
    nameless = widget.locator("button, input, select, a[href], [tabindex='0']").evaluate_all(
        """(all) => all.filter((one) => !(one.ariaLabel || one.labels?.length
            || one.textContent.trim())).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    assert widget.locator("[role=group]").first.get_attribute("aria-label")


def test_sliders_and_points_go_by_arrow_keys_and_keep_the_focus(page, widget):
    page.set_viewport_size({"width": 1150, "height": 1000})
    for which in (RANGES, PLACES):
        for i in range(widget.locator(which).count()):
            one = widget.locator(which).nth(i)
            seen = set()
            one.focus()
            for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
                page.keyboard.press(key)
                seen.add(state(page, widget))
            assert len(seen) > 1, one.get_attribute("aria-label")
            assert one.evaluate("(node) => node === document.activeElement")


def test_buttons_keep_the_focus_or_hand_it_to_the_field_they_send(page, widget):
    for i in range(widget.locator("button").count()):
        button = widget.locator("button").nth(i)
        button.focus()
        page.keyboard.press("Enter")
        settled(page)
        assert button.evaluate(
            """(node) => document.activeElement === (node.type === 'submit'
                ? node.form.querySelector('input') : node)"""
        )


def test_points_follow_a_finger(page, widget):
    page.set_viewport_size({"width": 390, "height": 1000})
    settled(page)
    session = page.context.new_cdp_session(page)

    def touch(kind, *place):
        points = [dict(zip("xy", place, strict=True))] if place else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for i in range(widget.locator(PLACES).count()):
        handle = widget.locator(PLACES).nth(i)
        handle.scroll_into_view_if_needed()
        box, before = handle.bounding_box(), handle.get_attribute("data-at")
        # at the very edge of the 24 pixels that a finger needs
        x, y = box["x"] + box["width"] / 2 + 11, box["y"] + box["height"] / 2
        touch("touchStart", x, y)
        for along in (10, 20, 30):
            touch("touchMove", x - along, y - along)
        touch("touchEnd")
        settled(page)
        assert handle.get_attribute("data-at") != before


@pytest.fixture(params=["GraphStepper", "Nudge", "YouBeTheGradient"])
def formula(request, page):
    """A widget about a formula, as new, and its fields for numbers."""
    kind = next(kind for kind in KINDS if kind.__name__ == request.param)
    widget = made(kind)
    show(page, [widget])
    yield widget, page.locator("label > .cr-number[data-name]").first
    show(page, [made(kind) for kind in KINDS])


TYPED = ["0.5", "-4/3", "−2", "1,5", "+2", "1e2", "−1/−4", ".5", "3."]
NO_NUMBERS = ["abc", "1/0", "1/2/3", "", "1e400", "2x", "−", "[1]", "0x10", "1_0"]


@pytest.mark.parametrize("text", TYPED)
def test_a_number_is_taken_as_people_type_it(page, formula, text):
    widget, field = formula
    name = field.get_attribute("data-name")
    field.fill(text)
    page.keyboard.press("Enter")
    settled(page)
    assert widget.values[name] == pytest.approx(number_in(text))
    assert field.evaluate("(node) => node === document.activeElement")
    assert page.locator(".cr-error").inner_text() == ""


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_refused_in_a_sentence_and_the_old_one_stands(page, formula, text):
    widget, field = formula
    name, before = field.get_attribute("data-name"), dict(widget.values)
    shown = field.input_value()
    field.fill(text)
    page.keyboard.press("Enter")
    settled(page)
    assert widget.values == before
    assert field.input_value() == shown
    assert f"is not a number for {name}" in page.get_by_role("alert").inner_text()
    assert field.evaluate("(node) => node === document.activeElement")
