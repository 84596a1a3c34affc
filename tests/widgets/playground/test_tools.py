"""The tools on the board: surgery, a guess, a table, what is copied; on a page of Chromium."""

import re

import numpy as np
import pytest
from in_a_page import shown

from chainrule.widgets import Playground
from chainrule.widgets.playground import commands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=90),
    pytest.mark.xdist_group("playground"),
]


@pytest.fixture(scope="module")
def board():
    with shown(Playground(), commands.handle) as board:
        board.page.set_default_timeout(10_000)
        yield board
        assert board.errors == []


@pytest.fixture
def fresh(board):
    board.widget.guess = None
    board.widget.restore()
    board.widget.choose(dataset="circle", hide=(), hidden=(4, 2), features=("x1", "x2"))
    board.widget.reset()
    board.widget.error = ""
    board.page.keyboard.up("Alt")
    board.page.mouse.move(0, 0)
    if board.page.locator(".pg-brush").is_visible():
        board.page.get_by_role("button", name="Predict").click()
    board.page.set_viewport_size({"width": 1150, "height": 1000})
    board.settle()
    return board


def focus_is_inside(page):
    return page.evaluate("document.activeElement.closest('.pg') !== null")


def spot_of_line(page, i):
    return page.evaluate(
        """(i) => { const hit = document.querySelectorAll(".pg-hit")[i];
        for (let share = 0.1; share < 0.9; share += 0.02) {
            const at = hit.getPointAtLength(hit.getTotalLength() * share);
            const p = at.matrixTransform(hit.getScreenCTM());
            if (document.elementFromPoint(p.x, p.y) === hit) return [p.x, p.y];
        } }""",
        i,
    )


# Surgery


def marks(page):
    """How many lines look cut, how many frozen, and how many have a mark."""
    lines = [page.locator(f".pg-board .pg-link.pg-{name}").count() for name in ("cut", "frozen")]
    return [*lines, page.locator(".pg-marks .pg-mark").count()]


def test_a_line_is_cut_and_frozen_from_its_card_and_looks_so_without_colour(fresh):
    page, p = fresh.page, fresh.widget
    for name, number, look in (("Cut", 0.0, [1, 0, 1]), ("Freeze", 0.3, [0, 1, 1])):
        p.set_weight(0, 0, 0, 0.3)
        fresh.settle()
        page.mouse.click(*spot_of_line(page, 0))
        page.locator(".pg-card").get_by_role("button", name=name).click()
        fresh.settle()
        assert p.fixed == ((0, 0, 0, pytest.approx(number)),)
        assert page.locator(".pg-card").is_hidden()
        assert focus_is_inside(page)
        assert marks(page) == look
        assert page.evaluate("""() => getComputedStyle(document.querySelector(
            '.pg-cut, .pg-frozen')).strokeDashoffset""") == "0px"  # fmt: skip
        page.mouse.click(*spot_of_line(page, 0))
        page.locator(".pg-card").get_by_role("button", name=name).click()
        fresh.settle()
        assert p.fixed == ()
        assert marks(page) == [0, 0, 0]


def test_alt_and_a_click_cuts_and_restores_lines_biases_and_neurons(fresh):
    page, p = fresh.page, fresh.widget
    spots = [
        (lambda: page.mouse.click(*spot_of_line(page, 3)), {(0, 1, 1)}),
        (lambda: page.locator(".pg-bias").nth(2).click(), {(0, 2, "bias")}),
        (lambda: page.locator("[data-at='1,3']").click(), {(1, 0, 3), (1, 1, 3)}),
    ]
    for click, places in spots:
        for expected in (places, set()):
            page.keyboard.down("Alt")
            click()
            page.keyboard.up("Alt")
            fresh.settle()
            assert {place[:3] for place in p.fixed} == expected
            assert all(place[3] == 0 for place in p.fixed)


def test_keys_on_a_tile_cut_and_freeze_the_neuron_and_its_name_says_so(fresh):
    page, p = fresh.page, fresh.widget
    tile = page.locator("[data-at='1,1']")
    for key, name, count in (("x", "cut", 2), ("f", "frozen", 3)):
        tile.focus()
        page.keyboard.press(key)
        fresh.settle()
        assert len(p.fixed) == count
        assert tile.get_attribute("aria-label").endswith(f", {name}")
        assert page.evaluate("document.activeElement.dataset.at") == "1,1"
        page.keyboard.press(key)
        fresh.settle()
        assert p.fixed == ()
        assert not tile.get_attribute("aria-label").endswith(name)


def test_the_panel_of_a_neuron_does_all_of_it_by_buttons_with_names(fresh):
    page, p = fresh.page, fresh.widget
    page.locator("[data-at='2,0']").click()
    fresh.settle()
    panel = page.get_by_label("Chosen neuron")
    for name, place in (
        ("Cut the weight from layer 1, neuron 3", (1, 0, 2)),
        ("Freeze the weight from layer 1, neuron 1", (1, 0, 0)),
        ("Cut the bias", (1, 0, "bias")),
        ("Cut layer 2, neuron 1", (2, 0, 0)),
    ):
        node = panel.get_by_role("button", name=name, exact=True)
        assert node.get_attribute("aria-pressed") == "false"
        node.focus()
        page.keyboard.press("Enter")
        fresh.settle()
        assert {one[:3] for one in p.fixed} == {place}
        assert node.get_attribute("aria-pressed") == "true"
        page.keyboard.press("Enter")
        fresh.settle()
        assert p.fixed == ()
    panel.get_by_role("button", name="Freeze layer 2, neuron 1", exact=True).click()
    fresh.settle()
    assert panel.locator("[aria-pressed='true']").count() == 1 + 5
    restore = page.get_by_role("button", name="Restore all")
    restore.focus()
    page.keyboard.press("Enter")
    fresh.settle()
    assert p.fixed == ()
    assert restore.is_hidden()
    assert focus_is_inside(page)
    page.get_by_role("button", name="Close the neuron").click()


def test_what_is_hidden_cannot_be_done(fresh):
    fresh.widget.hide = ("surgery", "predict", "table", "link")
    fresh.settle()
    page = fresh.page
    for name in ("Predict", "Load points", "Copy link"):
        assert page.get_by_role("button", name=name).count() == 0
    page.locator("[data-at='1,1']").focus()
    page.keyboard.press("x")
    fresh.settle()
    assert fresh.widget.fixed == ()


# Predict


def place(page, x, y):
    box = page.locator(".pg-map").bounding_box()
    return box["x"] + (x + 6) / 12 * box["width"], box["y"] + (6 - y) / 12 * box["height"]


PIXEL = """([x, y, name]) => { const canvas = document.querySelector(name);
  const unit = canvas.width / 12, context = canvas.getContext("2d");
  return [...context.getImageData((x + 6) * unit, (6 - y) * unit, 1, 1).data]; }"""


def test_a_guess_is_painted_with_the_mouse_and_the_overlap_is_read_when_it_learns(fresh):
    page, p = fresh.page, fresh.widget
    p.learning_rate = 0.1
    page.get_by_role("button", name="Predict").click()
    fresh.settle()
    page.mouse.move(*place(page, -1, 0))
    page.mouse.down()
    page.mouse.move(*place(page, 1, 0), steps=10)
    live = page.evaluate(PIXEL, [0, 0, ".pg-guess"])
    page.mouse.up()
    fresh.settle()
    assert p.guess[50, 50] == 1
    assert page.evaluate(PIXEL, [0, 0, ".pg-guess"]) == live
    assert page.evaluate(PIXEL, [4, 4, ".pg-guess"]) != live
    assert p.followed is None
    assert p.points == ()
    p.train(60)
    fresh.settle()
    assert page.locator(".pg-brush").is_hidden()
    said = page.locator(".pg-agrees").first.inner_text()
    numbers = [int(n) for n in re.findall(r"(\d+) %", said)]
    assert numbers == [round(100 * share) for share in p.agreement()]
    page.get_by_text("Bold line: your border.").wait_for()
    differs = np.where(p.predict([[0, 2.2]])[0, 0] > 0, 1, -1) != p.guess[31, 50]
    striped = [page.evaluate(PIXEL, [0.02 * i, 2.2, ".pg-guess"])[3] for i in range(30)]
    assert any(striped) == bool(differs)
    page.get_by_role("button", name="Predict").click()
    page.get_by_role("button", name="Forget what is painted").click()
    page.get_by_role("button", name="Predict").click()
    fresh.settle()
    assert p.guess is None
    assert page.locator(".pg-agrees").first.is_hidden()


def test_a_guess_is_painted_by_keys_and_taken_back(fresh):
    page, p = fresh.page, fresh.widget
    opener = page.get_by_role("button", name="Predict")
    opener.focus()
    page.keyboard.press("Enter")
    page.mouse.move(*place(page, 0, 0))
    page.get_by_role("application", name="Picture to paint").focus()
    page.keyboard.press("Space")
    fresh.settle()
    assert p.guess[50, 50] == 1
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    fresh.settle()
    assert p.guess[50, 65] == 1
    assert page.get_by_text("x₁ 2, x₂ 0.5").count() == 1
    before = (p.guess == 1).sum()
    page.keyboard.press("Control+z")
    fresh.settle()
    assert (p.guess == 1).sum() < before
    assert not p.playing
    page.keyboard.press("Escape")
    fresh.settle()
    assert page.locator(".pg-brush").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Predict"


def test_play_takes_the_brush_away_and_keeps_the_focus(fresh):
    page = fresh.page
    page.get_by_role("button", name="Predict").click()
    page.get_by_role("application", name="Picture to paint").focus()
    fresh.widget.train(1)
    fresh.settle()
    assert page.locator(".pg-brush").is_hidden()
    assert focus_is_inside(page)


def test_three_classes_are_painted_each_in_its_own_colour_and_a_regression_has_none(fresh):
    page, p = fresh.page, fresh.widget
    p.dataset = "blobs"
    fresh.settle()
    page.get_by_role("button", name="Predict").click()
    seen = []
    for x, label in ((-3, "1"), (3, "2"), (0, "0")):
        page.locator(".pg-tool:visible select").first.select_option(label)
        page.mouse.click(*place(page, x, 0))
        fresh.settle()
        assert p.guess[50, int((x + 6) / 12 * 100)] == int(label)
        seen.append(tuple(page.evaluate(PIXEL, [x, 0.05, ".pg-guess"])))
    assert len(set(seen)) == 3
    page.get_by_role("button", name="Predict").click()
    p.dataset = "plane"
    fresh.settle()
    assert page.get_by_role("button", name="Predict").count() == 0


# Tables and copies


def test_a_table_is_pasted_chosen_or_dropped_and_refused_beside_it(fresh, tmp_path):
    page, p = fresh.page, fresh.widget
    page.get_by_role("button", name="Load points").click()
    said = page.locator(".pg-agrees:visible")
    page.get_by_label("Rows", exact=True).fill("x;y;l\n1,5;−2;cat\n3;4;dog\n")
    page.get_by_role("button", name="Load the pasted rows").click()
    fresh.settle()
    assert said.inner_text() == "The text: 2 points, 2 classes."
    assert sorted(np.r_[p.data.x, p.data.x_test].tolist()) == [[1.5, -2], [3, 4]]
    (tmp_path / "three.csv").write_text("1,2,a\n2,3,b\n3,4,c\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "three.csv")
    page.wait_for_timeout(100)
    fresh.settle()
    assert said.inner_text() == "three.csv: 3 points, 3 classes."
    drop = """([text, name]) => { const data = new DataTransfer();
        data.items.add(new File([text], name));
        for (const kind of ["dragover", "drop"]) document.querySelector(".pg-map").dispatchEvent(
            new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }"""
    for text, answer in (
        ("1\t2\t1\n2\t3\t-1", r"some\.tsv: 2 points, 2 classes\."),
        ("1,2,a\nfoo,bar,b", r"some\.tsv holds rows of .*, and row 2 is .*Nothing has changed\."),
        ("", r"some\.tsv holds no rows of x₁, x₂ and a label\."),
        ("1,2,3\n" * 200_000, r"some\.tsv is larger than 1 MB: take fewer points\."),
    ):
        page.evaluate(drop, [text, "some.tsv"])
        page.wait_for_timeout(100)
        fresh.settle()
        assert re.fullmatch(answer, said.inner_text())
        assert (p.classes, p.error) == (2, "")
    page.get_by_role("button", name="Load points").click()


@pytest.mark.parametrize("allowed", [True, False])
def test_code_and_link_are_copied_or_shown_to_be_copied(fresh, allowed):
    page, p = fresh.page, fresh.widget
    p.choose(noise=20)
    p.cut(0, 0, 1)
    page.evaluate(
        """(allowed) => Object.defineProperty(navigator, "clipboard", {configurable: true,
        value: {writeText: async (text) => {
            if (!allowed) throw new Error("no");
            window.copied = text; }}})""",
        allowed,
    )
    page.get_by_role("button", name="Code", exact=True).click()
    fresh.settle()
    shown = page.get_by_label("To be copied")
    for name, done in (("Copy link", "The link is copied"), ("Copy code", "The code is copied")):
        page.get_by_role("button", name=name).click()
        fresh.settle()
        if allowed:
            page.get_by_text(done).wait_for()
            text = page.evaluate("window.copied")
        else:
            page.get_by_text("does not let this page copy").wait_for()
            assert page.evaluate("document.activeElement.selectionEnd") > 10
            text = shown.input_value()
        if name == "Copy link":
            assert Playground.from_state(text).chosen == p.chosen
        else:
            assert text.split() == p.to_code().split()
    page.get_by_role("button", name="Code", exact=True).click()
