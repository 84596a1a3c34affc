"""Two boards and the wall of seeds in a browser: by mouse and by keyboard, at every width."""

import numpy as np
import pytest
from in_a_page import shown

from chainrule.widgets import SeedWall, TwoBoards
from chainrule.widgets.playground import commands

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=25),
    pytest.mark.xdist_group("playground"),
]

WIDTHS = [360, 390, 480, 600, 700, 900, 1150, 1500]
PAINTED = """(canvas) => {
    const context = canvas.getContext("2d");
    const bytes = context.getImageData(0, 0, canvas.width, canvas.height).data;
    return [...new Set(new Uint32Array(bytes.buffer))].map((w) => [w & 255, (w >> 8) & 255,
        (w >> 16) & 255, w >>> 24]);
}"""


@pytest.fixture
def two():
    with shown(TwoBoards("xor"), commands.handle) as board:
        yield board
        assert board.errors == []


@pytest.fixture
def wall():
    with shown(SeedWall("xor", hidden=(2,), learning_rate=0.3), commands.handle) as board:
        yield board
        assert board.errors == []


def trained(board, epochs):
    board.widget.train(epochs)
    board.settle()


def text(board, css):
    return board.page.locator(css).inner_text()


def choose(board, name, option, which=0):
    board.page.locator(f"select[name={name}]:visible").nth(which).select_option(label=option)
    board.settle()


def boxes(board, css):
    return board.page.locator(css).evaluate_all(
        """(all) => all.map((one) => { const box = one.getBoundingClientRect();
            return [box.x, box.y, box.width, box.height].map(Math.round); })"""
    )


def focus(board):
    return board.page.evaluate("document.activeElement.getAttribute('aria-label')")


def parted(colours, ink):
    """Whether there are pixels of about this colour, as rgb(…)."""
    wanted = np.array(ink)
    solid = np.array([colour[:3] for colour in colours if colour[3] == 255])
    return len(solid) and np.abs(solid - wanted).max(1).min() < 6


# Two boards


def test_one_set_of_buttons_moves_both(two):
    page = two.page
    assert page.get_by_role("toolbar").count() == 1
    page.get_by_role("button", name="One epoch on (S)").click()
    two.settle()
    assert two.widget.a.epoch == two.widget.b.epoch == 1
    for key, epoch in (("s", 2), ("s", 3), ("b", 2), ("r", 0)):
        page.keyboard.press(key)
        two.settle()
        assert two.widget.a.epoch == two.widget.b.epoch == epoch
        assert int(text(two, ".pg-epoch output").replace(",", "")) == epoch


def test_both_outputs_and_who_leads_are_to_be_seen(two):
    trained(two, 30)
    assert text(two, ".bd-difference") == two.widget.difference
    assert text(two, ".bd-standing") == two.widget.standing
    losses = [float(one) for one in two.page.locator(".pg-test b").all_inner_texts()]
    assert losses == pytest.approx([board.test_loss for board in two.widget.trainers], rel=0.05)
    one, other = two.page.locator(".pg-heat").all()
    assert one.evaluate(PAINTED) != other.evaluate(PAINTED)


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_has_both_in_the_colours_of_their_names(two, dark):
    trained(two, 30)
    two.theme(dark)
    colours = two.page.locator(".pg-curve").evaluate(PAINTED)
    inks = two.page.locator(".bd-key").evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).color.match(/\\d+/g).map(Number))"
    )
    assert len(inks) == 2
    assert inks[0] != inks[1]
    assert all(parted(colours, ink) for ink in inks)


def test_what_differs_is_chosen_and_each_board_has_its_own_value(two):
    choose(two, "differs", "Optimiser")
    assert two.widget.other == {"optimizer": "adam"}
    assert two.page.locator("select[name=learning_rate]:visible").count() == 1
    choose(two, "optimizer", "Momentum", which=-1)
    assert (two.widget.optimizer, two.widget.other) == ("sgd", {"optimizer": "momentum"})
    choose(two, "differs", "Hidden layers")
    choose(two, "hidden", "3", which=-1)
    choose(two, "hidden", "None", which=-2)
    assert (two.widget.hidden, two.widget.other) == ((), {"hidden": (3,)})
    assert "hidden layers is none in A and 3 in B" in text(two, ".bd-difference")


def test_what_is_shared_changes_on_both_and_they_begin_again(two):
    trained(two, 5)
    two.page.get_by_role("button", name="Spiral").click()
    two.settle()
    assert [board.settings.dataset for board in two.widget.trainers] == ["spiral", "spiral"]
    assert int(text(two, ".pg-epoch output").replace(",", "")) == 0
    choose(two, "problem", "Regression")
    assert [board.settings.dataset for board in two.widget.trainers] == ["plane", "plane"]


def test_the_chart_is_a_slider_over_the_epochs_of_both(two):
    trained(two, 20)
    box = two.page.locator(".pg-curve").bounding_box()
    two.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 40)
    two.settle()
    epoch = two.widget.epoch
    assert 0 < epoch < 20
    assert {board.epoch for board in two.widget.trainers} == {epoch}
    said = text(two, ".pg-said")
    assert said.startswith(f"Epoch {epoch}: A test ")
    assert "; B test " in said


def test_one_that_diverges_is_said_to_at_its_board(two):
    two.widget.choose(dataset="plane", other={"learning_rate": 1000})
    trained(two, 30)
    assert [one.is_visible() for one in two.page.locator(".bd-gone").all()] == [False, True]


# The wall


def test_the_wall_shows_each_seed_its_loss_and_what_became_of_it(wall):
    wall.widget.choose(hidden=(4,), learning_rate=0.1)
    trained(wall, 70)
    assert text(wall, ".bd-standing b") == wall.widget.tally
    tiles = wall.page.locator(".bd-tile")
    assert tiles.count() == 16
    states = wall.widget.states
    assert len(set(states)) > 1
    for k, (state, trainer) in enumerate(zip(states, wall.widget.trainers, strict=True)):
        label = tiles.nth(k).get_attribute("aria-label")
        named, loss = label.rsplit(" ", 1)
        assert named == f"Seed {k}, {state}, test loss"
        assert float(loss) == pytest.approx(trainer.test_loss, rel=0.05)
        badge = tiles.nth(k).locator(".bd-badge").inner_text()
        assert badge == {"learned": "✓", "on its way": ""}.get(state, state)


@pytest.mark.parametrize("width", [390, 1150])
def test_arrow_keys_go_over_the_wall_and_tab_reaches_one_tile(wall, width):
    wall.page.set_viewport_size({"width": width, "height": 900})
    wall.settle()
    across = 4 if width == 390 else 8
    tiles = wall.page.locator(".bd-tile")
    at = 0
    tiles.first.focus()
    for key, to in (
        ("ArrowRight", 1), ("ArrowDown", 1 + across), ("ArrowLeft", across), ("ArrowUp", 0),
        ("ArrowUp", 0), ("ArrowLeft", 0), ("End", 15), ("ArrowDown", 15), ("ArrowRight", 15),
        ("Home", 0),
    ):  # fmt: skip
        wall.page.keyboard.press(key)
        at = to
        assert focus(wall).startswith(f"Seed {at},")
        assert tiles.evaluate_all("(all) => all.map((one) => one.tabIndex)").count(0) == 1


def test_enter_opens_a_seed_below_and_close_gives_the_focus_back(wall):
    trained(wall, 3)
    wall.page.locator(".bd-tile").nth(6).focus()
    wall.page.keyboard.press("Enter")
    wall.settle()
    assert wall.widget.opened == 6
    assert wall.widget.below.epoch == 3
    assert f'from_state("{wall.widget.below.state()}")' in text(wall, ".bd-opened")
    assert focus(wall).startswith("Seed 6,")
    assert wall.page.locator(".bd-tile[aria-expanded=true]").count() == 1
    wall.page.get_by_role("button", name="Close").focus()
    wall.page.keyboard.press("Enter")
    wall.settle()
    assert wall.widget.opened == -1
    assert not wall.page.locator(".bd-opened").is_visible()
    assert focus(wall).startswith("Seed 6,")


def test_where_widgets_can_be_made_the_playground_itself_is_below(wall):
    wall.page.evaluate(
        """() => { window.model.widget_manager = {
            get_model: async (id) => id,
            create_view: async (id) => {
                const el = document.createElement("p");
                el.textContent = `the view of ${id}`;
                return { el };
            } } }"""
    )
    wall.page.locator(".bd-tile").nth(2).click()
    wall.settle()
    assert text(wall, ".bd-below") == f"the view of {wall.widget.below.model_id}"


def test_a_key_that_the_playground_below_takes_is_not_for_the_wall(wall):
    wall.page.locator(".bd-tile").nth(2).click()
    wall.settle()
    below = wall.page.locator(".bd-below")
    for taken, epoch in ((True, 0), (False, 1)):
        below.evaluate(
            """(node, taken) => {
                node.tabIndex = 0;
                node.onkeydown = (event) => { if (taken) event.preventDefault(); };
                node.focus();
            }""",
            taken,
        )
        wall.page.keyboard.press("s")
        wall.settle()
        assert wall.widget.epoch == epoch


def test_other_seeds_are_numbered_on(wall):
    wall.page.get_by_role("button", name="Begin again with the next sixteen seeds").click()
    wall.settle()
    seeds = wall.page.locator(".bd-tile b").all_inner_texts()
    assert seeds == [str(seed) for seed in range(16, 32)]


def test_a_goal_is_chosen(wall):
    choose(wall, "goal", "Test loss 0.1")
    assert wall.widget.goal == ("loss", 0.1)
    assert "a test loss of at most 0.1" in text(wall, ".bd-meaning")


# Both


@pytest.mark.parametrize("width", [390, 1150])
@pytest.mark.parametrize("kind", ["two", "wall"])
def test_nothing_jumps_while_it_learns(request, kind, width):
    board = request.getfixturevalue(kind)
    board.page.set_viewport_size({"width": width, "height": 900})
    board.settle()
    fixed = ".bd-tile, .bd-map, .pg-map, .bd-key, .pg-curve, .pg-time button, .pg-set"
    before = boxes(board, fixed)
    for epochs in (1, 10, 60, 80):
        trained(board, epochs)
        assert boxes(board, fixed) == before


@pytest.mark.parametrize("kind", ["two", "wall"])
def test_the_page_is_never_wider_than_the_window(request, kind):
    board = request.getfixturevalue(kind)
    for width in WIDTHS:
        board.page.set_viewport_size({"width": width, "height": 900})
        board.settle(1)
        wide = board.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


@pytest.mark.parametrize(("width", "beside"), [(390, False), (700, True), (1150, True)])
def test_boards_stand_side_by_side_where_there_is_room(two, width, beside):
    two.page.set_viewport_size({"width": width, "height": 900})
    two.settle()
    [a, b] = boxes(two, ".bd-board")
    assert (a[1] == b[1], a[0] < b[0]) == ((True, True) if beside else (False, False))
    assert a[2] == b[2] >= 300


@pytest.mark.parametrize("kind", ["two", "wall"])
def test_a_change_of_theme_repaints_and_nothing_moves_by_itself(request, kind):
    board = request.getfixturevalue(kind)
    trained(board, 5)
    canvas = board.page.locator(".pg-heat, .bd-map canvas").first
    light = canvas.evaluate(PAINTED)
    board.theme(dark=True)
    assert canvas.evaluate(PAINTED) != light
    assert board.page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("kind", ["two", "wall"])
def test_only_a_sentence_now_and_then_is_read_out(request, kind):
    board = request.getfixturevalue(kind)
    told = board.page.locator(".pg-told")
    board.page.evaluate("performance.now = () => 1000")  # no four seconds pass
    board.widget.playing = True
    said = set()
    for _ in range(12):
        trained(board, 10)
        said.add(told.text_content())
    board.widget.playing = False
    assert len(said - {""}) == 1
    live = board.page.locator("[aria-live=polite], [role=status], [role=alert]")
    assert all("Epoch" not in one for one in live.all_inner_texts() if one not in said)
    assert board.page.locator(".bd-standing").get_attribute("aria-live") is None


@pytest.mark.parametrize("kind", ["two", "wall"])
def test_a_kernel_that_is_gone_is_told(request, kind):
    board = request.getfixturevalue(kind)
    board.page.evaluate("window.lost = true")
    board.page.keyboard.press("Tab")
    board.page.keyboard.press("s")
    board.settle()
    assert "Disconnected" in board.page.get_by_role("alert").first.inner_text()
