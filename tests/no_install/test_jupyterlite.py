"""The course in the browser: a complete site, and lectures that run in it without any network."""

import functools
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from in_jupyterlab import browser_page, chromium, run_all, until

from chainrule.exercises.outline import outline

ROOT = Path(__file__).resolve().parents[2]
LITE = ROOT / "deploy/lite"
OFFICIAL = json.loads((LITE / "pyodide.json").read_text(encoding="utf-8"))
pytestmark = [pytest.mark.slow(seconds=300), pytest.mark.xdist_group("lite")]

SECONDS = 600  # for all cells of a notebook, in the browser's own Python
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # for service workers, too

SOLVED = """
from chainrule.exercises import check, implements, progress

@implements("exp.vjp")
def exp_vjp(g, y, x):
    return g * y

@implements("log.vjp")
def log_vjp(g, y, x):
    return g * x

progress("02_autograd")
"""
HIDDEN = """
from autograde.checks import check_all
check_all("02_autograd")
"""
KEPT = """
from math import sqrt
from chainrule.exercises import implements, save

one = sqrt(1)

@implements("exp.vjp")
def exp_vjp(g, y, x):
    return one * g * y

save()
"""
LOADED = """
from chainrule.exercises import load, whose
load()
print("It is", whose()["exp.vjp"])
"""

BUSY = """
import time
from chainrule.widgets import Playground
p = Playground(dataset="circle")
p
"""
PAUSE = "time.sleep(2)"  # a cell that keeps Python from everything else
ANSWER = """@implements("perceptron.predict")
def predict(x, w, b):
    return (x @ w + b > 0).astype(int)"""
FIRST = "assignments/01_xor/01_xor.ipynb"

STATE = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const kernel = panel?.context?.sessionContext?.session?.kernel;
    if (!panel?.content?.widgets || !kernel) return {status: 'none'};
    const cells = panel.content.widgets.filter((cell) => cell.model.type === 'code');
    const outputs = cells.flatMap((cell) => cell.model.outputs.toJSON());
    return {
        status: kernel.status,
        waiting: cells.filter((cell) => cell.model.executionCount === null).length,
        errors: outputs.filter((o) => o.output_type === 'error').map((o) => o.evalue),
        text: outputs.map((o) => o.text ?? o.data?.['text/plain'] ?? '').join('\\n'),
    };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site as `python3 course.py lite` builds it; the app can be asked what it shows."""
    folder = tmp_path_factory.mktemp("lite") / "site"
    command = [sys.executable, LITE / "build.py", "--output", folder]
    quick = {**os.environ, "PIP_NO_COMPILE": "1"}  # what is not imported is never compiled
    built = subprocess.run(command, env=quick, capture_output=True, encoding="utf-8", timeout=1800)
    if "could not be" in built.stderr:
        pytest.skip(built.stderr.strip().splitlines()[-1])
    assert built.returncode == 0, built.stderr
    settings = json.loads((folder / "jupyter-lite.json").read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True
    (folder / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path):
        own = {".mjs": "text/javascript", ".wasm": "application/wasm"}
        return own.get(Path(path).suffix) or super().guess_type(path)

    def log_message(self, *args):
        pass


@pytest.fixture
def browser(site):
    """A page that reaches the site and nothing else, its address, and what else it asked for."""
    chromium()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=site)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, elsewhere = f"http://127.0.0.1:{server.server_address[1]}", []

    def only_here(route):
        if route.request.url.startswith((address, "blob:", "data:")):
            return route.continue_()
        elsewhere.append(route.request.url)
        return route.abort()

    with browser_page(1200, 1400, ALONE) as page:
        page.context.route("**/*", only_here)
        yield page, address, elsewhere
    server.shutdown()
    server.server_close()
    assert elsewhere == []


def run_in_browser(page, address, path):
    """Open a notebook in JupyterLite and run all of it; what it shows in the end."""
    page.goto(f"{address}/lab/index.html?path={path}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    until(page, lambda: page.evaluate(STATE)["status"] == "idle", SECONDS)
    run_all(page)
    until(page, lambda: is_over(page.evaluate(STATE)), SECONDS)
    ended = page.evaluate(STATE)
    assert ended["errors"] == []
    return ended


def is_over(state):
    return bool(state.get("errors")) or (state["status"] == "idle" and state["waiting"] == 0)


def test_pyodide_is_what_its_project_released(tmp_path):
    """The checksums are those of the official npm package, where npm is there to be asked."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here")
    package = f"pyodide@{OFFICIAL['version']}"
    packed = subprocess.run(
        [npm, "pack", "--silent", package], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    if packed.returncode:
        pytest.skip("npm's registry cannot be reached")
    shutil.unpack_archive(tmp_path / packed.stdout.strip().splitlines()[-1], tmp_path / "npm")
    official = tmp_path / "npm" / "package"
    for name, checksum in OFFICIAL["core"].items():
        assert hashlib.sha256((official / name).read_bytes()).hexdigest() == checksum
    lock = json.loads((official / "pyodide-lock.json").read_text(encoding="utf-8"))
    for name, package in OFFICIAL["packages"].items():
        ours, theirs = (p["sha256"] for p in (package, lock["packages"][name]))
        assert ours == theirs, name


def test_every_file_that_is_served_has_the_checksum_of_the_lock(site):
    folder = site / "static" / "pyodide"
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        wheel = (folder / package["file_name"]).read_bytes()
        assert hashlib.sha256(wheel).hexdigest() == package["sha256"]
        assert set(package["depends"]) <= lock["packages"].keys()
    assert {"chainrule", "numpy", "matplotlib", "ipywidgets", "anywidget"} <= lock[
        "packages"
    ].keys()


def test_learners_get_lectures_and_assignments_and_nothing_that_is_hidden(site):
    notebooks = {
        str(path.relative_to(site / "files")) for path in (site / "files").rglob("*.ipynb")
    }
    expected = [*(ROOT / "lectures").rglob("*.ipynb"), *(ROOT / "assignments").glob("*/*.ipynb")]
    given = {str(path.relative_to(ROOT)) for path in expected}
    assert notebooks == given | {"review.ipynb"}
    for path in (site / "files").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "BEGIN HIDDEN" not in text
        assert "BEGIN SOLUTION" not in text
    assert not [path for path in site.rglob("*") if "autograde" in path.name]


def test_of_the_grader_only_what_draws_inputs_is_served(site):
    (wheel,) = (site / "static" / "pyodide").glob("chainrule_checks-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        texts = [archive.read(name).decode() for name in names]
    checks = {str(path.relative_to(ROOT)) for path in (ROOT / "autograde/checks").rglob("*.py")}
    beside = {
        f"autograde/{name}" for name in ("__init__.py", "course/__init__.py", "course/seed.py")
    }
    assert {name for name in names if ".dist-info/" not in name} == checks | beside
    assert not any("BEGIN SOLUTION" in text for text in texts)


@pytest.mark.browser
def test_lecture_5_runs_to_its_end_and_its_playground_answers(browser):
    page, address, _ = browser
    run_in_browser(page, address, "lectures/05_playground.ipynb")
    page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
    board = page.get_by_role("group", name="Playground").first
    board.wait_for()
    until(page, lambda: board.is_visible() or page.mouse.wheel(0, 200))
    board.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(
        """() => {
            const said = document.querySelector('.pg')?.innerText.match(/(\\d{3}),(\\d{3})/);
            return said && Number(said[1] + said[2]) > 20;
        }""",
    )


def with_cells(site, path, *cells):
    """Put these cells in place of those of a notebook of the site."""
    notebook = nbformat.read(site / "files" / path, as_version=4)
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    nbformat.write(notebook, site / "files" / path)
    return path


@pytest.mark.browser
def test_a_part_of_an_assignment_is_checked_in_the_browser_hidden_checks_included(browser, site):
    page, address, _ = browser
    path = with_cells(site, "assignments/02_autograd/02_autograd.ipynb", SOLVED, HIDDEN)
    said = run_in_browser(page, address, path)["text"]
    assert "exp.vjp passes" in said
    assert "log.vjp is not right yet. It is multiplied by" in said  # the mistake is named
    assert said.count("1 of 16 parts pass") == 2  # by the visible checks, by the hidden ones
    assert "(check number " in said


@pytest.mark.browser
def test_what_was_saved_is_there_in_another_notebook_after_a_reload(browser, site):
    page, address, _ = browser
    first = with_cells(site, "assignments/03_jacobians/03_jacobians.ipynb", KEPT)
    said = run_in_browser(page, address, first)["text"]
    assert "1 of your parts is kept in /drive/" in said
    assert "will not last" not in said
    second = with_cells(site, "assignments/04_layers/04_layers.ipynb", LOADED)
    assert "It is yours" in run_in_browser(page, address, second)["text"]


def shown(page):
    return " ".join(page.locator(".cr-course").inner_text().split())


@pytest.mark.browser
def test_the_first_page_is_the_course_and_each_title_leads_to_its_notebook(browser):
    page, address, _ = browser
    page.goto(address)
    page.wait_for_selector(".cr-course h1")
    links = page.locator(".cr-course a").all()
    found = {parse_qs(urlsplit(link.get_attribute("href")).query)["path"][0] for link in links}
    assert found == {chapter.path for chapter in outline(ROOT)}
    assert all(
        link.is_visible() or link.locator("xpath=ancestor::details").count() for link in links
    )
    assert "Shift+Enter runs a cell" in shown(page)
    page.locator("a.go").click()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    assert page.locator(".jp-Launcher").count() == 0
    assert page.locator(".lm-TabBar-tabLabel", has_text="Course").count() == 1


@pytest.mark.browser
def test_a_corrected_notebook_comes_with_the_answers_that_were_written(browser, site):
    page, address, _ = browser
    page.goto(f"{address}/lab/index.html?path={FIRST}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    until(page, lambda: page.evaluate(STATE)["status"] == "idle", SECONDS)
    imports = page.locator(".jp-CodeCell .cm-content", has_text="from chainrule").first
    imports.click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-CodeCell .cm-content", has_text="def predict").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(ANSWER)
    page.keyboard.press("Control+Enter")
    page.locator(".cr-verdict.passes").first.wait_for(timeout=SECONDS * 1000)
    page.keyboard.press("Control+s")
    page.locator(".lm-TabBar-tabLabel", has_text="Course").click()
    until(page, lambda: "1 of 12 parts" in shown(page), SECONDS)
    assert "Continue: assignment 1, part 2" in shown(page)

    given = (site / "files" / FIRST).read_text(encoding="utf-8")
    mended = given.replace("## 1 · The answer", "## 1 · The answer, mended")
    (site / "files" / FIRST).write_text(mended, encoding="utf-8")
    page.goto(f"{address}/lab/index.html")
    page.wait_for_selector(".cr-course h1")
    assert "1 of 12 parts" in shown(page)  # remembered
    until(page, lambda: "A notebook has been corrected" in shown(page), SECONDS)
    page.locator(".cr-course button").click()
    until(page, lambda: "1 answer carried over: perceptron-predict." in shown(page), SECONDS)
    until(page, lambda: "been corrected" not in shown(page), SECONDS)
    assert "As it was: assignments/01_xor/01_xor_before_" in shown(page)
    page.goto(f"{address}/lab/index.html?path={FIRST}")
    page.locator(".jp-RenderedMarkdown h2", has_text="1 · The answer, mended").wait_for()
    page.locator(".cm-content", has_text="x @ w + b > 0").wait_for()


@pytest.mark.browser
def test_a_widget_answers_between_the_cells_of_a_notebook_that_runs(browser, site):
    page, address, _ = browser
    path = with_cells(site, "lectures/gallery/gan.ipynb", BUSY, *[PAUSE] * 8)
    page.goto(f"{address}/lab/index.html?path={path}")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    until(page, lambda: page.evaluate(STATE)["status"] == "idle", SECONDS)
    run_all(page)
    board = page.get_by_role("group", name="Playground").first
    board.wait_for(timeout=SECONDS * 1000)
    board.get_by_role("button", name="One epoch on (S)", exact=True).click()
    until(page, lambda: "000,001" in board.inner_text(), SECONDS)
    assert page.evaluate(STATE)["waiting"] > 0
