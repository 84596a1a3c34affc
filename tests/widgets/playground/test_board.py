"""The surface of the playground, kind by kind: alone on a page of Chromium, without JupyterLab."""

import json
import re

import numpy as np
import pytest
from in_a_page import shown

from chainrule.widgets import Playground
from chainrule.widgets.playground import commands
from chainrule.widgets.playground.network import FEATURES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=90),
    pytest.mark.xdist_group("playground"),
]

WIDTHS = [360, 390, 480, 560, 700, 800, 900, 1150, 1500]  # 700: 1,400 at 200 % zoom
BOARDS = {
    "default": {},
    "no hidden layer": {"hidden": ()},
    "six layers": {"hidden": (8,) * 6, "features": tuple(FEATURES)},
    "three classes": {"dataset": "blobs", "mission": "three-classes"},
}


@pytest.fixture(scope="module")
def board():
    with shown(Playground(), commands.handle) as board:
        yield board
        assert board.errors == []


@pytest.fixture
def fresh(board):
    """A board like new, at 1,150 pixels."""
    playground = board.widget
    playground.mission = ""
    playground.choose(**{n: v for n, v in Playground().trait_defaults().items() if n in NAMES})
    playground.reset()
    playground.follow_point(None)
    playground.error = ""
    board.page.mouse.move(0, 0)
    board.page.set_viewport_size({"width": 1150, "height": 900})
    board.page.evaluate("window.lost = false")
    board.theme(dark=False)
    return board


NAMES = set(Playground().chosen) | set(__import__(
    "chainrule.widgets.playground.settings", fromlist=["SETTINGS"]).SETTINGS)  # fmt: skip


# Layout

GEOMETRY = """() => {
  const faults = [], root = document.querySelector(".pg"), page = root.getBoundingClientRect();
  const seen = (e) => e.checkVisibility() && e.getBoundingClientRect().width > 0;
  const name = (e) => e.className || e.tagName + e.textContent.slice(0, 20);
  const box = (e) => {
    const scroll = e.closest(".pg-scroll")?.getBoundingClientRect();
    const {top, bottom, left, right, width, height} = e.getBoundingClientRect();
    if (!scroll) return {top, bottom, left, right, width, height};
    const [from, to] = [Math.max(left, scroll.left), Math.min(right, scroll.right)];
    return {top, bottom, left: from, right: Math.max(from, to), width, height};
  };
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  const regions = [".pg-bar", ".pg-data", ".pg-network", ".pg-output", ".pg-foot"]
    .map((s) => root.querySelector(s));
  for (const region of regions) {
    if (region.scrollWidth > region.clientWidth + 1) faults.push(name(region) + " overflows");
    if (box(region).right > page.right + 1) faults.push(name(region) + " sticks out");
  }
  if (box(regions[2]).width < 260) faults.push("no room for the network");
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  regions.forEach((a, i) => regions.slice(i + 1).forEach((b) => {
    if (overlap(box(a), box(b))) faults.push(name(a) + " over " + name(b));
  }));
  const things = [...root.querySelectorAll(`button, select, input, textarea, h3, .pg-note,
    .pg-count, .pg-feature-name, .pg-head-out, .pg-map, .pg-curve, .pg-loss > *, .pg-epoch,
    .pg-hint`)].filter(seen).filter((e) => !e.matches(".pg-scale"));
  things.forEach((a, i) => things.slice(i + 1).forEach((b) => {
    if (!a.contains(b) && !b.contains(a) && overlap(box(a), box(b)))
      faults.push(`${name(a)} over ${name(b)}`);
  }));
  for (const e of things) {
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (e.textContent.trim() && size < 11) faults.push(`${name(e)}: text of ${size} px`);
    const at = box(e), scroll = e.closest(".pg-scroll");
    if (!scroll && (at.right > page.right + 1 || at.left < page.left - 1))
      faults.push(name(e) + " leaves the frame");
    if (e.matches("button:not(.pg-tile), select") && e.scrollWidth > e.clientWidth + 1)
      faults.push(name(e) + " is narrower than its content");
    if (e.matches("button, select, input") && Math.min(at.width, at.height) < 24)
      faults.push(`${name(e)} is ${at.width} × ${at.height}`);
  }
  return faults;
}"""


@pytest.mark.parametrize("kind", BOARDS)
def test_at_every_width_nothing_overlaps_overflows_or_leaves_its_frame(fresh, kind):
    settings = dict(BOARDS[kind])
    fresh.widget.mission = settings.pop("mission", "")
    fresh.widget.choose(**settings)
    fresh.widget.train(3)
    for width in WIDTHS:
        fresh.page.set_viewport_size({"width": width, "height": 900})
        for dark in (False, True):
            fresh.theme(dark)
            assert fresh.page.evaluate(GEOMETRY) == [], (width, dark)


def test_with_everything_open_it_is_the_same(fresh):
    page = fresh.page
    fresh.widget.train(3)
    fresh.widget.follow_point(0)
    fresh.widget.backward = True
    fresh.settle()
    names = ("More settings", "Look inside", "Code", "Add points", "Load points", "Predict")
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()
    page.locator(".pg-tile[data-at='2,1']").click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        fresh.settle()
        assert page.evaluate(GEOMETRY) == [], width
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("button", name="Close the neuron").click()
    fresh.widget.follow_point(None)


def test_the_network_can_be_used_on_a_phone(fresh):
    fresh.page.set_viewport_size({"width": 360, "height": 740})
    fresh.settle()
    boxes = [tile.bounding_box() for tile in fresh.page.locator(".pg-tile").all()]
    assert len(boxes) == 7 + 4 + 2 + 1
    assert all(b["x"] >= 0 and b["x"] + b["width"] <= 360 for b in boxes)


def test_the_answer_runs_into_the_picture_where_they_stand_side_by_side(fresh):
    for dataset, outputs in (("circle", 1), ("blobs", 3)):
        fresh.widget.dataset = dataset
        for width in WIDTHS:
            fresh.page.set_viewport_size({"width": width, "height": 900})
            fresh.settle()
            ends = fresh.page.evaluate(
                """() => { const map = document.querySelector(".pg-map").getBoundingClientRect();
                return [...document.querySelectorAll(".pg-into [fill]")]
                    .map((e) => Math.abs(e.getBoundingClientRect().right - map.left)); }"""
            )
            side_by_side = width > 665
            assert len(ends) == (outputs if side_by_side else 0), width
            assert all(gap < 3 for gap in ends)


# What jumps


def scrolled(page):
    return page.evaluate(
        """() => [scrollX, scrollY, ...[...document.querySelectorAll(".pg, .pg *")]
            .map((e) => e.scrollLeft + e.scrollTop).filter(Boolean)].join()"""
    )


@pytest.mark.parametrize("width", [360, 700, 900, 1150])
def test_a_click_on_any_weight_moves_nothing_and_its_card_is_whole(fresh, width):
    page = fresh.page
    page.set_viewport_size({"width": width, "height": 2000})
    fresh.widget.choose(hidden=(4, 3, 2))
    fresh.settle()
    spots = page.evaluate(
        """() => [...document.querySelectorAll(".pg-hit")].map((hit) => {
            const at = hit.getPointAtLength(hit.getTotalLength() * 0.45);
            const p = at.matrixTransform(hit.getScreenCTM());
            return document.elementFromPoint(p.x, p.y) === hit ? [p.x, p.y] : null;
        }).filter(Boolean)"""
    )
    assert len(spots) > 5
    for x, y in spots[::3]:
        before = scrolled(page)
        page.mouse.click(x, y)
        assert page.evaluate("document.activeElement.matches('.pg-card input')")
        assert scrolled(page) == before
        card = page.locator(".pg-card").bounding_box()
        field = page.locator(".pg-card input").bounding_box()
        assert card["x"] >= 0
        assert card["x"] + card["width"] <= width
        assert field["x"] >= card["x"]
        assert field["x"] + field["width"] <= card["x"] + card["width"]
        page.keyboard.press("Escape")
        assert scrolled(page) == before


# Colour


def contrast(a, b):
    def luminance(rgb):
        parts = [c / 255 for c in rgb[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


PIXELS = """([points, side]) => {
  const read = (name) => document.querySelector(name).getContext("2d");
  const dots = read(".pg-dots"), heat = read(".pg-heat");
  const scale = dots.canvas.width / 12, grid = heat.canvas.width / 12;
  return points.map(([x, y]) => {
    const [left, top] = [(x + 6) * scale, (6 - y) * scale];
    const around = dots.getImageData(left - 5, top - 5, 11, 11).data;
    const mark = [];
    for (let i = 0; i < around.length; i += 4)
      if (around[i + 3] > 240) mark.push([...around.slice(i, i + 3)]);
    const ground = heat.getImageData((x + 6) * grid, (6 - y) * grid, 1, 1).data;
    return [[...dots.getImageData(left, top, 1, 1).data], mark, [...ground]];
  });
}"""


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("dataset", ["gauss", "blobs"])
@pytest.mark.parametrize("test", [False, True])
def test_points_are_seen_on_the_colour_of_their_own_class(fresh, dark, dataset, test):
    fresh.widget.choose(dataset=dataset, learning_rate=0.3, show_test=test, train_share=10)
    fresh.widget.train(60)
    fresh.theme(dark)
    data = fresh.widget.data
    x = alone(np.r_[data.x_test, data.x] if test else data.x, len(data.x_test) if test else None)
    for fill, mark, ground in fresh.page.evaluate(PIXELS, [x.tolist(), 0]):
        assert contrast(fill, ground) >= 1.2
        assert max(contrast(colour, ground) for colour in mark) >= 3


def alone(x, first=None):
    """Of the first points a few that others are far from."""
    apart = np.hypot(*(x[:, None] - x[None]).T) + 9 * np.eye(len(x))
    apart[np.abs(x).max(1) > 5.5] = 0
    return x[np.argsort(-apart.min(1)[:first], kind="stable")[:6]]


def hue(rgb):
    """Which of red, green and blue is the most."""
    return max(range(3), key=lambda k: rgb[k])


def test_where_an_output_is_sure_its_tile_and_the_picture_and_the_points_agree(fresh):
    fresh.widget.choose(dataset="blobs", learning_rate=0.3, train_share=10)
    fresh.widget.train(150)
    for dark in (False, True):
        fresh.theme(dark)
        for k in range(3):
            (place,) = alone(fresh.widget.data.x[fresh.widget.data.t == k])[:1]
            ((fill, _, ground),) = fresh.page.evaluate(PIXELS, [[place.tolist()], 0])
            tile = fresh.page.evaluate(
                """([k, x, y]) => { const at = `[data-at="3,${k}"] canvas`;
                const context = document.querySelector(at).getContext("2d");
                const unit = context.canvas.width / 12;
                return [...context.getImageData((x + 6) * unit, (6 - y) * unit, 1, 1).data]; }""",
                [k, *place.tolist()],
            )
            assert hue(tile[:3]) == hue(ground[:3]) == hue(fill[:3]), (k, tile, ground, fill)


CURVE = """() => { const canvas = document.querySelector(".pg-curve");
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const solid = [];
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 250) solid.push([...data.slice(i, i + 3)]);
  return [solid, canvas.width / canvas.clientWidth, devicePixelRatio]; }"""


@pytest.mark.parametrize("dark", [True, False])
def test_the_curve_is_drawn_anew_when_theme_or_width_changes(fresh, dark):
    fresh.widget.train(40)
    fresh.theme(not dark)
    hide = "document.getElementById('root').style.display"
    fresh.page.evaluate(f"{hide} = 'none'")  # as JupyterLab does while it changes the theme
    fresh.theme(dark)
    fresh.page.evaluate(f"{hide} = ''")
    fresh.settle()
    for width in (1150, 800, 1400, 390):
        fresh.page.set_viewport_size({"width": width, "height": 900})
        fresh.settle()
        solid, sharpness, ratio = fresh.page.evaluate(CURVE)
        assert len(solid) > 50
        assert sharpness == pytest.approx(ratio, abs=0.01)
        ground = (17, 17, 17) if dark else (255, 255, 255)
        assert max(contrast(colour, ground) for colour in solid) >= 7


# Numbers

SPELLED = {
    "−1.5": -1.5, "-1.5": -1.5, "–1.5": -1.5, "-1,5": -1.5, "−0,25": -0.25, "1/2": 0.5,
    "−3/4": -0.75, "1e-3": 0.001, "1.3·10⁻⁵": 1.3e-5, "−2·10³": -2000, "2*10^-2": 0.02,
    " + 2 ": 2, ".5": 0.5, "7": 7,
}  # fmt: skip
NO_NUMBERS = ["abc", "", "1/0", "1,500", "1.2.3", "--1", "1e999", "1 / 2 / 3", "½x", "0x10"]


def test_a_number_is_read_however_it_is_spelled_and_no_other_text_is(fresh):
    fresh.page.locator(".pg-tile[data-at='1,0']").click()
    fresh.settle()
    field = fresh.page.get_by_label("Chosen neuron").get_by_role("spinbutton", name="bias")
    bias = fresh.widget.model[0].bias.data
    for text, value in SPELLED.items():
        field.fill(text)
        field.press("Enter")
        fresh.settle()
        assert bias[0] == np.float32(value), text
    for text in NO_NUMBERS:
        field.fill(text)
        field.press("Enter")
        fresh.settle()
        assert bias[0] == 7, text
        assert field.input_value() == "7"


def test_every_field_takes_back_the_number_that_it_shows(fresh):
    fresh.widget.set_bias(0, 0, -1.2345e-5)
    fresh.page.locator(".pg-tile[data-at='1,0']").click()
    fresh.settle()
    panel = fresh.page.get_by_label("Chosen neuron")
    for field in panel.locator("input").all():
        shown = field.input_value()
        field.fill(shown + "0" if "." in shown else shown)
        field.press("Enter")
    fresh.settle()
    assert fresh.widget.model[0].bias.data[0] == pytest.approx(-1.2345e-5, rel=1e-3)
    weights = fresh.widget.model[0].weight.data[0]
    before = Playground().model[0].weight.data[0]
    np.testing.assert_allclose(weights, before, rtol=1e-3)


def test_gradients_never_all_read_zero(fresh):
    fresh.widget.choose(hidden=(4,) * 6, activation="sigmoid", inside=True)
    fresh.settle()
    captions = fresh.page.locator(".pg-chart figcaption").all_inner_texts()
    spans = [text for text in captions if text.startswith("∂")]
    assert len(spans) == 7
    assert all(re.search(r"[1-9]", text.split(":")[1]) for text in spans)
    widths = fresh.page.evaluate(
        "[...document.querySelectorAll('.pg-size')].map((e) => e.offsetWidth)"
    )
    assert widths == sorted(widths)  # each layer further back has less
    assert widths[0] < widths[-1] - 40


# State


def test_what_is_refused_goes_back_in_every_field(fresh):
    page = fresh.page
    page.get_by_role("button", name="More settings").click()
    for name, refused in (("seed", "-1"), ("seed", "2.5"), ("stop_loss", "-3"),
                          ("stop_epoch", "1/3"), ("stop_epoch", "abc")):  # fmt: skip
        field = page.locator(f"input[name={name}]")
        before = field.input_value()
        field.fill(refused)
        field.press("Enter")
        fresh.settle()
        assert field.input_value() == before
        field.blur()
        assert field.input_value() == before
    page.get_by_role("button", name="More settings").click()


def test_a_kernel_that_is_gone_is_told_at_once_and_nothing_pretends_otherwise(fresh):
    page = fresh.page
    fresh.widget.message = "Training."
    fresh.widget.playing = True
    fresh.settle()
    page.evaluate("window.lost = true")
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_text("Disconnected:").wait_for()
    assert page.get_by_text("Training.", exact=True).count() == 0
    play = page.get_by_role("button", name="Play", exact=True)
    play.wait_for()
    play.click()
    assert page.get_by_role("button", name="Pause", exact=True).count() == 0
    page.evaluate("window.lost = false; window.model.told('comm_live_update')")
    fresh.widget.playing, fresh.widget.message = False, ""
    fresh.settle()
    page.get_by_text("Disconnected:").wait_for(state="hidden")
    page.get_by_role("button", name="One epoch on (S)").click()
    fresh.settle()
    assert fresh.widget.epoch == 1


# Focus


def test_the_focus_never_falls_out_of_the_widget(fresh):
    page = fresh.page
    inside = "document.activeElement.closest('.pg') !== null"
    for name in ("Gaussian", "Spiral", "Circle"):
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        fresh.settle()
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name
    for leave in ("Escape", "×"):
        page.locator(".pg-tile[data-at='2,1']").focus()
        page.keyboard.press("Enter")
        fresh.settle()
        panel = page.get_by_label("Chosen neuron")
        panel.get_by_role("spinbutton", name="bias").focus()
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            panel.get_by_role("button", name="Close the neuron").focus()
            page.keyboard.press("Enter")
        fresh.settle()
        assert not panel.is_visible()
        assert page.evaluate("document.activeElement.dataset.at") == "2,1"
    for key in ("Enter", "Escape"):
        page.locator(".pg-bias").first.click()
        page.keyboard.press(key)
        fresh.settle()
        assert page.evaluate(inside)
        assert page.locator(".pg-card").is_hidden()
    for name in ("Remove a hidden layer",) * 2 + ("Add a hidden layer", "Add a neuron to layer 1"):
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        fresh.settle()
        assert page.evaluate(inside), name


def test_a_key_that_is_held_goes_on_and_back(fresh):
    tile = fresh.page.locator(".pg-tile[data-at='1,0']")
    for key, epochs in (("s", 5), ("b", 0)):
        tile.focus()
        for _ in range(5):
            fresh.page.keyboard.down(key)
        fresh.page.keyboard.up(key)
        fresh.settle()
        assert fresh.widget.epoch == epochs


# Touch and own points


def test_a_touch_on_the_curve_tells_its_numbers(fresh):
    fresh.widget.train(10)
    fresh.settle()
    fresh.page.locator(".pg-curve").dispatch_event(
        "pointerdown", {"pointerType": "touch", "clientX": 1000, "clientY": 250, "bubbles": True}
    )
    fresh.page.get_by_text(re.compile(r"Epoch \d+: test")).wait_for()


def test_lines_can_be_hit_by_a_finger(fresh):
    fresh.page.emulate_media(reduced_motion="no-preference")
    wide = [
        line for line in fresh.widget._css.split("@media")
        if "pointer: coarse" in line and "stroke-width: 22" in line
    ]  # fmt: skip
    assert wide


def test_own_points_are_painted_at_once_and_taken_away_by_a_click(fresh):
    page = fresh.page
    page.get_by_role("button", name="Own points", exact=True).click()
    fresh.settle()
    box = page.locator(".pg-map").bounding_box()
    at = lambda x, y: (box["x"] + (x + 6) / 12 * box["width"],  # noqa: E731
                       box["y"] + (6 - y) / 12 * box["height"])  # fmt: skip
    page.mouse.move(*at(-4, 2))
    page.mouse.down()
    page.mouse.move(*at(4, 2), steps=30)
    page.mouse.up()
    fresh.settle()
    drawn = len(fresh.widget.points)
    assert drawn > 8
    assert {label for _, _, label in fresh.widget.points} == {1}
    page.keyboard.down("Shift")
    page.mouse.click(*at(0, -3))
    page.keyboard.up("Shift")
    fresh.settle()
    assert fresh.widget.points[-1] == (pytest.approx(0, abs=0.1), pytest.approx(-3, abs=0.1), -1)
    page.mouse.click(*at(0, -3))
    fresh.settle()
    assert len(fresh.widget.points) == drawn
    page.get_by_role("button", name="Take the newest point away").click()
    fresh.settle()
    assert len(fresh.widget.points) == drawn - 1
    page.get_by_role("button", name="Circle", exact=True).click()
    fresh.settle()
    page.get_by_role("button", name="Own points", exact=True).click()
    fresh.settle()
    assert len(fresh.widget.points) == drawn - 1
    page.get_by_role("button", name="Circle", exact=True).click()
    fresh.settle()
    assert page.locator(".pg-adder").is_hidden()


# What moves


def dashes(page):
    return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.pg-flow'))"
                               ".strokeDashoffset) || 0"))  # fmt: skip


def frames_of_training(fresh, n):
    fresh.widget.playing = True
    for _ in range(n):
        fresh.widget.train(1)
        fresh.settle(1)
    fresh.widget.playing = False


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_lines_flow_towards_the_output_only_while_it_learns(fresh, motion):
    fresh.page.emulate_media(reduced_motion=motion)
    fresh.settle()
    before = dashes(fresh.page)
    fresh.settle(3)
    assert dashes(fresh.page) == before
    frames_of_training(fresh, 3)
    moved = dashes(fresh.page) - before
    assert moved < 0 if motion == "no-preference" else moved == 0
    fresh.page.emulate_media(reduced_motion="no-preference")


def test_a_pause_shows_no_later_epoch_than_was_to_be_seen(fresh):
    frames_of_training(fresh, 3)
    fresh.widget.playing = True
    for ahead in (1, 4):
        fresh.settle(1)
        seen = fresh.widget.epoch
        for _ in range(ahead):
            fresh.widget.trainer.advance()  # what the view has not seen yet
        fresh.page.get_by_role("button", name="Pause", exact=True).click()
        fresh.settle()
        shown = fresh.page.evaluate("document.querySelector('.pg').dataset.epoch")
        assert (fresh.widget.epoch, shown) == (seen, str(seen))
        frames_of_training(fresh, 2)
        fresh.widget.playing = True
    fresh.widget.playing = False


def test_the_larger_a_weight_the_wider_and_fuller_its_line(fresh):
    seen = []
    for weight in (0.0, 0.1, 0.4, 1.0, 2.5):
        fresh.widget.set_weight(0, 0, 0, weight)
        fresh.settle()
        seen.append(fresh.page.evaluate(
            """() => { const {strokeWidth, stroke} = getComputedStyle(
                document.querySelector(".pg-link"));
            return [parseFloat(strokeWidth), stroke.match(/\\d+/g).map(Number)]; }"""
        ))  # fmt: skip
    widths = [width for width, _ in seen]
    spread = [max(rgb) - min(rgb) for _, rgb in seen]
    assert widths == sorted(set(widths))
    assert spread == sorted(set(spread)), json.dumps(spread)


# What goes through the network


def widths(page):
    return page.evaluate("""() => [...document.querySelectorAll(".pg-board .pg-link")]
        .map((e) => parseFloat(getComputedStyle(e).strokeWidth))""")


def test_while_g_is_held_the_flow_turns_round_and_vanishing_is_seen(fresh):
    fresh.widget.choose(hidden=(3,) * 5, activation="sigmoid")
    fresh.settle()
    forward = widths(fresh.page)
    fresh.page.locator(".pg-tile[data-at='1,0']").focus()
    fresh.page.keyboard.down("g")
    fresh.settle()
    assert fresh.widget.backward
    lines = fresh.page.locator(".pg-flow")
    assert "pg-back" in lines.get_attribute("class")
    assert fresh.page.evaluate(
        "document.querySelector('.pg-flow').getAnimations().length"
    ) == 1  # fmt: skip
    wide = widths(fresh.page)
    layers = np.split(np.array(wide), [6, 15, 24, 33, 42])
    means = [layer.mean() for layer in layers]
    assert means == sorted(means)
    assert means[-1] > 3 * means[0]
    fresh.page.keyboard.up("g")
    fresh.settle()
    assert not fresh.widget.backward
    assert widths(fresh.page) == forward


def test_a_point_that_is_clicked_is_followed_through_the_network(fresh):
    box = fresh.page.locator(".pg-map").bounding_box()
    x, y = alone(fresh.widget.data.x)[0]
    fresh.page.mouse.click(
        box["x"] + (x + 6) / 12 * box["width"], box["y"] + (6 - y) / 12 * box["height"]
    )
    fresh.settle()
    assert fresh.widget.followed.x == x
    values = fresh.widget.followed.told(fresh.widget.trainer)["values"]
    for column, layer in enumerate(values):
        for row, value in enumerate(layer):
            shown = fresh.page.locator(f".pg-tile[data-at='{column},{row}'] .pg-value")
            said = float(shown.inner_text().replace("−", "-"))
            assert said == pytest.approx(value, abs=0.006)
    fresh.page.get_by_text("Each line: weight · what comes in.").wait_for()
    fresh.page.get_by_role("button", name="Follow no point").click()
    fresh.settle()
    assert fresh.widget.followed is None
    assert fresh.page.locator(".pg-value").first.inner_text() == ""


def test_points_can_be_followed_by_keyboard(fresh):
    button = fresh.page.get_by_role("button", name="Follow a point")
    places = []
    for _ in range(3):
        button.focus()
        fresh.page.keyboard.press("Enter")
        fresh.settle()
        places.append((fresh.widget.followed.x, fresh.widget.followed.y))
    assert len(set(places)) == 3


def test_who_matters_is_told_on_the_tiles_until_it_learns_on(fresh):
    page, playground = fresh.page, fresh.widget
    playground.train(60)
    for source in range(4):
        playground.set_weight(1, 0, source, 0.0 if source == 2 else 2.0)
        playground.set_weight(1, 1, source, 0.0 if source == 2 else -1.0)
    fresh.settle()
    page.get_by_role("button", name="Who matters?").click()
    fresh.settle()
    shown = page.locator(".pg-tile:not(.pg-feature) .pg-value:not(:empty)").all_inner_texts()
    assert len(shown) == 4 + 2
    faint = page.locator(".pg-faint").evaluate_all("(all) => all.map((e) => e.dataset.at)")
    assert "1,2" in faint
    playground.train(1)
    fresh.settle()
    assert page.locator(".pg-value:not(:empty)").count() == 0
    assert page.locator(".pg-faint").count() == 0


# Scrubbing


def test_the_curve_is_a_slider_over_the_epochs_from_which_one_may_branch(fresh):
    page, playground = fresh.page, fresh.widget
    for _ in range(40):
        playground.train(1)
    fresh.settle()
    curve = page.locator(".pg-curve")
    box = curve.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 40, steps=6)
    fresh.settle(3)
    page.mouse.up()
    assert 4 < playground.epoch < 20
    assert page.locator(".pg").get_attribute("data-epoch") == str(playground.epoch)
    assert curve.get_attribute("aria-valuenow") == str(playground.epoch)
    page.mouse.move(0, 0)
    left = playground.epoch
    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + 40)
    fresh.settle(3)
    assert playground.epoch == 40
    curve.focus()
    for key in ("ArrowLeft", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    fresh.settle(3)
    assert playground.epoch == 38
    playground.go_to(left)
    playground.learning_rate = 0.3
    playground.train(3)
    fresh.settle()
    assert playground.epoch == left + 3
    assert curve.get_attribute("aria-valuemax") == "40"  # the other branch is still to be seen


# Without seeing


def test_now_and_then_a_sentence_tells_how_it_goes_and_never_each_frame(fresh):
    page, playground = fresh.page, fresh.widget
    page.evaluate("""() => { window.spoken = [];
        const node = document.querySelector(".pg-told");
        new MutationObserver(() => window.spoken.push(node.textContent))
            .observe(node, {childList: true, characterData: true, subtree: true}); }""")
    playground.choose(activation="relu", learning_rate=0.1)
    playground.set_bias(0, 2, -100.0)
    playground.playing = True
    for _ in range(8):
        playground.train(30)
        fresh.settle(1)
    said = page.evaluate("window.spoken")
    assert 1 <= len(said) <= 2
    assert re.fullmatch(
        r"Epoch \d+: test loss \S+, \d+ % right\. Dead: layer 1, neuron 3\.", said[0]
    )
    page.wait_for_timeout(4200)
    playground.train(60)
    fresh.settle()
    assert len(page.evaluate("window.spoken")) == len(said) + 1
    playground.playing = False
