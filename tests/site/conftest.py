"""The site, built once and served to a browser; skipped where its packages are missing."""

import functools
import http.server
import json
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from executed import executed
from in_jupyterlab import browser_page
from living import serving

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "docs" / "_build" / "html"
RUN_BY_THE_BUILD = "perceptron"
NEEDED = ["deflate", "sphinx", "myst_nb", "sphinx_book_theme", "numpydoc", "mathjax"]


@pytest.fixture(scope="session")
def build(once, shared_folder):
    """What the one build of this run printed, and whether it was content; warnings are errors."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        pytest.skip(f"{', '.join(missing)} missing: uv pip install -r docs/requirements.lock")
    text = once("site.json", lambda: built(once, shared_folder))
    return subprocess.CompletedProcess(*json.loads(text))


def built(once, folder):
    """The result of a build that runs but one notebook itself, unless there was a build before."""
    if not (ROOT / "docs" / "_build" / "executed").exists():
        for path in sorted((ROOT / "lectures").rglob("*.ipynb")):
            if path.stem != RUN_BY_THE_BUILD:
                executed(path, once)
    command = [sys.executable, str(ROOT / "docs" / "build.py"), "--executed", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return json.dumps([command, done.returncode, done.stdout, done.stderr])


@pytest.fixture(scope="session")
def html(build):
    """The folder of the finished pages."""
    assert build.returncode == 0, build.stdout + build.stderr
    return HTML


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def address(html):
    """The address of a server of the pages."""
    handler = functools.partial(Quiet, directory=str(html))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page():
    """A page of a browser, and what it asked for in `requests`."""
    with browser_page(1280, 900) as opened:
        opened.asked = []
        opened.on("request", lambda request: opened.asked.append(request.url))
        yield opened


@pytest.fixture(scope="module")
def alive(build, html):
    """The pages, if Python for them could be had."""
    for said in build.stdout.splitlines():
        if said.startswith("Nothing runs in the pages"):
            pytest.skip(said)
    return html


@pytest.fixture(scope="module")
def line(alive):
    with serving(alive) as served:
        yield served
