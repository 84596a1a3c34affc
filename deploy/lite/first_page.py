"""The start page of the course in the browser, as the course's own Python writes it.

desk/       what the browser's Python needs to write it again, with what the learner has done
page.html   the page of one who has done nothing yet, for the tab in JupyterLite
index.html  the same as a page of its own, the site's first
"""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CONFIGURATION = """<script id="jupyter-config-data" type="application/json"
 data-jupyter-lite-root=".">{}</script>"""  # JupyterLite looks for it in the site's first page
REMEMBER = """<script type="module">
import { remembered } from "./extensions/chain-rule-course/static/source.js";
const page = remembered();
if (page) document.querySelector("main").innerHTML = page;
</script>"""


def write_pages(folder: Path) -> None:
    """Write all of it into a folder."""
    from chainrule.exercises.outline import outline
    from chainrule.exercises.standing_page import document

    shutil.rmtree(folder, ignore_errors=True)
    desk = folder / "desk"
    desk.mkdir(parents=True)
    for module in (HERE / "start" / "course_desk.py", ROOT / "deploy/lab/notebook_merge.py"):
        shutil.copy(module, desk)
    chapters = json.dumps([asdict(one) for one in outline(ROOT)])
    (desk / "course_desk.json").write_text(chapters, encoding="utf-8")
    sys.path.insert(0, str(desk))
    page, _ = importlib.import_module("course_desk").page()
    (folder / "page.html").write_text(page, encoding="utf-8")
    whole = document("Chain Rule", page).replace("</body>", f"{CONFIGURATION}{REMEMBER}</body>")
    (folder / "index.html").write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
