"""The playground as a student meets it: in JupyterLab, by mouse and by keyboard."""

import importlib.util
import json
from pathlib import Path

import nbformat
import pytest
from in_jupyterlab import READY, browser_page, chromium, jupyterlab, open_notebook, run_all

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow(seconds=90),
    pytest.mark.xdist_group("playground"),
]

CELLS = [
    "from chainrule.widgets import Playground\nplayground = Playground(seed=3)\nplayground",
    "playground  # a second view of the same widget",
]
ASK = """async (code) => {
    const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
    const sent = kernel.requestExecute({code: "", silent: true, user_expressions: {x: code}});
    const reply = await sent.done;
    return reply.content.user_expressions.x.data?.["text/plain"]
        ?? JSON.stringify(reply.content.user_expressions.x);
}"""
WEIGHTS = "[round(float(w), 5) for p in playground.model.parameters() for w in p.data.ravel()]"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    chromium()
    folder = tmp_path_factory.mktemp("lab")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "playground.ipynb")
    with jupyterlab(folder) as address, browser_page(width=1150, height=2600) as page:
        open_notebook(page, address, "playground.ipynb")
        run_all(page)
        view(page, 1).locator(".pg-map").wait_for()
        until(page, "epoch === 0", 1)
        yield page


@pytest.fixture
def fresh(page):
    """The first view, at the beginning of a playground like new."""
    ask(page, "playground.pause()")
    ask(page, "[setattr(playground, name, trait.default()) for name, trait in "
        "type(playground).class_traits().items() if name in __import__('chainrule.widgets."
        "playground.settings', fromlist=['x']).SETTINGS]")  # fmt: skip
    ask(page, "playground.reset()")
    until(page, "epoch === 0")
    return view(page)


def view(page, i=0):
    return page.get_by_role("group", name="Playground").nth(i)


def ask(page, code):
    """The value of an expression in the notebook's kernel, as Python prints it."""
    return page.evaluate(ASK, code)


def until(page, condition, i=0):
    """Wait until a condition on the epoch that a view shows holds."""
    page.wait_for_function(
        f"""() => {{
            const view = document.querySelectorAll('.pg')[{i}];
            const epoch = view?.dataset.epoch === undefined ? NaN : Number(view.dataset.epoch);
            return {condition}; }}"""
    )


def press(view, name):
    view.get_by_role("button", name=name, exact=True).click()


def test_play_trains_both_views_and_pause_stops_them(page, fresh):
    press(fresh, "Play")
    until(page, "epoch > 20")
    until(page, "epoch > 20", 1)
    press(fresh, "Pause")
    fresh.get_by_text("Paused at epoch").wait_for()
    epoch = int(ask(page, "playground.epoch"))
    until(page, f"epoch === {epoch}")
    until(page, f"epoch === {epoch}", 1)
    page.wait_for_timeout(300)
    assert int(ask(page, "playground.epoch")) == epoch


def test_other_cells_run_while_it_trains(page, fresh):
    press(fresh, "Play")
    until(page, "epoch > 5")
    before = int(ask(page, "playground.epoch"))
    assert ask(page, "6 * 7") == "42"
    until(page, f"epoch > {before + 20}")
    assert ask(page, "playground.playing") == "True"
    press(fresh, "Pause")


def test_a_view_that_nobody_sees_stops_the_training_until_it_is_seen(page, fresh):
    show = """(value) => document.querySelectorAll(".pg").forEach((n) => {
        n.style.display = value; })"""
    press(fresh, "Play")
    until(page, "epoch > 5")
    page.evaluate(show, "none")
    before, epoch = -1, int(ask(page, "playground.epoch"))
    for _ in range(20):  # frames on their way come first, slowly on a busy machine
        page.wait_for_timeout(500)
        before, epoch = epoch, int(ask(page, "playground.epoch"))
        if epoch == before:
            break
    page.evaluate(show, "")
    assert epoch == before
    until(page, f"epoch > {epoch + 20}")
    press(fresh, "Pause")


def test_an_interrupt_of_the_kernel_leaves_it_playable(page, fresh):
    press(fresh, "Play")
    until(page, "epoch > 5")
    page.evaluate(
        """() => { const { session } = jupyterapp.shell.currentWidget.context.sessionContext;
            session.kernel.interrupt(); }"""
    )
    page.wait_for_timeout(500)
    epoch = int(ask(page, "playground.epoch"))
    if ask(page, "playground.playing") == "False":
        press(fresh, "Play")
    until(page, f"epoch > {epoch + 5}")
    press(fresh, "Pause")


def test_step_and_step_back(page, fresh):
    first = ask(page, WEIGHTS)
    for _ in range(3):
        press(fresh, "One epoch on (S)")
    until(page, "epoch === 3")
    for _ in range(3):
        press(fresh, "One epoch back (B)")
    until(page, "epoch === 0")
    assert ask(page, WEIGHTS) == first
    press(fresh, "One epoch back (B)")
    fresh.get_by_text("There is no earlier epoch").wait_for()


def test_reset_replays_the_same_weights_and_new_weights_are_new(page, fresh):
    first = ask(page, WEIGHTS)
    press(fresh, "One epoch on (S)")
    until(page, "epoch === 1")
    assert ask(page, WEIGHTS) != first
    press(fresh, "Reset: the same first weights again (R)")
    until(page, "epoch === 0")
    assert ask(page, WEIGHTS) == first
    press(fresh, "More settings")
    press(fresh, "Begin again with other first weights")
    fresh.get_by_text("weights of seed 1").wait_for()
    assert ask(page, WEIGHTS) != first
    press(fresh, "More settings")


LISTS = [
    ("speed", "Fastest", "'max'"), ("learning_rate", "0.3", "0.3"),
    ("activation", "ReLU", "'relu'"), ("regularisation", "L1", "'l1'"),
    ("regularisation_rate", "0.01", "0.01"),
    ("loss", "Cross entropy", "'cross_entropy'"), ("problem", "Regression", "'regression'"),
    ("optimizer", "Adam", "'adam'"), ("schedule", "Cosine", "'cosine'"),
    ("initialisation", "He", "'he'"), ("dropout", "0.3", "0.3"),
]  # fmt: skip


def test_every_list_changes_its_setting(page, fresh):
    press(fresh, "More settings")
    for name, label, value in LISTS:
        fresh.locator(f"select[name={name}]").select_option(label=label)
        wait_for_value(page, f"playground.{name}", value)
    for name, value in (("seed", "8"), ("stop_loss", "0.25"), ("stop_epoch", "40")):
        field = fresh.locator(f"input[name={name}]")
        field.fill(value)
        field.press("Enter")
        wait_for_value(page, f"float(playground.{name})", repr(float(value)))
    press(fresh, "More settings")


def wait_for_value(page, code, value):
    for _ in range(50):
        if (found := ask(page, code)) == value:
            return
        page.wait_for_timeout(60)
    pytest.fail(f"{code} is {found} and was to be {value}")


def test_every_slider_switch_and_data_set_changes_its_setting(page, fresh):
    for name, value in (("train_share", "70"), ("noise", "25"), ("batch_size", "20")):
        fresh.locator(f"input[name={name}]").fill(value)
        wait_for_value(page, f"playground.{name}", value)
    for name, label in (("show_test", "Show test data"), ("discretise", "Discretise output")):
        fresh.get_by_label(label).check()
        wait_for_value(page, f"playground.{name}", "True")
    for name in ("Exclusive or", "Gaussian", "Spiral", "Three classes", "Circle"):
        press(fresh, name)
        fresh.get_by_role("button", name=name, exact=True, pressed=True).wait_for()
    assert ask(page, "playground.dataset") == "'circle'"
    press(fresh, "Draw the data anew; the weights stay")
    wait_for_value(page, "playground.data_seed", "1")


def test_layers_neurons_features_and_their_activations(page, fresh):
    press(fresh, "Add a hidden layer")
    wait_for_value(page, "playground.hidden", "(4, 2, 2)")
    press(fresh, "Add a neuron to layer 3")
    wait_for_value(page, "playground.hidden", "(4, 2, 3)")
    press(fresh, "Remove a neuron from layer 1")
    wait_for_value(page, "playground.hidden", "(3, 2, 3)")
    press(fresh, "Remove a hidden layer")
    wait_for_value(page, "playground.hidden", "(3, 2)")
    press(fresh, "Feature sin X₁")
    wait_for_value(page, "playground.features", "('x1', 'x2', 'sin_x1')")
    fresh.get_by_label("Activation of layer 2").select_option(label="GELU")
    wait_for_value(page, "playground.activation", "('tanh', 'gelu')")


def test_the_last_feature_cannot_be_taken_away_and_it_is_told(page, fresh):
    press(fresh, "Feature X₁")
    wait_for_value(page, "playground.features", "('x2',)")
    press(fresh, "Feature X₂")
    fresh.get_by_role("alert").get_by_text("features holds at least 1").wait_for()


def test_a_weight_is_shown_by_pointing_and_edited_by_clicking(page, fresh):
    link = fresh.locator(".pg-hit").first
    box = link.bounding_box()
    middle = box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    card = fresh.locator(".pg-card")
    card.get_by_text("Weight X₁ → layer 1, neuron 1").wait_for()
    page.mouse.click(*middle)
    card.get_by_role("spinbutton").fill("1.25")
    card.get_by_role("spinbutton").press("Enter")
    wait_for_value(page, "float(playground.model[0].weight.data[0, 0])", "1.25")


def test_a_neuron_is_chosen_and_its_numbers_edited_by_keyboard(page, fresh):
    fresh.get_by_role("button", name="Feature X₁", exact=True).focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    panel = fresh.get_by_label("Chosen neuron")
    panel.get_by_text("Layer 1, neuron 2").wait_for()
    assert "h₁,₂ = tanh(" in panel.inner_text()
    field = panel.get_by_role("spinbutton", name="bias")
    field.fill("-2")
    field.press("Enter")
    wait_for_value(page, "float(playground.model[0].bias.data[1])", "-2.0")
    press(panel, "Close the neuron")


def test_the_output_neuron_has_a_tile_and_a_bias(page, fresh):
    tile = fresh.locator(".pg-tile[data-at='3,0']")
    assert tile.get_attribute("aria-label").startswith("Output, bias")
    tile.click()
    fresh.get_by_label("Chosen neuron").get_by_role("spinbutton", name="bias").fill("0.75")
    fresh.get_by_label("Chosen neuron").get_by_role("spinbutton", name="bias").press("Enter")
    wait_for_value(page, "float(playground.model[4].bias.data[0])", "0.75")
    press(fresh, "Close the neuron")


def test_points_are_clicked_into_the_picture(page, fresh):
    before = int(ask(page, "len(playground.data.x)"))
    press(fresh, "Add points")
    fresh.get_by_label("Label of new points").select_option(label="■ −1 (orange)")
    box = fresh.locator(".pg-map").bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
    wait_for_value(page, "len(playground.data.x)", str(before + 1))
    x, y, label = eval(ask(page, "playground.points[0]"))
    assert (abs(x - 3) < 0.1, abs(y - 3) < 0.1, label) == (True, True, -1)
    fresh.get_by_label("x₁ of the new point").fill("-4")
    press(fresh, "Add the point")
    wait_for_value(page, "playground.points[1]", "(-4.0, 0.0, -1.0)")
    press(fresh, "Remove all points that were added")
    wait_for_value(page, "len(playground.data.x)", str(before))
    press(fresh, "Add points")


def test_space_s_b_and_r_work_and_no_shortcut_of_the_notebook_fires(page, fresh):
    cells = page.locator(".jp-Cell").count()
    fresh.get_by_role("button", name="Feature X₁", exact=True).focus()
    for key in ("s", "s", "b"):
        page.keyboard.press(key)
    until(page, "epoch === 1")
    page.keyboard.press("r")
    until(page, "epoch === 0")
    page.keyboard.press("Space")
    until(page, "epoch > 5")
    page.keyboard.press("Space")
    fresh.get_by_text("Paused at epoch").wait_for()
    for key in ("d", "d", "a", "x"):
        page.keyboard.press(key)
    assert page.locator(".jp-Cell").count() == cells


def test_the_time_buttons_are_one_stop_for_tab_and_arrows_move_in_them(page, fresh):
    bar = fresh.get_by_role("toolbar", name="Time")
    assert bar.locator("button[tabindex='0']").count() == 1
    bar.get_by_role("button", name="Play", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, "epoch === 1")


def test_pointing_at_a_neuron_shows_it_large(page, fresh):
    tile = fresh.locator(".pg-tile[data-at='1,0']")
    tile.hover()
    fresh.get_by_text("Shown: layer 1, neuron 1").wait_for()
    page.mouse.move(5, 5)
    fresh.get_by_text("Shown: layer 1").wait_for(state="detached")


def test_the_curve_tells_its_values(page, fresh):
    press(fresh, "One epoch on (S)")
    until(page, "epoch === 1")
    fresh.locator(".pg-curve").focus()
    page.keyboard.press("ArrowLeft")
    fresh.get_by_text("Epoch 1: test").wait_for()
    page.keyboard.press("ArrowLeft")
    fresh.get_by_text("Epoch 0: test").wait_for()


def test_inside_and_code_are_shown_when_asked_for(page, fresh):
    press(fresh, "Look inside")
    fresh.get_by_text("Test points: true class").wait_for()
    assert fresh.locator(".pg-chart figure").count() == 6
    assert fresh.locator(".pg-space").count() == 1
    press(fresh, "Look inside")
    press(fresh, "Code")
    fresh.locator("pre").get_by_text("def step(x, t").wait_for()
    press(fresh, "Code")


def test_without_points_it_says_so_and_the_button_stays_play(page, fresh):
    press(fresh, "Own points")
    wait_for_value(page, "playground.dataset", "'own'")
    press(fresh, "Play")
    fresh.get_by_text("There are no points yet").wait_for()
    fresh.get_by_role("button", name="Play", exact=True).wait_for()


def test_controls_are_hidden_for_a_lesson(page, fresh):
    fresh.locator("input[name=noise]").wait_for()
    ask(page, "setattr(playground, 'hide', ('noise', 'step'))")
    fresh.locator("input[name=noise]").wait_for(state="hidden")
    assert not fresh.get_by_role("button", name="One epoch on (S)").is_visible()
    assert fresh.locator("input[name=batch_size]").is_visible()


def test_a_mission_is_shown_and_ticked(page, fresh):
    ask(page, "setattr(playground, 'mission', 'gauss')")
    fresh.get_by_text("Mission: Separate the two clouds").wait_for()
    press(fresh, "Hint: what to try")
    fresh.get_by_text("Take the hidden layer away").wait_for()
    press(fresh, "Solution: load its settings")
    fresh.get_by_text("A solution is loaded.").wait_for()
    press(fresh, "Play")
    fresh.get_by_text("Reached.", exact=False).first.wait_for()
    fresh.locator(".pg-met .pg-tick").get_by_text("✓").wait_for()
    press(fresh, "Pause")
    ask(page, "setattr(playground, 'mission', '')")
    fresh.locator(".pg-mission").wait_for(state="hidden")


def test_the_banner_says_whose_parts_run(page, fresh):
    fresh.get_by_text("The engine runs on the reference").wait_for()
    ask(page, "__import__('chainrule').exercises.implements('exp.vjp')(lambda g, y, x: g * y)")
    press(fresh, "One epoch on (S)")
    fresh.get_by_text("The engine runs on 1 of your parts (exp.vjp)").wait_for()
    ask(page, "__import__('chainrule').exercises.reset()")
    press(fresh, "One epoch on (S)")
    fresh.get_by_text("The engine runs on the reference").wait_for()


def test_numbers_that_blow_up_are_told(page, fresh):
    ask(page, "playground.choose(dataset='plane', activation='relu', learning_rate=10.0)")
    press(fresh, "Play")
    fresh.get_by_text("Diverged at epoch").wait_for()
    fresh.get_by_role("button", name="Play", exact=True).wait_for()


def test_everything_that_takes_focus_is_labelled_large_enough_and_keeps_shortcuts_out(page, fresh):
    for name in ("More settings", "Look inside", "Add points"):
        press(fresh, name)
    faults = fresh.evaluate("""(view) =>
        [...view.querySelectorAll('button, input, select, [tabindex]')]
        .filter((e) => e.offsetParent && (e.dataset.lmSuppressShortcuts !== 'true'
            || Math.min(e.offsetHeight, e.offsetWidth) < 24
            || !(e.ariaLabel || e.labels?.length || e.textContent.trim())))
        .map((e) => e.outerHTML.slice(0, 200))""")
    for name in ("More settings", "Look inside", "Add points"):
        press(fresh, name)
    assert faults == []


def axe():
    """The source of axe-core, from the package axe-core-python."""
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core-python is not installed")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_to_complain_of(page, fresh, theme):
    source = axe()
    set_theme(page, theme)
    for name in ("More settings", "Look inside", "Code"):
        press(fresh, name)
    fresh.locator("pre").wait_for()
    page.evaluate(source)
    result = page.evaluate("axe.run(document.querySelector('.pg'), {resultTypes: ['violations']})")
    for name in ("More settings", "Look inside", "Code"):
        press(fresh, name)
    set_theme(page, "JupyterLab Light")
    found = [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in result["violations"]]
    assert not found, json.dumps(found, indent=1)


def set_theme(page, theme):
    page.evaluate(
        """(theme) => { window.jupyterapp.commands.execute('apputils:change-theme', {theme}); }""",
        theme,
    )
    light = str(theme.endswith("Light")).lower()
    page.wait_for_function(f"document.body.dataset.jpThemeLight === '{light}'")
    page.wait_for_timeout(300)


def test_every_picture_follows_the_theme_at_rest(page, fresh):
    pixels = """() => [...document.querySelectorAll('.pg-tile canvas')].map((canvas) => String(
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data))"""
    light = page.evaluate(pixels)
    set_theme(page, "JupyterLab Dark")
    dark = page.evaluate(pixels)
    assert all(one != other for one, other in zip(light, dark, strict=True))
    set_theme(page, "JupyterLab Light")
    assert page.evaluate(pixels) == light


def test_a_reload_brings_the_playground_back_where_it_stood(page, fresh):
    press(fresh, "One epoch on (S)")
    until(page, "epoch === 1")
    page.locator(".jp-Notebook").press("Control+s")
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(READY)
    until(page, "epoch === 1")
    press(view(page), "One epoch on (S)")
    until(page, "epoch === 2")


def test_after_a_restart_of_the_kernel_the_view_says_that_it_is_disconnected(page):
    restart = "() => { jupyterapp.shell.currentWidget.context.sessionContext.restartKernel(); }"
    page.evaluate(restart)
    view(page).get_by_text("Disconnected: the kernel").wait_for()
    page.wait_for_function(READY)
    run_all(page)
    until(page, "epoch === 0")
    press(view(page), "One epoch on (S)")
    until(page, "epoch === 1")


def test_a_kernel_that_is_interrupted_pauses_and_one_that_is_shut_down_is_told(page):
    press(view(page), "Play")
    until(page, "epoch > 5")
    session = "jupyterapp.shell.currentWidget.context.sessionContext"
    page.evaluate(f"() => {{ {session}.session.kernel.interrupt(); }}")
    view(page).get_by_text("Paused at epoch").wait_for()
    epoch = int(ask(page, "playground.epoch"))
    press(view(page), "Play")
    until(page, f"epoch > {epoch + 5}")
    page.evaluate(f"() => {{ {session}.shutdown(); }}")
    view(page).get_by_text("Disconnected: the kernel").wait_for()
    assert view(page).get_by_text("Training.", exact=True).count() == 0
    view(page).get_by_role("button", name="Play", exact=True).wait_for()
