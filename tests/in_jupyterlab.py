"""A real JupyterLab and a real browser for tests; skipped where there is no Chromium.

Both are started once in a process and stay warm: what a test gets is a page of its own, and the
files of its own folder.
"""

import asyncio
import atexit
import contextlib
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from tests.programs import find

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip
PATIENCE = 180_000  # milliseconds to wait for anything, on a machine that does much else

WARM = contextlib.ExitStack()  # what this process has started and keeps; closed at its end
atexit.register(WARM.close)


READY = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    const kernel = session?.isReady && session.session?.kernel;
    return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""


def chromium():
    found = find("chromium", "chromium-browser")
    if found is None:
        pytest.skip("no Chromium here")
    return found


@functools.cache
def playwright():
    """Playwright's driver, started once, its event loop, and a warm browser."""
    from playwright.sync_api import sync_playwright

    driver = WARM.enter_context(sync_playwright())
    browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
    WARM.callback(browser.close)
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    WARM.callback(asyncio._set_running_loop, loop)
    return driver, loop, browser


@contextlib.contextmanager
def driving():
    """Playwright's driver and browser; its event loop runs in this thread only meanwhile."""
    driver, loop, browser = playwright()
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(loop)
    try:
        yield driver, browser
    finally:
        asyncio._set_running_loop(before)


@contextlib.contextmanager
def browser_page(width=1150, height=1000, *flags):
    """A page of a headless Chromium: of the warm one, or with flags of one of its own."""
    path = chromium()
    with driving() as (driver, browser), contextlib.ExitStack() as ending:
        if flags:
            browser = driver.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
            ending.callback(browser.close)
        context = browser.new_context(viewport={"width": width, "height": height})
        ending.callback(context.close)
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@contextlib.contextmanager
def jupyterlab(folder):
    """The address of the warm JupyterLab, which shows `folder` meanwhile."""
    address, root = warm_jupyterlab()
    root.unlink(missing_ok=True)
    root.symlink_to(folder, target_is_directory=True)
    try:
        yield address
    finally:
        end_sessions(address)


@functools.cache
def warm_jupyterlab():
    """The address of a JupyterLab for one folder after the other, and the link to that folder."""
    home = Path(WARM.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    root = home / "root"
    root.symlink_to(home, target_is_directory=True)
    options = [f"--ServerApp.root_dir={root}", "--ServerApp.disable_check_xsrf=True"]
    return WARM.enter_context(running_jupyterlab(home, home, options)), root


def end_sessions(address):
    """End the kernels, so that the next page finds a server like new."""
    with urllib.request.urlopen(f"{address}/api/sessions", timeout=60) as answer:
        sessions = json.load(answer)
    for session in sessions:
        url = f"{address}/api/sessions/{session['id']}"
        urllib.request.urlopen(urllib.request.Request(url, method="DELETE"), timeout=60).close()


@contextlib.contextmanager
def own_jupyterlab(folder):
    """The address of a JupyterLab that is started in `folder` and reads its configuration."""
    home = Path(folder) / ".home"
    home.mkdir(exist_ok=True)
    with running_jupyterlab(folder, home) as address:
        yield address


@contextlib.contextmanager
def running_jupyterlab(folder, home, options=(), program=("-m", "jupyterlab")):
    """The address of a JupyterLab, with a HOME of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, *program, "--no-browser", f"--port={port}", "--allow-root",
               "--IdentityProvider.token=", "--ServerApp.port_retries=0",
               "--LabApp.expose_app_in_browser=True", *options]  # fmt: skip
    with open(home / "jupyter.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log,
            env={**os.environ, "PATH": path, "HOME": str(home)},
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, server, home / "jupyter.log")
            yield address
        finally:
            server.terminate()
            server.wait(60)


def wait_for(address, server, log):
    """Wait until a server answers; say what it said where it ended."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def open_notebook(page, address, name):
    """Open a notebook alone on the page and wait until its kernel is there."""
    page.goto(f"{address}/doc/tree/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=PATIENCE)
    page.wait_for_function(READY, timeout=PATIENCE)


def run_all(page):
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()


def until(page, holds, seconds=PATIENCE / 1000):
    """Wait until a condition holds, while the page goes on."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        page.wait_for_timeout(50)
