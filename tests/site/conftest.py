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
from in_jupyterlab import browser_page

from course import one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "docs" / "_build" / "html"
NEEDED = ["sphinx", "myst_nb", "sphinx_book_theme", "numpydoc", "mathjax"]


@pytest.fixture(scope="session")
def build(request, tmp_path_factory):
    """What the one build of this run printed, and whether it was content; warnings are errors."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        pytest.skip(f"{', '.join(missing)} missing: uv pip install -r docs/requirements.lock")
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own
    result = shared / "site.json"
    with one_at_a_time():  # several workers may ask; the first one builds
        if not result.exists():
            command = [sys.executable, str(ROOT / "docs" / "build.py")]
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            result.write_text(
                json.dumps([command, done.returncode, done.stdout, done.stderr]), encoding="utf-8"
            )
    return subprocess.CompletedProcess(*json.loads(result.read_text(encoding="utf-8")))


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
