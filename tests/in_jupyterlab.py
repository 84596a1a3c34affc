"""A real JupyterLab and a real browser for tests; skipped where there is no Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


READY = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    const kernel = session?.isReady && session.session?.kernel;
    return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
}"""


def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium here")
    return found


@contextlib.contextmanager
def browser_page(width=1150, height=1000, *flags):
    """A page of a headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        try:
            yield browser.new_page(viewport={"width": width, "height": height})
        finally:
            browser.close()


@contextlib.contextmanager
def jupyterlab(folder):
    """The address of a JupyterLab on `folder`, with a HOME of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = Path(folder) / ".home"
    home.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--allow-root",
               "--IdentityProvider.token=", "--ServerApp.port_retries=0",
               "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    log = open(home / "jupyter.log", "w", encoding="utf-8")  # noqa: SIM115 (closed below, with its process)
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
        server.wait(20)
        log.close()


def wait_for(address, server, log, seconds=60):
    for _ in range(seconds * 5):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def open_notebook(page, address, name):
    """Open a notebook alone on the page and wait until its kernel is there."""
    page.goto(f"{address}/doc/tree/{name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(READY, timeout=60_000)


def run_all(page):
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
