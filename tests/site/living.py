"""A reader of a page whose cells run, in a browser that reaches one machine only."""

import contextlib
import sys
from pathlib import Path

from in_jupyterlab import browser_page

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deploy" / "site"))
from serve import serving

__all__ = ["EPOCH", "TRAINED", "answer", "into_sight", "kept", "reader", "serving", "write"]
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
EPOCH = ".pg output[aria-live=off]"
TRAINED = f"/[1-9]/.test(document.querySelector('{EPOCH}')?.textContent)"

KEEPS = """async (text) => {
  const made = await indexedDB.databases();
  if (!made.some(({ name }) => name === "/drive")) return false; // opened now, it would be another
  return new Promise((done, failed) => {
    const asked = indexedDB.open("/drive");
    asked.onerror = failed;
    asked.onsuccess = () => {
      const files = asked.result.transaction("FILE_DATA").objectStore("FILE_DATA").getAll();
      files.onsuccess = () => {
        asked.result.close();
        const read = ({ contents }) => new TextDecoder().decode(contents);
        done(files.result.some((one) => one.contents && read(one).includes(text)));
      };
    };
  });
}"""


@contextlib.contextmanager
def reader(address, width=1150):
    """A page that reaches one machine only, and asks no other; nothing goes wrong on it."""
    wrong = []
    with browser_page(width, 900, ALONE) as page:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        ours = (address, "blob:", "data:")
        page.on("request", lambda r: r.url.startswith(ours) or wrong.append(r.url))
        yield page
    assert not wrong


def into_sight(page, name):
    """Scroll to a cell and wait until it lives."""
    cell = page.locator(f"#cell-{name}")
    page.wait_for_function(  # again and again: after a reload the browser scrolls, too
        """(name) => {
            const cell = document.getElementById(name);
            cell.scrollIntoView({ block: "center" });
            return cell.dataset.state === "ran";
        }""",
        arg=f"cell-{name}",
        polling=500,
    )
    return cell


def kept(page, text):
    """Wait until the browser keeps a file with these words."""
    for _ in range(600):
        if page.evaluate(KEEPS, text):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{text} is not kept.")


def answer(cell):
    """Commit to something."""
    if cell.locator("input[type=radio]").count():
        cell.locator("input[type=radio]").first.check()
    else:
        cell.locator("input[type=text]").fill("1")
    cell.get_by_role("button", name="Commit").click()


def write(cell, source):
    """Put other lines into a cell and run it."""
    code = cell.get_by_role("textbox", name="Code")
    code.evaluate("(node, source) => { node.textContent = source }", source)
    code.dispatch_event("input")
    cell.get_by_role("button", name="Run").click()
